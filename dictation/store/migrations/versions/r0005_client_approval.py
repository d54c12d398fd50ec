"""Approvals of clients: who wants to give them, those that were given, and what clients were shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """For clients of before the secretary's word is enough, and every approval is a secretary's."""
    op.add_column("clients", sa.Column("approval", sa.Text, nullable=False, server_default="secretary"))
    op.add_column("approvals", sa.Column("entered_by", sa.Text))
    op.add_column("approvals", sa.Column("read_aloud", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_consultations"),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.id"], name="fk_consultations_delivery", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["draft", "revision"], ["revisions.draft", "revisions.number"], name="fk_consultations_draft"
        ),
        sa.UniqueConstraint("delivery", name="uq_consultations_delivery"),
    )
    op.create_index("ix_consultations_draft", "consultations", ["draft"])
