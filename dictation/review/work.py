"""Which drafts are work, and whether somebody has one open."""

from __future__ import annotations

from datetime import date, datetime, time

from dictation.model.review import Claim, DraftState, StoredDraft

TO_DO = frozenset(
    {DraftState.DRAFT, DraftState.AWAITING_CLIENT, DraftState.REFUSED, DraftState.FAILED, DraftState.UNKNOWN}
)
"""States in which a draft waits for a person."""


def held(stored: StoredDraft, now: datetime) -> Claim | None:
    """The claim of whoever has a draft open; None where nobody has, or gave no sign for too long."""
    return stored.claim if stored.claim is not None and stored.claim.until > now else None


def end_of_day(day: date) -> datetime:
    """The last minute of a day by this machine's clock, when what is due on that day is due."""
    return datetime.combine(day, time(23, 59)).astimezone()
