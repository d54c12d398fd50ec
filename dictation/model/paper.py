"""Letters on paper: printed, put into envelopes, posted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from dictation.model.document import Layout
from dictation.model.draft import require_zone
from dictation.model.people import Client


class Way(StrEnum):
    """How an envelope travels, in the order of a posting list: what somebody signs for comes first."""

    REGISTERED = "registered"
    COURIER = "courier"
    HAND = "hand"
    OTHER = "other"
    """Some other way, which is kept as the client said it."""
    ORDINARY = "ordinary"


@dataclass(frozen=True, kw_only=True, slots=True)
class Print:
    """A letter that was printed."""

    revision: int
    digest: str
    """Of the approved :class:`~dictation.model.delivery.Message`."""
    by: str
    at: datetime.datetime
    place: str
    """The printer's name, empty for the default one; or the file's path."""
    sheets: int
    """Of one envelope."""
    job: str | None
    """What the printer's queue calls it; empty for a file. None where the program was stopped before it knew."""

    def __post_init__(self) -> None:
        """Refuse a time that could be at several moments."""
        require_zone("at", self.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """That a letter was posted, as a person said."""

    revision: int
    by: str
    at: datetime.datetime
    tracking: str = ""
    """The number by which the post or the courier knows it."""

    def __post_init__(self) -> None:
        """Refuse a time that could be at several moments."""
        require_zone("at", self.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """A line of a posting list: everybody whom a letter goes to gets one."""

    draft: int
    addressee: str
    address: tuple[str, ...]
    """The organisation, where the address does not name it, and the postal address, a line each."""
    way: Way
    delivery: str
    """How it is to travel, as the client said it; empty where nothing was said."""
    reference: str
    sheets: int | None
    """None where the letter was not printed by this program."""
    enclosures: tuple[str, ...]
    """What is to be put in behind the letter."""
    tracking: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """An approved letter, ready for the printer."""

    draft: int
    revision: int
    digest: str
    addressee: str
    pdf: bytes
    copies: int
    """One for everybody whom it goes to."""
    sheets: int
    """Of one copy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostingWords:
    """The words of posting lists in a language."""

    title: str
    number: str
    addressee: str
    way: str
    reference: str
    sheets: str
    tracking: str
    enclosed: str
    page: str
    ways: dict[Way, str]
    """What is written for each way where the client did not say it."""
    said: dict[Way, tuple[str, ...]]
    """Words by which a way is known in what the client said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostingList:
    """What goes, or went, to the post in a client's name on a day."""

    client: Client
    date: datetime.date
    language: str
    """BCP 47 tag of the words."""
    words: PostingWords
    layout: Layout
    """Of the paper."""
    envelopes: tuple[Envelope, ...]
