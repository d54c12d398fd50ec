"""Which deliveries are in the folder of sent messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the moment; of what was sent before, nobody knows whether it is there."""
    op.add_column("deliveries", sa.Column("filed_at", sa.DateTime(timezone=True)))
    op.create_index("ix_deliveries_filed_at", "deliveries", ["filed_at", "queued_at"])
