"""Drafts that their client has to approve, too."""

from __future__ import annotations

from datetime import datetime

from dictation.deliver.planning import changed_since, stamped
from dictation.errors import InputError, ReviewNeeded
from dictation.model.delivery import Message, Post, Purpose
from dictation.model.review import Approval, DraftState, StoredDraft

_NOT_YET = frozenset({DraftState.DRAFT, DraftState.REJECTED})


def require_awaiting(stored: StoredDraft) -> Approval:
    """The secretary's approval of a draft that awaits its client's.

    Raises:
        InputError: It awaits no approval of its client.
        ReviewNeeded: The secretary has not approved it yet.
    """
    place = f"draft {stored.id}"
    if stored.state in _NOT_YET and stored.needs_client:
        raise ReviewNeeded(
            f"the secretary has not approved draft {stored.id} yet, who does so before its client",
            place=place,
            remedy=f"look it over and say: dictation approve {stored.id}",
        )
    if stored.state is not DraftState.AWAITING_CLIENT or stored.approval is None:
        raise InputError(
            f"draft {stored.id} awaits no approval of its client: its state is {stored.state}",
            place=place,
            remedy=f"have the client approve all drafts from now on with: dictation client add {stored.client} … "
            "--approval client"
            if not stored.needs_client
            else f"see what happened to it with: dictation log {stored.id}",
        )
    return stored.approval


def require_unchanged(stored: StoredDraft, message: Message) -> None:
    """See that ``message``, the draft made into bytes anew, is what was approved.

    Raises:
        ReviewNeeded: It is not.
    """
    changed = changed_since(stored, message)
    if changed is not None:
        raise ReviewNeeded(
            f"draft {stored.id} waits for its client, but {changed.reason}",
            place=f"draft {stored.id}",
            remedy=f"look it over again and say: dictation approve {stored.id}",
        )


def plan_consultation(
    stored: StoredDraft, approval: Approval, letter: Message, *, again: bool, now: datetime, message_id: str
) -> Post:
    """The post that brings ``letter``, in which a draft is shown as it was approved, to the client.

    A draft that the client may have got already goes but ``again``. ``now`` carries its zone and becomes the Date;
    ``message_id`` stands in angle brackets.

    Raises:
        ReviewNeeded: The client has it, or may have it.
    """
    last = next((each.delivery for each in reversed(stored.asked) if each.delivery is not None), None)
    if last is not None and last.may_have_arrived and not again:
        known = "nobody knows whether it arrived" if last.in_doubt else "the server took it over"
        raise ReviewNeeded(
            f"draft {stored.id} went to its client already, as it is, on {last.queued_at:%d %B %Y, %H:%M %Z}: {known}",
            place=f"draft {stored.id}",
            remedy=f"wait for the answer and enter it with: dictation approve {stored.id} --by client; to send it once "
            f"more: dictation consult {stored.id} --again --no-dry-run",
        )
    return Post(
        client=stored.client,
        draft=stored.id,
        revision=stored.revision,
        digest=approval.digest,
        sender=letter.sender,
        recipients=letter.recipients,
        message_id=message_id,
        content=stamped(letter.content, now, message_id),
        purpose=Purpose.CONSULTATION,
    )
