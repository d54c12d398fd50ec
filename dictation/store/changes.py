"""Changes that more than one part of the store makes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from dictation.model.mailing import Stage
from dictation.model.review import DraftState
from dictation.store import schema


def set_state(connection: sa.Connection, draft: int, state: DraftState, now: datetime) -> None:
    """Bring a draft into a state."""
    table = schema.drafts
    connection.execute(table.update().where(table.c.id == draft).values(state=state, updated_at=now))


def empty_outbox(connection: sa.Connection, draft: int, now: datetime) -> None:
    """Take what waits for a draft out of the outbox; what was tried already is kept on record, as finished."""
    table = schema.deliveries
    waiting = sa.and_(table.c.draft == draft, table.c.started_at.is_(None), table.c.finished_at.is_(None))
    connection.execute(table.delete().where(waiting, table.c.attempts == 0))
    connection.execute(table.update().where(waiting).values(finished_at=now, next_attempt_at=None))


def set_work(connection: sa.Connection, draft: int, *, assignee: str, note: str, due_at: datetime | None) -> None:
    """Write down whose work a draft is, and by when."""
    table, values = schema.work, {"assignee": assignee, "note": note, "due_at": due_at}
    if not connection.execute(table.update().where(table.c.draft == draft).values(values)).rowcount:
        connection.execute(table.insert().values(draft=draft, **values))


def take_back(connection: sa.Connection, draft: int, now: datetime, *, but_of_client: str = "") -> None:
    """Revoke a draft's approvals, and with them what waits in the outbox; not the client's of that digest."""
    table = schema.approvals
    kept = table.c.entered_by.is_not(None) & (table.c.digest == but_of_client)
    valid = sa.and_(table.c.draft == draft, table.c.revoked_at.is_(None), ~kept)
    connection.execute(table.update().where(valid).values(revoked_at=now))
    empty_outbox(connection, draft, now)
    # Whoever of a mailing waits gets what is approved next.
    people = schema.mailing_people
    waiting = (people.c.draft == draft) & (people.c.stage == Stage.WAITING)
    connection.execute(people.update().where(waiting).values(content=None, message_id=None))


def try_again(connection: sa.Connection, draft: int) -> None:
    """Let whom a mailing was refused or given up for wait once more: that is what a new approval says."""
    people = schema.mailing_people
    without = (people.c.draft == draft) & people.c.stage.in_((Stage.REFUSED, Stage.FAILED))
    again = {"stage": Stage.WAITING, "first_at": None, "next_attempt_at": None, "content": None, "message_id": None}
    connection.execute(people.update().where(without).values(again))
