// The log of one shop: facts of the marketplace and the movements, money, steps and messages they caused, the newest
// first. The lines come from the server in the page's language; the reader chooses which kinds.
// Limit: as many lines as were asked for, at most those that the server keeps to.

import { call } from "./api.js";
import { h, icon } from "./dom.js";
import { t } from "./texts.js";

const FIRST = 40;
const STEP = 60;
const MOST = 240;
const SIGNS = { facts: "tag", points: "coins", money: "wallet", subscription: "star", notices: "bell" };
const OUTCOMES = { ignored: "minus", refused: "danger", replayed: "again" };

export class Log {
  /** `instant(text, options)` shows an instant in the programme's time. */
  constructor(instant) {
    this.instant = instant;
    this.chosen = new Set();
    this.size = FIRST;
    this.titles = null;
    this.lines = null;
    this.filter = h("div", { class: "segments wrap", role: "group", "aria-label": t("log_filter") });
    this.list = h("ol", { class: "log-lines" });
    this.more = h("button", { type: "button", class: "quiet", hidden: true, onclick: () => this.#showMore() }, t("log_more"));
    this.card = h(
      "section",
      { class: "card", "aria-labelledby": "log-title" },
      h("h2", { id: "log-title" }, t("log"), h("small", {}, t("log_hint"))),
      this.filter,
      this.list,
      this.more,
    );
  }

  /** What another log was set to, when the page is drawn anew. */
  like(other) {
    this.chosen = other.chosen;
    this.size = other.size;
    return this;
  }

  #showMore() {
    this.size = Math.min(this.size + STEP, MOST);
    this.read(this.seller);
  }

  /** `kinds` are {id, title}. */
  draw(kinds) {
    const titles = JSON.stringify(kinds);
    if (titles === this.titles) return;
    this.titles = titles;
    this.names = Object.fromEntries(kinds.map(({ id, title }) => [id, title]));
    const button = ({ id, title }) => h("button", { type: "button", "aria-pressed": String(this.chosen.has(id)), "data-kind": id, onclick: (event) => this.#toggle(id, event.currentTarget) }, icon(SIGNS[id] ?? "tag"), title);
    this.filter.replaceChildren(...kinds.map(button));
  }

  #toggle(id, button) {
    if (!this.chosen.delete(id)) this.chosen.add(id);
    button.setAttribute("aria-pressed", String(this.chosen.has(id)));
    this.read(this.seller);
  }

  /** Reads the lines of a shop; an answer that another question has overtaken is dropped. Errors go to the caller. */
  async read(seller) {
    this.seller = seller;
    const kinds = [...this.chosen].join(",");
    const question = `/desk/log?seller=${encodeURIComponent(seller)}&kinds=${kinds}&size=${this.size}`;
    this.question = question;
    const { lines } = await call(question);
    if (this.question === question) this.#show(lines);
  }

  #show(lines) {
    this.more.hidden = lines.length < this.size || this.size >= MOST;
    const text = JSON.stringify([lines, this.names]);
    if (text === this.lines) return;
    this.lines = text;
    this.list.replaceChildren(...(lines.length ? lines.map((line) => this.#line(line)) : [h("li", { class: "none" }, t("log_empty"))]));
  }

  #line({ at, kind, title, text, amount, gains, outcome }) {
    const when = this.instant(at, { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" });
    const sign = OUTCOMES[outcome];
    return h(
      "li",
      { class: `${kind} ${outcome ?? ""}` },
      h("div", {}, h("span", { class: "of-kind" }, icon(SIGNS[kind] ?? "tag"), this.names[kind] ?? kind), h("time", { datetime: at }, when)),
      h("p", { class: "what" }, h("strong", {}, title), amount ? h("span", { class: gains ? "amount gains" : "amount" }, amount) : null),
      sign ? h("span", { class: "outcome" }, icon(sign), t(`outcome_${outcome}`)) : null,
      text ? h("p", { class: "detail" }, text) : null,
    );
  }
}
