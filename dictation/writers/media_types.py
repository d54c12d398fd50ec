"""What kind of file something is, by the end of its name."""

from __future__ import annotations

from mimetypes import MimeTypes
from pathlib import PurePath

_OTHERWISE = "application/octet-stream"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_MORE = {
    ".docx": f"{_OPEN_XML}.wordprocessingml.document",
    ".xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    ".pptx": f"{_OPEN_XML}.presentationml.presentation",
    ".odt": f"{_OPEN_DOCUMENT}.text",
    ".ods": f"{_OPEN_DOCUMENT}.spreadsheet",
    ".odp": f"{_OPEN_DOCUMENT}.presentation",
    ".rtf": "application/rtf",
    ".webp": "image/webp",
    ".m4a": "audio/mp4",
    ".vcf": "text/vcard",
}
"""What Python 3.11 knows only where the system has a list of its own: the message is the same on every machine."""


def media_type_of(name: str) -> str:
    """The media type of an attachment.

    A message within a message may not be written in base64 (RFC 2046, 5.2.1), and what is compressed is no longer what
    its name says: both travel as bytes.
    """
    types = MimeTypes()
    for suffix, known in _MORE.items():
        types.add_type(known, suffix)
    # By its end alone: a whole name may look like an address of the web.
    media_type, compressed = types.guess_type(f"file{''.join(PurePath(name).suffixes[-2:])}")
    if media_type is None or compressed or media_type.startswith(("message/", "multipart/")):
        return _OTHERWISE
    return media_type
