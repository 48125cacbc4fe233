// One message (or one album of photos or files) as a row of the chat.

import { h } from "./dom.js";
import { documentLink, formattedText, keyboardButton, photo, plainText, richBlocks } from "./formatting.js";
import { clocked, t } from "./texts.js";

/** The rows of a sent inline keyboard, whichever way it is wrapped. */
export function keyboardRows(message) {
  const markup = message.reply_markup;
  return Array.isArray(markup) ? markup : markup?.inline_keyboard ?? [];
}

/** A short text for the list of people. */
export function summary(message) {
  if (!message) return "";
  const said = message.text || message.caption || firstWords(message.rich?.blocks);
  const kind = message.photo ? t("photo") : message.document ? message.document.file_name || t("document") : "";
  return [kind, said].filter(Boolean).join(": ").slice(0, 120) || t("other_message");
}

function firstWords(blocks) {
  for (const block of blocks ?? []) {
    const words = plainText(block.text ?? block.summary) || firstWords(block.blocks);
    if (words) return words;
  }
  return "";
}

/** The row of `messages`: one message, or the album they make. `context` as in formatting.js. */
export function messageRow(messages, context) {
  const [first] = messages;
  const last = messages.at(-1);
  const outgoing = first.from === "person";
  const at = new Date(last.date * 1000);
  const photos = messages.filter((message) => message.photo);
  const documents = messages.filter((message) => message.document);
  const said = messages.filter((message) => message.text || message.caption);
  const rich = messages.find((message) => message.rich)?.rich;
  const rows = messages.flatMap(keyboardRows);

  const meta = h(
    "span",
    { class: "meta" },
    messages.some((message) => message.edited) ? h("span", { class: "edited" }, t("edited")) : null,
    h("time", { datetime: at.toISOString(), title: clocked(at, { dateStyle: "full", timeStyle: "medium" }) }, clocked(at, { hour: "2-digit", minute: "2-digit" })),
  );
  const bubble = h("article", { class: `bubble ${rich ? "wide" : ""} ${photos.length ? "with-photo" : ""}`, "aria-label": outgoing ? t("you") : t("title") });
  const original = first.reply_to ? context.find(first.reply_to) : null;
  if (original) {
    const go = () => context.show(original.message_id);
    bubble.append(h("button", { type: "button", class: "reply", onclick: go }, h("strong", {}, original.from === "person" ? t("you") : t("title")), h("span", {}, summary(original))));
  }
  if (photos.length) bubble.append(h("div", { class: `photos n${Math.min(photos.length, 4)}` }, photos.map((message) => photo(message.photo, message.caption, context))));
  for (const message of documents) bubble.append(documentLink(message.document));
  if (rich) bubble.append(h("div", { class: "rich", dir: rich.is_rtl ? "rtl" : null }, richBlocks(rich.blocks, context)));
  for (const message of said) {
    bubble.append(h("div", { class: "text", dir: "auto" }, formattedText(message.text || message.caption, message.text ? message.entities : message.caption_entities, context)));
  }
  if (!bubble.hasChildNodes()) bubble.append(h("div", { class: "text unknown" }, t("other_message")));
  (said.length ? bubble.lastElementChild : bubble).append(meta);
  if (!said.length && photos.length && !documents.length && !rich) meta.classList.add("over");

  const keyboard = rows.length
    ? h("div", { class: "keyboard" }, rows.map((row, r) => h("div", { class: "keyboard-row" }, row.map((button, c) => placed(keyboardButton(button, context), r, c)))))
    : null;
  return h("div", { class: `row ${outgoing ? "out" : "in"}` }, h("div", { class: `stack ${rich ? "wide" : ""}` }, bubble, keyboard));
}

function placed(node, row, column) {
  node.dataset.row = row;
  node.dataset.column = column;
  return node;
}
