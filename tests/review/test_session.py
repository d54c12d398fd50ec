"""A person's way through drafts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dictation.model.draft import Draft, DraftKind, Flag, FlagKind
from dictation.model.review import DraftState, StoredDraft
from dictation.review import Session, begin

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def stored(number: int, *, state: DraftState = DraftState.DRAFT, kind: FlagKind | None = None) -> StoredDraft:
    flags = (Flag(kind=kind, message="look"),) if kind else ()
    return StoredDraft(
        id=number,
        client="reed",
        call=1,
        revision=1,
        state=state,
        draft=Draft(kind=DraftKind.EMAIL, flags=flags),
        approval=None,
        created_at=NOW,
        updated_at=NOW,
    )


DRAFTS = (
    stored(1),
    stored(2, state=DraftState.APPROVED, kind=FlagKind.DATE),
    stored(3, kind=FlagKind.NAME),
    stored(4, kind=FlagKind.UNCERTAIN_WORD),
)


def test_the_riskiest_comes_first_and_ways_lead_round() -> None:
    session = begin(DRAFTS)
    assert session.numbers == (3, 2, 4, 1)
    assert session.moved(1, undecided=False).current == 2
    assert session.moved(1, undecided=True).current == 4
    assert session.moved(-1, undecided=True).current == 1
    assert session.moved(1, undecided=True).moved(1, undecided=True).moved(1, undecided=True) == session


def test_where_nothing_else_is_undecided_it_stays() -> None:
    session = begin(DRAFTS[1:3])
    assert session.moved(1, undecided=True) == session
    alone = begin(DRAFTS[:1])
    assert alone.moved(1, undecided=False) == alone


def test_what_became_of_a_draft_is_seen() -> None:
    session = begin(DRAFTS)
    assert session.undecided == {1, 3, 4}
    assert session.seen(replace(DRAFTS[0], state=DraftState.REJECTED)).undecided == {3, 4}
    assert session.seen(replace(DRAFTS[1], state=DraftState.DRAFT)).undecided == {1, 2, 3, 4}


@pytest.mark.parametrize(("at", "gone", "left", "current"), [(0, 0, (1, 2), 1), (2, 0, (1, 2), 2), (2, 2, (0, 1), 0)])
def test_a_draft_can_be_left_out(at: int, gone: int, left: tuple[int, ...], current: int) -> None:
    session = Session(numbers=(0, 1, 2), undecided=frozenset({0, 1, 2}), at=at)
    rest = session.without(gone)
    assert rest is not None
    assert (rest.numbers, rest.undecided, rest.current) == (left, frozenset(left), current)
    assert Session(numbers=(7,), undecided=frozenset()).without(7) is None


def test_a_new_draft_comes_behind_the_present_one_and_waits() -> None:
    session = begin(DRAFTS).seen(stored(9))
    assert (session.numbers, session.current) == ((3, 9, 2, 4, 1), 3)
    assert session.moved(1, undecided=True).current == 9
