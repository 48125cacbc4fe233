"""A shop's API key at rest: encrypted, bound to its shop, and re-encrypted when the operator's key changes.

AES-256-GCM with a fresh nonce a time. The operator's keys come from the environment, SELLER_PREMIUM_KEY: one, or
several separated by commas, the first of which encrypts and all of which decrypt, so that a new one is put in front,
everything is renewed (`is_old`), and the old one dropped. The shop's id is part of what is authenticated: a row moved
to another shop does not open.
"""

import base64
import binascii
import os
from hashlib import blake2b
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_BYTES: Final = 32
_NONCE: Final = 12
_LABEL: Final = 4
_VERSION: Final = b"\x01"


class KeysError(Exception):
    """The operator's keys cannot be used; the sentence says why, without them."""


class CannotOpen(Exception):
    """A stored key does not open: another operator's key, another shop, or damage."""


def new_operator_key() -> str:
    """A key for SELLER_PREMIUM_KEY."""
    return base64.urlsafe_b64encode(os.urandom(_BYTES)).decode()


class Safe:
    """Seals and opens keys of shops. Its text never shows the operator's keys."""

    def __init__(self, operator_keys: str) -> None:
        """Raises `KeysError`."""
        self._keys = {_label(key): AESGCM(key) for key in map(_decoded, operator_keys.split(","))}
        self._first = next(iter(self._keys))

    def __repr__(self) -> str:
        return "Safe()"

    def seal(self, key: str, seller: str) -> bytes:
        """The key of a shop, to be stored."""
        nonce = os.urandom(_NONCE)
        head = _VERSION + self._first
        return head + nonce + self._keys[self._first].encrypt(nonce, key.encode(), head + seller.encode())

    def open(self, sealed: bytes, seller: str) -> str:
        """The key of a shop. Raises `CannotOpen`."""
        head, nonce = sealed[: 1 + _LABEL], sealed[1 + _LABEL : 1 + _LABEL + _NONCE]
        cipher = self._keys.get(head[1:])
        if head[:1] != _VERSION or cipher is None or len(nonce) < _NONCE:
            raise CannotOpen
        try:
            return cipher.decrypt(nonce, sealed[1 + _LABEL + _NONCE :], head + seller.encode()).decode()
        except InvalidTag:
            raise CannotOpen from None

    def is_old(self, sealed: bytes) -> bool:
        """Whether it is to be sealed again, because another operator's key comes first now."""
        return sealed[1 : 1 + _LABEL] != self._first


def _decoded(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip().encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        key = b""
    if len(key) != _BYTES:
        raise KeysError("SELLER_PREMIUM_KEY is 32 random bytes in URL-safe base64, or several of them with commas.")
    return key


def _label(key: bytes) -> bytes:
    """What tells keys apart without telling them."""
    return blake2b(key, digest_size=_LABEL, person=b"seller-premium").digest()
