// The clock and the marketplace beside the chats, with its stories and its log. Everything goes through the server's desk,
// which uses the same feed and clock as production; the page only asks and shows the answer in words.
// Limit: numbers are turned into the feed's exact texts by moving the decimal point in the text, never by arithmetic.

import { call, sorry, Unreachable } from "./api.js";
import { byId, h, icon } from "./dom.js";
import { Log } from "./log.js";
import { Stories } from "./stories.js";
import { currencySign, dated, has, hundredths, keepProgrammeZone, language, locale, money, number, relative, t } from "./texts.js";

const SERVICES = ["ads", "logistics", "storage", "commission", "other"];
const STEPS = [["1h", "plus_hour"], ["1d", "plus_day"], ["7d", "plus_week"]];

// An action: fields [name, kind, first value] and buttons [action, text].
const ACTIONS = [
  { name: "redeem", sign: "tag", fields: [["price", "amount", "7000"], ["discount", "percent", "10"], ["quantity", "count", "2"]], buttons: [["redeem", "redeem_do"]] },
  { name: "return", sign: "back", fields: [["line", "line", ""], ["quantity", "count", "1"]], buttons: [["return", "return_do"]] },
  { name: "charge", sign: "bill", fields: [["service", "service", "ads"], ["amount", "amount", "500"]], buttons: [["charge", "charge_do"]] },
  { name: "wallet_action", sign: "wallet", fields: [["amount", "amount", "5000"]], buttons: [["top_up", "top_up"], ["empty_wallet", "empty_wallet"]] },
  { name: "charge_fails", sign: "danger", hint: "charge_fails_hint", fields: [], buttons: [["charge_fails", "charge_fails_do"]] },
  { name: "verification", sign: "shield", fields: [], buttons: [["verification_passed", "verification_passed"], ["verification_failed", "verification_failed"]] },
  { name: "rating", sign: "star", fields: [["rating", "rate", "4.8"]], buttons: [["rating", "rating_do"]] },
  { name: "again", sign: "again", hint: "again_hint", fields: [], buttons: [["again", "again_do"], ["tap_again", "tap_again_do"]] },
];

const SENT = { redeem: ["price", "discount", "quantity"], return: ["line", "quantity"], charge: ["service", "amount"], top_up: ["amount"], rating: ["rating"] };

export class Desk {
  /**
   * `page` offers ticked(), called when the programme's time is another, show(ids of people), several(): is there room?, and
   * tapAgain(): the last tap of the person in view once more, {name, text} of it or null when there was none.
   */
  constructor(page) {
    this.page = page;
    this.state = null;
    this.seller = null;
    this.running = false;
    this.values = {};
    this.results = {};
    this.shown = {};
    this.log = null;
  }

  now() {
    return this.state ? new Date(this.state.now) : new Date();
  }

  /** Reads the desk again; Unreachable goes to the caller. */
  async refresh() {
    try {
      this.state = await call("/desk");
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      this.state = null;
    }
    this.absent = !this.state;
    keepProgrammeZone(this.state?.timezone);
    this.show();
    if (!this.#unchanged("now", this.state?.now)) this.page.ticked();
    if (this.state && this.seller) await this.log.read(this.seller).catch((error) => this.#mend(error));
  }

  /** A lost connection is the caller's; a log that was refused stays as it was. */
  #mend(error) {
    if (error instanceof Unreachable) throw error;
  }

  get currency() {
    return this.state?.currency ?? "RUB";
  }

  #instant(text, options) {
    return dated(new Date(text), { timeZone: this.state.timezone, ...options });
  }

  #zone() {
    const name = (style) =>
      new Intl.DateTimeFormat(locale(), { timeZone: this.state.timezone, timeZoneName: style }).formatToParts(this.now()).find((part) => part.type === "timeZoneName").value;
    const { timezone } = this.state;
    return `${timezone === "Europe/Moscow" ? t("zone_moscow") : timezone.replace("_", " ")} · ${name("shortOffset").replace("GMT", "UTC")}`;
  }

  /** Builds the panel anew (first time, and when the page's language changes). */
  draw() {
    this.shown = {};
    this.time = h("div", { class: "clock-time" });
    this.date = h("div", { class: "clock-date" });
    this.zone = h("div", { class: "clock-zone" });
    this.clockResult = h("p", { class: "result", role: "status", id: "clock-result" });
    this.next = h("button", { type: "button", class: "do wide", "data-step": "next", onclick: () => this.advance("next") }, icon("next"), h("span", {}, t("to_next"), (this.due = h("small", {}))));
    const step = ([advance, key]) => h("button", { type: "button", class: "do", "data-step": advance, onclick: () => this.advance(advance) }, t(key));
    const clock = h(
      "section",
      { class: "card clock", "aria-labelledby": "clock-title" },
      h("h2", { id: "clock-title" }, t("clock"), h("small", {}, t("clock_hint"))),
      h("div", { class: "clock-face" }, this.time, h("div", {}, this.date, this.zone)),
      h("div", { class: "steps" }, STEPS.map(step)),
      this.next,
      this.clockResult,
    );
    this.stories = new Stories({ play: (id) => this.play(id), show: (ids) => this.page.show(ids), several: () => this.page.several() });
    if (this.results.clock) this.#say(this.clockResult, this.results.clock);
    if (this.results.story) this.#tell(this.results.story);
    this.shops = h("select", { id: "shop", onchange: () => this.#chooseShop(this.shops.value) });
    this.shopFacts = h("dl", { class: "shop-facts" });
    this.lines = h("datalist", { id: "known-lines" });
    this.forms = ACTIONS.map((action, i) => this.#form(action, i === 0));
    const shop = h("section", { class: "card", "aria-label": t("shop") }, h("label", { class: "field" }, h("span", {}, t("shop")), this.shops), this.shopFacts);
    this.market = h(
      "section",
      { class: "card", "aria-labelledby": "market-title" },
      h("h2", { id: "market-title" }, t("market"), h("small", {}, t("market_hint"))),
      h("div", { class: "actions" }, this.forms),
      this.lines,
    );
    const log = new Log((text, options) => this.#instant(text, options));
    this.log = this.log ? log.like(this.log) : log;
    byId("desk-body").replaceChildren(clock, this.stories.card, shop, this.market, this.log.card);
    this.show();
    if (this.state && this.seller) this.log.read(this.seller).catch(() => {});
  }

  #form({ name, sign, hint, fields, buttons }, open) {
    const result = h("p", { class: "result", role: "status", "data-result": name });
    const form = h(
      "form",
      {
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.act(event.submitter?.value ?? buttons[0][0], form, result, name);
        },
      },
      hint ? h("p", { class: "hint" }, t(hint)) : null,
      fields.length ? h("div", { class: "fields" }, fields.map((field) => this.#field(name, field))) : null,
      h("div", { class: "steps" }, buttons.map(([action, text], i) => h("button", { class: `do ${i === 0 ? "main" : ""}`, value: action }, t(text)))),
      result,
    );
    if (this.results[name]) this.#say(result, this.results[name]);
    return h("details", { name: "action", open: this.values.open ? this.values.open === name : open, "data-action": name, ontoggle: (event) => event.target.open && (this.values.open = name) }, h("summary", {}, icon(sign), t(name)), form);
  }

  #field(action, [name, kind, first]) {
    const key = `${action}.${name}`;
    const keep = { name, id: `field-${action}-${name}`, onchange: (event) => (this.values[key] = event.target.value) };
    const value = this.values[key] ?? first;
    const label = t(kind === "rate" ? "rating_value" : name, { currency: currencySign(this.currency) });
    if (kind === "service") {
      const options = (this.state?.services ?? SERVICES).map((service) => h("option", { value: service, selected: service === value }, has(`service_${service}`) ? t(`service_${service}`) : service));
      return h("label", { class: "field" }, h("span", {}, label), h("select", keep, options));
    }
    const mode = kind === "line" ? { list: "known-lines", placeholder: t("line_hint") } : { inputmode: kind === "count" ? "numeric" : "decimal" };
    return h("label", { class: `field ${kind}` }, h("span", {}, label), h("input", { ...keep, ...mode, value, "data-kind": kind, autocomplete: "off" }));
  }

  show() {
    const { state } = this;
    byId("desk-absent").hidden = !this.absent;
    byId("desk-body").hidden = !state;
    const chip = () => state ? [h("b", {}, this.#instant(state.now, { hour: "2-digit", minute: "2-digit" })), h("span", {}, this.#instant(state.now, { day: "numeric", month: "short" }))] : [t("clock")];
    for (const place of document.querySelectorAll(".clock-chip")) place.replaceChildren(...chip());
    if (!state) return;
    this.time.textContent = this.#instant(state.now, { hour: "2-digit", minute: "2-digit" });
    this.date.textContent = this.#instant(state.now, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    this.zone.textContent = this.#zone();
    this.due.textContent = state.next_due
      ? `${this.#instant(state.next_due, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })} · ${relative(new Date(state.next_due), this.now())}`
      : t("nothing_due");
    for (const button of byId("desk-body").querySelectorAll("[data-step]")) {
      button.disabled = this.running || (button.dataset.step === "next" && !state.next_due);
    }
    this.#showShops();
    this.stories.draw(state.stories ?? [], this.running);
    this.log.draw(state.kinds ?? []);
  }

  #unchanged(name, value) {
    const text = JSON.stringify(value);
    if (this.shown[name] === text) return true;
    this.shown[name] = text;
    return false;
  }

  #showShops() {
    const { shops } = this.state;
    if (!shops.some((shop) => shop.seller === this.seller)) this.seller = shops[0]?.seller ?? null;
    if (!this.#unchanged("names", shops.map((shop) => [shop.seller, shop.name]))) {
      this.shops.replaceChildren(...shops.map((shop) => h("option", { value: shop.seller, selected: shop.seller === this.seller }, shop.name)));
    }
    this.shops.disabled = shops.length === 0;
    const shop = shops.find((one) => one.seller === this.seller);
    if (this.#unchanged("shop", shop ?? null)) return;
    if (!shop) return this.shopFacts.replaceChildren(h("p", {}, t("no_shops")));
    const pair = (key, value, kind) => h("div", { class: kind }, h("dt", {}, t(key)), h("dd", {}, value));
    const plan = shop.plan ? t(`plan_${shop.plan}`) : "";
    const state = has(`state_${shop.state}`) ? t(`state_${shop.state}`) : shop.state;
    this.shopFacts.replaceChildren(...[
      pair("wallet", money(shop.wallet, this.currency), `wallet ${String(shop.wallet).startsWith("-") ? "negative" : ""}`),
      pair("plan", [plan ? h("strong", {}, plan) : null, h("span", { class: `chip ${shop.state}` }, state)], "plan"),
      Object.entries(shop.points ?? {}).map(([name, points]) => pair(has(`programme_${name}`) ? `programme_${name}` : name, hundredths(points.available))),
      shop.rating ? pair("rating_now", number(Number(shop.rating))) : "",
    ].flat());
    this.lines.replaceChildren(...(shop.lines ?? []).map((line) => h("option", { value: line.line ?? line }, line.text ?? "")));
  }

  #chooseShop(seller) {
    this.seller = seller;
    this.show();
    this.log.read(seller).catch(() => {});
  }

  async play(story) {
    if (this.running || !this.seller) return;
    this.#busy(true);
    this.stories.busy();
    try {
      this.#tell(await call("/desk/story", { body: { story, seller: this.seller }, seconds: 600 }));
    } catch (error) {
      this.#tell({ outcome: "refused", error });
    }
    this.#busy(false);
    await this.#settled();
    this.stories.result.scrollIntoView({ block: "nearest" });
  }

  /** The first of the stories, for somebody who is here for the first time. */
  playFirst() {
    const first = this.state?.stories?.[0];
    if (first) this.play(first.id);
  }

  async advance(step) {
    if (this.running) return;
    this.#busy(true);
    this.#say(this.clockResult, { kind: "busy", key: "clock_busy" });
    try {
      const { done } = await call("/desk/clock", { body: { advance: step }, seconds: 600 });
      this.results.clock = { kind: "done", key: done ? "clock_done" : "clock_done_none", values: { n: done } };
    } catch (error) {
      this.results.clock = { kind: "refused", error };
    }
    this.#say(this.clockResult, this.results.clock);
    this.#busy(false);
    await this.#settled();
  }

  async act(action, form, result, name) {
    if (this.running || !this.seller) return;
    const { body, wrong } = read(form, SENT[action] ?? []);
    if (wrong) return this.#say(result, (this.results[name] = { kind: "refused", key: "number_expected", values: { value: wrong } }));
    this.#busy(true);
    this.#say(result, { kind: "busy", key: "busy" });
    try {
      if (action === "tap_again") this.results[name] = await this.#tapAgain();
      else {
        const { outcome, text } = await call("/desk/fact", { body: { seller: this.seller, action, ...body }, seconds: 120 });
        this.results[name] = { kind: outcome, text };
      }
    } catch (error) {
      this.results[name] = { kind: "refused", error };
    }
    this.#say(result, this.results[name]);
    this.#busy(false);
    await this.#settled();
  }

  /** Whether a tap that comes twice does anything a second time is read off the shops. */
  async #tapAgain() {
    await this.refresh();
    const before = JSON.stringify(this.state?.shops);
    const values = await this.page.tapAgain();
    if (!values) return { kind: "refused", key: "no_tap" };
    await this.refresh();
    const same = before === JSON.stringify(this.state?.shops);
    return { kind: same ? "replayed" : "done", key: same ? "tapped_same" : "tapped_changed", values };
  }

  async #settled() {
    try {
      await this.refresh();
    } catch {
      // Unreachable: the regular reading shows the banner and comes back by itself.
    }
  }

  #busy(on) {
    this.running = on;
    byId("desk").setAttribute("aria-busy", String(on));
    for (const button of byId("desk-body").querySelectorAll("button.do")) button.disabled = on;
    this.show();
  }

  /** `said` is kept as it came, because the page may be read in another language next. */
  #say(place, said) {
    const { kind } = said;
    place.className = `result ${kind}`;
    place.replaceChildren(kind === "busy" ? h("span", { class: "spinner", "aria-hidden": "true" }) : icon(SIGNS[kind] ?? "success"), h("span", {}, words(said)));
  }

  #tell(told) {
    this.results.story = told;
    const text = told.error ? sorry(told.error) : told.text[language()];
    this.stories.told({ ...told, text });
  }
}

const SIGNS = { done: "success", replayed: "again", ignored: "minus", refused: "danger" };

/** In the page's language: a text of the page by its key, a lost connection, or an outcome with the server's sentence. */
function words({ kind, key, values, error, text }) {
  if (key) return t(key, values);
  if (error) return sorry(error);
  const sentence = text?.[language()];
  if (!sentence) return t(`outcome_${kind}`);
  return kind === "done" || kind === "replayed" ? sentence : `${t(`outcome_${kind}`)}: ${sentence}`;
}

/**
 * The named fields of a form as the feed writes them: "1 000,50" → "1000.50", 10 (percent) → "0.1", counts as integers; of
 * something that is no number, `wrong` is what stands there.
 */
function read(form, names) {
  const body = {};
  for (const name of names) {
    const field = form.elements[name];
    const value = field.value.trim();
    const kind = field.dataset.kind;
    if (kind === undefined || kind === "line") {
      if (value) body[name] = value;
      continue;
    }
    const plain = value.replace(/[\s\u00a0\u202f₽%]/g, "").replace(",", ".");
    if (!(kind === "count" ? /^\d+$/ : /^\d+(\.\d+)?$/).test(plain)) {
      field.focus();
      return { wrong: value || "–" };
    }
    body[name] = kind === "count" ? Number(plain) : kind === "percent" ? hundredth(plain) : plain.replace(/^0+(?=\d)/, "");
  }
  return { body };
}

function hundredth(text) {
  const [whole, decimals = ""] = text.split(".");
  const digits = whole.padStart(3, "0") + decimals;
  const point = digits.length - decimals.length - 2;
  return `${digits.slice(0, point).replace(/^0+(?=\d)/, "")}.${digits.slice(point)}`.replace(/\.?0+$/, "") || "0";
}
