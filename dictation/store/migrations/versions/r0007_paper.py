"""What was printed, and what was posted on paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "prints",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("job", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_prints"),
        sa.ForeignKeyConstraint(["draft", "revision"], ["revisions.draft", "revisions.number"], name="fk_prints_draft"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_prints_draft", "prints", ["draft"])
    op.create_table(
        "postings",
        sa.Column("draft", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tracking", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("draft", name="pk_postings"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_postings_draft"),
    )
