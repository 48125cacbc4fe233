// The page of the local Telegram: several people, each with a private chat with the bot, and beside them the clock, the
// marketplace, its stories and its log.
// Decision: one long poll brings the news of everybody, because a browser allows only a handful of connections to one
// server. After any break everything is read again from the start and laid over.

import { call, Refused, sorry, Unreachable } from "./api.js";
import { Conversation } from "./conversation.js";
import { Desk } from "./desk.js";
import { byId, drawIcons, segments, sleep } from "./dom.js";
import { fullName, Panes } from "./panes.js";
import { PeopleList } from "./people.js";
import { chooseLanguage, language, LANGUAGES, remember, remembered, t, translate } from "./texts.js";
import { Windows } from "./windows.js";

const WAIT_SECONDS = 25;
const BREATH = 60;
const DESK_EVERY = 4000;

const conversations = new Map();
let connected = true;

const windows = new Windows();
const desk = new Desk({ ticked, show: (ids) => showPeople(ids), several: () => panes.room > 1, tapAgain });
const page = {
  now: () => desk.now(),
  enlarge: (url, text) => windows.enlarge(url, text),
  startLink,
  openDrawer: (name) => windows.openDrawer(name),
  closeDrawers: () => windows.closeDrawers(),
  changed,
};
const panes = new Panes(conversations, page);
const list = new PeopleList(conversations, panes, page);

function ticked() {
  panes.retime();
  list.show();
}

/** Who is shown has changed: what they see now is read. */
function changed() {
  for (const conversation of conversations.values()) if (conversation.loaded && panes.sees(conversation.person.id)) conversation.markRead();
  desk.show();
  list.show();
}

/** Whom a story is about: side by side where there is room, else the first of them. */
function showPeople(ids) {
  const here = ids.filter((id) => conversations.has(id));
  if (!here.length) return;
  if (panes.room > 1 && here.length > 1) panes.show(here.slice(0, panes.room));
  else panes.choose(here[0]);
  windows.closeDrawers();
}

// News.

function peopleCame(people) {
  for (const person of people) {
    const known = conversations.get(person.id);
    if (!known) conversations.set(person.id, new Conversation(person));
    else if (JSON.stringify(known.person) !== JSON.stringify(person)) {
      known.person = person;
      panes.of(person.id)?.open(known);
    }
  }
  for (const id of [...conversations.keys()]) if (!people.some((person) => person.id === id)) conversations.delete(id);
  const shown = panes.ids().filter((id) => conversations.has(id));
  const first = panes.wanted().length ? panes.wanted() : people.slice(0, 1).map((person) => person.id);
  if (!shown.length) panes.show(first);
  else if (shown.length < panes.list.length) panes.show(shown);
}

function laidOver(conversation, update) {
  // A version that went back belongs to another run of the server, which has sent the whole chat.
  const whole = !conversation.loaded || conversation.stale || update.version < conversation.version;
  const draft = JSON.stringify(update.draft ?? null) !== JSON.stringify(conversation.coming);
  const isNew = whole || draft || update.messages?.length || update.deleted?.length;
  conversation.stale = false;
  const answers = conversation.apply(update, whole);
  const pane = panes.of(conversation.person.id);
  if (!pane) return;
  if (whole && !pane.chat.rows.size) pane.open(conversation);
  else if (isNew) pane.chat.show();
  pane.chat.answered(answers);
  pane.head();
  if (panes.sees(conversation.person.id)) conversation.markRead();
}

async function follow() {
  for (let pause = 500; ; ) {
    const asked = Date.now();
    const seen = [...conversations.values()].filter((one) => one.loaded && !one.stale).map((one) => `${one.person.id}:${one.version}`);
    try {
      const { people, chats } = await call(`/news?seen=${seen.join(",")}&wait=${WAIT_SECONDS}`, { seconds: WAIT_SECONDS + 15 });
      reachable(true);
      pause = 500;
      peopleCame(people);
      for (const [id, update] of Object.entries(chats)) if (conversations.has(Number(id))) laidOver(conversations.get(Number(id)), update);
      list.show();
      if (Date.now() - asked < BREATH) await sleep(BREATH);
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused)) console.error(error);
      lost();
      await sleep(pause);
      pause = Math.min(pause * 2, 4000);
    }
  }
}

function lost() {
  for (const conversation of conversations.values()) conversation.stale = true;
  reachable(false);
}

async function followDesk() {
  for (;;) {
    try {
      if (connected && !desk.absent && !document.hidden) await desk.refresh();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error; // the long poll notices a lost connection and says so
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

// What people do.

function startLink(payload) {
  windows.askWhoStarts([...conversations.values()].map(({ person }) => person), async (person) => {
    try {
      await call(`/people/${person.id}/start`, { body: { payload } });
      panes.choose(person.id);
    } catch (error) {
      panes.active.chat.toast(sorry(error));
    }
  });
}

/** The last tap of whoever is in view comes a second time. */
async function tapAgain() {
  const { person, chat } = panes.active;
  const text = await chat.tapAgain();
  return text === null ? null : { name: fullName(person), text };
}

function somebodyAdded(person) {
  if (!conversations.has(person.id)) conversations.set(person.id, new Conversation(person));
  panes.choose(person.id);
  windows.closeDrawers();
}

function speak(wanted) {
  if (wanted) chooseLanguage(wanted);
  document.documentElement.lang = language();
  translate(document);
  segments(byId("language"), LANGUAGES.map(([value, text]) => [value, text, value]), language(), speak);
  desk.draw();
  panes.redraw();
  list.show();
  if (!connected) byId("banner").textContent = t("reconnecting");
  if (wanted) desk.refresh().catch(() => {});
}

/** Whoever is here for the first time reads what this is, until they do something. */
function greet() {
  byId("hello").hidden = Boolean(remembered("greeted"));
  byId("try").addEventListener("click", () => {
    page.openDrawer("desk");
    desk.playFirst();
  });
  for (const [node, event] of [[document, "acted"], [byId("hello").querySelector(".round"), "click"]]) {
    node.addEventListener(event, () => {
      byId("hello").hidden = true;
      remember("greeted", "yes");
    });
  }
}

/** Rich messages as clients show them that cannot: as empty bubbles. */
function showBlank() {
  const blank = document.documentElement.classList.toggle("blank");
  byId("blank").setAttribute("aria-pressed", String(blank));
}

async function begin() {
  drawIcons(document);
  byId("blank").addEventListener("click", showBlank);
  speak();
  greet();
  windows.whenSomebodyIsAdded(somebodyAdded, (sentence) => panes.active?.chat.toast(sentence));
  setInterval(() => panes.heads(), 1000);
  for (let pause = 500; ; pause = Math.min(pause * 2, 4000)) {
    try {
      await desk.refresh();
      break;
    } catch {
      reachable(false);
      await sleep(pause);
    }
  }
  reachable(true);
  follow();
  followDesk();
}

begin();
