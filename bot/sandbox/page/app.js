// The page of the local Telegram: several people, each with a private chat with the bot, and beside them the clock and
// the marketplace.
// Decision: one long poll, for the person in view; the others are asked in short turns, because a browser allows only
// a handful of connections to one server. After any break everything is read again from the start and laid over.

import { call, Refused, Unreachable } from "./api.js";
import { Chat, drawIcons } from "./chat.js";
import { Conversation } from "./conversation.js";
import { Desk } from "./desk.js";
import { byId, h, icon, sleep } from "./dom.js";
import { summary } from "./message.js";
import { clocked, dayOf, language, number, switchLanguage, t, translatePage } from "./texts.js";

const WAIT_SECONDS = 25;
const OTHERS_EVERY = 2500;
const DESK_EVERY = 4000;
const MOST_TOASTS = 3;

const conversations = new Map();
let peopleRows = new Map();
let current = null;
let following = new AbortController();
let connected = true;
let wakeOthers = () => {};

const desk = new Desk(() => wakeOthers(), ticked);
const chat = new Chat({ now: () => desk.now(), enlarge, startLink, toast, alert: showAlert, sent: () => wakeOthers() });

function ticked() {
  chat.retime();
  showPeople();
}

// People.

async function readPeople() {
  const { people } = await call("/people");
  for (const person of people) {
    const known = conversations.get(person.id);
    const blocking = known && known.person.blocked !== person.blocked;
    if (known) known.person = person;
    else conversations.set(person.id, new Conversation(person));
    if (blocking && person.id === current) chat.show();
  }
  for (const id of [...conversations.keys()]) if (!people.some((person) => person.id === id)) conversations.delete(id);
  if (!conversations.has(current)) choose(wanted() ?? people[0]?.id ?? null);
  byId("no-people").hidden = people.length > 0;
  showPeople();
}

function wanted() {
  const id = Number(location.hash.slice(1));
  return conversations.has(id) ? id : null;
}

const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

function choose(id) {
  if (id === current && id !== null) return;
  current = id;
  if (id !== null) history.replaceState(null, "", `#${id}`);
  following.abort();
  following = new AbortController();
  chat.open(conversations.get(id) ?? null);
  showPeople();
  if (id !== null) follow(id, following.signal);
}

function showPeople() {
  const rows = new Map([...conversations.values()].map((conversation) => [conversation.person.id, personRow(conversation)]));
  for (const [id, row] of peopleRows) if (!rows.has(id)) row.remove();
  for (const [id, row] of rows) {
    const shown = peopleRows.get(id);
    if (!shown) byId("people-list").append(row);
    // Rebuilding a row under a pressed mouse button would swallow the click.
    else if (!shown.isEqualNode(row)) replaceKeepingFocus(shown, row);
    else rows.set(id, shown);
  }
  peopleRows = rows;
  const unread = [...conversations.values()].reduce((sum, one) => sum + (one.person.id === current ? 0 : one.unread()), 0);
  byId("unread-all").textContent = unread ? number(unread) : "";
  byId("unread-all").hidden = unread === 0;
  document.title = unread ? `(${unread}) ${t("title")}` : t("title");
  showHeader();
}

function replaceKeepingFocus(before, after) {
  const focused = before.contains(document.activeElement);
  before.replaceWith(after);
  if (focused) after.firstElementChild.focus();
}

function personRow(conversation) {
  const { person } = conversation;
  const last = conversation.last();
  const chosen = person.id === current;
  const unread = chosen ? 0 : conversation.unread();
  const words = conversation.typing ? t("typing") : last ? `${last.from === "person" ? `${t("you")}: ` : ""}${summary(last)}` : t("empty_title");
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "person", "aria-current": chosen ? "true" : null, "data-person": person.id, onclick: () => (choose(person.id), closeDrawers()) },
      avatar(person),
      h("span", { class: "person-words" },
        h("span", { class: "person-name" }, h("span", { class: "person-who" }, h("strong", {}, fullName(person)), person.username ? h("small", {}, `@${person.username}`) : null), last ? h("time", {}, shortTime(last.date)) : null),
        h("span", { class: "person-last" }, h("span", { class: `snippet ${conversation.typing ? "typing" : ""}` }, words),
          unread ? h("span", { class: "badge" }, h("span", { "aria-hidden": "true" }, number(unread)), h("span", { class: "unseen-text" }, t("unread", { n: unread }))) : null)),
    ),
  );
}

function avatar(person) {
  const hue = [...String(person.id)].reduce((sum, digit) => sum * 31 + digit.charCodeAt(0), 7) % 6;
  const initials = fullName(person).split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return h("span", { class: `avatar hue-${hue}`, "aria-hidden": "true" }, initials.toUpperCase());
}

function shortTime(unix) {
  const at = new Date(unix * 1000);
  const now = desk.now();
  return dayOf(at) === dayOf(now) ? clocked(at, { hour: "2-digit", minute: "2-digit" }) : clocked(at, { day: "numeric", month: "short" });
}

function showHeader() {
  const conversation = conversations.get(current);
  byId("chat-head").hidden = !conversation;
  if (!conversation) return;
  const { person } = conversation;
  byId("chat").setAttribute("aria-label", t("chat_with", { name: fullName(person) }));
  const status = byId("chat-status");
  const words = conversation.typing ? t("typing") : t("as_person", { name: fullName(person) });
  if (status.lastChild?.textContent !== words) {
    status.replaceChildren(h("span", { class: "wide-only" }, conversation.typing ? "" : `${t("bot")} · `), words);
  }
  status.classList.toggle("typing", conversation.typing);
  byId("typing").hidden = !conversation.typing;
  byId("me").replaceChildren(avatar(person));
  byId("block").textContent = t(person.blocked ? "unblock" : "block");
}

// Reading.

function laidOver(conversation, update, whole) {
  const draft = JSON.stringify(update.draft ?? null) !== JSON.stringify(conversation.coming);
  const changed = whole || draft || update.messages?.length || update.deleted?.length;
  const answers = conversation.apply(update, whole);
  const inView = conversation.person.id === current;
  if (inView) {
    if (chat.conversation !== conversation) return;
    if (changed || !chat.rows.size) {
      if (whole && !chat.rows.size) chat.open(conversation);
      else chat.show();
    }
    chat.answered(answers);
    conversation.markRead();
  }
  showPeople();
}

async function read(conversation, { wait = 0, signal } = {}) {
  const whole = !conversation.loaded || conversation.stale;
  const after = whole ? 0 : conversation.version;
  const tail = wait && !whole ? `&wait=${wait}` : "";
  const update = await call(`/people/${conversation.person.id}/chat?after=${after}${tail}`, { signal, seconds: wait + 15 });
  if (signal?.aborted) return;
  // A version that went back belongs to another run of the server.
  if (!whole && update.version < after) {
    conversation.stale = true;
    return read(conversation, { signal });
  }
  conversation.stale = false;
  laidOver(conversation, update, whole);
}

async function follow(id, signal) {
  for (let pause = 500; !signal.aborted; ) {
    const conversation = conversations.get(id);
    if (!conversation) return;
    const asked = Date.now();
    const { version } = conversation;
    try {
      await read(conversation, { wait: WAIT_SECONDS, signal });
      reachable(true);
      pause = 500;
      if (conversation.version === version && Date.now() - asked < 300) await sleep(300);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused && error.status === 404) await readPeople().catch(() => {});
      else lost();
      await sleep(pause);
      pause = Math.min(pause * 2, 4000);
      if (!signal.aborted) await readPeople().catch(() => {});
    }
  }
}

function lost() {
  for (const conversation of conversations.values()) conversation.stale = true;
  reachable(false);
}

async function followOthers() {
  for (;;) {
    await Promise.race([sleep(OTHERS_EVERY), new Promise((resolve) => (wakeOthers = resolve))]);
    if (!connected) continue;
    try {
      await readPeople();
      for (const conversation of conversations.values()) if (conversation.person.id !== current) await read(conversation);
    } catch {
      // The person in view notices a lost connection and says so.
    }
  }
}

async function followDesk() {
  for (;;) {
    try {
      if (connected && !desk.running && !desk.absent && !document.hidden) await desk.refresh();
      if (current === null) await readPeople().then(() => reachable(true));
    } catch (error) {
      if (error instanceof Unreachable && current === null) lost();
    }
    await sleep(DESK_EVERY);
  }
}

function reachable(yes) {
  if (connected === yes) return;
  connected = yes;
  byId("banner").textContent = yes ? "" : t("reconnecting");
  byId("banner").hidden = yes;
  if (yes) desk.refresh().catch(() => {});
}

// Small windows.

function toast(text) {
  const place = byId("toasts");
  const node = h("div", { class: "toast" }, text);
  place.append(node);
  while (place.children.length > MOST_TOASTS) place.firstElementChild.remove();
  setTimeout(() => node.remove(), 3000 + Math.min(text.length * 40, 6000));
}

function showAlert(text) {
  byId("alert-text").textContent = text;
  if (!byId("alert").open) byId("alert").showModal();
}

function enlarge(url, text) {
  byId("large").src = url;
  byId("large").alt = text || t("photo");
  byId("viewer-text").textContent = text ?? "";
  byId("viewer").showModal();
}

function startLink(payload) {
  const people = [...conversations.values()].map(({ person }) =>
    h("button", { type: "button", class: "person", "aria-current": person.id === current ? "true" : null, onclick: () => startAs(person, payload) }, avatar(person), h("strong", {}, fullName(person))),
  );
  byId("start-people").replaceChildren(...people);
  byId("start-link").showModal();
}

async function startAs(person, payload) {
  byId("start-link").close();
  try {
    await call(`/people/${person.id}/start`, { body: { payload } });
    choose(person.id);
    wakeOthers();
  } catch (error) {
    toast(error instanceof Unreachable ? t("not_sent") : error.message);
  }
}

async function addPerson(event) {
  event.preventDefault();
  const fields = event.target.elements;
  try {
    const person = await call("/people", { body: { first_name: fields.first_name.value.trim(), language_code: fields.language_code.value } });
    byId("add-person").close();
    event.target.reset();
    await readPeople();
    choose(person.id);
    closeDrawers();
  } catch (error) {
    toast(error instanceof Unreachable ? t("not_sent") : error.message);
  }
}

// Drawers of narrow screens: the open one takes the keyboard, Escape or the backdrop closes it.

const drawers = { people: byId("people"), desk: byId("desk") };
let opener = null;

function openDrawer(name) {
  opener = document.activeElement;
  for (const [key, node] of Object.entries(drawers)) node.classList.toggle("open", key === name);
  byId("backdrop").hidden = false;
  byId("chat").inert = true;
  drawers[name].querySelector("button, select, input")?.focus();
}

function closeDrawers() {
  if (byId("backdrop").hidden) return;
  for (const node of Object.values(drawers)) node.classList.remove("open");
  byId("backdrop").hidden = true;
  byId("chat").inert = false;
  opener?.focus();
}

function wire() {
  drawIcons();
  translatePage();
  byId("open-people").addEventListener("click", () => openDrawer("people"));
  byId("open-desk").addEventListener("click", () => openDrawer("desk"));
  byId("backdrop").addEventListener("click", closeDrawers);
  for (const node of document.querySelectorAll("[data-close-drawer]")) node.addEventListener("click", closeDrawers);
  document.addEventListener("keydown", (event) => event.key === "Escape" && !document.querySelector("dialog[open]") && closeDrawers());
  for (const query of ["(min-width: 720px)", "(min-width: 1120px)"]) matchMedia(query).addEventListener("change", closeDrawers);
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => (event.target === dialog || event.target.closest("[data-close]")) && dialog.close());
  }
  byId("add").addEventListener("click", () => byId("add-person").showModal());
  byId("add-form").addEventListener("submit", addPerson);
  byId("block").addEventListener("click", async () => {
    byId("chat-menu").open = false;
    await chat.block(!chat.conversation.person.blocked);
    showHeader();
  });
  document.addEventListener("click", (event) => byId("chat-menu").contains(event.target) || (byId("chat-menu").open = false));
  byId("language").addEventListener("click", () => {
    switchLanguage();
    translatePage();
    desk.draw();
    chat.open(chat.conversation);
    showPeople();
    if (!connected) byId("banner").textContent = t("reconnecting");
  });
  addEventListener("hashchange", () => wanted() !== null && choose(wanted()));
  setInterval(showHeader, 1000);
}

async function begin() {
  wire();
  for (let pause = 500; ; pause = Math.min(pause * 2, 4000)) {
    try {
      await desk.refresh();
      await readPeople();
      break;
    } catch {
      reachable(false);
      await sleep(pause);
    }
  }
  reachable(true);
  followOthers();
  followDesk();
  wakeOthers();
}

begin();
