"""Drafts and people of every shape that the types allow, for the property tests of all rooms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dictation.model.draft import (
    Answered,
    Draft,
    DraftKind,
    Flag,
    FlagKind,
    Meeting,
    MeetingUpdate,
    Paragraph,
    ParagraphKind,
    Passage,
    Piece,
    Recipient,
)
from dictation.model.people import Client, Contact, Secretary

ZONES = ("Europe/London", "Asia/Jakarta", "America/New_York", "Australia/Lord_Howe")

texts = st.text(max_size=40)
"""Anything that Python holds as text but halves of surrogate pairs, which no file can hold."""
names = st.text(min_size=1, max_size=30)
places_in_time = st.none() | st.integers(0, 12 * 3_600_000)


def moments() -> st.SearchStrategy[datetime]:
    """Datetimes with a zone by name or by its distance from UTC."""
    century = st.timedeltas(timedelta(0), timedelta(days=36_500))
    instants = century.map(lambda passed: datetime(2000, 1, 1, tzinfo=UTC) + passed)
    offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    zones = st.sampled_from(ZONES).map(ZoneInfo) | offsets | st.just(UTC)
    return st.builds(datetime.astimezone, instants, zones)


def pieces() -> st.SearchStrategy[Piece]:
    """Text that was heard, or that a rule made."""
    heard = st.builds(
        Piece,
        text=texts,
        words=st.lists(st.integers(0, 5000), min_size=1, max_size=4).map(tuple),
        start_ms=places_in_time,
        end_ms=places_in_time,
        rule=st.sampled_from(("", "money", "date")),
    )
    return heard | st.builds(Piece, text=texts, rule=st.just("salutation-comma"))


def passages() -> st.SearchStrategy[Passage]:
    """Passages of a few pieces, or of none."""
    return st.builds(Passage, pieces=st.lists(pieces(), max_size=4).map(tuple))


def paragraphs() -> st.SearchStrategy[Paragraph]:
    """Prose and lists."""
    lines = st.lists(passages(), min_size=1, max_size=4).map(tuple)
    return st.builds(Paragraph, lines=lines, kind=st.sampled_from(ParagraphKind))


def recipients() -> st.SearchStrategy[Recipient]:
    """People with and without addresses, settled and unsettled."""
    return st.builds(
        Recipient,
        name=names,
        email=st.just("") | st.emails(),
        address=st.lists(texts, max_size=4).map(tuple),
        organisation=texts,
        heard=texts,
        resolved=st.booleans(),
    )


def meetings() -> st.SearchStrategy[Meeting]:
    """Meetings at any time, in any zone."""
    return st.builds(Meeting, start=moments(), minutes=st.integers(1, 24 * 60), place=texts)


def flags() -> st.SearchStrategy[Flag]:
    """Reasons to look."""
    return st.builds(
        Flag,
        kind=st.sampled_from(FlagKind),
        message=texts,
        words=texts,
        start_ms=places_in_time,
        end_ms=places_in_time,
    )


def drafts(kind: st.SearchStrategy[DraftKind] | None = None) -> st.SearchStrategy[Draft]:
    """Drafts of every kind."""
    people = st.lists(recipients(), max_size=3).map(tuple)
    return st.builds(
        Draft,
        kind=kind or st.sampled_from(DraftKind),
        to=people,
        cc=people,
        bcc=people,
        subject=passages(),
        salutation=passages(),
        body=st.lists(paragraphs(), max_size=4).map(tuple),
        closing=passages(),
        enclosures=st.lists(passages(), max_size=2).map(tuple),
        urgent=st.booleans(),
        send_at=st.none() | moments(),
        delivery=st.none() | names,
        language=st.sampled_from(("en", "id", "de")),
        meeting=st.none() | meetings(),
        update=st.none() | st.builds(MeetingUpdate, uid=names, sequence=st.integers(1, 9), cancelled=st.booleans()),
        answers=st.none() | st.builds(Answered, message_id=names, references=st.lists(names, max_size=3).map(tuple)),
        flags=st.lists(flags(), max_size=4).map(tuple),
    )


def clients() -> st.SearchStrategy[Client]:
    """Clients, with whatever their fields may hold."""
    return st.builds(
        Client,
        key=names,
        name=names,
        organisation=texts,
        email=st.emails(),
        address=st.lists(texts, max_size=4).map(tuple),
        signature=st.lists(texts, max_size=4).map(tuple),
        secretary=st.builds(Secretary, name=names, email=st.emails()),
        language=st.sampled_from(("en", "id")),
        timezone=st.sampled_from(ZONES),
        layout=texts,
    )


def contacts() -> st.SearchStrategy[Contact]:
    """Entries of an address book."""
    return st.builds(
        Contact,
        name=names,
        aliases=st.lists(names, max_size=3).map(tuple),
        organisation=texts,
        email=st.just("") | st.emails(),
        address=st.lists(texts, max_size=4).map(tuple),
        language=st.sampled_from(("", "en", "id")),
    )
