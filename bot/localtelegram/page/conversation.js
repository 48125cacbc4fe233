// What the page knows of one person's chat. Answers of the server are laid over it by message id, so that an answer
// read twice, or a whole chat read again after a restart, never doubles a message.

import { remember, remembered } from "./texts.js";

const TYPING_SECONDS = 6;

export class Conversation {
  constructor(person) {
    this.person = person;
    this.read = Number(remembered(`read-${person.id}`)) || 0;
    this.draft = "";
    this.unreadFrom = null;
    this.commands = [];
    this.clear();
  }

  clear() {
    this.version = 0;
    this.loaded = false;
    this.stale = false;
    this.messages = new Map();
    this.typingUntil = 0;
    this.coming = null;
    this.heard = new Set();
  }

  /** Lays an update over the chat. `whole` says that it was asked from version 0. Returns the new callback answers. */
  apply(update, whole) {
    const seenBefore = this.loaded && !whole;
    if (whole) this.messages = new Map();
    for (const message of update.messages ?? []) this.messages.set(message.message_id, message);
    for (const id of update.deleted ?? []) this.messages.delete(id);
    this.version = update.version;
    this.loaded = true;
    // A message the bot is still writing (a draft): shown, but not a message yet.
    this.coming = update.draft ?? null;
    this.typingUntil = update.typing ? Date.now() + TYPING_SECONDS * 1000 : 0;
    if (update.commands) this.commands = update.commands;
    // A server that has forgotten everything starts counting its messages again.
    if (whole && this.read > this.newest()) this.markRead(0);
    const answers = (update.answers ?? []).filter((answer) => !this.heard.has(answer.callback_query_id));
    for (const answer of answers) this.heard.add(answer.callback_query_id);
    return seenBefore ? answers : [];
  }

  sorted() {
    return [...this.messages.values()].sort((a, b) => a.message_id - b.message_id);
  }

  newest() {
    return Math.max(0, ...this.messages.keys());
  }

  last() {
    return this.messages.get(this.newest());
  }

  unread() {
    let count = 0;
    for (const message of this.messages.values()) if (message.from === "bot" && message.message_id > this.read) count += 1;
    return count;
  }

  markRead(upTo = this.newest()) {
    if (upTo === this.read) return;
    this.read = upTo;
    remember(`read-${this.person.id}`, String(upTo));
  }

  get typing() {
    return Date.now() < this.typingUntil;
  }

  /** The reply keyboard that the newest message about it left, or null. */
  replyKeyboard() {
    for (const message of this.sorted().reverse()) {
      if (message.reply_keyboard) return message.reply_keyboard.keyboard || Array.isArray(message.reply_keyboard) ? message.reply_keyboard : null;
    }
    return null;
  }
}
