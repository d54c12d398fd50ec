"""Attempts: how often a delivery was tried, when next, and whether its data had begun."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """What was left "sending" before may have been anywhere: its data counts as begun."""
    op.add_column("deliveries", sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
    op.add_column("deliveries", sa.Column("next_attempt_at", sa.DateTime(timezone=True)))
    op.add_column("deliveries", sa.Column("data_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE deliveries SET attempts = 1, data_at = started_at WHERE started_at IS NOT NULL")
