"""The first tables."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, and an audit log that nobody can rewrite."""
    _people()
    _calls()
    _drafts()
    _deliveries()
    _audit()


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _people() -> None:
    op.create_table(
        "clients",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("address", sa.JSON, nullable=False),
        sa.Column("signature", sa.JSON, nullable=False),
        sa.Column("secretary_name", sa.Text, nullable=False),
        sa.Column("secretary_email", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("layout", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_clients"),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("aliases", sa.JSON, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("address", sa.JSON, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sa.ForeignKeyConstraint(["client"], ["clients.key"], name="fk_contacts_client"),
    )
    op.create_index("ix_contacts_client", "contacts", ["client"])


def _calls() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("duration_ms", sa.Integer, nullable=False),
        sa.Column("channels", sa.Integer, nullable=False),
        sa.Column("sample_rate", sa.Integer, nullable=False),
        _moment("recorded_at"),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
        sa.ForeignKeyConstraint(["client"], ["clients.key"], name="fk_recordings_client"),
        sa.UniqueConstraint("client", "sha256", name="uq_recordings_client"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "transcripts",
        sa.Column("recording", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("left_out", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("recording", name="pk_transcripts"),
        sa.ForeignKeyConstraint(["recording"], ["recordings.id"], name="fk_transcripts_recording"),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("recording", sa.Integer),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["client"], ["clients.key"], name="fk_drafts_client"),
        sa.ForeignKeyConstraint(["recording"], ["recordings.id"], name="fk_drafts_recording"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_client_state", "drafts", ["client", "state"])
    op.create_index("ix_drafts_recording", "drafts", ["recording"])
    op.create_table(
        "revisions",
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("draft", "number", name="pk_revisions"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_revisions_draft"),
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        _moment("at"),
        sa.Column("digest", sa.Text, nullable=False),
        _moment("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
        sa.ForeignKeyConstraint(
            ["draft", "revision"], ["revisions.draft", "revisions.number"], name="fk_approvals_draft"
        ),
    )
    op.create_index("ix_approvals_draft", "approvals", ["draft"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _moment("queued_at"),
        _moment("started_at", nullable=True),
        _moment("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(
            ["draft", "revision"], ["revisions.draft", "revisions.number"], name="fk_deliveries_draft"
        ),
        sa.UniqueConstraint("message_id", name="uq_deliveries_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_draft", "deliveries", ["draft"])
    op.create_table(
        "delivery_recipients",
        sa.Column("delivery", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("code", sa.Integer),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("delivery", "position", name="pk_delivery_recipients"),
        sa.ForeignKeyConstraint(
            ["delivery"], ["deliveries.id"], name="fk_delivery_recipients_delivery", ondelete="CASCADE"
        ),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        _moment("at"),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("client", sa.Text),
        sa.Column("draft", sa.Integer),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_draft", "audit", ["draft"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
        )
        return
    # REPLACE deletes the old row without a trigger for DELETE, so an insert must not meet one.
    for event, condition in (
        ("UPDATE", "1"),
        ("DELETE", "1"),
        ("INSERT", "EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)"),
    ):
        op.execute(
            f"CREATE TRIGGER audit_refuses_{event.lower()} BEFORE {event} ON audit WHEN {condition} "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        )
