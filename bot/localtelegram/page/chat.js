// A chat in view: rows of messages kept in step with the conversation, and the line to write in.
// Decisions: a row is rebuilt only when its message changed, so what the reader opened or focused elsewhere stays; the
// view follows new messages only while the reader is at the bottom.

import { call, sorry } from "./api.js";
import { h } from "./dom.js";
import { messageRow } from "./message.js";
import { clocked, dayOf, relative, t } from "./texts.js";

const GROUP_SECONDS = 300;
const ANSWER_SECONDS = 20;
const TEXT_LIMIT = 4096;
const MOST_TOASTS = 3;

let menus = 0;

export class Chat {
  /**
   * `root` is a pane as index.html draws it; `page` offers now() → Date, enlarge(url, text), startLink(payload).
   */
  constructor(root, page) {
    this.root = root;
    this.page = page;
    this.conversation = null;
    this.rows = new Map();
    this.pressed = new Map();
    this.log = this.part("log");
    this.view = this.part("view");
    this.input = this.part("input");
    this.menu = this.part("command-menu");
    this.menu.id = `command-menu-${(menus += 1)}`;
    for (const name of ["slash", "input"]) this.part(name).setAttribute("aria-controls", this.menu.id);
    this.view.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.log.addEventListener("click", (event) => {
      if (event.target.closest("summary, .more")) this.stuck = false;
    });
    this.part("jump").addEventListener("click", () => this.toBottom(true));
    this.part("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendText(this.input.value);
    });
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("input", () => this.#typed());
    this.part("slash").addEventListener("click", () => this.#toggleMenu());
    this.part("attach").addEventListener("click", () => this.part("file-input").click());
    this.part("file-input").addEventListener("change", () => this.#upload());
    this.part("start").addEventListener("click", () => this.#post("start", { payload: "" }));
    this.part("unblock").addEventListener("click", () => this.block(false));
    this.alert = this.part("alert");
    this.alert.addEventListener("close", () => this.#coverRest(false));
    this.alert.addEventListener("keydown", (event) => event.key === "Escape" && this.alert.close());
    this.alert.querySelector("button").addEventListener("click", () => this.alert.close());
    new ResizeObserver(() => this.#stick()).observe(this.log);
    new ResizeObserver(() => this.#stick()).observe(this.view);
    this.stuck = true;
    this.top = 0;
  }

  part(name) {
    return this.root.querySelector(`.${name}`);
  }

  toast(text) {
    const place = this.part("toasts");
    const node = h("div", { class: "toast" }, text);
    place.append(node);
    while (place.children.length > MOST_TOASTS) place.firstElementChild.remove();
    setTimeout(() => node.remove(), 3000 + Math.min(text.length * 40, 6000));
  }

  /** A box that this phone shows until it is closed; the phones beside it go on. */
  warn(text) {
    const [title, words] = this.alert.querySelectorAll("h2, p");
    title.textContent = t("title");
    words.textContent = text;
    this.#coverRest(true);
    if (!this.alert.open) this.alert.show();
  }

  #coverRest(covered) {
    for (const node of this.root.children) if (node !== this.alert) node.inert = covered;
  }

  open(conversation) {
    if (this.conversation) this.conversation.draft = this.input.value;
    this.conversation = conversation;
    this.rows.clear();
    for (const id of [...this.pressed.keys()]) this.#settle(id);
    this.log.replaceChildren();
    // What was said to the last one in this place is not for the next.
    this.part("toasts").replaceChildren();
    this.alert.close();
    this.input.value = conversation?.draft ?? "";
    this.#closeMenu();
    this.stuck = true;
    if (!conversation) return this.#foot();
    this.#markUnread();
    this.show();
    this.#typed(false);
  }

  #markUnread() {
    const { conversation } = this;
    const first = conversation.loaded ? conversation.sorted().find((message) => message.from === "bot" && message.message_id > conversation.read) : null;
    conversation.unreadFrom = first && conversation.read > 0 ? first.message_id : null;
  }

  /** Brings the rows in step with the conversation. */
  show() {
    const { conversation, log } = this;
    if (!conversation) return;
    const firstShow = this.rows.size === 0;
    log.setAttribute("aria-live", firstShow ? "off" : "polite");
    const anchor = this.stuck ? null : this.#anchor();
    const focus = this.#focusPlace();
    const wanted = this.#items();
    const kept = new Map();
    let place = log.firstElementChild;
    for (const item of wanted) {
      const before = this.rows.get(item.key);
      const row = before?.signature === item.signature ? before : { signature: item.signature, node: item.build() };
      row.node.dataset.key = item.key;
      if (item.classes) for (const [name, on] of Object.entries(item.classes)) row.node.classList.toggle(name, on);
      if (before && before !== row) keepOpened(before.node, row.node);
      kept.set(item.key, row);
      if (before && before !== row && before.node === place) {
        place.replaceWith(row.node);
        place = row.node.nextElementSibling;
      } else if (place === row.node) place = place.nextElementSibling;
      else log.insertBefore(row.node, place);
    }
    for (const [key, row] of this.rows) if (kept.get(key)?.node !== row.node) row.node.remove();
    this.rows = kept;
    this.#restoreFocus(focus);
    if (anchor) this.#restore(anchor);
    else this.toBottom();
    this.#foot();
    this.#showJump();
    if (firstShow) requestAnimationFrame(() => this.conversation === conversation && this.#unreadIntoView());
  }

  /** Renews what is told relative to the programme's time ("in 3 days"), after the clock has moved. */
  retime() {
    const tag = this.conversation?.person.language_code || undefined;
    for (const node of this.log.querySelectorAll("time[data-relative]")) node.textContent = relative(new Date(node.dateTime), this.page.now(), tag);
  }

  #items() {
    const items = [];
    const messages = this.conversation.sorted();
    let day = "";
    let previous = null;
    for (let i = 0; i < messages.length; ) {
      const first = messages[i];
      const group = [first];
      while (first.media_group_id && messages[i + group.length]?.media_group_id === first.media_group_id) group.push(messages[i + group.length]);
      i += group.length;
      const at = new Date(first.date * 1000);
      const today = dayOf(at);
      if (today !== day) {
        day = today;
        previous = null;
        items.push({ key: `day ${day}`, signature: day, build: () => h("h3", { class: "day" }, h("span", {}, dayWords(at, this.page.now()))) });
      }
      if (first.message_id === this.conversation.unreadFrom) {
        previous = null;
        items.push({ key: "unread", signature: "", build: () => h("div", { class: "unread-line", role: "separator" }, h("span", {}, t("unread_line"))) });
      }
      const close = previous && previous.from === first.from && first.date - previous.date < GROUP_SECONDS;
      if (close) items.at(-1).classes.tail = false;
      items.push({
        key: `message ${first.message_id}`,
        signature: group.map((message) => `${message.message_id}.${message.version}`).join(),
        build: () => messageRow(group, this.#context(group.at(-1))),
        classes: { follows: Boolean(close), tail: true },
      });
      previous = group.at(-1);
    }
    const { coming } = this.conversation;
    if (coming) {
      const draft = { ...coming, from: "bot", date: this.page.now().getTime() / 1000 };
      items.push({ key: "draft", signature: JSON.stringify(coming), build: () => messageRow([draft], this.#context(draft)), classes: { draft: true } });
    }
    return items;
  }

  #context(message) {
    return {
      tag: this.conversation.person.language_code || undefined,
      now: () => this.page.now(),
      command: (text) => this.sendText(text),
      link: (url) => {
        const payload = /^(?:https?:\/\/(?:t|telegram)\.me\/\w+\?|tg:\/\/resolve\?(?:[^#]*&)?)start=([\w-]+)/.exec(url)?.[1];
        if (payload) this.page.startLink(payload);
        return Boolean(payload);
      },
      enlarge: (url, text) => this.page.enlarge(url, text),
      find: (id) => this.conversation.messages.get(id),
      show: (id) => this.rows.get(`message ${id}`)?.node.scrollIntoView({ block: "center", behavior: "smooth" }),
      grown: () => this.#stick(),
      press: (button, kind, node) => this.#press(message, button, kind, node),
    };
  }

  async #press(message, button, kind, node) {
    if (kind === "copy") {
      const { text } = button.copy_text;
      try {
        await navigator.clipboard.writeText(text);
        this.toast(t("copied", { text }));
      } catch {
        this.toast(t("copy_failed", { text }));
      }
      return;
    }
    if (kind === "link") {
      if (!this.#context(message).link(button.url)) window.open(button.url, "_blank", "noopener,noreferrer");
      return;
    }
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    const { conversation } = this;
    const where = node.dataset.row ? { row: Number(node.dataset.row), column: Number(node.dataset.column) } : { data: button.callback_data };
    const answer = await this.#post("press", { message_id: message.message_id, ...where });
    if (answer) conversation.tapped = { message_id: message.message_id, data: button.callback_data, text: button.text };
    if (answer) await this.#answerTo(answer.callback_query_id);
    node.removeAttribute("aria-busy");
  }

  /** The last tap once more, as a repeated update or an old screen brings it; its words, or null where there was none. */
  async tapAgain() {
    const { tapped } = this.conversation ?? {};
    const answer = tapped && (await this.#post("press", { message_id: tapped.message_id, data: tapped.data }));
    if (!answer) return null;
    await this.#answerTo(answer.callback_query_id);
    return tapped.text;
  }

  /** Waits for the bot's answer to a tap. A disabled button is no tap and has none. */
  async #answerTo(id) {
    const { conversation } = this;
    if (!id || conversation.heard.has(id)) return;
    await new Promise((done) => {
      const timer = setTimeout(() => {
        this.#settle(id);
        if (this.conversation === conversation) this.toast(t("no_answer"));
      }, ANSWER_SECONDS * 1000);
      this.pressed.set(id, { done, timer });
    });
  }

  #settle(id) {
    const waiting = this.pressed.get(id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.pressed.delete(id);
    waiting.done();
  }

  /** Shows what the bot answered to pressed buttons. */
  answered(answers) {
    for (const answer of answers) {
      this.#settle(answer.callback_query_id);
      if (!answer.text) continue;
      if (answer.show_alert) this.warn(answer.text);
      else this.toast(answer.text);
    }
  }

  async #post(action, body) {
    const { conversation } = this;
    try {
      const answer = await call(`/people/${conversation.person.id}/${action}`, { body });
      return answer ?? {};
    } catch (error) {
      this.toast(sorry(error, action === "upload" ? "file_not_taken" : "not_taken"));
      return null;
    }
  }

  async sendText(text) {
    if (!text.trim() || text.length > TEXT_LIMIT || !this.conversation) return;
    const written = this.input.value === text;
    if (written) this.#write("");
    this.#closeMenu();
    this.stuck = true;
    this.conversation.unreadFrom = null;
    if (!(await this.#post("send", { text })) && written && !this.input.value) this.#write(text);
  }

  async #upload() {
    const [file] = this.part("file-input").files;
    if (!file) return;
    const form = new FormData();
    form.append(/^image\/(jpeg|png)$/.test(file.type) ? "photo" : "document", file, file.name);
    const words = this.input.value.trim();
    if (words) form.append("caption", words);
    this.part("file-input").value = "";
    this.stuck = true;
    if (await this.#post("upload", form)) this.#write("");
  }

  async block(blocked) {
    const { person } = this.conversation;
    if (!(await this.#post("block", { blocked }))) return;
    person.blocked = blocked;
    this.#foot();
  }

  #write(text) {
    this.input.value = text;
    this.#typed();
  }

  /** What stands under the messages: nothing yet, Start, Unblock, or the line to write in. */
  #foot() {
    const { conversation } = this;
    const empty = conversation?.loaded && conversation.messages.size === 0;
    const blocked = Boolean(conversation?.person.blocked);
    this.part("empty").hidden = !empty;
    this.part("loading").hidden = !conversation || conversation.loaded;
    this.part("start").hidden = !empty || blocked;
    this.part("blocked").hidden = !blocked;
    this.part("composer").hidden = !conversation?.loaded || empty || blocked;
    this.part("empty-text").textContent = t("empty_text", { name: conversation?.person.first_name ?? "" });
    if (blocked) this.part("blocked-note").textContent = t("blocked_note", { name: conversation.person.first_name });
    this.#showReplyKeyboard(conversation && !blocked ? conversation.replyKeyboard() : null);
  }

  #showReplyKeyboard(keyboard) {
    const place = this.part("reply-keyboard");
    const rows = Array.isArray(keyboard) ? keyboard : keyboard?.keyboard ?? [];
    place.hidden = rows.length === 0;
    const signature = JSON.stringify(rows);
    if (place.dataset.rows === signature) return;
    place.dataset.rows = signature;
    const key = (button) => {
      const text = typeof button === "string" ? button : button.text;
      return h("button", { type: "button", class: `key ${button.style ?? ""}`, onclick: () => this.sendText(text) }, text);
    };
    place.replaceChildren(...rows.map((row) => h("div", { class: "keyboard-row" }, row.map(key))));
  }

  // The commands' menu under the "/" button and while a command is being written.

  #toggleMenu() {
    if (!this.menu.hidden) return this.#closeMenu();
    this.#openMenu("");
    this.input.focus();
  }

  #openMenu(begin) {
    const commands = (this.conversation?.commands ?? []).filter(({ command }) => command.startsWith(begin));
    if (!commands.length && begin) return this.#closeMenu();
    const option = ({ command, description }, i) =>
      h("div", { role: "option", id: `${this.menu.id}-${i}`, "aria-selected": "false", "data-command": command, onclick: () => this.sendText(`/${command}`) }, h("strong", {}, `/${command}`), h("span", {}, description));
    this.menu.replaceChildren(...(commands.length ? commands.map(option) : [h("p", {}, t("no_commands"))]));
    this.menu.hidden = false;
    this.part("slash").setAttribute("aria-expanded", "true");
    if (commands.length) this.#choose(0);
  }

  #closeMenu() {
    this.menu.hidden = true;
    this.part("slash").setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #choose(index) {
    const options = [...this.menu.querySelectorAll("[role=option]")];
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    options[index]?.scrollIntoView({ block: "nearest" });
    if (options[index]) this.input.setAttribute("aria-activedescendant", options[index].id);
  }

  #key(event) {
    const options = this.menu.hidden ? [] : [...this.menu.querySelectorAll("[role=option]")];
    const chosen = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && !this.menu.hidden) this.#closeMenu();
    else if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      this.#choose((chosen + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      // An exact or partial command in the line means the chosen one; anything else is sent as written.
      const command = options[chosen]?.dataset.command;
      if (command && this.input.value === "") this.sendText(`/${command}`);
      else if (command) {
        this.#write(`/${command}`);
        this.sendText(this.input.value);
      } else this.sendText(this.input.value);
    } else return;
    event.preventDefault();
  }

  #typed(menu = true) {
    const { input } = this;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
    const { length } = input.value;
    this.part("length").textContent = length > TEXT_LIMIT - 300 ? t("too_long", { n: length }) : "";
    this.part("length").classList.toggle("over", length > TEXT_LIMIT);
    this.part("send").disabled = !input.value.trim() || length > TEXT_LIMIT;
    const begun = /^\/(\w*)$/.exec(input.value)?.[1];
    if (menu && begun !== undefined) this.#openMenu(begun);
    else if (menu) this.#closeMenu();
  }

  // Where the reader is.

  #atBottom() {
    return this.view.scrollHeight - this.view.scrollTop - this.view.clientHeight < 48;
  }

  toBottom(smooth = false) {
    this.stuck = true;
    this.view.scrollTo({ top: this.view.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  #stick() {
    if (this.stuck) this.view.scrollTop = this.view.scrollHeight;
    this.#showJump();
  }

  // Only the reader's own scrolling up lets go of the bottom: what grows below (a photo arriving) does not.
  #scrolled() {
    const top = this.view.scrollTop;
    if (this.#atBottom()) this.stuck = true;
    else if (top < this.top) this.stuck = false;
    this.top = top;
    this.#showJump();
  }

  #showJump() {
    this.part("jump").hidden = this.#atBottom();
  }

  #unreadIntoView() {
    const line = this.rows.get("unread")?.node;
    if (line && line.getBoundingClientRect().top < this.view.getBoundingClientRect().top) {
      this.stuck = false;
      line.scrollIntoView({ block: "start" });
    }
  }

  #anchor() {
    const top = this.view.getBoundingClientRect().top;
    const node = [...this.log.children].find((child) => child.getBoundingClientRect().bottom > top);
    return node ? { key: node.dataset.key, top: node.getBoundingClientRect().top } : null;
  }

  #restore({ key, top }) {
    const node = this.rows.get(key)?.node;
    if (node) this.view.scrollTop += node.getBoundingClientRect().top - top;
  }

  #focusPlace() {
    const node = document.activeElement;
    if (!this.log.contains(node)) return null;
    return { key: node.closest("[data-key]")?.dataset.key, row: node.dataset.row, column: node.dataset.column, node };
  }

  // A pressed button whose message changed in place: the keyboard user stays where the button was.
  #restoreFocus(place) {
    if (!place || this.log.contains(place.node)) return;
    const row = this.rows.get(place.key)?.node;
    const keys = row ? [...row.querySelectorAll(".keyboard .key:not(:disabled)")] : [];
    const same = keys.find((key) => key.dataset.row === place.row && key.dataset.column === place.column);
    (same ?? keys[0] ?? this.input).focus({ preventScroll: true });
  }
}

function keepOpened(before, after) {
  const details = after.querySelectorAll("details");
  before.querySelectorAll("details").forEach((node, i) => {
    if (details[i] && details[i].querySelector("summary").textContent === node.querySelector("summary").textContent) details[i].open = node.open;
  });
}

function dayWords(at, now) {
  const year = (date) => clocked(date, { year: "numeric" });
  return clocked(at, { weekday: "long", day: "numeric", month: "long", year: year(at) === year(now) ? undefined : "numeric" });
}
