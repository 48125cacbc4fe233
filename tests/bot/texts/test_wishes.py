"""What people write in their own words, sixty phrasings a language, and what must not be taken for any of them."""

from __future__ import annotations

import pytest

from bot.frame.states import WISHES
from bot.texts import LOCALES
from bot.texts.wishes import Wish, dictionary, wish_in, words

RU = {
    Wish.BALANCE: [
        "баланс", "Баланс?", "мой баланс", "покажи баланс", "сколько денег", "сколько у меня денег на балансе",
        "кошелёк", "пополнить баланс", "как пополнить", "ДЕНЬГИ",
    ],
    Wish.POINTS: [
        "баллы", "сколько баллов", "Сколько у меня баллов?", "сколько осталось баллов", "привет, сколько баллов?",
        "бонусы", "остаток баллов", "баллов сколько",
    ],
    Wish.EXPIRY: ["когда сгорят баллы", "когда сгорают", "что скоро сгорит", "срок действия баллов"],
    Wish.SPEND: ["списать баллы", "как потратить баллы", "хочу оплатить баллами"],
    Wish.PLAN: [
        "когда спишут", "Когда спишете деньги?", "следующее списание", "подписка", "отменить подписку",
        "подключить премиум", "тариф", "когда закончится подписка",
    ],
    Wish.COMPARE: ["сколько стоит премиум", "цена", "сравнить тарифы"],
    Wish.HISTORY: ["история", "за что списали", "куда делись баллы"],
    Wish.REPORTS: ["отчёт за месяц", "отчет"],
    Wish.CANCEL: ["отмена", "Отмена!", "не надо"],
    Wish.HELP: ["помощь", "помогите", "что ты умеешь"],
    Wish.SUPPORT: ["поддержка", "позовите оператора"],
    Wish.QUIET: ["тихие часы", "не пишите ночью"],
    Wish.NOTICES: ["отключить уведомления"],
    Wish.LANGUAGE: ["сменить язык"],
    Wish.SETTINGS: ["настройки"],
    Wish.TEAM: ["добавить сотрудника"],
    Wish.CALCULATOR: ["калькулятор", "посчитать скидку"],
    Wish.SHOPS: ["другой магазин"],
    Wish.HOME: ["главное меню"],
}  # fmt: skip
HY = {
    Wish.BALANCE: [
        "հաշվեկշիռ", "Հաշվեկշիռը", "իմ հաշվեկշիռը", "ինչքա՞ն փող ունեմ", "ցույց տուր հաշվեկշիռը", "լիցքավորել հաշիվը",
        "ինչպե՞ս համալրել հաշվեկշիռը", "որքա՞ն գումար կա", "բալանս",
    ],
    Wish.POINTS: [
        "միավորներ", "ինչքա՞ն միավոր ունեմ", "քանի՞ միավոր կա", "Միավորներս", "բոնուսներ", "որքա՞ն միավոր է մնացել",
        "բարև, քանի միավոր ունենք",
    ],
    Wish.EXPIRY: ["ե՞րբ կայրվեն միավորները", "երբ կայրվեն", "միավորների ժամկետը", "շուտով կայրվեն"],
    Wish.SPEND: ["ծախսել միավորները", "ուզում եմ վճարել միավորներով", "ինչպես օգտագործել միավորները"],
    Wish.PLAN: [
        "ե՞րբ կգանձվի", "երբ կգանձեք գումարը", "հաջորդ վճարումը", "բաժանորդագրություն", "չեղարկել բաժանորդագրությունը",
        "միացնել Premium", "Պրեմիում", "փորձաշրջան", "երբ պիտի վճարեմ",
    ],
    Wish.COMPARE: ["ինչ արժե Premium", "գինը", "ի՞նչ արժե բաժանորդագրությունը", "համեմատել սակագները"],
    Wish.HISTORY: ["պատմություն", "ինչու գանձվեց", "ո՞ւր գնացին միավորները"],
    Wish.REPORTS: ["հաշվետվություն"],
    Wish.CANCEL: ["չեղարկել", "ոչ"],
    Wish.HELP: ["օգնություն", "օգնեք", "չեմ հասկանում"],
    Wish.SUPPORT: ["աջակցություն", "օպերատոր"],
    Wish.QUIET: ["լուռ ժամեր", "գիշերը մի գրեք"],
    Wish.NOTICES: ["անջատել ծանուցումները"],
    Wish.LANGUAGE: ["փոխել լեզուն"],
    Wish.SETTINGS: ["կարգավորումներ"],
    Wish.TEAM: ["հրավիրել աշխատակից"],
    Wish.CALCULATOR: ["հաշվիչ", "հաշվարկել զեղչը"],
    Wish.SHOPS: ["ուրիշ խանութ"],
    Wish.HOME: ["գլխավոր մենյու"],
    Wish.INVITATION: ["հրավեր"],
}  # fmt: skip
EN = {
    Wish.BALANCE: [
        "balance", "Balance?", "my balance", "show me the balance", "how much money do I have", "what's my balance",
        "top up", "how do I top up", "wallet",
    ],
    Wish.POINTS: [
        "points", "how many points", "How many points do I have?", "points left", "hi, how many points do we have",
        "bonuses", "my points please",
    ],
    Wish.EXPIRY: ["when do my points expire", "what expires first", "expiry", "which points expire soon"],
    Wish.SPEND: ["spend points", "I want to spend points", "how can I use my points", "pay with points"],
    Wish.PLAN: [
        "when will I be charged", "when is the next payment", "next charge", "subscription", "cancel my subscription",
        "connect Premium", "plan", "when does the trial end", "unsubscribe",
    ],
    Wish.COMPARE: ["how much does Premium cost", "price", "compare plans"],
    Wish.HISTORY: ["history", "why was I charged", "where did my points go"],
    Wish.REPORTS: ["monthly report"],
    Wish.CANCEL: ["cancel", "never mind"],
    Wish.HELP: ["help", "HELP!!!", "what can you do"],
    Wish.SUPPORT: ["support", "I need a human"],
    Wish.QUIET: ["quiet hours", "do not disturb"],
    Wish.NOTICES: ["turn off notifications"],
    Wish.LANGUAGE: ["change language"],
    Wish.SETTINGS: ["settings"],
    Wish.TEAM: ["invite a colleague"],
    Wish.CALCULATOR: ["calculator", "calculate a discount"],
    Wish.SHOPS: ["another shop"],
    Wish.HOME: ["menu", "hello"],
    Wish.CAMPAIGNS: ["which campaigns are running"],
}  # fmt: skip
NOT = {
    "ru": [
        "баллон", "баллада", "балансир", "баланс работы и отдыха", "верните баллы покупателю", "да", "подтверждаю",
        "не отменяйте подписку", "1449", "отменяю заказ 5", "спасибо", "ценник", "", "…",
    ],
    "hy": [
        "միավորել", "այո", "հաստատում եմ", "շնորհակալություն", "չեղարկել պատվերը", "գինի", "մարդկություն", "1449",
        "հաշվեկշռված որոշում", "չանջատեք բաժանորդագրությունը", "լեզվաբան",
    ],
    "en": [
        "yes", "confirm", "I balance work and life", "pointless", "thanks", "don't cancel my subscription", "1449",
        "priceless", "cancel the order", "teammate quit", "helpless", "planet", "homework",
    ],
}  # fmt: skip
SAID = {"ru": RU, "hy": HY, "en": EN}
PHRASINGS = [(locale, text, wish) for locale, some in SAID.items() for wish, texts in some.items() for text in texts]


@pytest.mark.parametrize(("locale", "text", "wish"), PHRASINGS)
def test_a_phrasing_is_understood(locale: str, text: str, wish: Wish) -> None:
    assert wish_in(text, locale) is wish


@pytest.mark.parametrize(("locale", "text"), [(locale, text) for locale, texts in NOT.items() for text in texts])
def test_what_only_sounds_like_one_is_not(locale: str, text: str) -> None:
    assert wish_in(text, locale) is None


@pytest.mark.parametrize("locale", LOCALES)
def test_sixty_phrasings_of_each_language_are_tried(locale: str) -> None:
    assert sum(map(len, SAID[locale].values())) + len(NOT[locale]) >= 60


@pytest.mark.parametrize("locale", LOCALES)
def test_every_wish_has_words_and_a_window(locale: str) -> None:
    assert (set(dictionary(locale).phrases), set(WISHES)) == (set(Wish), set(Wish))


@pytest.mark.parametrize("locale", LOCALES)
def test_no_words_stand_for_two_wishes(locale: str) -> None:
    said: dict[str, Wish] = {}
    twice = []
    for wish, phrases in dictionary(locale).phrases.items():
        for phrase in phrases:
            key = " ".join(sorted(part.rstrip("*") for part in phrase))
            if said.setdefault(key, wish) is not wish:
                twice.append(key)
    assert twice == []


@pytest.mark.parametrize(
    ("text", "reader", "wish"),
    [("баланс", "hy", Wish.BALANCE), ("how many points", "ru", Wish.POINTS), ("օգնություն", "en", Wish.HELP)],
)
def test_another_language_than_the_chosen_one_is_understood_too(text: str, reader: str, wish: Wish) -> None:
    assert wish_in(text, reader) is wish


def test_words_are_told_apart_without_capitals_accents_and_signs() -> None:
    assert words("Ёлка, БАЛА́НС! և եվ բա՛ն don’t") == ["елка", "баланс", "եւ", "եւ", "բան", "dont"]
