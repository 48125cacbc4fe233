"""Reported shops: whether their keys can be opened, and whether they are read."""

from collections.abc import Iterator
from typing import Final

from bot.doctor.findings import Finding, good, warning, wrong
from bot.doctor.patient import Patient
from bot.ozon.key import CannotOpen, KeysError, Safe
from core.values import HOUR, Instant
from storage.people.keys import ShopKey, ShopKeys

SILENT: Final[Instant] = 72 * HOUR
"""A shop that was not read whole for so long is not read."""
_NEW_KEY: Final = "`key new` prints a key: set it as SELLER_PREMIUM_KEY, and keep it apart from the backups."


def keys(patient: Patient) -> Iterator[Finding]:
    """Whether shops can be connected by key, every kept key opens, and reading with them goes on."""
    kept = [] if patient.rows is None else ShopKeys(patient.rows).every()
    setting = patient.settings.seller_premium_key
    if setting is None:
        if kept:
            yield wrong(f"{len(kept)} shops have a key, and SELLER_PREMIUM_KEY is not set.", "Set the one they had.")
        else:
            yield good(f"No shop can be connected by key. To allow it: {_NEW_KEY}")
        return
    try:
        safe = Safe(setting.get_secret_value())
    except KeysError as error:
        yield wrong(str(error), _NEW_KEY)
        return
    lost = [key.seller for key in kept if not _opens(safe, key)]
    if lost:
        yield wrong(
            f"SELLER_PREMIUM_KEY does not open the keys of: {', '.join(lost)}.",
            "Put the key that sealed them behind the first, with a comma, or have them given again.",
        )
    old = sum(safe.is_old(key.sealed) for key in kept) - len(lost)
    if old > 0:
        yield warning(f"{old} shops' keys are sealed with an older key.", "key renew, then drop the older one.")
    now = patient.clock.now()
    silent = [key.seller for key in kept if now - (key.read_at or key.given_at) >= SILENT]
    if silent:
        yield warning(f"Not read for three days: {', '.join(silent)}.", "key list says why; read tries it now.")
    if not lost and old <= 0 and not silent:
        yield good(f"Shops read by key: {len(kept)}; their keys open.")


def _opens(safe: Safe, key: ShopKey) -> bool:
    try:
        safe.open(key.sealed, key.seller)
    except CannotOpen:
        return False
    return True
