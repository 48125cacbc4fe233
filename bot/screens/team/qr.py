"""A link as a QR code, to be scanned from one screen with another phone."""

from io import BytesIO
from typing import Final

import segno

_PIXELS: Final = 10
"""Of one module: a link of ours gives a picture about 400 wide, sharp on a phone."""


def qr_png(text: str) -> bytes:
    """The text as a PNG: black on white with the quiet edge that scanners want, readable with a corner covered."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=_PIXELS, border=4)
    return out.getvalue()
