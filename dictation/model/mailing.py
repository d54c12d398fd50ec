"""Mailings: one approved text to a list of people, a message each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class ListEntry:
    """Somebody as a list has them, not yet looked at."""

    name: str
    email: str
    fields: Mapping[str, str]
    """What the list tells of this person, by the name of the field as a text writes it: ``first_name``."""
    place: str
    """Where the entry stands, such as ``customers.csv, line 4``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Addressee:
    """Somebody whom a mailing goes to."""

    position: int
    """The place on the list, from 0: messages go out in this order."""
    name: str
    address: str
    """As SMTP takes it."""
    fields: Mapping[str, str]
    token: str = ""
    """What stands at the end of this person's link for unsubscribing; the store makes it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotWrittenTo:
    """An entry of a list that gets no message, and why."""

    entry: ListEntry
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedList:
    """A list as a mailing would take it."""

    people: tuple[Addressee, ...]
    left_out: tuple[NotWrittenTo, ...] = ()
    mistakes: tuple[str, ...] = ()
    """What has to be put right first, a sentence each."""


class Stage(StrEnum):
    """How far the message to one person has come."""

    WAITING = "waiting"
    """For its first attempt, or for another."""
    STARTED = "started"
    """Handed to a connection; none of the message's data has gone."""
    DATA = "data"
    """The data had begun: the message may have arrived."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    FAILED = "failed"
    """Given up after days; a new approval tries it, as one that was refused, once more."""
    UNKNOWN = "unknown"
    """May or may not have arrived: never sent again by itself."""
    SUPPRESSED = "suppressed"
    """The person wants no more such messages, and got none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonalPost:
    """How far the message to one person is, as the store lists it: everything but its bytes."""

    person: Addressee
    stage: Stage
    attempts: int = 0
    first_at: datetime | None = None
    """When it was first tried."""
    next_attempt_at: datetime | None = None
    at: datetime | None = None
    """When it came to its stage; None before anything was done."""
    message_id: str = ""
    """With its angle brackets; empty before it was first tried."""
    code: int | None = None
    """The server's last reply code."""
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailing:
    """A draft's list, and how far it is."""

    draft: int
    client: str
    source: str
    """Where the list comes from: a file's name, or the address book."""
    planned_at: datetime
    totals: Mapping[Stage, int] = field(default_factory=dict)
    """How many people are at each stage; none is 0."""

    @property
    def people(self) -> int:
        """How many are on the list."""
        return sum(self.totals.values())

    @property
    def begun(self) -> bool:
        """Whether anything went, or may have."""
        return any(stage not in {Stage.WAITING, Stage.SUPPRESSED} for stage in self.totals)


@dataclass(frozen=True, kw_only=True, slots=True)
class Suppression:
    """An address that a client's mailings never go to."""

    key: str
    """The normal form of the address."""
    reason: str
    at: datetime
