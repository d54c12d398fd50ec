"""One approved text to a list of people, a message each."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import make_msgid

from dictation.deliver import (
    UNSUBSCRIBE,
    changed_since,
    check_list,
    doubts,
    fill,
    hold_back,
    mailing_text,
    retry_at,
    stamped,
)
from dictation.errors import AuthenticationFailed, DeliveryError, InputError, ReviewNeeded
from dictation.home import smtp_account
from dictation.model.delivery import Outcome, Post, Receipt
from dictation.model.mailing import Addressee, ListEntry, Mailing, NotWrittenTo, PersonalPost
from dictation.model.review import DraftState, StoredDraft
from dictation.pipeline.drafts import Desk
from dictation.pipeline.mailing_text import MailingText
from dictation.pipeline.posting import over_connections
from dictation.pipeline.workspace import Workspace
from dictation.post import SmtpSession
from dictation.review import obstacles

_TOLD = 10
"""How many mistakes of a list one error tells."""
_MOST_IN_A_ROW = 20
"""After so many messages that the server did not take, it is the server that does not want them: a day's limit, say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedMailing:
    """A list that is bound to a draft."""

    mailing: Mailing
    left_out: tuple[NotWrittenTo, ...]
    doubts: tuple[str, ...]
    """What is odd about addresses."""
    samples: tuple[str, ...]
    """The first message and the longest, as plain text; one where that is the same."""


def plan_mailing(workspace: Workspace, number: int, entries: Sequence[ListEntry], *, source: str) -> PlannedMailing:
    """Bind a list to a draft, whose approval this takes back: what is approved of a mailing is its text and its list.

    Raises:
        InputError: There is no such draft, an entry of the list is wrong, or nobody is left on it. Nothing is stored.
        ReviewNeeded: The draft cannot be a mailing as it is.
        SettingsError: There is no address at which people unsubscribe.
        Conflict: The draft has left the house, or the mailing was begun.
    """
    store = workspace.store
    stored = replace(store.draft(number), approval=None, mailing=len(entries))
    text = Desk(workspace, stored).mailing_text()
    in_the_way = (*obstacles(stored.draft, mailing=True), *text.obstacles())
    if in_the_way:
        raise ReviewNeeded(
            f"draft {number} cannot be a mailing: {' '.join(in_the_way)}",
            place=f"draft {number}",
            remedy=f"put it right; the draft's text with: dictation edit {number}",
        )
    suppressed = {each.key for each in store.suppressions(stored.client)}
    checked = check_list(entries, text.fields, suppressed)
    if checked.mistakes:
        raise _wrong_list(source, checked.mistakes)
    if not checked.people:
        raise InputError("nobody is left on the list", place=source, remedy="give a list of people with addresses")
    mailing = store.plan_mailing(
        number,
        checked.people,
        source=source,
        left_out=len(checked.left_out),
        expected_revision=stored.revision,
    )
    people = [each.person for each in store.personal_posts(number)]
    return PlannedMailing(
        mailing=mailing,
        left_out=checked.left_out,
        doubts=_doubts(workspace, text, people),
        samples=_samples(text, people),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class DueMailing:
    """What of an approved mailing may go now."""

    stored: StoredDraft
    digest: str
    sender: str
    text: MailingText
    due: tuple[PersonalPost, ...]
    mailing: Mailing

    @property
    def samples(self) -> tuple[str, ...]:
        """The first message that goes and the longest, as plain text."""
        return _samples(self.text, [each.person for each in self.due])


def due_mailing(workspace: Workspace, number: int) -> DueMailing:
    """What of a mailing may go now: nothing is left out but who has it, may have it, wants none or is to wait.

    Raises:
        InputError: There is no such draft, or it is no mailing.
        ReviewNeeded: It is not approved, or no longer what was approved, or not to go yet; or nothing is left but what
            may have arrived.
        SettingsError: There is no address at which people unsubscribe.
    """
    mailing, stored = workspace.store.mailing(number), workspace.store.draft(number)
    due = workspace.store.due_posts(number, workspace.clock())
    if not due and stored.state is DraftState.UNKNOWN:
        raise ReviewNeeded(
            f"of draft {number} nobody knows whether some messages arrived; they are never sent again by themselves",
            place=f"the mailing of draft {number}",
            remedy=f"see which: dictation mailing status {number} --stage unknown; find out, and say so with: "
            f"dictation mailing settle {number} ADDRESS --arrived (or --not-arrived)",
        )
    # Where some have it, or may have it, the others need not wait.
    under_way = stored.state in {DraftState.UNKNOWN, DraftState.SENT}
    as_ordinary = replace(stored, mailing=None, state=DraftState.QUEUED if under_way else stored.state)
    held_back = hold_back(as_ordinary, now=workspace.clock(), at_once=True)
    if held_back is not None:
        raise _not_sent(number, held_back.reason)
    desk = Desk(workspace, stored)
    message = desk.message()
    changed = changed_since(stored, message) if due else None
    if changed is not None:
        raise _not_sent(number, changed.reason)
    return DueMailing(
        stored=stored,
        digest=message.digest,
        sender=message.sender,
        text=desk.mailing_text(),
        due=due,
        mailing=mailing,
    )


PersonPosted = Callable[[PersonalPost, Receipt], None]
"""Takes a person's message as soon as it is known what became of it."""


def send_mailing(
    workspace: Workspace,
    planned: DueMailing,
    *,
    environ: Mapping[str, str],
    per_minute: int,
    posted: PersonPosted,
    jitter: Callable[[], float] = random.random,
) -> tuple[DeliveryError, ...]:
    """Send what is due of a mailing, and store what became of each message before its connection takes the next.

    To be called while this program is the only one that sends (:meth:`Store.sending`). Whatever stops it, calling it
    again goes on where it was. Returns what was the matter with the mail server, where it was that.

    Raises:
        SettingsError: No mail server is set, or there is no password for it. Nothing was sent.
        Conflict: The draft was changed since it was planned.
    """
    store, number = workspace.store, planned.stored.id
    account = smtp_account(workspace.home, workspace.settings, planned.text.client, environ)
    store.begin_mailing(number, digest=planned.digest)
    outgoing = _Outgoing(
        workspace=workspace, planned=planned, pace=_Pace(per_minute=per_minute), posted=posted, jitter=jitter
    )
    try:
        return tuple(asyncio.run(over_connections(account, planned.due, outgoing.deliver)))
    finally:
        store.end_mailing(number)


@dataclass(kw_only=True, slots=True)
class _Pace:
    """At most so many turns in a minute, one as long after the other."""

    per_minute: int
    _next: float = 0.0

    async def turn(self) -> None:
        """Wait for the next turn."""
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next)
        self._next = mine + 60 / self.per_minute
        await asyncio.sleep(mine - now)


@dataclass(kw_only=True, slots=True)
class _Outgoing:
    """A mailing on its way to the mail server."""

    workspace: Workspace
    planned: DueMailing
    pace: _Pace
    posted: PersonPosted
    jitter: Callable[[], float]
    _not_taken: int = field(default=0, init=False)
    """How many messages in a row the server did not take."""

    async def deliver(self, session: SmtpSession, waiting: PersonalPost) -> None:
        await self.pace.turn()
        store, stored = self.workspace.store, self.planned.stored
        message_id = make_msgid(domain=self.planned.sender.rpartition("@")[2])
        content = stamped(self.planned.text.written_to(waiting.person), self.workspace.clock(), message_id)
        started = store.mark_post_started(stored.id, waiting, message_id=message_id, content=content)
        if started is None:
            return
        attempt, content = started
        post = Post(
            client=stored.client,
            draft=stored.id,
            revision=stored.revision,
            digest=self.planned.digest,
            sender=self.planned.sender,
            recipients=(attempt.person.address,),
            message_id=attempt.message_id,
            content=content,
        )
        try:
            (receipt,) = await session.send(post, lambda _refused: store.mark_post_data(stored.id, attempt))
        except DeliveryError as exc:
            failed = Receipt(address=attempt.person.address, outcome=Outcome.FAILED, words=exc.message)
            # A login that is refused is no server's mood: whoever puts it right need not wait.
            again = self.workspace.clock() if isinstance(exc, AuthenticationFailed) else self._retry_at(attempt)
            store.record_post(stored.id, attempt, failed, retry_at=again)
            raise
        store.record_post(stored.id, attempt, receipt, retry_at=self._retry_at(attempt))
        self.posted(attempt, receipt)
        self._count(receipt)

    def _count(self, receipt: Receipt) -> None:
        self._not_taken = 0 if receipt.outcome is Outcome.ACCEPTED else self._not_taken + 1
        if self._not_taken == _MOST_IN_A_ROW:
            raise DeliveryError(
                f"the mail server took none of the last {_MOST_IN_A_ROW} messages: {receipt.words}",
                place=f"the mailing of draft {self.planned.stored.id}",
                remedy="find out why; approving the draft again tries whoever was refused once more, "
                "and the same command goes on with the others",
            )

    def _retry_at(self, attempt: PersonalPost) -> datetime | None:
        now = self.workspace.clock()
        return retry_at(attempt.first_at or now, attempt.attempts, now=now, jitter=self.jitter())


def _doubts(workspace: Workspace, text: MailingText, people: Sequence[Addressee]) -> tuple[str, ...]:
    client = text.client
    known = [client.email, client.secretary.email, *(each.email for each in workspace.store.contacts(client.key))]
    # What is odd is the domain: one address of each tells it.
    of_domain = {person.address.rpartition("@")[2]: person.address for person in reversed(people)}
    known_of_domain = {each.rpartition("@")[2]: each for each in known}
    return tuple(each for address in of_domain.values() for each in doubts(address, known_of_domain.values()))


def _samples(text: MailingText, people: Sequence[Addressee]) -> tuple[str, ...]:
    if not people:
        return ()
    whole = mailing_text(text.document, text.draft.subject.text)
    longest = max(people, key=lambda person: len(fill(whole, {**person.fields, UNSUBSCRIBE: ""})))
    return tuple(dict.fromkeys(text.shown_to(person) for person in (people[0], longest)))


def _wrong_list(source: str, mistakes: Sequence[str]) -> InputError:
    more = f"; and {len(mistakes) - _TOLD} more" if len(mistakes) > _TOLD else ""
    return InputError(
        f"the list cannot be used: {'; '.join(mistakes[:_TOLD])}{more}",
        place=source,
        remedy="correct the entries, or delete them; nothing is guessed",
    )


def _not_sent(number: int, reason: str) -> ReviewNeeded:
    return ReviewNeeded(
        f"the mailing of draft {number} is not sent: {reason}",
        place=f"draft {number}",
        remedy=f"look at it with: dictation show {number}; how far it is tells: dictation mailing status {number}",
    )
