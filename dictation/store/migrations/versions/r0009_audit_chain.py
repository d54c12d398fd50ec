"""The audit log as chains: every entry has the hash of the one before it in its own."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from dictation.model.audit import NOTHING, entry_hash

revision = "0009"
down_revision = "0008"

_WITH_WORDS = frozenset({"lexicon.learned", "lexicon.forgotten"})
"""Entries that held words, which the log would keep beyond the client's rule of retention."""


def upgrade() -> None:
    """Chain what is there, once and for all."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute("ALTER TABLE audit DISABLE TRIGGER audit_is_append_only")
    else:
        for event in ("update", "insert"):
            op.execute(f"DROP TRIGGER audit_refuses_{event}")
    op.add_column("audit", sa.Column("position", sa.Integer, nullable=False, server_default="0"))
    op.add_column("audit", sa.Column("hash", sa.Text, nullable=False, server_default=""))
    _chain(op.get_bind())
    op.create_index("uq_audit_client", "audit", ["client", "position"], unique=True)
    if postgresql:
        op.execute("ALTER TABLE audit ENABLE TRIGGER audit_is_append_only")
        return
    # REPLACE deletes the old row without a trigger for DELETE, so an insert must not meet one.
    met = "SELECT 1 FROM audit WHERE id = NEW.id OR (client = NEW.client AND position = NEW.position)"
    for event, condition in (("UPDATE", "1"), ("INSERT", f"EXISTS ({met})")):
        op.execute(
            f"CREATE TRIGGER audit_refuses_{event.lower()} BEFORE {event} ON audit WHEN {condition} "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        )


def _chain(connection: sa.Connection) -> None:
    audit = sa.table(
        "audit",
        sa.column("id", sa.Integer),
        sa.column("at", sa.DateTime(timezone=True)),
        *(sa.column(name, sa.Text) for name in ("actor", "action", "client", "hash")),
        *(sa.column(name, sa.Integer) for name in ("draft", "position")),
        sa.column("detail", sa.JSON),
    )
    ends: dict[str | None, tuple[int, str]] = {}
    for row in connection.execute(sa.select(audit).order_by(audit.c.id)).all():
        position, previous = ends.get(row.client, (0, NOTHING))
        detail = {} if row.action in _WITH_WORDS else row.detail
        digest = entry_hash(
            previous,
            position=position + 1,
            at=_in_utc(row.at),
            actor=row.actor,
            action=row.action,
            client=row.client,
            draft=row.draft,
            detail=detail,
        )
        values = {"position": position + 1, "hash": digest, "detail": detail}
        connection.execute(audit.update().where(audit.c.id == row.id).values(values))
        ends[row.client] = position + 1, digest


def _in_utc(moment: datetime) -> datetime:
    """SQLite has no zones: what it keeps is in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
