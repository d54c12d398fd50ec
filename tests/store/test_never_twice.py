"""Whatever people, servers, clocks and crashes do, in whatever order: nobody is sent a message twice by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from dictation.deliver import plan_delivery
from dictation.errors import Conflict
from dictation.model.delivery import Delivery, Message, Outcome, Post, Purpose, Receipt
from dictation.model.draft import Correspondence, Draft
from dictation.model.people import ApprovalRule, Contact
from dictation.model.review import DraftState
from dictation.store import open_store
from tests.store.fixtures import (
    CHANDLER,
    OKORO,
    RECORDING,
    TIMBER,
    TRANSCRIPT,
    TickingClock,
    email_to,
    message_for,
    post_of,
)

T = TypeVar("T")

SAILMAKER = Contact(name="Ruth Ames", email="ruth@amessails.example")
BOOK = (TIMBER, CHANDLER, SAILMAKER)
OUTCOMES = st.sampled_from(Outcome)

_TO_APPROVE_AGAIN = frozenset({DraftState.REFUSED, DraftState.FAILED})


class OneDraft(RuleBasedStateMachine):
    """One draft, a secretary, a mail server that does what it likes, and a program that may stop at any time."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.clock = TickingClock()
        self.store = open_store(url, clock=self.clock, actor="bela")
        self.store.add_client(OKORO)
        draft = email_to(TIMBER, CHANDLER)
        call = self.store.record_call("okoro", RECORDING, TRANSCRIPT, Correspondence(drafts=(draft,)))
        self.number = self.store.add_draft(draft, after=call.drafts[0], author="bela").id
        self.addressed: tuple[str, ...] = ()
        """Whom the attempt that began last is for."""
        self.has_it: set[str] = set()
        self.in_doubt: set[str] = set()
        """Who may have it, and nobody found out yet."""
        self.approved: tuple[Draft, str] | None = None

    def teardown(self) -> None:
        self.store.close()

    def attempt(self, step: Callable[[], T]) -> T | None:
        """A step, or nothing at all where the store refuses it."""
        before = self.store.draft(self.number)
        try:
            return step()
        except Conflict:
            assert self.store.draft(self.number) == before
            return None

    @property
    def message(self) -> Message:
        return message_for(self.store.draft(self.number).draft)

    @rule(people=st.sets(st.sampled_from(BOOK), min_size=1), text=st.sampled_from(("It came.", "It sank.")))
    def revise(self, people: set[Contact], text: str) -> None:
        stored = self.store.draft(self.number)
        draft = email_to(*sorted(people, key=lambda contact: contact.email), text=text)
        saved = self.attempt(
            lambda: self.store.save_revision(self.number, draft, author="bela", expected_revision=stored.revision)
        )
        if saved is not None and saved.revision > stored.revision:
            self.approved = None

    @precondition(lambda self: not self.approved or self.store.draft(self.number).state in _TO_APPROVE_AGAIN)
    @rule(hours=st.sampled_from((0, -3, 3)))
    def approve(self, hours: int) -> None:
        """Approve what the draft says, and set the clock afterwards."""
        stored, digest = self.store.draft(self.number), self.message.digest
        if self.attempt(
            lambda: self.store.approve(self.number, by="bela", digest=digest, expected_revision=stored.revision)
        ):
            self.approved = (stored.draft, digest)
        self.clock.now += timedelta(hours=hours)

    @rule()
    def reject(self) -> None:
        stored = self.store.draft(self.number)
        if self.attempt(lambda: self.store.reject(self.number, by="bela", expected_revision=stored.revision)):
            self.approved = None

    @precondition(lambda self: self.approved)
    @rule(timber=OUTCOMES, chandler=OUTCOMES, sailmaker=OUTCOMES, hours=st.sampled_from((None, -3, 3)))
    def send(self, timber: Outcome, chandler: Outcome, sailmaker: Outcome, hours: int | None) -> None:
        """Send what the plan allows; what fails is tried again some hours later (or earlier), or given up."""
        outcomes = {TIMBER.email: timber, CHANDLER.email: chandler, SAILMAKER.email: sailmaker}
        attempt = self.begin()
        if attempt is not None:
            self.store.mark_data(attempt, ())
            receipts = [Receipt(address=address, outcome=outcomes[address]) for address in self.addressed]
            retry_at = None if hours is None else self.clock() + timedelta(hours=hours)
            self.store.record_receipts(attempt, receipts, retry_at=retry_at)
            self.has_it |= {each.address for each in receipts if each.outcome is Outcome.ACCEPTED}
            self.in_doubt |= {each.address for each in receipts if each.outcome is Outcome.UNKNOWN}

    @precondition(lambda self: self.approved)
    @rule()
    def stop_before_the_data(self) -> None:
        """Send what the plan allows, and be stopped before anything can have arrived."""
        self.begin()

    @precondition(lambda self: self.approved)
    @rule(refused=st.sets(st.sampled_from(BOOK), max_size=2))
    def stop_after_the_data(self, refused: set[Contact]) -> None:
        """Send what the plan allows, and be stopped before any outcome is known but that of the refused."""
        attempt = self.begin()
        if attempt is not None:
            known = {contact.email for contact in refused} & set(self.addressed)
            self.store.mark_data(attempt, [Receipt(address=each, outcome=Outcome.REFUSED) for each in known])
            self.in_doubt |= set(self.addressed) - known

    def begin(self) -> Delivery | None:
        """What a program does up to the message's data, which begins with putting right what another one left."""
        with self.store.sending():
            stored = self.store.draft(self.number)
        waiting = stored.waiting
        plan = plan_delivery(
            stored,
            self.message,
            now=self.clock(),
            message_id=f"<{self.number}.{len(stored.deliveries)}@okoroboats.example>",
        )
        if not isinstance(plan, Post):
            return None
        if waiting is not None and waiting.attempts:
            again = self.store.waiting_post(waiting.id)
            assert again.recipients == plan.recipients
            plan = again
        assert self.approved == (stored.draft, plan.digest)
        assert not set(plan.recipients) & (self.has_it | self.in_doubt)
        self.addressed = plan.recipients
        return self.store.mark_sending(plan.delivery or self.store.queue(plan).id)

    @precondition(lambda self: self.in_doubt)
    @rule(arrived=st.booleans())
    def settle(self, arrived: bool) -> None:
        with self.store.sending():
            pass
        if self.attempt(lambda: self.store.settle(self.number, arrived=arrived, by="bela")):
            self.has_it |= self.in_doubt if arrived else set()
            self.in_doubt = set()

    @invariant()
    def an_approval_is_of_the_draft_as_it_stands(self) -> None:
        stored = self.store.draft(self.number)
        if stored.approval is None:
            assert stored.state in {DraftState.DRAFT, DraftState.REJECTED}
            assert self.approved is None
        else:
            assert self.approved == (stored.draft, stored.approval.digest)
            assert stored.approval.revision == stored.revision

    @invariant()
    def sent_means_that_everybody_has_it(self) -> None:
        stored = self.store.draft(self.number)
        if stored.state is DraftState.SENT:
            assert {recipient.email for recipient in stored.draft.recipients} <= self.has_it

    @invariant()
    def a_doubt_is_shown(self) -> None:
        state = self.store.draft(self.number).state
        assert (
            (state is DraftState.UNKNOWN) <= bool(self.in_doubt) <= (state in {DraftState.UNKNOWN, DraftState.SENDING})
        )

    @invariant()
    def no_more_than_one_message_waits(self) -> None:
        assert len([delivery for delivery in self.store.draft(self.number).deliveries if delivery.waits]) <= 1


class OneDraftOfTwoApprovals(OneDraft):
    """The same where the client approves, too, and is asked by email."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.store.add_client(replace(OKORO, approval=ApprovalRule.CLIENT))
        self.asked = 0

    @precondition(lambda self: self.store.draft(self.number).state is DraftState.AWAITING_CLIENT)
    @rule()
    def confirm(self) -> None:
        revision, digest = self.store.draft(self.number).revision, self.message.digest
        self.store.confirm(self.number, by=OKORO.name, digest=digest, read_aloud=False, expected_revision=revision)

    @rule(outcome=st.one_of(OUTCOMES, st.sampled_from(("stopped before", "stopped after"))))
    def ask(self, outcome: Outcome | str) -> None:
        """Ask the client, or try so again, and be stopped before the data or after."""
        with self.store.sending():
            stored = self.store.draft(self.number)
        if stored.asking is not None:
            post = self.store.waiting_post(stored.asking.id)
        else:
            self.asked += 1
            asking = message_for(stored.draft)
            post = replace(
                post_of(
                    self.number,
                    stored.revision,
                    asking,
                    message_id=f"<ask{self.number}.{self.asked}@okoroboats.example>",
                ),
                recipients=(OKORO.email,),
                purpose=Purpose.CONSULTATION,
            )
            if stored.state is not DraftState.AWAITING_CLIENT:
                assert self.attempt(lambda: self.store.queue(post)) is None
                return
        attempt = self.store.mark_sending(post.delivery or self.store.queue(post).id)
        if outcome == "stopped before":
            return
        self.store.mark_data(attempt, ())
        if isinstance(outcome, Outcome):
            receipts = [Receipt(address=OKORO.email, outcome=outcome)]
            self.store.record_receipts(attempt, receipts, retry_at=self.clock())

    def begin(self) -> Delivery | None:
        attempt = super().begin()
        if attempt is not None:
            stored = self.store.draft(self.number)
            assert stored.approval is not None
            assert stored.client_approval is not None
            assert stored.client_approval.digest == stored.approval.digest
        return attempt

    @invariant()
    def nobody_is_asked_about_what_is_decided(self) -> None:
        stored = self.store.draft(self.number)
        if stored.state is not DraftState.AWAITING_CLIENT:
            assert not [each for each in stored.consultations if each.delivery and each.delivery.waits]


@pytest.mark.parametrize("machine", [OneDraft, OneDraftOfTwoApprovals])
def test_nobody_is_sent_a_message_twice(url: str, machine: type[OneDraft]) -> None:
    class InThisStore(machine):  # type: ignore[valid-type, misc]
        def __init__(self) -> None:
            super().__init__(url)

    run_state_machine_as_test(InThisStore, settings=settings(max_examples=25, stateful_step_count=15, deadline=None))
