"""Texts for people, in Russian, Armenian and English.

Problem: every answer must exist in three languages, with the right plural, and a name such as "A <b> C" must
not break a message; nor may a shop's name of a thousand characters.
Decision: Fluent files beside this module, read once; values that come from people are shortened and escaped here, in
one place; an unknown key or a missing value raises, because the tests prove that all languages are complete.
Limit: amounts and dates arrive formatted (see `format.Reader`); Fluent itself prints bare integers only.
"""

import html
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Final, Literal

from fluent.runtime import FluentBundle, FluentResource

Locale = Literal["ru", "hy", "en"]
LOCALES: Final[tuple[Locale, ...]] = ("ru", "hy", "en")
LANGUAGES: Final[Mapping[str, str]] = {"ru": "Русский", "hy": "Հայերեն", "en": "English"}
"""Each by its own name: whoever looks for a language may not read the one that is on."""

# Telegram shows buttons, answers to taps and command descriptions as they are, so "&amp;" would be seen.
PLAIN_PREFIXES: Final = ("button-", "toast-", "command-")

LONGEST_VALUE: Final = 500
"""Characters of a value, then "…" stands for the rest: Fluent refuses over 2,500, and escaping makes five of one."""
_TURNS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks in somebody's name that would turn the rest of a line round, its amounts too."""

# Languages whose speakers among the sellers usually read Russian more easily than English.
_READ_RUSSIAN: Final = frozenset(("ru", "be", "kk", "uk", "ky", "uz", "tg", "tk", "az", "ka", "tt", "ba"))


class TextMissing(LookupError):
    """A key that is not in the texts, or a value that a text needs and did not get: always a bug."""


class Html(str):
    """Text that is Telegram HTML already: put into another text it is not escaped again."""

    __slots__ = ()

    @classmethod
    def joined(cls, parts: Iterable[str], separator: str = "\n") -> "Html":
        """The parts as one text; those that are not `Html` are escaped."""
        return cls(separator.join(str(_escaped(part)) for part in parts))


def locale_for(telegram_language_code: str | None) -> Locale:
    """The language to begin with, from Telegram's `language_code` ("ru", "hy-AM", "pt_BR" or nothing)."""
    language = (telegram_language_code or "").replace("_", "-").split("-", 1)[0].lower()
    if language == "hy":
        return "hy"
    return "ru" if language in _READ_RUSSIAN else "en"


class Texts:
    """All texts in memory. One instance serves every chat; it keeps no state of its own."""

    def __init__(self) -> None:
        self._bundles: Final[dict[str, FluentBundle]] = {locale: _load(locale) for locale in LOCALES}

    def get(self, locale: str, key: str, **values: str | int) -> str:
        """The text in Telegram HTML (an `Html`), or plain for keys of `PLAIN_PREFIXES`.

        Strings are escaped unless they are `Html`; integers choose the plural form. Raises `TextMissing`.
        """
        if key.startswith(PLAIN_PREFIXES):
            return self.plain(locale, key, **values)
        return Html(self._format(locale, key, {name: _escaped(_shortened(value)) for name, value in values.items()}))

    def plain(self, locale: str, key: str, **values: str | int) -> str:
        """The text as it is, nothing escaped: for alerts, file names and the like. Raises `TextMissing`."""
        return self._format(locale, key, {name: _shortened(value) for name, value in values.items()})

    def has(self, locale: str, key: str) -> bool:
        """Whether there is such a text."""
        return self._bundle(locale).has_message(key)

    def name(self, locale: str, kind: Literal["service", "programme"], code: str) -> str:
        """What people call a service or programme; one without a name here is another. Plain text."""
        key = f"{kind}-{code}"
        if code != "unknown" and self.has(locale, key):
            return self.plain(locale, key)
        return self.plain(locale, f"{kind}-unknown")

    def _bundle(self, locale: str) -> FluentBundle:
        try:
            return self._bundles[locale]
        except KeyError:
            raise TextMissing(f"no texts in the language {locale!r}") from None

    def _format(self, locale: str, key: str, values: dict[str, str | int]) -> str:
        bundle = self._bundle(locale)
        pattern = bundle.get_message(key).value if bundle.has_message(key) else None
        if pattern is None:
            raise TextMissing(f"{locale}: no text {key!r}")
        text, errors = bundle.format_pattern(pattern, values)
        if errors:
            raise TextMissing(f"{locale}: {key!r}: {'; '.join(map(str, errors))}")
        return str(text)


def _load(locale: str) -> FluentBundle:
    # No isolation marks, old clients show them as boxes; marks that would turn a line round are taken out of values.
    bundle = FluentBundle([locale], use_isolating=False)
    sources = [file for file in files(__name__).joinpath(locale).iterdir() if file.name.endswith(".ftl")]
    for source in sources:
        bundle.add_resource(FluentResource(source.read_text(encoding="utf-8")))
    return bundle


def _shortened(value: str | int) -> str | int:
    if not isinstance(value, str) or isinstance(value, Html):
        return value
    value = _TURNS.sub("", value)
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"


def _escaped(value: str | int) -> str | int:
    if isinstance(value, str) and not isinstance(value, Html):
        return html.escape(_TURNS.sub("", value), quote=False)
    return value
