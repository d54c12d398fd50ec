"""What is to be done to bring a calendar on a server up to date."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from dictation.model.calendar import CalendarChange, CalendarEntry


def plan_calendar(contents: Mapping[str, bytes], entries: Mapping[str, CalendarEntry]) -> tuple[CalendarChange, ...]:
    """The changes that make the calendar what it is to be, none for a meeting that is there as it is to be.

    ``contents`` are the meetings by their UIDs, ``entries`` what was put there before, likewise.
    """
    puts = (
        CalendarChange(uid=uid, content=content, etag=entries[uid].etag if uid in entries else None)
        for uid, content in contents.items()
        if uid not in entries or entries[uid].sha256 != hashlib.sha256(content).hexdigest()
    )
    removals = (
        CalendarChange(uid=uid, content=None, etag=entry.etag) for uid, entry in entries.items() if uid not in contents
    )
    return (*puts, *removals)
