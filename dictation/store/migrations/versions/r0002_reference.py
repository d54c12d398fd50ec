"""How a client numbers letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Clients of before have no references on their letters."""
    op.add_column("clients", sa.Column("reference", sa.Text, nullable=False, server_default=""))
