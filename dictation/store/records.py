"""What the store hands out besides the types of the other stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dictation.model.draft import Draft, LeftOut, Note
from dictation.model.recording import Recording
from dictation.model.transcript import Transcript

Clock: TypeAlias = Callable[[], datetime]
"""Tells the time, with its zone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCall:
    """A recording with all that was made of it."""

    id: int
    client: str
    recording: Recording
    transcript: Transcript
    notes: tuple[Note, ...]
    left_out: tuple[LeftOut, ...]
    drafts: tuple[int, ...]
    """Numbers of the drafts, in the order of dictation; behind them those that were split off."""
    recorded_at: datetime
    """When it came into the store."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Revision:
    """A draft as it was at one time."""

    number: int
    author: str
    draft: Draft
    at: datetime
    restores: int | None = None
    """The revision whose text it took again, where it was made by undoing or redoing."""
