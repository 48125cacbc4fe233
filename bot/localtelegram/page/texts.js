// The page's own words (not the bot's) in Russian, Armenian and English, and its dates, numbers and money.
// The choice: the reader's own if made, else the browser's language, else English.

import { armenianDate, armenianDistance, BYTES } from "./armenian.js";
import en from "./words-en.js";
import hy from "./words-hy.js";
import ru from "./words-ru.js";

const TEXTS = { ru, hy, en };
// Armenian numbers are written as Russian ones, and every browser knows those.
const LOCALES = { ru: "ru-RU", hy: "ru-RU", en: "en-GB" };

/** The page's languages, each with its own name. */
export const LANGUAGES = [["ru", "Русский"], ["hy", "Հայերեն"], ["en", "English"]];

let chosen = pick();

function pick() {
  const stored = remembered("language");
  if (stored in TEXTS) return stored;
  return (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2)).find((tag) => tag in TEXTS) ?? "en";
}

/** What the browser keeps for this page; a browser that keeps nothing is no error. */
export function remembered(key) {
  try {
    return localStorage.getItem(`sandbox-${key}`) ?? "";
  } catch {
    return "";
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`sandbox-${key}`, value);
  } catch {
    // Private windows may refuse; the choice then lasts until the page is closed.
  }
}

export const language = () => chosen;

export function chooseLanguage(wanted) {
  chosen = wanted;
  remember("language", chosen);
}

/** The locale of numbers and dates: the browser's own variant of the page's language where it has one. */
export function locale() {
  if (chosen === "hy") return LOCALES.hy;
  return navigator.languages?.find((tag) => tag.startsWith(chosen) && tag.includes("-")) ?? LOCALES[chosen];
}

export const has = (key) => key in TEXTS[chosen];

/** The text `key` with {placeables} filled; a text with plural forms takes its form from `values.n`. */
export function t(key, values = {}) {
  let text = TEXTS[chosen][key] ?? key;
  if (typeof text === "object") text = text[new Intl.PluralRules(chosen).select(values.n)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number(values[name]) : values[name] ?? ""));
}

/** Fills the words written into index.html: data-t (text), data-t-label (aria-label and title), data-t-placeholder. */
export function translate(root) {
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", t(node.dataset.tLabel));
    if (node.tagName === "BUTTON") node.title = t(node.dataset.tLabel);
  }
  for (const node of root.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
}

export const number = (value) => new Intl.NumberFormat(locale()).format(value);

/** Hundredths as the bot writes them: both decimals where there are any to show. */
export function hundredths(text, least = Number.isInteger(Number(text)) ? 0 : 2) {
  const value = Number(text);
  if (!Number.isFinite(value)) return String(text);
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: least, maximumFractionDigits: 2 }).format(value).replace("-", "\u2212");
}

/** Money as the bot writes it, the sign after the amount in every language. */
export const money = (text, currency) => `${hundredths(text, 2)}\u00a0${currencySign(currency)}`;

export function currencySign(currency) {
  const parts = new Intl.NumberFormat(locale(), { style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(0);
  return parts.find((part) => part.type === "currency").value;
}

export function bytes(size) {
  const [unit, value] = size < 1024 ? ["byte", size] : size < 1024 ** 2 ? ["kilobyte", size / 1024] : ["megabyte", size / 1024 ** 2];
  if (chosen === "hy") return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value)} ${BYTES[unit]}`;
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(value);
}

const dateTag = () => (chosen === "hy" ? "hy" : locale());

const formats = new Map();

/** `at` (Date) by Intl options, 24 hours, in the page's language or the one given. */
export function dated(at, options, tag = dateTag()) {
  if (tag.startsWith("hy")) return armenianDate(at, options);
  // Making a format costs far more than using it, and a long chat has thousands of dates.
  const key = tag + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(tag, options.hour || options.timeStyle ? { hourCycle: "h23", ...options } : options));
  return formats.get(key).format(at);
}

let programmeZone;

/** The zone of the clock beside the chats; without one the browser's own. */
export function keepProgrammeZone(zone) {
  programmeZone = zone;
}

/** A message's date as the clock beside the chat shows it, so that the two never seem to disagree. */
export const clocked = (at, options) => dated(at, { timeZone: programmeZone, ...options });

/** The day of `at` on that clock, to compare with another. */
export const dayOf = (at) => dated(at, { timeZone: programmeZone, dateStyle: "short" }, "en-GB");

/** "in 3 days", "2 hours ago": the largest unit that is at least one. */
export function relative(at, now, tag = dateTag()) {
  const seconds = (at - now) / 1000;
  const units = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  const count = Math.round(seconds / size);
  return tag.startsWith("hy") ? armenianDistance(count, unit) : new Intl.RelativeTimeFormat(tag, { numeric: "auto" }).format(count, unit);
}
