"""Problem: a photo that is no picture, an empty file or a stale file_id must fail in a test as it fails with
Telegram.

Decision: bytes are kept in memory under made-up ids; the kind (photo or document) is fixed when a file
arrives, and a photo's header is read to prove that it is a PNG or JPEG and to learn its size.
Limit: only the header is checked. The oldest files go when the store is full, as on a server that forgot
them.
"""

import mimetypes
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from bot.localtelegram.telegram.calls import Call, Upload
from bot.localtelegram.telegram.errors import bad_request, refuse
from bot.localtelegram.telegram.limits import Limits

_KINDS = {"photo": "Photo", "document": "Document"}
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_UNSAFE = re.compile(r"[^\w .()\[\]+-]+")


@dataclass(frozen=True)
class StoredFile:
    """A file as Telegram keeps it; width and height are those of a photo, else 0."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime_type: str
    content: bytes
    width: int = 0
    height: int = 0

    def as_photo(self) -> list[dict[str, Any]]:
        """The `photo` field of a message: one size."""
        return [
            {
                "file_id": self.file_id,
                "file_unique_id": self.unique_id,
                "width": self.width,
                "height": self.height,
                "file_size": len(self.content),
            }
        ]

    def as_document(self) -> dict[str, Any]:
        """The `document` field of a message."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_name": self.name,
            "mime_type": self.mime_type,
            "file_size": len(self.content),
        }

    def field(self) -> dict[str, Any]:
        """The message field of the file's kind."""
        return {"photo": self.as_photo()} if self.kind == "photo" else {"document": self.as_document()}


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG, None for anything else or for a header cut short."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        if content[12:16] != b"IHDR" or len(content) < 24:
            return None
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _JPEG_SIZES:
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        at += 2 + max(length, 2)
    return None


class FileStore:
    """Files by id and by download path."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._files: OrderedDict[str, StoredFile] = OrderedDict()
        self._paths: dict[str, str] = {}
        self._bytes = 0
        self._count = 0

    def add(self, upload: Upload, kind: str) -> StoredFile:
        """Keep an upload as a photo or a document; 400 when Telegram would not take it."""
        if not upload.content:
            raise bad_request("File must be non-empty")
        width = height = 0
        name = _UNSAFE.sub("_", upload.name.rpartition("/")[2]).strip()[-128:] or "file"
        mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind == "photo":
            if len(upload.content) > self._limits.photo_bytes:
                raise bad_request(
                    f"File of size {len(upload.content)} bytes is too big for a photo; the maximum size is "
                    f"{self._limits.photo_bytes} bytes"
                )
            size = image_size(upload.content)
            if size is None:
                raise bad_request("IMAGE_PROCESS_FAILED")
            width, height = size
            if not (width > 0 and height > 0 and width + height <= 10_000 and max(size) <= 20 * min(size)):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
            mime_type = "image/png" if upload.content.startswith(b"\x89") else "image/jpeg"
        self._count += 1
        suffix = "." + name.rpartition(".")[2] if "." in name else ""
        path = f"{kind}s/file_{self._count}{suffix if kind == 'document' else '.jpg'}"
        stored = StoredFile(
            ("AgAC" if kind == "photo" else "BQAC") + secrets.token_urlsafe(36),
            secrets.token_urlsafe(9),
            kind,
            path,
            name,
            mime_type,
            upload.content,
            width,
            height,
        )
        self._files[stored.file_id] = stored
        self._paths[path] = stored.file_id
        self._bytes += len(upload.content)
        while self._bytes > self._limits.stored_bytes and len(self._files) > 1:
            _, oldest = self._files.popitem(last=False)
            del self._paths[oldest.path]
            self._bytes -= len(oldest.content)
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """The file of this id, None when unknown or forgotten."""
        return self._files.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file of this download path."""
        return self._files.get(self._paths.get(path, ""))

    def from_call(self, call: Call, reference: str, kind: str) -> StoredFile | None:
        """The file that a call means by `reference`: attach://name or a file_id; None if it is not there.

        A link is 400: this stand-in fetches nothing from the network.
        """
        if reference.startswith("attach://"):
            upload = call.files.get(reference[9:])
            return self.add(upload, kind) if upload is not None else None
        if not reference:
            return None
        if reference.lower().startswith(("http://", "https://")):
            raise bad_request("Failed to get HTTP URL content")
        known = self._files.get(reference)
        if known is None:
            raise bad_request("Wrong remote file identifier specified: can't unserialize it")
        if known.kind != kind:
            raise bad_request(f"Can't use file of type {_KINDS[known.kind]} as {_KINDS[kind]}")
        return known

    def described(self, file_id: str) -> dict[str, Any]:
        """The answer of getFile, or Telegram's refusal."""
        if not file_id:
            raise bad_request("file_id not specified")
        stored = self._files.get(file_id)
        if stored is None:
            raise refuse(400, "invalid file_id")
        if len(stored.content) > self._limits.download_bytes:
            raise bad_request("file is too big")
        return {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": len(stored.content),
            "file_path": stored.path,
        }
