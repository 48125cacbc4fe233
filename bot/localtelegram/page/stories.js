// Stories: one tap plays weeks of a shop's life. What they are and how they ended is told by the server, in the page's
// language; the page only asks for one at a time and offers to show the people it was about.

import { h, icon } from "./dom.js";
import { t } from "./texts.js";

export class Stories {
  /** `play(id)` starts one; `show(ids)` shows people, and `several()` says whether there is room for more than one. */
  constructor({ play, show, several }) {
    Object.assign(this, { play, show, several });
    this.titles = null;
    this.list = h("div", { class: "stories" });
    this.result = h("div", { class: "result", role: "status", "data-result": "story" });
    this.card = h(
      "section",
      { class: "card", "aria-labelledby": "stories-title" },
      h("h2", { id: "stories-title" }, t("stories"), h("small", {}, t("stories_hint"))),
      this.list,
      h("p", {}, h("a", { href: "/sample-report.xlsx", download: "", class: "sample" }, t("sample_report"))),
      this.result,
    );
  }

  /** `stories` are {id, title}. */
  draw(stories, off) {
    const titles = JSON.stringify(stories);
    if (titles !== this.titles) {
      this.titles = titles;
      const button = ({ id, title }) => h("button", { type: "button", class: "do wide story", "data-story": id, onclick: () => this.play(id) }, icon("play"), h("span", {}, title));
      this.list.replaceChildren(...stories.map(button));
      this.card.hidden = stories.length === 0;
    }
    for (const button of this.list.children) button.disabled = off;
  }

  busy() {
    this.result.className = "result busy";
    this.result.replaceChildren(h("span", { class: "spinner", "aria-hidden": "true" }), h("span", {}, t("story_running")));
  }

  /** `outcome` "done" or "refused", the sentence `text`, the `people` to look at: {id, name}. */
  told({ outcome, text, people }) {
    const shown = people ?? [];
    const look = (label, ids) => h("button", { type: "button", class: "quiet", onclick: () => this.show(ids) }, label);
    const ways = shown.map(({ id, name }) => look(t("show_person", { name }), [id]));
    if (shown.length > 1 && this.several()) ways.unshift(look(t("side_by_side"), shown.map(({ id }) => id)));
    this.result.className = `result ${outcome}`;
    this.result.replaceChildren(icon(outcome === "done" ? "success" : "danger"), h("div", {}, h("p", {}, text), ways.length ? h("div", { class: "ways" }, ways) : null));
  }
}
