// The small windows over the page: the enlarged photo, who opens a start link, a new person, and the drawers that
// the side columns become in a narrow window. The open drawer takes the keyboard; Escape or the backdrop closes it.

import { call, Refused, sorry, Unreachable } from "./api.js";
import { byId, h } from "./dom.js";
import { avatar, fullName } from "./panes.js";
import { t } from "./texts.js";

export class Windows {
  constructor() {
    this.drawers = { people: byId("people"), desk: byId("desk") };
    this.opener = null;
    byId("backdrop").addEventListener("click", () => this.closeDrawers());
    for (const node of document.querySelectorAll("[data-close-drawer]")) node.addEventListener("click", () => this.closeDrawers());
    document.addEventListener("keydown", (event) => event.key === "Escape" && !document.querySelector("dialog[open]") && this.closeDrawers());
    for (const dialog of document.querySelectorAll("body > dialog")) {
      dialog.addEventListener("click", (event) => (event.target === dialog || event.target.closest("[data-close]")) && dialog.close());
    }
    byId("add").addEventListener("click", () => byId("add-person").showModal());
  }

  openDrawer(name) {
    this.opener = document.activeElement;
    for (const [key, node] of Object.entries(this.drawers)) node.classList.toggle("open", key === name);
    byId("backdrop").hidden = false;
    byId("chats").inert = true;
    this.drawers[name].querySelector("button:not(:disabled), select, input")?.focus();
  }

  closeDrawers() {
    if (byId("backdrop").hidden) return;
    for (const node of Object.values(this.drawers)) node.classList.remove("open");
    byId("backdrop").hidden = true;
    byId("chats").inert = false;
    this.opener?.focus();
  }

  enlarge(url, text) {
    byId("large").src = url;
    byId("large").alt = text || t("photo");
    byId("viewer-text").textContent = text ?? "";
    byId("viewer").showModal();
  }

  /** Asks which of the people opens a link; `start(person)` is called for the chosen one. */
  askWhoStarts(people, start) {
    const one = (person) => {
      const chosen = () => {
        byId("start-link").close();
        start(person);
      };
      return h("button", { type: "button", class: "person", onclick: chosen }, avatar(person), h("strong", {}, fullName(person)));
    };
    byId("start-people").replaceChildren(...people.map(one));
    byId("start-link").showModal();
  }

  /** `added(person)` is called when somebody was added, `failed(sentence)` when that was refused. */
  whenSomebodyIsAdded(added, failed) {
    byId("add-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const form = event.target;
      const fields = form.elements;
      try {
        const person = await call("/people", { body: { first_name: fields.first_name.value.trim(), language_code: fields.language_code.value } });
        byId("add-person").close();
        form.reset();
        added(person);
      } catch (error) {
        if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
        failed(sorry(error));
      }
    });
  }
}
