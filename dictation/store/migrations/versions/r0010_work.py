"""Whose work a draft is, by when, and who has it open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Drafts of before are nobody's in particular, and due by the rule."""
    op.create_table(
        "work",
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("assignee", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("draft", name="pk_work"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_work_draft"),
    )
    op.create_index("ix_work_assignee", "work", ["assignee"])
    op.create_table(
        "claims",
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("draft", name="pk_claims"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_claims_draft"),
    )
    op.create_index("ix_claims_session", "claims", ["session"])
