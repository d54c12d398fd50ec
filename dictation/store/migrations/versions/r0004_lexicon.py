"""What the secretary's corrections teach, client by client."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "lexicon",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("written", sa.Text, nullable=False),
        sa.Column("heard", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lexicon"),
        sa.ForeignKeyConstraint(["client"], ["clients.key"], name="fk_lexicon_client"),
        sa.UniqueConstraint("client", "written", "heard", name="uq_lexicon_client"),
    )
