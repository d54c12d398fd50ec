"""How far the message to each person of a mailing is, whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from dictation.errors import Conflict, DeliveryError, InputError
from dictation.model.delivery import Outcome, Receipt
from dictation.model.mailing import Addressee, PersonalPost, Stage
from dictation.model.review import DraftState
from dictation.store import open_store
from dictation.store.store import Store
from tests.store.fixtures import (
    CORRESPONDENCE,
    LINDQVIST,
    RECORDING,
    TRANSCRIPT,
    TickingClock,
    message_for,
    post_of,
)

DIGEST = "d" * 64
ADDRESSES = ("ann@firm.example", "ben@firm.example", "cay@firm.example")
PEOPLE = tuple(Addressee(position=n, name=each[:3], address=each, fields={}) for n, each in enumerate(ADDRESSES))


@pytest.fixture
def mailing(store: Store) -> int:
    """An approved mailing to three people."""
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    store.plan_mailing(number, PEOPLE, source="list", left_out=0, expected_revision=1)
    store.approve(number, by="bela", digest=DIGEST, expected_revision=1)
    return number


def due(store: Store, number: int, *, hours: float = 0) -> list[str]:
    now = store._clock() + timedelta(hours=hours)
    return [each.person.address for each in store.due_posts(number, now)]


def post_to(store: Store, number: int, address: str) -> PersonalPost:
    return next(each for each in store.personal_posts(number) if each.person.address == address)


def start(store: Store, number: int, address: str, content: bytes = b"Subject: a\r\n\r\na\r\n") -> PersonalPost:
    started = store.mark_post_started(
        number, post_to(store, number, address), message_id=f"<{content.hex()}@x.example>", content=content
    )
    assert started is not None
    return started[0]


def receipt(outcome: Outcome) -> Receipt:
    return Receipt(address="", outcome=outcome, words="so it was")


def attempt(store: Store, number: int, address: str, outcome: Outcome, **later: object) -> None:
    post = start(store, number, address)
    store.mark_post_data(number, post)
    store.record_post(number, post, receipt(outcome), retry_at=later.get("retry_at"))  # type: ignore[arg-type]


def stages(store: Store, number: int) -> list[Stage]:
    return [each.stage for each in store.personal_posts(number)]


def test_a_list_takes_the_approval_back_and_another_takes_its_place(store: Store, mailing: int) -> None:
    store.plan_mailing(mailing, PEOPLE[:2], source="other", left_out=1, expected_revision=1)
    stored = store.draft(mailing)
    assert (stored.state, stored.approval, stored.mailing) == (DraftState.DRAFT, None, 2)
    with pytest.raises(Conflict):
        store.begin_mailing(mailing, digest=DIGEST)


def test_nothing_of_it_goes_as_an_ordinary_draft(store: Store, mailing: int) -> None:
    message = message_for(store.draft(mailing).draft)
    store.approve(mailing, by="bela", digest=message.digest, expected_revision=1)
    with pytest.raises(Conflict):
        store.queue(post_of(mailing, 1, message))


def test_what_is_not_approved_like_this_does_not_begin(store: Store, mailing: int) -> None:
    with pytest.raises(Conflict):
        store.begin_mailing(mailing, digest="e" * 64)
    with pytest.raises(Conflict):
        start(store, mailing, ADDRESSES[0])
    assert due(store, mailing) == list(ADDRESSES)


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ((Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.ACCEPTED), DraftState.SENT),
        ((Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED), DraftState.REFUSED),
        ((Outcome.ACCEPTED, Outcome.REFUSED), DraftState.QUEUED),
        ((Outcome.FAILED, Outcome.REFUSED, Outcome.ACCEPTED), DraftState.FAILED),
        ((Outcome.UNKNOWN, Outcome.ACCEPTED), DraftState.UNKNOWN),
    ],
)
def test_the_draft_is_what_the_worst_of_its_messages_is(
    store: Store, mailing: int, outcomes: tuple[Outcome, ...], state: DraftState
) -> None:
    store.begin_mailing(mailing, digest=DIGEST)
    for address, outcome in zip(ADDRESSES, outcomes, strict=False):
        attempt(store, mailing, address, outcome)
    assert store.draft(mailing).state is DraftState.SENDING
    store.end_mailing(mailing)
    assert store.draft(mailing).state is state
    assert due(store, mailing, hours=100) == list(ADDRESSES[len(outcomes) :])


def test_what_was_put_off_waits_its_time_and_goes_again_to_the_byte(store: Store, mailing: int) -> None:
    store.begin_mailing(mailing, digest=DIGEST)
    post = start(store, mailing, ADDRESSES[0], b"first")
    store.record_post(mailing, post, receipt(Outcome.FAILED), retry_at=store._clock() + timedelta(hours=1))
    assert ADDRESSES[0] not in due(store, mailing)
    assert ADDRESSES[0] in due(store, mailing, hours=2)
    again = store.mark_post_started(
        mailing, post_to(store, mailing, ADDRESSES[0]), message_id="<other@x.example>", content=b"second"
    )
    assert again is not None
    attempted, content = again
    assert (content, attempted.message_id, attempted.attempts) == (b"first", post.message_id, 2)
    assert attempted.first_at == post.first_at


def test_what_was_put_off_goes_as_it_was_approved_last(store: Store, mailing: int) -> None:
    store.begin_mailing(mailing, digest=DIGEST)
    post = start(store, mailing, ADDRESSES[0], b"first")
    store.record_post(mailing, post, receipt(Outcome.FAILED), retry_at=store._clock())
    store.end_mailing(mailing)
    store.approve(mailing, by="bela", digest="e" * 64, expected_revision=1)
    store.begin_mailing(mailing, digest="e" * 64)
    again = store.mark_post_started(
        mailing, post_to(store, mailing, ADDRESSES[0]), message_id="<other@x.example>", content=b"second"
    )
    assert again is not None
    assert (again[1], again[0].message_id) == (b"second", "<other@x.example>")


def test_nobody_is_written_to_twice_at_once_or_after(store: Store, mailing: int) -> None:
    store.begin_mailing(mailing, digest=DIGEST)
    waiting = post_to(store, mailing, ADDRESSES[0])
    post = start(store, mailing, ADDRESSES[0])
    with pytest.raises(Conflict):
        store.mark_post_started(mailing, waiting, message_id="<2@x.example>", content=b"")
    store.record_post(mailing, post, receipt(Outcome.ACCEPTED))
    with pytest.raises(Conflict):
        store.mark_post_started(mailing, waiting, message_id="<2@x.example>", content=b"")
    with pytest.raises(Conflict):
        store.record_post(mailing, post, receipt(Outcome.FAILED), retry_at=store._clock())
    assert due(store, mailing) == list(ADDRESSES[1:])


def test_what_a_stopped_program_left_is_put_right_by_the_next(store: Store, mailing: int) -> None:
    store.begin_mailing(mailing, digest=DIGEST)
    early, late = (start(store, mailing, address) for address in ADDRESSES[:2])
    store.mark_post_data(mailing, late)
    with store.sending():
        assert stages(store, mailing) == [Stage.WAITING, Stage.UNKNOWN, Stage.WAITING]
        assert store.draft(mailing).state is DraftState.UNKNOWN
        with pytest.raises(Conflict):
            store.mark_post_data(mailing, early)


def test_a_person_settles_what_is_unknown_address_by_address(store: Store, mailing: int) -> None:
    store.begin_mailing(mailing, digest=DIGEST)
    for address in ADDRESSES:
        attempt(store, mailing, address, Outcome.UNKNOWN)
    store.end_mailing(mailing)
    with pytest.raises(Conflict):
        store.settle(mailing, arrived=True, by="bela")
    store.settle_posts(mailing, [" ANN@firm.example"], arrived=True, by="bela")
    store.settle_posts(mailing, ADDRESSES[1:2], arrived=False, by="bela")
    assert stages(store, mailing) == [Stage.ACCEPTED, Stage.WAITING, Stage.UNKNOWN]
    assert due(store, mailing) == [ADDRESSES[1]]
    with pytest.raises(InputError):
        store.settle_posts(mailing, ADDRESSES[2:] + ADDRESSES[:1], arrived=True, by="bela")
    assert stages(store, mailing)[2] is Stage.UNKNOWN, "all or nothing"


def test_a_new_approval_tries_whom_it_was_refused_for_once_more(store: Store, mailing: int) -> None:
    store.begin_mailing(mailing, digest=DIGEST)
    for address, outcome in zip(ADDRESSES, (Outcome.ACCEPTED, Outcome.REFUSED, Outcome.FAILED), strict=True):
        attempt(store, mailing, address, outcome)
    store.end_mailing(mailing)
    assert due(store, mailing, hours=100) == []
    store.approve(mailing, by="bela", digest=DIGEST, expected_revision=1)
    assert due(store, mailing) == list(ADDRESSES[1:])


def test_a_list_stays_once_its_mailing_was_begun(store: Store, mailing: int) -> None:
    store.begin_mailing(mailing, digest=DIGEST)
    attempt(store, mailing, ADDRESSES[0], Outcome.REFUSED)
    store.end_mailing(mailing)
    changes: tuple[Callable[[], object], ...] = (
        lambda: store.drop_mailing(mailing),
        lambda: store.plan_mailing(mailing, PEOPLE, source="", left_out=0, expected_revision=1),
    )
    for change in changes:
        with pytest.raises(Conflict):
            change()
    assert stages(store, mailing) == [Stage.REFUSED, Stage.WAITING, Stage.WAITING]


def test_a_list_that_is_dropped_leaves_an_ordinary_draft(store: Store, mailing: int) -> None:
    store.drop_mailing(mailing)
    stored = store.draft(mailing)
    assert (stored.mailing, stored.approval, stored.state) == (None, None, DraftState.DRAFT)
    assert store.mailings() == ()
    with pytest.raises(InputError):
        store.mailing(mailing)


def test_whoever_unsubscribes_at_the_last_moment_gets_nothing(store: Store, mailing: int) -> None:
    store.begin_mailing(mailing, digest=DIGEST)
    waiting = post_to(store, mailing, ADDRESSES[1])
    assert store.unsubscribe(waiting.person.token) == "okoro"
    assert store.mark_post_started(mailing, waiting, message_id="<1@x.example>", content=b"") is None
    assert due(store, mailing) == [ADDRESSES[0], ADDRESSES[2]]
    assert store.mailing(mailing).totals == {Stage.WAITING: 2, Stage.SUPPRESSED: 1}


def test_whoever_unsubscribed_before_is_not_waited_for(store: Store, mailing: int) -> None:
    store.suppress("okoro", [" BEN@firm.example "], reason="wrote")
    assert due(store, mailing) == [ADDRESSES[0], ADDRESSES[2]]
    store.begin_mailing(mailing, digest=DIGEST)
    assert stages(store, mailing)[1] is Stage.SUPPRESSED


def test_those_who_want_none_of_one_client_still_get_those_of_another(store: Store, mailing: int) -> None:
    store.add_client(LINDQVIST)
    store.suppress("lindqvist", ADDRESSES, reason="wrote")
    assert due(store, mailing) == list(ADDRESSES)


def test_a_list_of_the_unwilling_is_kept_with_reasons_and_left_with_one(store: Store) -> None:
    assert store.suppress("okoro", ["Ann@firm.example", "ann@FIRM.example", "ben@firm.example"], reason="wrote") == 2
    assert store.suppress("okoro", ["ann@firm.example"], reason="again") == 0
    assert [(each.key, each.reason) for each in store.suppressions("okoro")] == [
        ("ann@firm.example", "wrote"),
        ("ben@firm.example", "wrote"),
    ]
    assert store.unsuppress("okoro", "ANN@firm.example", reason="signed up anew")
    assert not store.unsuppress("okoro", "ann@firm.example", reason="signed up anew")
    assert [each.key for each in store.suppressions("okoro")] == ["ben@firm.example"]
    last = store.audit()[-1]
    assert (last.action, last.detail) == (
        "suppression.removed",
        {"address": "ann@firm.example", "reason": "signed up anew"},
    )
    with pytest.raises(DeliveryError):
        store.suppress("okoro", ["cay@firm.example", "nobody"], reason="wrote")
    assert len(store.suppressions("okoro")) == 1, "all or nothing"


def test_links_are_each_persons_own_and_nobody_finds_one_by_counting(store: Store, mailing: int, url: str) -> None:
    tokens = [each.person.token for each in store.personal_posts(mailing)]
    assert len(set(tokens)) == 3
    assert all(len(token) == 32 and token.isalnum() for token in tokens), "a stroke at the end is left out of links"
    with open_store(url, clock=TickingClock(), actor="web") as other:
        assert [other.draft_of_token(token) for token in (*tokens, "x" * 32, "")] == [mailing] * 3 + [None] * 2
        with pytest.raises(InputError):
            other.unsubscribe("x" * 32)
