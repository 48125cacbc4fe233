// Telegram sends formatting in two shapes: entities (ranges over a text, in UTF-16 units, which is how JavaScript
// counts) and rich text and blocks (a tree). Both become the same elements here.
// Decision: a type that is not known keeps its text, so nothing a bot wrote disappears from the page.

import { h, icon } from "./dom.js";
import { formula } from "./math.js";
import { bytes, dated, relative, t } from "./texts.js";

const SAFE_LINK = /^(https?|tg|mailto|tel):/i;

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", subscript: "sub", superscript: "sup", marked: "mark" };

/**
 * `text` with `entities` as nodes. `context` says where they are shown: `tag` (language of dates), `now` (Date),
 * `command(text)`, `link(url)` → true when the page opens it itself, `press(button, kind, element)`, `enlarge(url, text)`,
 * `grown()` after a photo has taken its place.
 */
export function formattedText(text, entities, context) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return range(text, 0, text.length, sorted, context);
}

function range(text, start, end, entities, context) {
  const nodes = [];
  let at = start;
  let rest = entities.filter((entity) => entity.offset < end && entity.offset + entity.length > start);
  while (rest.length) {
    const [entity, ...others] = rest;
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (from > at) nodes.push(text.slice(at, from));
    const inner = range(text, from, to, others, context);
    nodes.push(styled({ ...entity, content: text.slice(from, to) }, inner, context));
    at = to;
    // The line break that ends a block is the block's own, not an empty line after it.
    if (["pre", "blockquote", "expandable_blockquote"].includes(entity.type) && text[at] === "\n" && at < end) at += 1;
    rest = others.filter((other) => other.offset + other.length > at);
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

/** Rich text: a string, a list, or an object with a type. */
export function richText(node, context) {
  if (node === null || node === undefined) return [];
  if (typeof node === "string") return [node];
  if (Array.isArray(node)) return node.flatMap((part) => richText(part, context));
  if (node.type === "mathematical_expression") return [formula(node.expression, false)];
  if (node.type === "custom_emoji") return [node.alternative_text ?? ""];
  if (node.type === "button") return [richButton(node.button, context)];
  if (node.type === "anchor") return [h("span", anchor(node.name))];
  return [styled({ ...node, content: plainText(node.text) }, richText(node.text, context), context)];
}

export function plainText(node) {
  if (node === null || node === undefined) return "";
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map(plainText).join("");
  return plainText(node.text ?? node.button?.text ?? node.expression ?? node.alternative_text);
}

/** A place inside one message; names of other messages, or of the same message in another chat, do not meet it. */
const anchor = (name) => ({ "data-anchor": name });

function styled(entity, inner, context) {
  switch (entity.type) {
    case "spoiler":
      return spoiler(inner);
    case "pre":
      return h("pre", { "data-language": entity.language, tabindex: 0 }, h("code", {}, inner));
    case "blockquote":
      return h("blockquote", {}, inner);
    case "expandable_blockquote":
      return expandable(inner);
    case "date_time":
      return moment(entity, inner, context);
    case "text_link":
    case "url":
      return link(entity.url ?? (entity.content.includes("://") ? entity.content : `https://${entity.content}`), inner, context);
    case "email":
    case "email_address":
      return link(`mailto:${entity.email_address ?? entity.content}`, inner, context);
    case "phone_number":
      return link(`tel:${(entity.phone_number ?? entity.content).replace(/[^\d+]/g, "")}`, inner, context);
    case "bot_command":
      return h("button", { type: "button", class: "inline-link", onclick: () => context.command(entity.bot_command ?? entity.content) }, inner);
    case "anchor_link":
    case "reference_link":
      return h("button", { type: "button", class: "inline-link", "data-to": entity.anchor_name ?? entity.reference_name, onclick: follow }, inner);
    case "reference":
      return h("span", anchor(entity.name), inner);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
    case "bank_card_number":
      return h("span", { class: "mention" }, inner);
    default:
      return entity.type in PLAIN ? h(PLAIN[entity.type], {}, inner) : h("span", {}, inner);
  }
}

function follow({ currentTarget }) {
  const place = currentTarget.closest(".bubble").querySelector(`[data-anchor="${CSS.escape(currentTarget.dataset.to)}"]`);
  for (let node = place?.closest("details"); node; node = node.parentElement.closest("details")) node.open = true;
  place?.scrollIntoView({ block: "nearest" });
}

function link(url, inner, context) {
  if (!SAFE_LINK.test(url)) return h("span", { title: url }, inner);
  const open = (event) => context.link(url) && event.preventDefault();
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url, onclick: open }, inner);
}

function spoiler(inner) {
  const covered = h("span", { "aria-hidden": "true" }, inner);
  const show = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    cover.replaceWith(h("span", { class: "spoiler shown" }, ...covered.childNodes));
  };
  const cover = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": t("spoiler"), onclick: show, onkeydown: show }, covered);
  return cover;
}

function expandable(inner) {
  const more = h("button", { type: "button", class: "inline-link more", "aria-expanded": "false" }, t("show_more"));
  const quote = h("blockquote", { class: "expandable" }, h("div", { class: "clipped" }, inner), more);
  more.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    more.setAttribute("aria-expanded", String(open));
    more.textContent = t(open ? "show_less" : "show_more");
  });
  return quote;
}

function moment(entity, inner, context) {
  const at = new Date(entity.unix_time * 1000);
  if (!Number.isFinite(at.getTime())) return h("span", {}, inner);
  const full = dated(at, { dateStyle: "full", timeStyle: "long" }, context.tag);
  const text = momentText(at, entity.date_time_format ?? "", context);
  return h("time", { datetime: at.toISOString(), title: full, "data-relative": entity.date_time_format === "r" }, text ?? inner);
}

/** Telegram's format letters: `r` alone, or `w` (weekday), `d`/`D` (short/long date), `t`/`T` (short/long time). */
function momentText(at, format, { tag, now }) {
  if (format === "r") return relative(at, now(), tag);
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (format.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "numeric" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/[tT]/.test(format)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) Object.assign(options, { second: "2-digit" });
  return Object.keys(options).length ? dated(at, options, tag) : null;
}

/** A button inside a rich message. */
function richButton(button, context) {
  return keyboardButton({ ...button, text: plainText(button.text) }, context, richText(button.text, context));
}

/** A button of an inline keyboard or of a rich message; each meaning has a sign as well as a colour. */
export function keyboardButton(button, context, label = [button.text]) {
  const kind = button.disabled ? "off" : button.url ? "link" : button.copy_text ? "copy" : button.callback_data ? "call" : "off";
  const signs = { danger: "danger", success: "success", primary: "primary" };
  const notes = [];
  if (button.style in signs) notes.push(t(`style_${button.style}`));
  if (kind === "link") notes.push(t("link_button"));
  if (kind === "copy") notes.push(t("copy_button"));
  if (kind === "off" && !button.disabled) notes.push(t("not_here"));
  const node = h(
    "button",
    {
      type: "button",
      class: `key ${button.style ?? ""} ${kind}`,
      disabled: kind === "off",
      "aria-description": notes.join(". ") || null,
      title: notes.join(". ") || null,
      onclick: () => context.press(button, kind, node),
    },
    kind !== "off" && button.style in signs ? icon(signs[button.style]) : null,
    h("span", { class: "key-text" }, label),
    kind === "off" ? icon("lock") : kind === "link" ? icon("out") : kind === "copy" ? icon("copy") : null,
  );
  return node;
}

/** Blocks of a rich message. */
export function richBlocks(blocks, context) {
  return (blocks ?? []).flatMap((block) => richBlock(block, context));
}

function richBlock(block, context) {
  switch (block.type) {
    case "paragraph":
      return [h("p", {}, richText(block.text, context))];
    case "heading":
      return [h("div", { class: `heading size-${block.size}`, role: "heading", "aria-level": Math.min(block.size + 2, 6) }, richText(block.text, context))];
    case "pre":
      return [h("pre", { "data-language": block.language, tabindex: 0 }, h("code", {}, richText(block.text, context)))];
    case "footer":
      return [h("footer", {}, richText(block.text, context))];
    case "divider":
      return [h("hr")];
    case "mathematical_expression":
      return [h("div", { class: "formula scroll", tabindex: 0 }, formula(block.expression, true))];
    case "anchor":
      return [h("span", anchor(block.name))];
    case "list":
      return [h("ul", { class: "list" }, block.items.map((item) => listItem(item, context)))];
    case "blockquote":
      return [h("blockquote", {}, richBlocks(block.blocks, context), credit(block.credit, context))];
    case "expandable_blockquote":
      return [expandable([...richText(block.text, context), credit(block.credit, context)].filter(Boolean))];
    case "pullquote":
      return [h("aside", { class: "pullquote" }, richText(block.text, context), credit(block.credit, context))];
    case "table":
      return [table(block, context)];
    case "details":
      return [h("details", { open: Boolean(block.is_open) }, h("summary", {}, richText(block.summary, context)), h("div", { class: "inside" }, richBlocks(block.blocks, context)))];
    case "buttons":
      return [h("div", { class: `keyboard-row align-${block.align ?? "fill"}` }, block.buttons.map((button) => richButton(button, context)))];
    case "collage":
    case "slideshow":
      return [h("figure", { class: "collage" }, h("div", { class: "scroll" }, richBlocks(block.blocks, context)), caption(block.caption, context))];
    case "photo":
      return [h("figure", {}, photo(mediaUrl(block.photo?.at?.(-1) ?? block.photo), plainText(block.caption?.text), context), caption(block.caption, context))];
    case "document":
      return [h("figure", {}, documentLink({ ...block.document, url: mediaUrl(block.document), size: block.document.file_size }), caption(block.caption, context))];
    case "video":
    case "animation":
    case "audio":
    case "voice_note": {
      const file = block[block.type];
      return [h("figure", {}, documentLink({ ...file, file_name: file?.file_name ?? block.type, url: mediaUrl(file), size: file?.file_size }), caption(block.caption, context))];
    }
    case "map":
      return [h("p", {}, t("map", { latitude: String(block.location?.latitude), longitude: String(block.location?.longitude) }))];
    default:
      return [h("div", {}, richText(block.text, context), richBlocks(block.blocks, context))];
  }
}

const mediaUrl = (file) => (typeof file === "string" ? file : file?.url ?? `/media/${encodeURIComponent(file?.file_id ?? "")}`);

const credit = (text, context) => (text ? h("cite", {}, richText(text, context)) : null);

const caption = (text, context) => (text ? h("figcaption", {}, richText(text.text ?? text, context), credit(text.credit, context)) : null);

function listItem(item, context) {
  const mark = item.has_checkbox
    ? h("span", { class: `check ${item.is_checked ? "checked" : ""}`, role: "img", "aria-label": t(item.is_checked ? "done_item" : "open_item") }, item.is_checked ? icon("success") : null)
    : h("span", { class: "label" }, item.label || "•");
  return h("li", {}, mark, h("div", {}, richBlocks(item.blocks, context)));
}

function table(block, context) {
  const kinds = [block.is_bordered && "bordered", block.is_striped && "striped", block.is_compact && "compact"].filter(Boolean).join(" ");
  const rows = block.cells.map((row) => {
    const heads = row.every((cell) => cell.is_header);
    return h("tr", {}, row.map((cell) => tableCell(cell, heads, context)));
  });
  const title = block.caption ? h("caption", {}, richText(block.caption, context)) : null;
  const name = plainText(block.caption) || t("table");
  return h("div", { class: "scroll table", tabindex: 0, role: "region", "aria-label": name }, h("table", { class: kinds }, title, h("tbody", {}, rows)));
}

function tableCell(cell, rowOfHeads, context) {
  const attributes = {
    class: `align-${cell.align ?? "left"} valign-${cell.valign ?? "middle"} ${cell.text === undefined || cell.text === null ? "unseen" : ""}`,
    colspan: cell.colspan > 1 ? cell.colspan : null,
    rowspan: cell.rowspan > 1 ? cell.rowspan : null,
    scope: cell.is_header ? (rowOfHeads ? "col" : "row") : null,
  };
  return h(cell.is_header ? "th" : "td", attributes, richText(cell.text, context));
}

/** A photo that opens large when pressed. */
export function photo(url, alternative, context) {
  const image = h("img", { src: url, alt: alternative || t("photo"), decoding: "async" });
  const open = h("button", { type: "button", class: "photo", "aria-label": `${t("photo_open")}${alternative ? `: ${alternative}` : ""}`, onclick: () => context.enlarge(url, alternative) }, image);
  image.addEventListener("load", () => context.grown());
  image.addEventListener("error", () => open.replaceWith(h("p", { class: "missing" }, t("photo_missing"))));
  return open;
}

export function documentLink({ url, file_name: name, size }) {
  const title = name || t("document");
  const ending = /\.(\w{1,5})$/.exec(title)?.[1] ?? "";
  return h(
    "a",
    { class: "document", href: url, download: title, "aria-label": t("download", { name: title }) },
    h("span", { class: "file", "aria-hidden": "true" }, ending ? h("span", {}, ending) : icon("file")),
    h("span", { class: "file-words" }, h("strong", {}, title), size || size === 0 ? h("small", {}, bytes(size)) : null),
  );
}
