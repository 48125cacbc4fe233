"""The keys that answers are known to have, so that a new one is counted and shown instead of dropped.

Problem: a method gets a field overnight, and a reader that takes what it knows never tells that there is more.
Decision: the known keys of each method as a tree, written out; what an answer has beyond it is named by its path.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, Union

Shape = Mapping[str, Union["Shape", None]]
"""Known keys; None: nothing below is looked at. Lists are looked through."""


class Method(StrEnum):
    """The methods that are called: these, and no other. All of them read."""

    ACCRUALS = "/v1/finance/accrual/by-day"
    TYPES = "/v1/finance/accrual/types"
    BALANCE = "/v1/finance/balance"
    REALIZATION = "/v2/finance/realization"
    COMPANY = "/v1/seller/info"
    RATINGS = "/v1/rating/history"
    RIGHTS = "/v1/roles"


def _keys(names: str, **below: Shape | None) -> Shape:
    return dict.fromkeys(names.split()) | below


_MONEY: Final = _keys("amount currency")
_SUM: Final = _keys("currency_code value")
_FEE: Final = _keys("type_id", accrued=_MONEY)
_COMMISSION: Final = _keys(
    "commission_ratio", bonus=_MONEY, coinvestment=_MONEY, sale_amount=_MONEY, sale_price=_MONEY, seller_price=_MONEY,
    sale_commission=_MONEY, commission=_MONEY,
)  # fmt: skip
_PRODUCT: Final = _keys("sku quantity", commission=_COMMISSION, delivery=_keys("", services=_FEE, total_accrued=_MONEY))
ACCRUAL: Final = _keys(
    "accrual_id date unit_number accrued_category",
    total_amount=_MONEY,
    posting=_keys("delivery_schema delivery_speed", products=_PRODUCT),
    item_fees=_keys("", fees=_keys("sku quantity", fees=_FEE)),
    # One fee, or a list of them under a key.
    non_item_fee=_keys("type_id", accrued=_MONEY, fees=_FEE),
    container_fees=_keys("type_id", accrued=_MONEY, fees=_FEE),
)
_SOLD: Final = _keys(
    "amount price_per_instance quantity standard_fee bonus stars bank_coinvestment pick_up_point_coinvestment total "
    "commission compensation"
)
_MONTH: Final = _keys(
    "",
    header=_keys(
        "number doc_date start_date stop_date contract_number contract_date currency_sys_name doc_amount vat_amount "
        "payer_name payer_inn payer_kpp receiver_name receiver_inn receiver_kpp"
    ),
    rows=_keys(
        "rowNumber row_number commission_ratio seller_price_per_instance",
        item=_keys("sku offer_id name barcode"),
        delivery_commission=_SOLD,
        return_commission=_SOLD,
        order=_keys("posting_number created_date"),
        legal_entity_document=_keys("number sale_date"),
    ),
)
MONTH: Final = {**_MONTH, "result": _MONTH}
"""Realization, with `result` around it or without."""
_FLOW: Final = _keys(
    "",
    amount=_SUM,
    fee=_SUM,
    amount_details=_keys("points_for_discounts", revenue=_SUM, partner_programs=_SUM),
)
_STATUS: Final = _keys("danger premium warning")
_RATING_VALUE: Final = _keys("value formatted date_from date_to", status=_STATUS)
SHAPES: Final[Mapping[Method, Shape]] = {
    Method.ACCRUALS: _keys("accruals last_id"),  # each accrual by its own shape, with its day
    Method.TYPES: _keys("", accrual_types=_keys("id name description")),
    Method.BALANCE: _keys(
        "",
        total=_keys("", opening_balance=_SUM, closing_balance=_SUM, accrued=_SUM, payments=_SUM),
        cashflows=_keys("", sales=_FLOW, returns=_FLOW, services=_keys("name", amount=_SUM)),
    ),
    Method.REALIZATION: {},  # by MONTH, with its rows
    Method.COMPANY: _keys(
        "",
        company=_keys("name legal_name inn ogrn country currency ownership_form tax_system"),
        subscription=_keys("is_premium type"),
        ratings=_keys("rating name status value_type", current_value=_RATING_VALUE, past_value=_RATING_VALUE),
    ),
    Method.RATINGS: _keys(
        "",
        ratings=_keys(
            "rating premium_threshold warning_threshold danger_threshold",
            values=_keys("date_from date_to value", status=_STATUS),
        ),
        premium_scores=_keys("rating", scores=_keys("date rating_value value")),
    ),
    Method.RIGHTS: _keys("expires_at", roles=_keys("name methods")),
}


def unknown_keys(told: Any, shape: Shape | None, path: str = "") -> Iterator[str]:
    """The path of every key that a shape does not have, once for each time it is met."""
    if isinstance(told, list):
        for each in told:
            yield from unknown_keys(each, shape, path)
    elif isinstance(told, dict) and shape is not None:
        for key, below in told.items():
            here = f"{path}.{key}" if path else key
            if key not in shape:
                yield here
            else:
                yield from unknown_keys(below, shape[key], here)
