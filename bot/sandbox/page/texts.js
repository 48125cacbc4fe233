// The page's own words (not the bot's) in English and Russian, and its dates, numbers and money.
// The choice: the reader's own if made, else the browser's language, else English.

const TEXTS = {
  en: {
    title: "Seller Premium",
    bot: "bot",
    people: "People",
    people_hint: "Whose phone are you holding?",
    add_person: "Add a person",
    add_person_name: "First name",
    add_person_language: "Language",
    add: "Add",
    cancel: "Cancel",
    close: "Close",
    ok: "OK",
    open_people: "People",
    open_desk: "Clock and marketplace",
    language_switch: "Русский",
    language_switch_label: "Page language: switch to Russian",
    chat_with: "Chat of {name} with the bot",
    as_person: "you are {name}",
    typing: "typing…",
    unread: { one: "{n} unread message", other: "{n} unread messages" },
    unread_line: "Unread messages",
    new_below: "Go to the newest message",
    empty_title: "No messages yet",
    empty_text: "The bot answers only after the person has started it.",
    start: "Start",
    no_people_title: "Nobody is here",
    no_people_text: "Add a person to talk with the bot.",
    loading: "Loading…",
    messages: "Messages",
    placeholder: "Message",
    message_label: "Message to the bot",
    send: "Send",
    attach: "Attach a photo or a file",
    commands: "Bot commands",
    no_commands: "The bot has set no commands.",
    too_long: "{n} of 4096 characters",
    block: "Block the bot",
    unblock: "Unblock the bot",
    blocked_note: "{name} has blocked the bot: it cannot write here.",
    chat_menu: "Chat actions",
    edited: "edited",
    photo: "Photo",
    photo_open: "Open the photo",
    photo_missing: "The photo could not be loaded",
    document: "Document",
    other_message: "Message of a kind that is not shown here",
    download: "Download {name}",
    copied: "Copied: {text}",
    copy_failed: "The browser did not allow copying: {text}",
    spoiler: "Hidden text, press to show it",
    table: "Table",
    map: "Map: {latitude}, {longitude}",
    show_more: "Show more",
    show_less: "Show less",
    done_item: "done",
    open_item: "not done",
    style_danger: "Ends or spends something",
    style_success: "Confirms",
    style_primary: "Suggested next step",
    link_button: "Opens a link",
    copy_button: "Copies a text",
    not_here: "Works in Telegram only",
    no_answer: "The bot has not answered this button.",
    not_sent: "Not sent: there is no connection to the server.",
    reconnecting: "Connection lost. Reconnecting…",
    start_link_title: "Who opens this link?",
    start_link_text: "Starting the bot by a link joins that person to a shop.",
    you: "You",
    clock: "Clock",
    clock_hint: "Programme time",
    plus_hour: "+1 hour",
    plus_day: "+1 day",
    plus_week: "+1 week",
    to_next: "To the next thing due",
    nothing_due: "Nothing is due",
    clock_busy: "Working through what is due…",
    clock_done: { one: "Done: {n} thing was due.", other: "Done: {n} things were due." },
    clock_done_none: "Done: nothing was due.",
    market: "Marketplace",
    market_hint: "What happens to a shop",
    no_desk: "No demo marketplace is attached to this server.",
    no_shops: "There are no shops yet.",
    shop: "Shop",
    wallet: "Wallet",
    plan: "Plan",
    programme_discount: "Points for discounts",
    programme_bonus: "Seller bonuses",
    rating_now: "Rating",
    plan_lite: "Premium Lite",
    plan_premium: "Premium",
    state_inactive: "Not connected",
    state_trial: "Trial",
    state_active: "Active",
    state_grace: "Grace period",
    redeem: "Sell a discounted order",
    redeem_do: "Redeem the order",
    price: "Price, {currency}",
    discount: "Discount, %",
    quantity: "Quantity",
    return: "Return an order",
    return_do: "Return it",
    line: "Order line",
    line_hint: "Empty: the last one",
    charge: "Bill a service",
    charge_do: "Bill it",
    service: "Service",
    amount: "Amount, {currency}",
    wallet_action: "Wallet",
    top_up: "Top up",
    empty_wallet: "Empty the wallet",
    verification: "Verification",
    verification_passed: "Passed",
    verification_failed: "Failed",
    rating: "Rating",
    rating_do: "Set the rating",
    rating_value: "Rating, 0 to 5",
    service_ads: "Advertising",
    service_logistics: "Logistics",
    service_storage: "Storage",
    service_commission: "Commission",
    service_other: "Other",
    busy: "One moment…",
    outcome_done: "Done",
    outcome_ignored: "No effect",
    outcome_refused: "Refused",
    outcome_replayed: "Repeated",
    facts: "Last facts",
    no_facts: "Nothing has happened yet.",
    fact_order_redeemed: "Order redeemed",
    fact_order_returned: "Order returned",
    fact_service_charged: "Service billed",
    fact_wallet_credited: "Money came in",
    fact_wallet_debited: "Money went out",
    fact_eligibility_changed: "Verification",
    fact_rating_updated: "Rating",
    fact_bonus_granted: "Bonus granted",
    wallet_empty: "The wallet is empty already.",
    no_order_yet: "Redeem an order first, or name the order line.",
    number_expected: "“{value}” is not a number here. Write it like 1000.50.",
    reason_below_min_discount: "the discount is below the campaign's minimum, so the order earns no points",
    reason_category_excluded: "the category is excluded from the campaign",
    reason_campaign_closed: "the campaign is not running now",
    reason_unknown_campaign: "there is no such campaign",
    reason_opted_out: "the shop has left the points programme",
    reason_not_redeemed: "the order was never redeemed",
    reason_window_closed: "the return window has closed, the points stay",
    reason_unknown_line: "there is no such order line",
    reason_duplicate_line: "this order line is known already",
    reason_quantity_exceeds: "more than is left of the order",
    reason_unknown_seller: "there is no such shop",
    reason_account_under_review: "the shop is parked for a check",
    reason_malformed: "a field is wrong",
  },
  ru: {
    title: "Seller Premium",
    bot: "бот",
    people: "Люди",
    people_hint: "Чей телефон у вас в руках?",
    add_person: "Добавить человека",
    add_person_name: "Имя",
    add_person_language: "Язык",
    add: "Добавить",
    cancel: "Отмена",
    close: "Закрыть",
    ok: "Понятно",
    open_people: "Люди",
    open_desk: "Часы и маркетплейс",
    language_switch: "English",
    language_switch_label: "Язык страницы: переключить на английский",
    chat_with: "Чат с ботом: {name}",
    as_person: "вы — {name}",
    typing: "печатает…",
    unread: { one: "{n} непрочитанное сообщение", few: "{n} непрочитанных сообщения", many: "{n} непрочитанных сообщений", other: "{n} непрочитанного сообщения" },
    unread_line: "Непрочитанные сообщения",
    new_below: "К последнему сообщению",
    empty_title: "Сообщений пока нет",
    empty_text: "Бот отвечает только после того, как человек его запустит.",
    start: "Запустить",
    no_people_title: "Здесь никого нет",
    no_people_text: "Добавьте человека, чтобы поговорить с ботом.",
    loading: "Загрузка…",
    messages: "Сообщения",
    placeholder: "Сообщение",
    message_label: "Сообщение боту",
    send: "Отправить",
    attach: "Приложить фото или файл",
    commands: "Команды бота",
    no_commands: "Бот не задал команд.",
    too_long: "{n} из 4096 знаков",
    block: "Заблокировать бота",
    unblock: "Разблокировать бота",
    blocked_note: "{name}: бот заблокирован и не может сюда писать.",
    chat_menu: "Действия с чатом",
    edited: "изменено",
    photo: "Фото",
    photo_open: "Открыть фото",
    photo_missing: "Не удалось загрузить фото",
    document: "Документ",
    other_message: "Сообщение, которое здесь не показывается",
    download: "Скачать {name}",
    copied: "Скопировано: {text}",
    copy_failed: "Браузер не разрешил копирование: {text}",
    spoiler: "Скрытый текст, нажмите, чтобы показать",
    table: "Таблица",
    map: "Карта: {latitude}, {longitude}",
    show_more: "Показать ещё",
    show_less: "Свернуть",
    done_item: "сделано",
    open_item: "не сделано",
    style_danger: "Завершает или тратит",
    style_success: "Подтверждает",
    style_primary: "Вероятный следующий шаг",
    link_button: "Открывает ссылку",
    copy_button: "Копирует текст",
    not_here: "Работает только в Telegram",
    no_answer: "Бот не ответил на эту кнопку.",
    not_sent: "Не отправлено: нет связи с сервером.",
    reconnecting: "Связь потеряна. Подключаемся снова…",
    start_link_title: "Кто открывает эту ссылку?",
    start_link_text: "Запуск бота по ссылке присоединяет этого человека к магазину.",
    you: "Вы",
    clock: "Часы",
    clock_hint: "Время программы",
    plus_hour: "+1 час",
    plus_day: "+1 день",
    plus_week: "+1 неделя",
    to_next: "К ближайшему событию",
    nothing_due: "Ничего не ожидается",
    clock_busy: "Выполняем всё, чему пришёл срок…",
    clock_done: { one: "Готово: выполнено {n} дело.", few: "Готово: выполнено {n} дела.", many: "Готово: выполнено {n} дел.", other: "Готово: выполнено {n} дела." },
    clock_done_none: "Готово: ничему не пришёл срок.",
    market: "Маркетплейс",
    market_hint: "Что происходит с магазином",
    no_desk: "К этому серверу не подключён демонстрационный маркетплейс.",
    no_shops: "Магазинов пока нет.",
    shop: "Магазин",
    wallet: "Баланс",
    plan: "Тариф",
    programme_discount: "Баллы за скидки",
    programme_bonus: "Бонусы продавца",
    rating_now: "Рейтинг",
    plan_lite: "Premium Lite",
    plan_premium: "Premium",
    state_inactive: "Не подключён",
    state_trial: "Пробный период",
    state_active: "Активен",
    state_grace: "Льготный период",
    redeem: "Продать заказ со скидкой",
    redeem_do: "Заказ выкуплен",
    price: "Цена, {currency}",
    discount: "Скидка, %",
    quantity: "Количество",
    return: "Вернуть заказ",
    return_do: "Вернуть",
    line: "Строка заказа",
    line_hint: "Пусто: последняя",
    charge: "Начислить за услугу",
    charge_do: "Начислить",
    service: "Услуга",
    amount: "Сумма, {currency}",
    wallet_action: "Баланс",
    top_up: "Пополнить",
    empty_wallet: "Опустошить баланс",
    verification: "Проверка магазина",
    verification_passed: "Пройдена",
    verification_failed: "Не пройдена",
    rating: "Рейтинг",
    rating_do: "Поставить рейтинг",
    rating_value: "Рейтинг от 0 до 5",
    service_ads: "Реклама",
    service_logistics: "Логистика",
    service_storage: "Хранение",
    service_commission: "Комиссия",
    service_other: "Прочее",
    busy: "Минутку…",
    outcome_done: "Готово",
    outcome_ignored: "Без последствий",
    outcome_refused: "Отказ",
    outcome_replayed: "Повтор",
    facts: "Последние факты",
    no_facts: "Пока ничего не произошло.",
    fact_order_redeemed: "Заказ выкуплен",
    fact_order_returned: "Заказ возвращён",
    fact_service_charged: "Начислено за услугу",
    fact_wallet_credited: "Деньги пришли",
    fact_wallet_debited: "Деньги ушли",
    fact_eligibility_changed: "Проверка магазина",
    fact_rating_updated: "Рейтинг",
    fact_bonus_granted: "Бонус начислен",
    wallet_empty: "Баланс и так пуст.",
    no_order_yet: "Сначала выкупите заказ или впишите строку заказа.",
    number_expected: "«{value}» здесь не число. Напишите так: 1000,50.",
    reason_below_min_discount: "скидка ниже минимальной в кампании, баллов за заказ не будет",
    reason_category_excluded: "категория исключена из кампании",
    reason_campaign_closed: "кампания сейчас не идёт",
    reason_unknown_campaign: "такой кампании нет",
    reason_opted_out: "магазин вышел из программы баллов",
    reason_not_redeemed: "заказ не был выкуплен",
    reason_window_closed: "срок возврата прошёл, баллы остаются",
    reason_unknown_line: "такой строки заказа нет",
    reason_duplicate_line: "эта строка заказа уже известна",
    reason_quantity_exceeds: "больше, чем осталось в заказе",
    reason_unknown_seller: "такого магазина нет",
    reason_account_under_review: "магазин приостановлен для проверки",
    reason_malformed: "ошибка в поле",
  },
};

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

export function switchLanguage() {
  chosen = chosen === "en" ? "ru" : "en";
  remember("language", chosen);
}

/** The locale of dates and numbers: the browser's own variant of the page's language where it has one. */
export function locale() {
  return navigator.languages?.find((tag) => tag.startsWith(chosen) && tag.includes("-")) ?? (chosen === "en" ? "en-GB" : "ru-RU");
}

export const has = (key) => key in TEXTS[chosen];

/** The text `key` with {placeables} filled; a text with plural forms takes its form from `values.n`. */
export function t(key, values = {}) {
  let text = TEXTS[chosen][key] ?? key;
  if (typeof text === "object") text = text[new Intl.PluralRules(chosen).select(values.n)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number(values[name]) : values[name] ?? ""));
}

/** Fills the words written into index.html: data-t (text), data-t-label (aria-label and title), data-t-placeholder. */
export function translatePage() {
  document.documentElement.lang = chosen;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", t(node.dataset.tLabel));
    if (node.tagName === "BUTTON") node.title = t(node.dataset.tLabel);
  }
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
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
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(value);
}

const formats = new Map();

/** `at` (Date) by Intl options, 24 hours, in the page's language or the one given. */
export function dated(at, options, tag = locale()) {
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
export function relative(at, now, tag = locale()) {
  const seconds = (at - now) / 1000;
  const units = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(tag, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
