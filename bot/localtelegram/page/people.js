// The list of people: whom one may be, what their chats say last, and who is shown beside whom.

import { byId, h, icon } from "./dom.js";
import { summary } from "./message.js";
import { avatar, fullName } from "./panes.js";
import { clocked, dayOf, number, t } from "./texts.js";

export class PeopleList {
  /** `page` offers now() → Date and closeDrawers(). */
  constructor(conversations, panes, page) {
    this.conversations = conversations;
    this.panes = panes;
    this.page = page;
    this.rows = new Map();
  }

  show() {
    const rows = new Map([...this.conversations.values()].map((conversation) => [conversation.person.id, this.#row(conversation)]));
    for (const [id, row] of this.rows) if (!rows.has(id)) row.remove();
    for (const [id, row] of rows) {
      const shown = this.rows.get(id);
      if (!shown) byId("people-list").append(row);
      // Rebuilding a row under a pressed mouse button would swallow the click.
      else if (!shown.isEqualNode(row)) replaceKeepingFocus(shown, row);
      else rows.set(id, shown);
    }
    this.rows = rows;
    const unread = [...this.conversations.values()].reduce((sum, one) => sum + (this.panes.sees(one.person.id) ? 0 : one.unread()), 0);
    for (const badge of document.querySelectorAll(".unread-all")) {
      badge.textContent = unread ? number(unread) : "";
      badge.hidden = unread === 0;
    }
    document.title = unread ? `(${unread}) ${t("title")}` : t("title");
  }

  #row(conversation) {
    const { person } = conversation;
    const last = conversation.last();
    const seen = this.panes.sees(person.id);
    const unread = seen ? 0 : conversation.unread();
    const words = conversation.typing ? t("typing") : last ? `${last.from === "person" ? `${t("you")}: ` : ""}${summary(last)}` : t("empty_title");
    const choose = () => {
      this.panes.choose(person.id);
      this.page.closeDrawers();
    };
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "person", "aria-current": seen ? "true" : null, "data-person": person.id, onclick: choose },
        avatar(person),
        h("span", { class: "person-words" },
          h("span", { class: "person-name" },
            h("span", { class: "person-who" }, h("strong", {}, fullName(person)), person.username ? h("small", {}, `@${person.username}`) : null),
            last ? h("time", {}, this.#shortTime(last.date)) : null),
          h("span", { class: "person-last" }, h("span", { class: `snippet ${conversation.typing ? "typing" : ""}` }, words),
            unread ? h("span", { class: "badge" }, h("span", { "aria-hidden": "true" }, number(unread)), h("span", { class: "unseen-text" }, t("unread", { n: unread }))) : null)),
      ),
      this.#beside(person),
    );
  }

  /** The button that shows somebody beside the others, where there is room for several. */
  #beside(person) {
    if (this.panes.room === 1) return null;
    const shown = this.panes.sees(person.id);
    const count = Math.min(this.panes.list.length, this.panes.room);
    const full = !shown && count >= this.panes.room;
    const label = full ? t("beside_full", { n: this.panes.room }) : t(shown ? "beside_remove" : "beside_add", { name: fullName(person) });
    const attributes = { type: "button", class: "round beside", "aria-pressed": String(shown), "aria-label": label, title: label };
    return h("button", { ...attributes, disabled: full || (shown && count === 1), onclick: () => this.panes.toggle(person.id) }, icon("beside"));
  }

  #shortTime(unix) {
    const at = new Date(unix * 1000);
    const today = dayOf(at) === dayOf(this.page.now());
    return clocked(at, today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" });
  }
}

function replaceKeepingFocus(before, after) {
  const focused = [...before.children].indexOf(document.activeElement);
  before.replaceWith(after);
  if (focused >= 0) after.children[focused]?.focus();
}
