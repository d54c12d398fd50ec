"""Mailings, with the people they go to, and the addresses that none goes to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "mailings",
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("draft", name="pk_mailings"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_mailings_draft"),
    )
    op.create_table(
        "mailing_people",
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True)),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("message_id", sa.Text),
        sa.Column("content", sa.LargeBinary),
        sa.Column("code", sa.Integer),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("draft", "position", name="pk_mailing_people"),
        sa.ForeignKeyConstraint(["draft"], ["mailings.draft"], name="fk_mailing_people_draft", ondelete="CASCADE"),
        sa.UniqueConstraint("token", name="uq_mailing_people_token"),
        sa.UniqueConstraint("draft", "key", name="uq_mailing_people_draft"),
    )
    op.create_index("ix_mailing_people_draft_stage", "mailing_people", ["draft", "stage"])
    op.create_table(
        "suppressions",
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client", "key", name="pk_suppressions"),
        sa.ForeignKeyConstraint(["client"], ["clients.key"], name="fk_suppressions_client"),
    )
