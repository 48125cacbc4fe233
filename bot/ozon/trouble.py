"""Why a file or an answer could not be read: a closed set, so that each has its sentence in three languages."""

from enum import StrEnum

from bot.texts import Texts


class Trouble(StrEnum):
    """What is wrong with a file. The texts are `ozon-file-…`, `row`, `column`, `found` and `wanted` in them."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_CELLS = "too_many_cells"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    FORMULAS = "formulas"
    OLD_EXCEL = "old_excel"
    ARCHIVE = "archive"
    NOT_A_TABLE = "not_a_table"
    NOT_A_REPORT = "not_a_report"
    COLUMNS_MISSING = "columns_missing"
    COLUMN_TWICE = "column_twice"
    SEVERAL_TABLES = "several_tables"
    NO_PERIOD = "no_period"
    NO_ROWS = "no_rows"
    MERGED_CELLS = "merged_cells"
    ROW_TOO_LONG = "row_too_long"
    BAD_DAY = "bad_day"
    OUTSIDE_PERIOD = "outside_period"
    BAD_AMOUNT = "bad_amount"
    FINER_THAN_CENT = "finer_than_cent"
    BAD_QUANTITY = "bad_quantity"
    NO_PRODUCT = "no_product"
    OTHER_CURRENCY = "other_currency"


class NotRead(Exception):
    """A file that was not read, with where and what: nothing of it may be used."""

    def __init__(
        self, trouble: Trouble, *, row: int | None = None, column: str = "", found: str = "", wanted: str = ""
    ) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.row = row
        self.column = column
        self.found = found
        self.wanted = wanted

    def text(self, texts: Texts, locale: str) -> str:
        """The sentence for people, plain text."""
        values = {"row": "" if self.row is None else str(self.row), "column": self.column}
        values |= {"found": self.found or "—", "wanted": self.wanted or "—"}
        return texts.plain(locale, f"ozon-file-{self.trouble.replace('_', '-')}", **values)
