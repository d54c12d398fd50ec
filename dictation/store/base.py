"""What the parts of the store have in common."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dictation.errors import UnknownClient
from dictation.model.audit import NOTHING, AuditEntry, entry_hash
from dictation.model.draft import Draft
from dictation.model.review import DraftState
from dictation.store import schema
from dictation.store.codec import encode_draft
from dictation.store.database import translated
from dictation.store.records import Clock

_CHAINS = 0x61756469
"""Makes the locks of the audit log's chains others than any other program's: "audi" in ASCII."""

_logger = logging.getLogger(__name__)


class Base:
    """A database that is open."""

    def __init__(self, engine: sa.Engine, *, clock: Clock, actor: str) -> None:
        self._engine = engine
        self._clock = clock
        self._actor = actor

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database throughout."""
        # By default PostgreSQL shows each statement what was committed before it.
        snapshot = self._engine.execution_options(isolation_level="REPEATABLE READ")
        engine = snapshot if self._engine.dialect.name == "postgresql" else self._engine
        with translated(engine), engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """A transaction that changes things, wholly or not at all; the program's log gets them once they are done."""
        done: list[tuple[str, dict[str, object]]] = []
        with translated(self._engine), self._engine.execution_options(writing=True, done=done).begin() as connection:
            yield connection
        for action, fields in done:
            _logger.info(action, extra={"fields": fields})

    def _log(
        self,
        connection: sa.Connection,
        action: str,
        *,
        client: str | None = None,
        draft: int | None = None,
        detail: dict[str, str | int] | None = None,
    ) -> datetime:
        """Enter what is being done into the audit log, at the end of the client's chain; returns the moment."""
        now = self._clock()
        position, previous = _end_of_chain(connection, client)
        entry: dict[str, Any] = {
            "position": position + 1,
            "at": now,
            "actor": self._actor,
            "action": action,
            "client": client,
            "draft": draft,
            "detail": detail or {},
        }
        connection.execute(schema.audit.insert().values(**entry, hash=entry_hash(previous, **entry)))
        # Numbers alone: what is text may be a name or a dictated word.
        numbers = {name: value for name, value in (detail or {}).items() if isinstance(value, int)}
        connection.get_execution_options()["done"].append((action, {"draft": draft, **numbers} if draft else numbers))
        return now

    def _insert_draft(
        self,
        connection: sa.Connection,
        draft: Draft,
        *,
        client: str,
        recording: int | None,
        author: str,
        detail: dict[str, str | int] | None = None,
    ) -> int:
        """Keep a new draft as its first revision; returns its number."""
        now = self._clock()
        row = schema.drafts.insert().values(
            client=client, recording=recording, revision=1, state=DraftState.DRAFT, created_at=now, updated_at=now
        )
        number: int = connection.execute(row.returning(schema.drafts.c.id)).scalar_one()
        connection.execute(
            schema.revisions.insert().values(draft=number, number=1, author=author, content=encode_draft(draft), at=now)
        )
        self._log(connection, "draft.composed", client=client, draft=number, detail=detail)
        return number


def audit_entries(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Iterator[AuditEntry]:
    """The entries that fulfil a condition, oldest first."""
    table = schema.audit
    for row in connection.execute(sa.select(table).where(condition).order_by(table.c.id)):
        yield AuditEntry(
            id=row.id,
            at=row.at,
            actor=row.actor,
            action=row.action,
            client=row.client,
            draft=row.draft,
            detail=row.detail,
            position=row.position,
            hash=row.hash,
        )


def _end_of_chain(connection: sa.Connection, client: str | None) -> tuple[int, str]:
    """Position and hash of the last entry of a client's chain. On PostgreSQL others who enter something there wait."""
    table = schema.audit.c
    if connection.dialect.name == "postgresql":
        # A statement of its own: one that both locks and reads would see what was there before it waited.
        key = sa.func.hashtextextended(client or "", _CHAINS)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    of_client = table.client.is_(None) if client is None else table.client == client
    query = sa.select(table.position, table.hash).where(of_client).order_by(table.position.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return (0, NOTHING) if row is None else (row.position, row.hash)


def locked_to_write(connection: sa.Connection, query: sa.Select[Any]) -> sa.Select[Any]:
    """The query, locking its rows where the transaction writes: whoever only reads keeps nobody waiting."""
    return query.with_for_update() if connection.get_execution_options().get("writing", False) else query


def require_client(connection: sa.Connection, key: str) -> sa.RowMapping:
    """A client's row, locked against changes by others where the transaction writes.

    Raises:
        UnknownClient: There is none.
    """
    query = sa.select(schema.clients).where(schema.clients.c.key == key)
    row = connection.execute(locked_to_write(connection, query)).mappings().one_or_none()
    if row is not None:
        return row
    known = connection.scalars(sa.select(schema.clients.c.key).order_by(schema.clients.c.key)).all()
    raise UnknownClient(
        f"there is no client {key!r}",
        place="the store",
        remedy=f"choose one of: {', '.join(known)}" if known else "add one with: dictation client add",
    )
