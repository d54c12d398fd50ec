"""Which drafts may go out now, and what exactly goes."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from dictation.deliver.outcomes import outcomes
from dictation.deliver.retrying import is_due
from dictation.model.delivery import Message, Outcome, Post, Withheld
from dictation.model.review import DraftState, StoredDraft

_WITHHELD = {
    DraftState.DRAFT: "it is not approved",
    DraftState.AWAITING_CLIENT: "it awaits its client's approval, which dictation consult {0} asks for and "
    "dictation approve {0} --by client enters",
    DraftState.REJECTED: "it was rejected",
    DraftState.SENDING: "a program is sending it, or was stopped meanwhile: the next sending finds out",
    DraftState.SENT: "it was sent",
    DraftState.REFUSED: "it was refused: correct the address, or approve it again to try once more",
    DraftState.UNKNOWN: "nobody knows whether it arrived: find out, it is never sent again by itself",
}
_UNCONFIRMED = "its client wants to approve it, too: approve it again, and then ask the client"
_CHANGED = (
    "it is no longer what was approved: a template, an address, an enclosure or the client's data changed; "
    "approve it again"
)


def plan_delivery(stored: StoredDraft, message: Message, *, now: datetime, message_id: str) -> Post | Withheld:
    """What to send of ``stored``, or why not to.

    ``message`` is the draft made into bytes anew: unless it is exactly what was approved, nothing goes. Only those
    recipients are left in the post who neither accepted the message before nor may have it already. ``now`` carries its
    zone and becomes the Date; ``message_id`` stands in angle brackets.
    """
    not_now = hold_back(stored, now=now, at_once=True)
    if not_now is not None:
        return not_now
    changed = changed_since(stored, message)
    if changed is not None:
        return changed
    if not message.recipients:
        return Withheld(draft=stored.id, reason=_on_paper(stored))
    standing = outcomes(stored.deliveries, stored.approval)
    open_recipients = tuple(
        address for address in message.recipients if standing.get(address, Outcome.FAILED) is Outcome.FAILED
    )
    if not open_recipients:
        return Withheld(draft=stored.id, reason="every recipient has it, refused it, or may have it")
    return Post(
        client=stored.client,
        draft=stored.id,
        revision=stored.revision,
        digest=message.digest,
        sender=message.sender,
        recipients=open_recipients,
        message_id=message_id,
        content=stamped(message.content, now, message_id),
    )


def hold_back(stored: StoredDraft, *, now: datetime, at_once: bool) -> Withheld | None:
    """Why a draft may not go now, as far as its state, its approval and its hour tell; None where it may.

    ``at_once`` is for a draft that a person names: it does not wait for the time of its next attempt.
    """
    if stored.state not in _WITHHELD and stored.needs_client and stored.client_approval is None:
        return Withheld(draft=stored.id, reason=_UNCONFIRMED, needs_review=True)
    reason = _reason(stored, now) or (None if at_once else _not_due(stored, now))
    return None if reason is None else Withheld(draft=stored.id, reason=reason)


def changed_since(stored: StoredDraft, message: Message) -> Withheld | None:
    """Why an approved draft may not go though its hour has come: it is not what was approved; None where it is."""
    if stored.approval is not None and stored.approval.digest == message.digest:
        return None
    return Withheld(draft=stored.id, reason=_CHANGED, needs_review=True)


def _reason(stored: StoredDraft, now: datetime) -> str | None:
    if stored.posting is not None:
        return f"it was posted on {stored.posting.at.astimezone(now.tzinfo):%d %B %Y, %H:%M %Z}"
    if stored.mailing is not None:
        return f"it is a mailing to {stored.mailing:,} people: dictation mailing send {stored.id}"
    others_wait = stored.state is DraftState.UNKNOWN and stored.waiting is not None
    if stored.state in _WITHHELD and not others_wait:
        return _WITHHELD[stored.state].format(stored.id)
    if stored.approval is None or stored.approval.revision != stored.revision:
        return _WITHHELD[DraftState.DRAFT]
    if stored.draft.send_at is not None and now < stored.draft.send_at:
        return f"it is not to go before {stored.draft.send_at:%d %B %Y, %H:%M %Z}"
    return None


def _on_paper(stored: StoredDraft) -> str:
    number = stored.id
    if stored.printed is None:
        return f"it goes on paper: dictation print {number}"
    return f"it goes on paper and was printed; when it is posted: dictation posted {number}"


def _not_due(stored: StoredDraft, now: datetime) -> str | None:
    waiting = stored.waiting
    if waiting is not None and waiting.next_attempt_at is not None and not is_due(waiting.next_attempt_at, now):
        again = f"{waiting.next_attempt_at.astimezone(now.tzinfo):%d %B %Y, %H:%M %Z}"
        return f"it failed and is tried again from {again} on; to try now: dictation send {stored.id} --no-dry-run"
    if waiting is None and stored.state is DraftState.FAILED:
        return f"it was tried for days and is given up; to try once more: dictation send {stored.id} --no-dry-run"
    return None


def stamped(content: bytes, now: datetime, message_id: str) -> bytes:
    """Date and Message-ID above what was approved, every byte of which is left as it is."""
    return f"Date: {format_datetime(now)}\r\nMessage-ID: {message_id}\r\n".encode() + content
