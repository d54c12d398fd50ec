from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.model.draft import Draft, DraftKind, Flag, FlagKind, Recipient
from dictation.model.review import DraftState, StoredDraft
from dictation.review import riskiest_first
from tests import strategies

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def stored(number: int, *kinds: FlagKind, urgent: bool = False, to: tuple[Recipient, ...] = ()) -> StoredDraft:
    flags = tuple(Flag(kind=kind, message="look here") for kind in kinds)
    return of(number, Draft(kind=DraftKind.EMAIL, to=to, flags=flags, urgent=urgent))


def of(number: int, draft: Draft) -> StoredDraft:
    return StoredDraft(
        id=number,
        client="okoro",
        call=1,
        revision=1,
        state=DraftState.DRAFT,
        draft=draft,
        approval=None,
        created_at=NOON,
        updated_at=NOON,
    )


def order(*drafts: StoredDraft) -> list[int]:
    return [each.id for each in riskiest_first(drafts)]


def test_one_grave_doubt_comes_before_many_small_ones() -> None:
    assert order(stored(1), stored(2, *[FlagKind.UNCERTAIN_WORD] * 9), stored(3, FlagKind.AMOUNT)) == [3, 2, 1]


def test_more_doubts_of_a_kind_come_first() -> None:
    assert order(stored(1, FlagKind.DATE), stored(2, FlagKind.DATE, FlagKind.DATE)) == [2, 1]


def test_among_equal_grave_doubts_the_lesser_ones_decide() -> None:
    assert order(stored(1, FlagKind.NAME), stored(2, FlagKind.NAME, FlagKind.MISSING)) == [2, 1]


def test_a_recipient_who_is_not_settled_is_the_worst() -> None:
    somebody = Recipient(name="Quill", resolved=False)
    assert order(stored(1, *FlagKind), stored(2, to=(somebody,))) == [2, 1]


def test_among_equals_the_urgent_come_first_and_then_those_dictated_first() -> None:
    assert order(stored(3), stored(2), stored(4, urgent=True), stored(1)) == [4, 1, 2, 3]


@settings(max_examples=40, deadline=None)
@given(drafts=st.lists(strategies.drafts(), max_size=5), seed=st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_in_which_they_come(drafts: list[Draft], seed: Random) -> None:
    numbered = [of(number, draft) for number, draft in enumerate(drafts, 1)]
    shuffled = list(numbered)
    seed.shuffle(shuffled)
    assert riskiest_first(shuffled) == riskiest_first(numbered)
    assert sorted(each.id for each in riskiest_first(shuffled)) == [each.id for each in numbered]
