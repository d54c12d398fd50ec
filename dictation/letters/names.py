"""What the files of a draft are called."""

from __future__ import annotations

import datetime
import unicodedata

from dictation.model.draft import Draft
from dictation.model.people import Client

_LONGEST_RECIPIENT = 80
"""Bytes of UTF-8: with everything around it a name stays far below the 255 of ext4 and the 143 of eCryptfs."""
_LONGEST_CLIENT = 30


def file_name(draft: Draft, client: Client, *, date: datetime.date, number: int, suffix: str) -> str:
    """A safe, readable name, such as ``hart-2026-03-10-letter-12-oona-quill.pdf``.

    ``number`` is the draft's number in the store: it keeps the names of two drafts apart, whatever else they share,
    on file systems that take upper for lower case or compose accents too. ``suffix`` comes with its dot.
    """
    recipient = _slug(draft.to[0].name, _LONGEST_RECIPIENT) if draft.to else ""
    parts = (_slug(client.key, _LONGEST_CLIENT), date.isoformat(), draft.kind.value, str(number), recipient)
    return "-".join(part for part in parts if part) + suffix


def _slug(text: str, longest: int) -> str:
    """The letters and digits of ``text`` in lower case, anything between them a hyphen, at most ``longest`` bytes."""
    letters = "".join(
        character if unicodedata.category(character)[0] in "LNM" else " "
        for character in unicodedata.normalize("NFKC", text).casefold()
    )
    slug = "-".join(unicodedata.normalize("NFC", letters).split())
    return slug.encode()[:longest].decode(errors="ignore").strip("-")
