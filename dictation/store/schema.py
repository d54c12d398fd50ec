"""The tables, as the latest migration leaves them, in types that SQLite and PostgreSQL share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

LATEST = "0011"
"""The newest migration. A store that is there already is opened without loading Alembic."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. SQLite has no zones, so it is kept in UTC, and comes back in it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment with its zone."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True)


clients = Table(
    "clients",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("address", JSON, nullable=False),
    Column("signature", JSON, nullable=False),
    Column("secretary_name", Text, nullable=False),
    Column("secretary_email", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("layout", Text, nullable=False),
    Column("reference", Text, nullable=False, server_default=""),
    Column("approval", Text, nullable=False, server_default="secretary"),
)

contacts = Table(
    "contacts",
    metadata,
    _number(),
    Column("client", Text, ForeignKey("clients.key"), nullable=False),
    Column("name", Text, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("address", JSON, nullable=False),
    Column("language", Text, nullable=False),
    Index("ix_contacts_client", "client"),
)

lexicon = Table(
    "lexicon",
    metadata,
    _number(),
    Column("client", Text, ForeignKey("clients.key"), nullable=False),
    Column("written", Text, nullable=False),
    Column("heard", Text, nullable=False),
    Column("times", Integer, nullable=False),
    UniqueConstraint("client", "written", "heard"),
)

recordings = Table(
    "recordings",
    metadata,
    _number(),
    Column("client", Text, ForeignKey("clients.key"), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("channels", Integer, nullable=False),
    Column("sample_rate", Integer, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    UniqueConstraint("client", "sha256"),
    sqlite_autoincrement=True,
)

transcripts = Table(
    "transcripts",
    metadata,
    Column("recording", Integer, ForeignKey("recordings.id"), primary_key=True),
    Column("content", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("left_out", JSON, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _number(),
    Column("client", Text, ForeignKey("clients.key"), nullable=False),
    Column("recording", Integer, ForeignKey("recordings.id")),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_drafts_client_state", "client", "state"),
    Index("ix_drafts_recording", "recording"),
    # A number that was read out or written down must never come to mean another draft.
    sqlite_autoincrement=True,
)

revisions = Table(
    "revisions",
    metadata,
    Column("draft", Integer, ForeignKey("drafts.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("draft", "number"),
)

approvals = Table(
    "approvals",
    metadata,
    _number(),
    Column("draft", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("digest", Text, nullable=False),
    Column("revoked_at", UtcDateTime),
    # Of a client's approval alone: who entered it, and whether the client was read the draft and never saw it.
    Column("entered_by", Text),
    Column("read_aloud", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(["draft", "revision"], ["revisions.draft", "revisions.number"]),
    Index("ix_approvals_draft", "draft"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _number(),
    Column("draft", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("message_id", Text, nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("data_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("filed_at", UtcDateTime),
    ForeignKeyConstraint(["draft", "revision"], ["revisions.draft", "revisions.number"]),
    Index("ix_deliveries_draft", "draft"),
    # What is looked for after each sending, and stands behind megabytes in its row.
    Index("ix_deliveries_filed_at", "filed_at", "queued_at"),
    sqlite_autoincrement=True,
)

delivery_recipients = Table(
    "delivery_recipients",
    metadata,
    Column("delivery", Integer, ForeignKey("deliveries.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("address", Text, nullable=False),
    Column("outcome", Text),
    Column("code", Integer),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("delivery", "position"),
)

work = Table(
    "work",
    metadata,
    Column("draft", Integer, ForeignKey("drafts.id"), primary_key=True, autoincrement=False),
    Column("assignee", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("due_at", UtcDateTime),
    Index("ix_work_assignee", "assignee"),
)

claims = Table(
    "claims",
    metadata,
    Column("draft", Integer, ForeignKey("drafts.id"), primary_key=True, autoincrement=False),
    Column("session", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Index("ix_claims_session", "session"),
)

consultations = Table(
    "consultations",
    metadata,
    _number(),
    Column("draft", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # None for a draft that was handed over as a file.
    Column("delivery", Integer, ForeignKey("deliveries.id", ondelete="CASCADE"), unique=True),
    ForeignKeyConstraint(["draft", "revision"], ["revisions.draft", "revisions.number"]),
    Index("ix_consultations_draft", "draft"),
)

prints = Table(
    "prints",
    metadata,
    _number(),
    Column("draft", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("place", Text, nullable=False),
    Column("sheets", Integer, nullable=False),
    Column("job", Text),
    ForeignKeyConstraint(["draft", "revision"], ["revisions.draft", "revisions.number"]),
    Index("ix_prints_draft", "draft"),
    sqlite_autoincrement=True,
)

postings = Table(
    "postings",
    metadata,
    Column("draft", Integer, ForeignKey("drafts.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("tracking", Text, nullable=False),
)

mailings = Table(
    "mailings",
    metadata,
    Column("draft", Integer, ForeignKey("drafts.id"), primary_key=True),
    Column("source", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
)

mailing_people = Table(
    "mailing_people",
    metadata,
    Column("draft", Integer, ForeignKey("mailings.draft", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("stage", Text, nullable=False),
    Column("at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("first_at", UtcDateTime),
    Column("next_attempt_at", UtcDateTime),
    Column("message_id", Text),
    Column("content", LargeBinary),
    Column("code", Integer),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("draft", "position"),
    # Whatever becomes of the program: nobody stands on a list twice.
    UniqueConstraint("draft", "key"),
    Index("ix_mailing_people_draft_stage", "draft", "stage"),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("client", Text, ForeignKey("clients.key"), nullable=False),
    Column("key", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("client", "key"),
)

# Of messages that retention deleted: whoever has one may unsubscribe with it ever after.
links = Table(
    "links",
    metadata,
    Column("token", Text, primary_key=True),
    Column("client", Text, ForeignKey("clients.key"), nullable=False),
    Column("key", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _number(),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    # No foreign keys: the log outlives what it tells of.
    Column("client", Text),
    Column("draft", Integer),
    Column("detail", JSON, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("hash", Text, nullable=False, server_default=""),
    Index("ix_audit_draft", "draft"),
    Index("uq_audit_client", "client", "position", unique=True),
    sqlite_autoincrement=True,
)
