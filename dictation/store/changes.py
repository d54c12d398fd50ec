"""Changes that more than one part of the store makes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

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


def take_back(connection: sa.Connection, draft: int, now: datetime) -> None:
    """Revoke a draft's approval, and with it what waits in the outbox."""
    table = schema.approvals
    valid = sa.and_(table.c.draft == draft, table.c.revoked_at.is_(None))
    connection.execute(table.update().where(valid).values(revoked_at=now))
    empty_outbox(connection, draft, now)
