// Dates, distances in time and sizes in Armenian. Browsers seldom carry them: Chromium writes "M11 22, Sun".
// Limit: the patterns that this page and Telegram's date formats ask for, always 24 hours.

const MONTHS = ["հունվարի", "փետրվարի", "մարտի", "ապրիլի", "մայիսի", "հունիսի", "հուլիսի", "օգոստոսի", "սեպտեմբերի", "հոկտեմբերի", "նոյեմբերի", "դեկտեմբերի"];
const SHORT_MONTHS = ["հնվ", "փտվ", "մրտ", "ապր", "մյս", "հնս", "հլս", "օգս", "սեպ", "հոկ", "նոյ", "դեկ"];
const WEEKDAYS = { Mon: "երկուշաբթի", Tue: "երեքշաբթի", Wed: "չորեքշաբթի", Thu: "հինգշաբթի", Fri: "ուրբաթ", Sat: "շաբաթ", Sun: "կիրակի" };
const SHORT_WEEKDAYS = { Mon: "երկ", Tue: "երք", Wed: "չրք", Thu: "հնգ", Fri: "ուր", Sat: "շբթ", Sun: "կիր" };
// A unit after a number, and as what is left until then ("2 օրից").
const UNITS = { year: ["տարի", "տարուց"], month: ["ամիս", "ամսից"], week: ["շաբաթ", "շաբաթից"], day: ["օր", "օրից"], hour: ["ժամ", "ժամից"], minute: ["րոպե", "րոպեից"], second: ["վայրկյան", "վայրկյանից"] };
const DAYS = { "-1": "երեկ", 0: "այսօր", 1: "վաղը" };

export const BYTES = { byte: "Բ", kilobyte: "ԿԲ", megabyte: "ՄԲ" };

/** `at` by the options of Intl.DateTimeFormat. */
export function armenianDate(at, options) {
  const styles = { full: { weekday: "long", day: "numeric", month: "long", year: "numeric" }, short: { day: "2-digit", month: "2-digit", year: "numeric" } };
  const asked = { ...styles[options.dateStyle], ...(options.timeStyle ? { hour: "2-digit", minute: "2-digit" } : {}), ...options };
  const numbers = { timeZone: options.timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" };
  const part = Object.fromEntries(new Intl.DateTimeFormat("en-GB", numbers).formatToParts(at).map(({ type, value }) => [type, value]));
  const time = asked.hour ? [part.hour, part.minute, asked.second && part.second].filter(Boolean).join(":") : "";
  return [weekday(asked, part), day(asked, part), time].filter(Boolean).join(", ");
}

function weekday(asked, part) {
  return asked.weekday ? (asked.weekday === "long" ? WEEKDAYS : SHORT_WEEKDAYS)[part.weekday] : "";
}

function day(asked, part) {
  if (asked.month === "2-digit") return [part.day, part.month, asked.year && part.year].filter(Boolean).join(".");
  if (asked.day) return `${asked.year ? `${part.year} թ. ` : ""}${(asked.month === "short" ? SHORT_MONTHS : MONTHS)[part.month - 1]} ${Number(part.day)}`;
  return asked.year ? part.year : "";
}

/** So many units from now (above zero) or ago. */
export function armenianDistance(count, unit) {
  if (unit === "day" && count in DAYS) return DAYS[count];
  if (count === 0) return "հիմա";
  const [ago, ahead] = UNITS[unit];
  return count > 0 ? `${count} ${ahead}` : `${-count} ${ago} առաջ`;
}
