"""What goes out, to whom, and what does not."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.deliver import address_message, not_sent, outcomes, plan_delivery, state_after
from dictation.errors import ConnectionFailed, DeliveryError
from dictation.model.delivery import Delivery, Message, Outcome, Post, Receipt, Withheld
from dictation.model.draft import Draft, DraftKind, Recipient
from dictation.model.people import Client, Secretary
from dictation.model.review import Approval, DraftState, StoredDraft

NOON = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UMA, VIK, WEN = "uma@weavers.example", "vik@weavers.example", "wen@dyers.example"
LOOM = Client(
    key="loom", name="Tove Loom", email="tove@loom.example", secretary=Secretary(name="Ari", email="ari@loom.example")
)
MESSAGE = Message(sender=LOOM.email, recipients=(UMA, VIK, WEN), content=b"Subject: Wool\r\n\r\nIt is dyed.\r\n")
MESSAGE_ID = "<wool.1@loom.example>"
READY = (DraftState.APPROVED, DraftState.QUEUED, DraftState.FAILED)


def approval(message: Message = MESSAGE, at: datetime = NOON - 10 * MINUTE) -> Approval:
    return Approval(by="Ari", at=at, revision=1, digest=message.digest)


def stored(
    state: DraftState = DraftState.APPROVED, *deliveries: Delivery, send_at: datetime | None = None
) -> StoredDraft:
    return StoredDraft(
        id=7,
        client="loom",
        call=None,
        revision=1,
        state=state,
        draft=Draft(kind=DraftKind.EMAIL, send_at=send_at),
        approval=approval(),
        deliveries=deliveries,
        created_at=NOON - 60 * MINUTE,
        updated_at=NOON - 10 * MINUTE,
    )


def delivery(
    queued_at: datetime, became: dict[str, Outcome], *, started: bool = True, finished: bool = True
) -> Delivery:
    return Delivery(
        id=1,
        draft=7,
        revision=1,
        recipients=tuple(became),
        message_id=MESSAGE_ID,
        queued_at=queued_at,
        started_at=queued_at if started else None,
        data_at=queued_at if started else None,
        finished_at=queued_at if finished else None,
        receipts=tuple(Receipt(address=each, outcome=outcome) for each, outcome in became.items() if finished),
    )


def plan(of: StoredDraft, message: Message = MESSAGE, now: datetime = NOON) -> Post | Withheld:
    return plan_delivery(of, message, now=now, message_id=MESSAGE_ID)


def reason(planned: Post | Withheld) -> str:
    assert isinstance(planned, Withheld)
    return planned.reason


def recipients(planned: Post | Withheld) -> tuple[str, ...]:
    assert isinstance(planned, Post)
    return planned.recipients


def test_what_was_approved_goes_with_nothing_added_but_date_and_number() -> None:
    planned = plan(stored())
    assert isinstance(planned, Post)
    assert (planned.sender, planned.recipients, planned.digest) == (LOOM.email, MESSAGE.recipients, MESSAGE.digest)
    assert planned.content.endswith(b"\r\n" + MESSAGE.content)
    read = email.message_from_bytes(planned.content, policy=email.policy.default)
    assert read["Message-ID"] == MESSAGE_ID
    assert parsedate_to_datetime(str(read["Date"])) == NOON
    assert sorted(read.keys()) == ["Date", "Message-ID", "Subject"]


@pytest.mark.parametrize("state", [state for state in DraftState if state not in READY])
def test_nothing_goes_in_any_other_state(state: DraftState) -> None:
    assert reason(plan(stored(state)))


def test_nothing_goes_without_an_approval_of_this_revision() -> None:
    assert "not approved" in reason(plan(replace(stored(), approval=None)))
    assert "not approved" in reason(plan(replace(stored(), revision=2)))


@pytest.mark.parametrize(
    "changed",
    [
        replace(MESSAGE, content=MESSAGE.content + b"And paid for.\r\n"),
        replace(MESSAGE, recipients=(UMA, VIK)),
        replace(MESSAGE, recipients=(UMA, WEN, VIK)),
        replace(MESSAGE, sender="ari@loom.example"),
    ],
)
def test_nothing_goes_that_is_not_exactly_what_was_approved(changed: Message) -> None:
    assert "no longer what was approved" in reason(plan(stored(), changed))


def test_nothing_goes_before_its_hour() -> None:
    waiting = stored(send_at=NOON)
    assert "12:00 UTC" in reason(plan(waiting, now=NOON - MINUTE))
    assert isinstance(plan(waiting, now=NOON), Post)


def test_its_hour_is_that_of_its_zone_also_where_clocks_show_it_twice() -> None:
    second = datetime(2027, 10, 31, 1, 30, tzinfo=ZoneInfo("Europe/London"), fold=1)
    for number in (1, 2):
        hour = datetime(2027, 10, 31, number - 1, 30, tzinfo=UTC)
        waiting = stored(send_at=second.replace(fold=number - 1))
        assert isinstance(plan(waiting, now=hour - MINUTE), Withheld)
        assert isinstance(plan(waiting, now=hour), Post)


def test_what_goes_on_paper_is_not_emailed() -> None:
    paper = replace(MESSAGE, recipients=())
    assert "paper" in reason(plan(replace(stored(), approval=approval(paper)), paper))


def test_whoever_has_it_or_may_have_it_is_not_written_to_again() -> None:
    before = delivery(NOON - 5 * MINUTE, {UMA: Outcome.ACCEPTED, VIK: Outcome.UNKNOWN, WEN: Outcome.FAILED})
    assert recipients(plan(stored(DraftState.FAILED, before))) == (WEN,)


def test_a_refusal_stands_until_somebody_approves_anew() -> None:
    refused = delivery(NOON - 5 * MINUTE, {UMA: Outcome.ACCEPTED, VIK: Outcome.REFUSED, WEN: Outcome.FAILED})
    assert recipients(plan(stored(DraftState.FAILED, refused))) == (WEN,)
    again = replace(stored(DraftState.APPROVED, refused), approval=approval(at=NOON - MINUTE))
    assert recipients(plan(again)) == (VIK, WEN)


def test_a_new_approval_sends_nothing_a_second_time() -> None:
    everybody = delivery(NOON - 5 * MINUTE, {UMA: Outcome.ACCEPTED, VIK: Outcome.UNKNOWN, WEN: Outcome.ACCEPTED})
    again = replace(stored(DraftState.APPROVED, everybody), approval=approval(at=NOON - MINUTE))
    assert "every recipient" in reason(plan(again))


def test_a_delivery_whose_data_was_begun_and_never_finished_is_unknown() -> None:
    broken = delivery(NOON - 5 * MINUTE, {UMA: Outcome.FAILED}, finished=False)
    assert outcomes([broken], approval()) == {UMA: Outcome.UNKNOWN}
    assert state_after([broken], approval()) is DraftState.UNKNOWN


def test_a_delivery_whose_data_was_never_begun_counts_for_nothing() -> None:
    queued = delivery(NOON - 5 * MINUTE, {UMA: Outcome.FAILED}, started=False, finished=False)
    assert outcomes([queued], approval()) == {}


@pytest.mark.parametrize(
    ("became", "state"),
    [
        ({UMA: Outcome.ACCEPTED, VIK: Outcome.ACCEPTED}, DraftState.SENT),
        ({UMA: Outcome.ACCEPTED, VIK: Outcome.REFUSED}, DraftState.REFUSED),
        ({UMA: Outcome.FAILED, VIK: Outcome.REFUSED}, DraftState.FAILED),
        ({UMA: Outcome.FAILED, VIK: Outcome.UNKNOWN}, DraftState.UNKNOWN),
    ],
)
def test_a_draft_is_only_sent_when_everybody_took_it(became: dict[str, Outcome], state: DraftState) -> None:
    assert state_after([delivery(NOON, became)], approval()) is state


def test_a_second_delivery_that_succeeds_makes_good_the_first() -> None:
    first = delivery(NOON - 5 * MINUTE, {UMA: Outcome.ACCEPTED, VIK: Outcome.FAILED})
    assert state_after([first, delivery(NOON, {VIK: Outcome.ACCEPTED})], approval()) is DraftState.SENT


def test_a_server_that_was_never_reached_leaves_everybody_to_be_tried_again() -> None:
    post = plan(stored())
    assert isinstance(post, Post)
    receipts = not_sent(post, ConnectionFailed("no server listens there", place="mail.loom.example:587"))
    assert {receipt.address: receipt.outcome for receipt in receipts} == dict.fromkeys(post.recipients, Outcome.FAILED)
    assert {receipt.words for receipt in receipts} == {"no server listens there"}


histories = st.lists(
    st.builds(
        lambda minutes, finished, became: delivery(NOON - 20 * MINUTE + minutes * MINUTE, became, finished=finished),
        st.integers(0, 19),
        st.booleans(),
        st.dictionaries(st.sampled_from([UMA, VIK, WEN]), st.sampled_from(Outcome)),
    ),
    max_size=5,
).map(lambda deliveries: sorted(deliveries, key=lambda each: each.queued_at))


@given(histories, st.sampled_from(DraftState))
def test_whatever_happened_nobody_is_sent_it_twice(history: list[Delivery], state: DraftState) -> None:
    planned = plan(stored(state, *history))
    has_it = {
        address
        for each in history
        for address in each.recipients
        if each.finished_at is None
        or any(
            receipt.address == address and receipt.outcome in {Outcome.ACCEPTED, Outcome.UNKNOWN}
            for receipt in each.receipts
        )
    }
    if isinstance(planned, Post):
        assert planned.recipients
        assert not has_it & set(planned.recipients)
    else:
        assert planned.reason


def draft_to(*to: str, bcc: str = "") -> Draft:
    hidden = (Recipient(name="Hidden", email=bcc),) if bcc else ()
    return Draft(kind=DraftKind.EMAIL, to=tuple(Recipient(name=each, email=each) for each in to), bcc=hidden)


def test_everybody_is_written_to_once_blind_copies_too() -> None:
    message = address_message(draft_to(UMA, VIK, UMA, bcc=WEN), LOOM, MESSAGE.content)
    assert message == MESSAGE


def test_a_domain_in_other_letters_is_addressed_as_name_servers_know_it() -> None:
    message = address_message(draft_to("uma@bücher.example"), LOOM, MESSAGE.content)
    assert message.recipients == ("uma@xn--bcher-kva.example",)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "uma",
        "@weavers.example",
        "uma@",
        "uma smith@weavers.example",
        "uma@weavers.example\r\nDATA",
        "<uma@w.example>",
    ],
)
def test_what_is_no_address_stops_the_message(address: str) -> None:
    with pytest.raises(DeliveryError, match="no email address"):
        address_message(Draft(kind=DraftKind.EMAIL, to=(Recipient(name="Uma", email=address),)), LOOM, b"")


@pytest.mark.parametrize("content", [b"Subject: Wool\n\nDyed.\r\n", b"Subject: Wool\r\n\r\nDyed.\r.\r\n"])
def test_a_lone_line_end_stops_the_message(content: bytes) -> None:
    with pytest.raises(DeliveryError, match="lone CR or LF"):
        address_message(draft_to(UMA), LOOM, content)
