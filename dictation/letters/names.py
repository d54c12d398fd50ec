"""What the files of a draft are called."""

from __future__ import annotations

import datetime
import re
import unicodedata

from dictation.model.draft import Draft
from dictation.model.people import Client

_LONGEST_CLIENT = 30
"""Bytes of UTF-8: with everything around it a name stays below the 255 of ext4 and the 143 of eCryptfs."""
_LONGEST_TEMPLATE = 20
_LONGEST_RECIPIENT = 60

_WORD = re.compile("[LN][LNM]*")
"""A word by the categories of its characters: a mark without a letter before it stands on nothing, or on an emoji."""
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks that show nothing (Unicode, Default_Ignorable_Code_Point)."""


def file_name(draft: Draft, client: Client, *, template: str, date: datetime.date, number: int, suffix: str) -> str:
    """A safe, readable name, such as ``hart-2026-03-10-letter-oona-quill-12.pdf``.

    ``template`` is the name of the template that the draft is set by, which is its kind unless another is asked for. A
    recipient without a name is called by the organisation. ``number`` is the draft's number in the store: what stands
    behind the last hyphen keeps the names of two drafts apart, whatever people are called, on file systems that take
    upper for lower case or compose accents too. ``suffix`` comes with its dot.
    """
    recipients = (_slug(name, _LONGEST_RECIPIENT) for to in draft.to[:1] for name in (to.name, to.organisation))
    parts = (
        _slug(client.key, _LONGEST_CLIENT),
        date.isoformat(),
        _slug(template, _LONGEST_TEMPLATE),
        next(filter(None, recipients), ""),
        str(number),
    )
    return "-".join(filter(None, parts)) + suffix


def _slug(text: str, longest: int) -> str:
    """The words of ``text`` in lower case with hyphens between them, at most ``longest`` bytes."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold())
    categories = "".join(unicodedata.category(character)[0] for character in plain)
    slug = "-".join(plain[word.start() : word.end()] for word in _WORD.finditer(categories))
    return slug.encode()[:longest].decode(errors="ignore").strip("-")
