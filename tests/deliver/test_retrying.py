"""When what failed is tried again, whatever the clock does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.deliver import hold_back, retry_at
from dictation.model.delivery import Delivery, Outcome, Receipt
from dictation.model.review import DraftState
from tests.deliver.test_planning import NOON, UMA, delivery, stored

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


def failed(next_attempt_at: datetime | None, attempts: int = 1) -> Delivery:
    """A delivery that failed and waits."""
    before = delivery(NOON, {UMA: Outcome.FAILED}, started=False, finished=False)
    receipt = Receipt(address=UMA, outcome=Outcome.FAILED, code=452, words="mailbox full")
    return replace(before, attempts=attempts, next_attempt_at=next_attempt_at, receipts=(receipt,))


def held_back(waiting: Delivery, now: datetime, *, at_once: bool = False) -> str:
    withheld = hold_back(stored(DraftState.FAILED, waiting), now=now, at_once=at_once)
    return withheld.reason if withheld else ""


def test_each_wait_is_twice_the_one_before_up_to_four_hours() -> None:
    waits = [retry_at(NOON, attempts, now=NOON, jitter=0) for attempts in range(1, 40)]
    minutes = [(wait - NOON) / timedelta(minutes=1) for wait in waits if wait]
    assert minutes[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 240]
    assert set(minutes[9:]) == {240}


@given(st.integers(1, 60), st.floats(0, 1, exclude_max=True))
def test_jitter_lengthens_a_wait_by_half_at_most(attempts: int, jitter: float) -> None:
    plain, late = (retry_at(NOON, attempts, now=NOON, jitter=each) for each in (0, jitter))
    assert plain is not None
    assert late is not None
    assert plain - NOON <= late - NOON <= 1.5 * (plain - NOON)


def test_it_is_given_up_after_five_days() -> None:
    assert retry_at(NOON, 30, now=NOON + 5 * DAY, jitter=0) is not None
    assert retry_at(NOON, 30, now=NOON + 5 * DAY + HOUR, jitter=0) is None


def test_a_clock_that_was_put_forward_gives_nothing_up_that_was_hardly_tried() -> None:
    assert retry_at(NOON, 2, now=NOON + YEAR, jitter=0) is not None


@given(st.timedeltas(-100 * YEAR, 100 * YEAR), st.integers(1, 60), st.floats(0, 1, exclude_max=True))
def test_whatever_the_clock_says_what_is_not_given_up_is_due_within_hours(
    jump: timedelta, attempts: int, jitter: float
) -> None:
    again = retry_at(NOON, attempts, now=NOON, jitter=jitter)
    assert again is not None
    now = NOON + jump
    assert not held_back(failed(again), now) or not held_back(failed(again), now + 8 * HOUR)


def test_what_failed_waits_for_its_time_unless_a_person_names_it() -> None:
    waiting = failed(NOON + HOUR)
    assert "tried again from 01 February 2027, 13:00 UTC on" in held_back(waiting, NOON)
    assert not held_back(waiting, NOON, at_once=True)
    assert not held_back(waiting, NOON + HOUR)


def test_what_was_given_up_goes_only_where_a_person_names_it() -> None:
    given_up = replace(failed(None), started_at=NOON, finished_at=NOON)
    assert "given up" in held_back(given_up, NOON)
    assert not held_back(given_up, NOON, at_once=True)


@pytest.mark.parametrize("state", [DraftState.SENT, DraftState.SENDING, DraftState.REFUSED])
def test_a_person_cannot_name_what_has_gone(state: DraftState) -> None:
    assert hold_back(stored(state), now=NOON, at_once=True) is not None


def test_who_failed_is_tried_again_though_nobody_knows_of_the_others() -> None:
    assert hold_back(stored(DraftState.UNKNOWN, failed(NOON)), now=NOON, at_once=False) is None
    assert hold_back(stored(DraftState.UNKNOWN), now=NOON, at_once=True) is not None
