// The chats that are looked at: one, or up to three next to each other where the window is wide enough. Who is shown
// stands in the address (#101,102), so a reload and a link show the same. A second chat never takes the place of the
// people, the clock and the stories: it is there where they have room beside it.
// Decision: what the columns have room for is decided here once, and style.css only follows the answer.

import { call, Refused, sorry, Unreachable } from "./api.js";
import { Chat } from "./chat.js";
import { byId, drawIcons, h, segments } from "./dom.js";
import { LANGUAGES, t, translate } from "./texts.js";

export const MOST = 3;
const ROOM = { people: 236, desk: 296, pane: 330, one: 484 };

export const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

export function avatar(person) {
  const hue = [...String(person.id)].reduce((sum, digit) => sum * 31 + digit.charCodeAt(0), 7) % 6;
  const initials = fullName(person).split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return h("span", { class: `avatar hue-${hue}`, "aria-hidden": "true" }, initials.toUpperCase());
}

class Pane {
  constructor(panes, page) {
    this.root = byId("pane").content.cloneNode(true).firstElementChild;
    drawIcons(this.root);
    translate(this.root);
    this.chat = new Chat(this.root, page);
    const on = (name, act) => this.root.querySelector(name).addEventListener("click", act);
    on(".open-people", () => page.openDrawer("people"));
    on(".open-desk", () => page.openDrawer("desk"));
    on(".close-pane", () => panes.remove(this.person.id));
    on(".block", async () => {
      this.root.querySelector(".chat-menu").open = false;
      await this.chat.block(!this.person.blocked);
      this.head();
    });
    this.root.addEventListener("focusin", () => panes.activate(this));
    this.root.addEventListener("pointerdown", () => panes.activate(this));
  }

  get person() {
    return this.chat.conversation?.person;
  }

  open(conversation) {
    this.root.querySelector(".chat-menu").open = false;
    this.chat.open(conversation);
    this.head();
  }

  /** Who is here and what they are doing. */
  head() {
    const { conversation } = this.chat;
    const part = (name) => this.chat.part(name);
    part("chat-head").hidden = !conversation;
    if (!conversation) return;
    const { person } = this;
    const name = fullName(person);
    this.root.dataset.pane = person.id;
    this.root.setAttribute("aria-label", t("chat_with", { name }));
    const status = part("chat-status");
    const words = conversation.typing ? t("typing") : t("as_person", { name });
    if (status.lastChild?.textContent !== words) {
      status.replaceChildren(h("span", { class: "wide-only" }, conversation.typing ? "" : `${t("bot")} · `), words);
    }
    status.classList.toggle("typing", conversation.typing);
    part("typing-dots").hidden = !conversation.typing;
    if (part("me").dataset.person !== `${person.id} ${name}`) part("me").replaceChildren(avatar(person));
    part("me").dataset.person = `${person.id} ${name}`;
    part("block").textContent = t(person.blocked ? "unblock" : "block");
    this.#showLanguage();
  }

  #showLanguage() {
    const group = this.root.querySelector(".chat-menu .segments");
    const code = (this.person.language_code ?? "").split("-")[0];
    const known = JSON.stringify([this.person.id, code, document.documentElement.lang]);
    if (group.dataset.shown === known) return;
    group.dataset.shown = known;
    const title = t("telegram_language", { name: fullName(this.person) });
    this.chat.part("popup-title").textContent = title;
    group.setAttribute("aria-label", title);
    segments(group, LANGUAGES.map(([value, text]) => [value, text, value]), code, (wanted) => this.#changeLanguage(wanted));
  }

  async #changeLanguage(wanted) {
    try {
      const person = await call(`/people/${this.person.id}/language`, { body: { language_code: wanted } });
      this.chat.conversation.person = person;
      this.open(this.chat.conversation);
      this.root.querySelector(".chat-menu").open = true;
      this.root.querySelector(`.chat-menu [data-value="${wanted}"]`).focus();
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
      this.chat.toast(sorry(error));
    }
  }
}

export class Panes {
  /** `conversations` by person id; `page` as Chat wants it, and openDrawer(name), closeDrawers(), changed(). */
  constructor(conversations, page) {
    this.conversations = conversations;
    this.page = page;
    this.list = [];
    this.active = null;
    this.room = 1;
    addEventListener("hashchange", () => this.wanted().length && this.show(this.wanted()));
    new ResizeObserver(() => this.arrange()).observe(byId("frame"));
    document.addEventListener("click", (event) => {
      for (const menu of document.querySelectorAll(".chat-menu[open]")) if (!menu.contains(event.target) && event.target.isConnected) menu.open = false;
    });
  }

  /** The persons that the address names and that are here. */
  wanted() {
    const named = location.hash.slice(1).split(",").map(Number);
    return [...new Set(named)].filter((id) => this.conversations.has(id)).slice(0, MOST);
  }

  ids() {
    return this.list.map((pane) => pane.person?.id).filter((id) => id !== undefined);
  }

  of(id) {
    return this.list.find((pane) => pane.person?.id === id) ?? null;
  }

  /** Whether the person's chat can be seen now. */
  sees(id) {
    return this.#seen().includes(this.of(id));
  }

  /** As many as there is room for, the active one among them. */
  #seen() {
    const first = this.list.slice(0, this.room);
    return first.includes(this.active) || !this.active ? first : [...first.slice(0, -1), this.active];
  }

  /** Shows these persons, in this order; the first is the active one unless another of them is named. */
  show(ids, active = ids[0]) {
    const shown = ids.length ? ids : [null];
    while (this.list.length > shown.length) this.list.pop().root.remove();
    while (this.list.length < shown.length) {
      const pane = new Pane(this, this.page);
      this.list.push(pane);
      byId("chats").append(pane.root);
    }
    shown.forEach((id, i) => {
      const pane = this.list[i];
      const conversation = id === null ? null : this.conversations.get(id);
      if (pane.chat.conversation !== conversation || !conversation) pane.open(conversation);
      pane.root.querySelector(".no-people").hidden = id !== null;
      pane.root.querySelector(".close-pane").hidden = shown.length < 2;
    });
    this.active = this.of(active) ?? this.list[0];
    if (ids.length) history.replaceState(null, "", `#${ids.join(",")}`);
    this.arrange();
    this.page.changed();
  }

  /** Somebody was chosen: where they are shown already, that chat is the active one; else they take its place. */
  choose(id) {
    const ids = this.ids();
    const place = Math.max(0, this.list.indexOf(this.active));
    if (!ids.includes(id)) ids[place] = id;
    this.show(ids, id);
  }

  /** Shows somebody beside the others, or takes them away again. */
  toggle(id) {
    if (this.of(id)) this.remove(id);
    else if (this.list.length < this.room) this.show([...this.ids(), id], id);
  }

  remove(id) {
    const left = this.ids().filter((other) => other !== id);
    if (left.length) this.show(left, this.active?.person?.id === id ? left[0] : this.active?.person?.id);
  }

  activate(pane) {
    if (this.active === pane || !this.list.includes(pane)) return;
    this.active = pane;
    this.#mark();
    this.page.changed();
  }

  /** Gives the columns the room there is; what has none becomes a drawer. */
  arrange() {
    const frame = byId("frame");
    const width = frame.clientWidth;
    const beside = width - ROOM.people - ROOM.desk;
    this.room = Math.min(MOST, Math.max(1, Math.floor(beside / ROOM.pane)));
    const shown = Math.min(this.room, this.list.length || 1);
    const desk = beside >= ROOM.pane;
    const people = width >= ROOM.people + ROOM.one;
    const answer = { shown: String(shown), desk: desk ? "column" : "drawer", people: people ? "column" : "drawer" };
    if (Object.entries(answer).some(([key, value]) => frame.dataset[key] !== value)) {
      this.page.closeDrawers();
      Object.assign(frame.dataset, answer);
      this.page.changed();
    }
    this.#mark();
  }

  #mark() {
    const seen = this.#seen();
    for (const pane of this.list) {
      pane.root.classList.toggle("active", pane === this.active);
      pane.root.hidden = !seen.includes(pane);
    }
  }

  heads() {
    for (const pane of this.list) pane.head();
  }

  retime() {
    for (const pane of this.list) pane.chat.retime();
  }

  /** Draws everything anew, in the page's language. */
  redraw() {
    for (const pane of this.list) {
      translate(pane.root);
      pane.open(pane.chat.conversation);
    }
  }
}
