"""Which addresses outside may be connected to, and a connection that goes to no other.

Problem: whoever may name an address could have this program knock at what stands beside it: the database, a cloud's
metadata, another's admin page; and a name that was looked at may point elsewhere the next time.
Decision: what counts is where a connection really goes. Every connection is made to an address that was judged in the
moment it is made, names and numbers alike; an address that carries another one is judged by that.
Limit: what a public address passes on to is its owner's affair.
"""

import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from typing import Any, Final
from urllib.parse import urlsplit

LONGEST_URL: Final = 2000
_GLOBAL: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_NO_ADDRESS: Final = "Write an address such as https://crm.example.org/premium, without a password and without #."
_PRIVATE: Final = (
    "The address leads into a private network. Set WEBHOOKS_ALLOW_PRIVATE=true if that is meant; it also allows http."
)
_NOT_SECURE: Final = "The address must begin with https://."
_UNKNOWN: Final = "The address's host is not known."


class BadAddress(ValueError):
    """An endpoint's address cannot be used; the sentence says why."""


class PrivateAddress(OSError):
    """A connection was about to go into a private network."""

    WORDS: Final = "the address leads into a private network"


def is_public(text: str) -> bool:
    """Whether a numeric address is one of the open internet's."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    carried = _carried(address)
    if carried is not None:
        return all(is_public(str(each)) for each in carried)
    return address in _GLOBAL and address.is_global


def _carried(address: IPv6Address) -> tuple[IPv4Address, ...] | None:
    """The addresses inside one of the old network that is written as one of the new."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFF_FFFF),)
    return None


def check_url(url: str, *, allow_private: bool) -> None:
    """Look at an endpoint's address and at where its host is now. Blocks. Raises `BadAddress`."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        usable = parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:
        raise BadAddress(_NO_ADDRESS) from None
    if not usable or parts.username or parts.password or "#" in url or len(url) > LONGEST_URL or not url.isprintable():
        raise BadAddress(_NO_ADDRESS)
    if any(sign.isspace() or sign == "\\" for sign in url):
        raise BadAddress(_NO_ADDRESS)
    if allow_private:
        return
    if parts.scheme != "https":
        raise BadAddress(_NOT_SECURE)
    try:
        found = socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BadAddress(_UNKNOWN) from None
    if not all(is_public(str(address[0])) for *_, address in found):
        raise BadAddress(_PRIVATE)


def public_socket(info: tuple[Any, ...]) -> socket.socket:
    """The socket for a connection to this very address, as `getaddrinfo` named it. Raises `PrivateAddress`."""
    family, kind, protocol, _, address = info
    if not is_public(str(address[0])):
        raise PrivateAddress(PrivateAddress.WORDS)
    return socket.socket(family, kind, protocol)
