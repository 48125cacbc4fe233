"""What an accrual is called, and what service it is for.

Problem: a file names an accrual in Russian («Логистика»), an answer by a number whose meaning the marketplace's
dictionary tells; a new one appears without notice. Some exports write the name with half of each letter lost.
Decision: one name for both, the dictionary's ("Logistic"), so that a file and a key give the same facts. The table here
knows descriptions and services; numbers are learned from the dictionary read at the time. What the table does not know
keeps the name it came with, is of the service "other", and is shown as not understood.
Limit: the class of a service is ours; the marketplace has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bot.ozon.names import Names


class Meaning(StrEnum):
    """What a sum of an accrual is."""

    REVENUE = "revenue"
    """What buyers paid."""
    PARTNERS = "partners"
    """What partner programmes paid on top."""
    POINTS = "points"
    """Points for discounts."""
    FEE = "fee"
    """A service, a correction of one, or a compensation: whatever is none of the others."""


class Service(StrEnum):
    """What a fee is for; the feed's names of services."""

    COMMISSION = "commission"
    LOGISTICS = "logistics"
    STORAGE = "storage"
    ADS = "ads"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of accrual: its name in the facts, and whether it was understood."""

    meaning: Meaning
    name: str
    service: Service = Service.OTHER
    understood: bool = True


SALE_COMMISSION: Final = "SaleCommission"
REVENUE: Final = Kind(Meaning.REVENUE, "Revenue")
POINTS: Final = Kind(Meaning.POINTS, "PointsForDiscounts")
PARTNERS: Final = Kind(Meaning.PARTNERS, "PartnerProgrammes")
SALE_FEE: Final = Kind(Meaning.FEE, SALE_COMMISSION, Service.COMMISSION)
REST: Final = Kind(Meaning.FEE, "?", understood=False)
"""What a total has and none of its parts."""

_COMMISSION: Final = {SALE_COMMISSION: "Вознаграждение за продажу"}
_LOGISTICS: Final = {
    "BackwardShipment": "Обратная магистраль",
    "Cancellation": "Обработка отменённых и невостребованных товаров",
    "ClickAndCollect": "Самовывоз",
    "ClientReturn": "Обработка возвратов",
    "CrossDock": "Кросс-докинг",
    "DeliveryToHandoverPlaceByOzon": "Доставка до места выдачи силами Ozon",
    "Drop-Off": "Обработка отправления Drop-off",
    "Drop-Off Agent": "Обработка отправления Drop-off партнёрами",
    "Fulfillment": "Сборка заказа",
    "InternationalLogisticDelta": "Международная логистика",
    "LastMile": "Последняя миля",
    "LastMileCourier": "Доставка до места выдачи",
    "LastMilePickUpPoint": "Выдача товара",
    "Logistic": "Логистика",
    "OversizedExtraHandling": "Обработка нестандартного товара",
    "PackageUnitProcessing": "Обработка грузоместа",
    "PartialReturn": "Обработка частичного невыкупа",
    "Pick-Up": "Обработка отправления Pick-up",
    "PickUpCourierArrangement": "Организация выезда курьера",
    "PickUpCourierDelivery": "Доставка курьером Pick-up",
    "PickUpPointReturnAcceptance": "Обработка возвратов, отмен и невыкупов партнёрами",
    "PreparingToReturn": "Подготовка товаров к возврату",
    "QuantProcessingDrop": "Обработка и логистика кванта",
    "Replenishment": "Перемещение товаров между складами Ozon",
    "ReturnFlowLogistic": "Обратная логистика",
    "RfbsDomesticDelivery": "Доставка Партнёром Ozon",
    "RfbsGlobalDelivery": "Услуги международной доставки",
    "SellerReturns": "Вывоз товара со склада силами Ozon",
    "Shipment": "Магистраль",
    "SupplyInbound": "Обработка товара",
}
_STORAGE: Final = {
    "Placements": "Размещение товаров на складах Ozon",
    "ReturnStorageInTheWarehouse": "Долгосрочное размещение возврата FBS",
    "TemporaryPlacement": "Краткосрочное размещение возврата FBS",
    "TemporaryPlacementsAgent": "Временное размещение товара партнерами",
}
_ADS: Final = {
    "BrandCommission": "Продвижение бренда",
    "BrandPromotion": "Подключение продвижения бренда",
    "BrandShelf": "Брендовая полка",
    "ExternalPromotion": "Внешнее продвижение",
    "InternetSiteAdvertising": "Реклама в сети Интернет на Сайте",
    "Marketing": "Рекламные услуги",
    "PayPerClick": "Оплата за клик",
    "PremiumCashbackIndividualPoints": "Бонусы продавца",
    "PremiumCashbackPromotion": "Услуга продвижения Premium",
    "PremiumMailingCommission": "Бонусы продавца - рассылка",
    "Promotion": "Продвижение товара",
    "PushCampaign": "Рассылка пуш-уведомлений",
    "SocialMediaAdvertising": "Реклама в социальных сетях",
    "Stencil": "Трафареты",
    "VideoCover": "Генерация видеообложки",
}
_OTHER: Final = {
    "Acquiring": "Эквайринг",
    "Charity": "Благотворительное пожертвование",
    "ClaimCommission": "Начисления по претензиям",
    "Compensation": "Компенсация",
    "CorrectionCommission": "Инвентаризация взаиморасчетов",
    "CustomerChatPoints": "Баллы в чате с покупателем",
    "CustomerReviews": "Подписка Управление отзывами",
    "DefectRate": "Обработка операционных ошибок продавца",
    "Disposal": "Утилизация",
    "EarlyPayment": "Досрочная выплата",
    "FlexiblePayments": "Гибкий график выплат",
    "Installment": "Рассрочка",
    "ItemCompensation": "Товарная компенсация",
    "ItemPacking": "Дополнительная упаковка на складе Ozon",
    "LabelOriginal": "Бейдж Оригинал",
    "Marking": "Обязательная маркировка товаров",
    "Moderation": "Модерация товаров",
    "PackageCost": "Обеспечение материалами для упаковки товара",
    "PackingFee": "Упаковка товара партнёрами",
    "PointsForReviews": "Баллы за отзывы",
    "PremiumMembership": "Подписка Premium Pro (процент)",
    "PremiumSubscription": "Подписка Premium",
    "RealizationReportCorrection": "Корректировка стоимости услуг",
    "ReviewsPin": "Закрепление отзыва",
    "SaleReview": "Приобретение отзывов на платформе",
    "SetOff": "Взаимозачет требований между Договорами",
    "StarsMembership": "Звёздные товары",
    "StockInsurance": "Страхование товара от массовых повреждений",
    "VolumeObligationReward": "Бонус за достижение цели продаж",
}
_SERVICES: Final = (
    (Service.COMMISSION, _COMMISSION), (Service.LOGISTICS, _LOGISTICS), (Service.STORAGE, _STORAGE),
    (Service.ADS, _ADS), (Service.OTHER, _OTHER),
)  # fmt: skip
# What files alone have: lines that are no service, other words for the same, and sums that the API tells elsewhere.
_ELSEWHERE: Final = {
    "Выручка": REVENUE,
    "Возврат выручки": REVENUE,
    "Баллы за скидки": POINTS,
    "Программы партнёров": PARTNERS,
    "Возврат вознаграждения": SALE_FEE,
    "Возврат вознаграждения за продажу": SALE_FEE,
    "Вознаграждение Ozon": SALE_FEE,
    "Комиссия за продажу": SALE_FEE,
    "Оплата эквайринга": Kind(Meaning.FEE, "Acquiring"),
    "Обработка отправления": Kind(Meaning.FEE, "Drop-Off", Service.LOGISTICS),
    "Обработка возврата": Kind(Meaning.FEE, "ClientReturn", Service.LOGISTICS),
    "Обработка отмененного или невостребованного товара": Kind(Meaning.FEE, "Cancellation", Service.LOGISTICS),
    "Обработка невыкупленного товара": Kind(Meaning.FEE, "PartialReturn", Service.LOGISTICS),
    "Подписка Premium Lite": Kind(Meaning.FEE, "PremiumSubscription"),
    "Подписка Premium Plus": Kind(Meaning.FEE, "PremiumSubscription"),
    "Подписка Premium Pro": Kind(Meaning.FEE, "PremiumMembership"),
    "Потеря по вине Ozon в логистике": Kind(Meaning.FEE, "Потеря по вине Ozon в логистике"),
    "Премия Ozon": Kind(Meaning.FEE, "Премия Ozon"),
}

_TABLE: Final = {
    name: (description, Kind(Meaning.FEE, name, service))
    for service, names in _SERVICES
    for name, description in names.items()
}


def _described() -> Iterator[tuple[str, Kind]]:
    yield from _TABLE.values()
    yield from _ELSEWHERE.items()


_BY_DESCRIPTION: Final = Names(dict(_described()))


_DESCRIPTIONS: Final = {name: description for name, (description, _) in _TABLE.items()}
_NAMES: Final = frozenset(_DESCRIPTIONS) | {kind.name for kind in _ELSEWHERE.values()}


@lru_cache(maxsize=1024)  # a report names a few kinds a hundred thousand times
def kind_of(description: str) -> Kind:
    """The kind that a file names, with or without something behind a colon ("Логистика: FBO")."""
    for text in (description, description.partition(":")[0]):
        if found := _BY_DESCRIPTION.get(text):
            return found
    return Kind(Meaning.FEE, description, understood=False)


def is_understood(name: str) -> bool:
    """Whether a kind's name in the facts is one that the table knows; what it does not know is counted as "other"."""
    return name in _NAMES


def described(name: str) -> str:
    """A kind as the marketplace describes it to sellers, in Russian; one that has no description, by its name."""
    return _DESCRIPTIONS.get(name, name)


class Dictionary:
    """The marketplace's numbers of kinds, as read from it: id → (name, description)."""

    def __init__(self, types: Mapping[int, tuple[str, str]]) -> None:
        self._kinds = {id_: _told(name, description) for id_, (name, description) in types.items()}

    def kind(self, id_: int) -> Kind:
        """The kind of a number; one that the dictionary does not have is called by it and not understood."""
        return self._kinds.get(id_) or Kind(Meaning.FEE, f"type {id_}", understood=False)


def _told(name: str, description: str) -> Kind:
    if name in _TABLE:
        return _TABLE[name][1]
    # A file will write the description, so that is what the kind is called, and both give the same facts.
    return kind_of(description or name)
