"""Rows → stored drafts and deliveries, in as many queries for a thousand as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from dictation.errors import Conflict, DictationError, InputError, Outdated, UnknownDraft
from dictation.model.delivery import Delivery, Outcome, Purpose, Receipt
from dictation.model.paper import Posting, Print
from dictation.model.people import ApprovalRule
from dictation.model.review import Approval, Claim, ClientApproval, Consultation, DraftState, StoredDraft
from dictation.store import schema
from dictation.store.base import locked_to_write
from dictation.store.codec import decode_draft

Condition = sa.ColumnElement[bool]

_GONE = frozenset({DraftState.SENDING, DraftState.SENT, DraftState.UNKNOWN})
"""States in which a draft has left the house, or may have."""


def load_drafts(connection: sa.Connection, condition: Condition) -> tuple[StoredDraft, ...]:
    """The drafts that fulfil a condition on the table of drafts, oldest first."""
    drafts, revisions, clients = schema.drafts, schema.revisions, schema.clients
    current = sa.and_(revisions.c.draft == drafts.c.id, revisions.c.number == drafts.c.revision)
    mailings, work, claims = schema.mailings, schema.work, schema.claims
    of_others = (clients.c.approval, mailings.c.people, work.c.assignee, work.c.note, work.c.due_at)
    query = (
        sa.select(drafts, revisions.c.content, *of_others, claims.c.session, claims.c.by, claims.c.until)
        .join(revisions, current)
        .join(clients, clients.c.key == drafts.c.client)
        .outerjoin(mailings, mailings.c.draft == drafts.c.id)
        .outerjoin(work, work.c.draft == drafts.c.id)
        .outerjoin(claims, claims.c.draft == drafts.c.id)
        .where(condition)
        .order_by(drafts.c.id)
    )
    approvals: dict[int, Approval] = {}
    agreed: dict[int, ClientApproval] = {}
    for number, approval in _approvals(connection, condition):
        if isinstance(approval, ClientApproval):
            agreed[number] = approval
        else:
            approvals[number] = approval
    every = load_deliveries(connection, condition)
    deliveries = defaultdict(list)
    for delivery in every:
        if delivery.purpose is Purpose.POST:
            deliveries[delivery.draft].append(delivery)
    consultations = _consultations(connection, condition, {delivery.id: delivery for delivery in every})
    prints, postings = _prints(connection, condition), _postings(connection, condition)
    return tuple(
        StoredDraft(
            id=row["id"],
            client=row["client"],
            call=row["recording"],
            revision=row["revision"],
            state=DraftState(row["state"]),
            draft=decode_draft(row["content"], f"draft {row['id']} of the store"),
            approval=approvals.get(row["id"]),
            needs_client=row["approval"] == ApprovalRule.CLIENT,
            client_approval=agreed.get(row["id"]),
            consultations=tuple(consultations[row["id"]]),
            deliveries=tuple(deliveries[row["id"]]),
            prints=tuple(prints[row["id"]]),
            posting=postings.get(row["id"]),
            mailing=row["people"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            assignee=row["assignee"] or "",
            note=row["note"] or "",
            due_at=row["due_at"],
            claim=Claim(by=row["by"], session=row["session"], until=row["until"]) if row["session"] else None,
        )
        for row in connection.execute(query).mappings()
    )


def load_draft(connection: sa.Connection, number: int) -> StoredDraft:
    """The draft of that number, locked against changes by others where the transaction writes.

    Raises:
        UnknownDraft: There is none.
    """
    connection.execute(locked_to_write(connection, sa.select(schema.drafts.c.id).where(schema.drafts.c.id == number)))
    found = load_drafts(connection, schema.drafts.c.id == number)
    if not found:
        raise _unknown(connection, number)
    return found[0]


def _unknown(connection: sa.Connection, number: int) -> UnknownDraft:
    table = schema.audit.c
    query = sa.select(table.at).where(table.draft == number, table.action == "draft.deleted")
    deleted = connection.scalar(query)
    if deleted is None:
        return UnknownDraft(
            f"there is no draft number {number}", place="the store", remedy="see the numbers with: dictation list"
        )
    return UnknownDraft(
        f"draft {number} was deleted on {deleted:%d %B %Y}, as its client's rule of retention says",
        place="the store",
        remedy=f"see what happened to it with: dictation log {number}",
    )


def draft_conflict(number: int, message: str) -> Conflict:
    """What stands in the way of a change to a draft: it "is being sent", say."""
    return Conflict(
        f"draft {number} {message}",
        place=f"draft {number}",
        remedy=f"see what happened to it with: dictation log {number}",
    )


def load_open_draft(connection: sa.Connection, number: int, expected_revision: int) -> StoredDraft:
    """The draft of that number, which a person is about to decide on.

    Raises:
        UnknownDraft: There is none.
        InputError: It never had such a revision.
        Outdated: It has another revision by now.
        Conflict: It has left the house.
    """
    stored = load_draft(connection, number)
    remedy = f"look at it again with: dictation show {number}"
    if stored.revision != expected_revision:
        raise _outdated(connection, stored, expected_revision, remedy)
    if stored.state in _GONE:
        raise Conflict(
            f"draft {number} cannot be changed any more: its state is {stored.state}",
            place=f"draft {number}",
            remedy=remedy,
        )
    return stored


def _outdated(connection: sa.Connection, stored: StoredDraft, seen: int, remedy: str) -> DictationError:
    from dictation.review import plain_text  # noqa: PLC0415 - nothing else in the store needs it, and it is slow to load

    table, number = schema.revisions, stored.id
    rows = connection.execute(
        sa.select(table).where(table.c.draft == number, table.c.number.in_((seen, stored.revision)))
    )
    found = {row.number: row for row in rows}
    if seen not in found:
        return InputError(f"draft {number} has no revision {seen}", place=f"draft {number}", remedy=remedy)
    texts = {each.number: plain_text(decode_draft(each.content, f"draft {number}")) for each in found.values()}
    author = found[stored.revision].author
    return Outdated(
        f"draft {number} is at revision {stored.revision} by now, not {seen}: {author} changed it",
        place=f"draft {number}",
        remedy=remedy,
        seen=texts[seen],
        now=texts[stored.revision],
    )


def load_deliveries(connection: sa.Connection, condition: Condition) -> tuple[Delivery, ...]:
    """The deliveries of the drafts that fulfil a condition on the table of drafts, oldest first."""
    drafts, deliveries, recipients = schema.drafts, schema.deliveries, schema.delivery_recipients
    consultations = schema.consultations
    of_drafts = sa.select(recipients).join(deliveries).join(drafts, drafts.c.id == deliveries.c.draft)
    query = of_drafts.where(condition).order_by(recipients.c.delivery, recipients.c.position)
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        rows[row.delivery].append(row)
    # All but the content, which may be megabytes.
    columns = [column for column in deliveries.c if column is not deliveries.c.content]
    query = sa.select(*columns, consultations.c.id.label("consultation")).outerjoin(
        consultations, consultations.c.delivery == deliveries.c.id
    )
    query = query.join(drafts, drafts.c.id == deliveries.c.draft).where(condition)
    return tuple(
        Delivery(
            id=row.id,
            draft=row.draft,
            revision=row.revision,
            recipients=tuple(each.address for each in rows[row.id]),
            message_id=row.message_id,
            queued_at=row.queued_at,
            attempts=row.attempts,
            next_attempt_at=row.next_attempt_at,
            started_at=row.started_at,
            data_at=row.data_at,
            finished_at=row.finished_at,
            filed_at=row.filed_at,
            receipts=tuple(_receipt(each) for each in rows[row.id] if each.outcome),
            purpose=Purpose.POST if row.consultation is None else Purpose.CONSULTATION,
        )
        for row in connection.execute(query.order_by(deliveries.c.id))
    )


def _receipt(row: Any) -> Receipt:
    return Receipt(address=row.address, outcome=Outcome(row.outcome), code=row.code, words=row.words)


def _approvals(connection: sa.Connection, condition: Condition) -> Iterator[tuple[int, Approval]]:
    """The approvals that hold, each with the number of its draft."""
    approvals, drafts = schema.approvals, schema.drafts
    query = (
        sa.select(approvals)
        .join(drafts, drafts.c.id == approvals.c.draft)
        .where(condition, approvals.c.revoked_at.is_(None))
    )
    for row in connection.execute(query):
        word = {"by": row.by, "at": row.at, "revision": row.revision, "digest": row.digest}
        if row.entered_by is None:
            yield row.draft, Approval(**word)
        else:
            yield row.draft, ClientApproval(**word, entered_by=row.entered_by, read_aloud=row.read_aloud)


def _consultations(
    connection: sa.Connection, condition: Condition, deliveries: dict[int, Delivery]
) -> defaultdict[int, list[Consultation]]:
    """By the number of the draft, oldest first."""
    consultations, drafts = schema.consultations, schema.drafts
    query = sa.select(consultations).join(drafts, drafts.c.id == consultations.c.draft).where(condition)
    found: defaultdict[int, list[Consultation]] = defaultdict(list)
    for row in connection.execute(query.order_by(consultations.c.id)):
        found[row.draft].append(
            Consultation(
                at=row.at,
                by=row.by,
                revision=row.revision,
                digest=row.digest,
                delivery=None if row.delivery is None else deliveries[row.delivery],
            )
        )
    return found


def _prints(connection: sa.Connection, condition: Condition) -> defaultdict[int, list[Print]]:
    prints, drafts = schema.prints, schema.drafts
    query = sa.select(prints).join(drafts, drafts.c.id == prints.c.draft).where(condition).order_by(prints.c.id)
    found: defaultdict[int, list[Print]] = defaultdict(list)
    for row in connection.execute(query):
        printed = Print(
            revision=row.revision,
            digest=row.digest,
            by=row.by,
            at=row.at,
            place=row.place,
            sheets=row.sheets,
            job=row.job,
        )
        found[row.draft].append(printed)
    return found


def _postings(connection: sa.Connection, condition: Condition) -> dict[int, Posting]:
    postings, drafts = schema.postings, schema.drafts
    query = sa.select(postings).join(drafts, drafts.c.id == postings.c.draft).where(condition)
    return {
        row.draft: Posting(revision=row.revision, by=row.by, at=row.at, tracking=row.tracking)
        for row in connection.execute(query)
    }
