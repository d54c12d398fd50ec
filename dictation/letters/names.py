"""What the files of a draft are called."""

from __future__ import annotations

import datetime

from dictation.model.draft import Draft
from dictation.model.people import Client


def file_name(draft: Draft, client: Client, *, date: datetime.date, number: int, suffix: str) -> str:
    """A safe, readable name, such as ``hart-2026-03-10-letter-12-oona-quill.pdf``.

    ``number`` is the draft's number in the store: it keeps the names of two drafts apart, whatever else they share.
    ``suffix`` comes with its dot.
    """
    raise NotImplementedError
