"""Meetings out of drafts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dictation.deliver import change_meeting, current_meetings, has_arrived, plan_event
from dictation.errors import DeliveryError, InputError
from dictation.model.delivery import Delivery, Outcome, Receipt
from dictation.model.draft import Draft, DraftKind, Meeting, MeetingUpdate, Recipient
from dictation.model.people import Client, Secretary
from dictation.model.review import Approval, DraftState, StoredDraft

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLIENT = Client(
    key="voss",
    name="Ada Voss",
    email="ada@bücher.example",
    secretary=Secretary(name="Finn", email="finn@voss.example"),
    timezone="Europe/London",
)
MEETING = Meeting(start=NOW + timedelta(days=20), minutes=30, place="quay")
HOPE = Recipient(name="Hope Ness", email="hope@ness.example")
INVITATION = Draft(
    kind=DraftKind.INVITE,
    to=(HOPE,),
    cc=(Recipient(name="Ed Rae", email="ed@rae.example"), replace(HOPE, email="Hope@Ness.example")),
    bcc=(Recipient(name="Ilse Bode", email="ilse@bode.example"),),
    meeting=MEETING,
)


def stored(number: int = 1, draft: Draft = INVITATION, outcome: Outcome | None = None) -> StoredDraft:
    """A draft, approved and delivered with that outcome where there is one."""
    approval = Approval(by="Finn", at=NOW, revision=1, digest="0" * 64)
    receipts = (Receipt(address=HOPE.email, outcome=outcome),) if outcome else ()
    delivery = Delivery(
        id=number,
        draft=number,
        revision=1,
        recipients=(HOPE.email,),
        message_id=f"<{number}@voss.example>",
        queued_at=NOW,
        started_at=NOW,
        finished_at=NOW,
        receipts=receipts,
    )
    return StoredDraft(
        id=number,
        client="voss",
        call=None,
        revision=1,
        state=DraftState.SENT if outcome else DraftState.DRAFT,
        draft=draft,
        approval=approval if outcome else None,
        deliveries=(delivery,) if outcome else (),
        created_at=NOW + timedelta(minutes=number),
        updated_at=NOW + timedelta(days=number),
    )


def uid(draft: StoredDraft) -> str:
    return plan_event(draft, MEETING, CLIENT, title="").uid


def test_everybody_who_is_named_takes_part_once_and_nobody_else() -> None:
    event = plan_event(stored(), MEETING, CLIENT, title="Meeting")
    assert [(each.email, each.optional) for each in event.attendees] == [
        ("hope@ness.example", False),
        ("ed@rae.example", True),
    ]
    assert event.organizer.email == "ada@xn--bcher-kva.example"
    assert event.summary == "Meeting"


def test_it_is_the_same_whatever_is_decided_about_it() -> None:
    """Approving changes when a draft was last touched; what was approved must not change with it."""
    draft = stored()
    decided = replace(draft, updated_at=NOW + timedelta(days=9), state=DraftState.APPROVED, revision=4)
    assert plan_event(draft, MEETING, CLIENT, title="") == plan_event(decided, MEETING, CLIENT, title="")
    assert uid(draft) != uid(stored(2))
    assert uid(draft) != uid(replace(draft, created_at=NOW))


def test_somebody_without_an_address_is_named() -> None:
    draft = replace(INVITATION, cc=(Recipient(name="Nobody"),))
    with pytest.raises(DeliveryError, match="Nobody"):
        plan_event(stored(draft=draft), MEETING, CLIENT, title="")


@pytest.mark.parametrize(
    ("outcome", "arrived"),
    [
        (Outcome.ACCEPTED, True),
        (Outcome.UNKNOWN, True),
        (Outcome.REFUSED, False),
        (Outcome.FAILED, False),
        (None, False),
    ],
)
def test_what_may_have_arrived_counts_as_arrived(outcome: Outcome | None, arrived: bool) -> None:
    assert has_arrived(stored(outcome=outcome)) is arrived


def test_each_change_is_to_the_last_one() -> None:
    first = stored(outcome=Outcome.ACCEPTED)
    later = replace(MEETING, place="shed")
    last, change = change_meeting(first, [first], later)
    assert (last, change.update, change.meeting) == (first, MeetingUpdate(uid=uid(first), sequence=1), later)
    second = stored(2, change, Outcome.ACCEPTED)
    last, change = change_meeting(first, [first, second, stored(3)], None)
    assert last == second
    assert change.update == MeetingUpdate(uid=uid(first), sequence=2, cancelled=True)
    assert change.recipients == INVITATION.recipients
    third = stored(4, change, Outcome.ACCEPTED)
    with pytest.raises(InputError, match="cancelled by draft 4"):
        change_meeting(second, [first, second, third], later)


def test_a_change_waits_for_the_one_before_it() -> None:
    first = stored(outcome=Outcome.ACCEPTED)
    _, change = change_meeting(first, [first], None)
    waiting = stored(2, change)
    with pytest.raises(InputError, match="draft 2 changes or cancels the same meeting"):
        change_meeting(first, [first, waiting], MEETING)
    rejected = replace(waiting, state=DraftState.REJECTED)
    assert change_meeting(first, [first, rejected], MEETING)[1].update == MeetingUpdate(uid=uid(first), sequence=1)


def test_a_calendar_has_the_latest_of_each_meeting_by_their_start() -> None:
    first = stored(outcome=Outcome.ACCEPTED)
    _, change = change_meeting(first, [first], replace(MEETING, start=NOW + timedelta(days=40)))
    second = stored(2, change, Outcome.ACCEPTED)
    other = stored(3, outcome=Outcome.UNKNOWN)
    letter = stored(4, replace(INVITATION, kind=DraftKind.LETTER), Outcome.ACCEPTED)
    assert current_meetings([first, second, other, letter, stored(5)]) == (other, second)
    assert current_meetings([first, stored(2, change), other]) == (first, other)
