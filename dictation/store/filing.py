"""Which sent messages are in the clients' folders of sent messages, and which are yet to be put there."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from dictation.model.delivery import Outcome, Unfiled
from dictation.store import schema
from dictation.store.base import Base


class Filing(Base):
    """Copies of what was sent."""

    def unfiled(self, *, since: datetime) -> tuple[Unfiled, ...]:
        """The messages queued since then that somebody accepted and of which no copy is known, oldest first.

        One whose outcome is unknown for somebody is none of them: a copy in the folder is what would settle it.
        """
        deliveries, drafts, recipients = schema.deliveries, schema.drafts, schema.delivery_recipients

        def became(outcome: Outcome) -> sa.ColumnElement[bool]:
            same = (recipients.c.delivery == deliveries.c.id) & (recipients.c.outcome == outcome)
            return sa.select(recipients.c.delivery).where(same).exists()

        query = (
            sa.select(deliveries.c.id, deliveries.c.message_id, drafts.c.client)
            .join(drafts, drafts.c.id == deliveries.c.draft)
            .where(deliveries.c.filed_at.is_(None), deliveries.c.queued_at >= since)
            .where(became(Outcome.ACCEPTED), ~became(Outcome.UNKNOWN))
            .order_by(deliveries.c.id)
        )
        with self._reading() as connection:
            return tuple(
                Unfiled(client=row.client, delivery=row.id, message_id=row.message_id)
                for row in connection.execute(query)
            )

    def sent_content(self, delivery: int) -> bytes:
        """The exact bytes that a delivery sent."""
        table = schema.deliveries
        with self._reading() as connection:
            content: bytes = connection.execute(sa.select(table.c.content).where(table.c.id == delivery)).scalar_one()
        return content

    def mark_filed(self, delivery: int) -> None:
        """Note that the folder of sent messages holds a delivery's message."""
        table = schema.deliveries
        with self._writing() as connection:
            drafts = schema.drafts
            query = sa.select(drafts.c.client, drafts.c.id).join(table, table.c.draft == drafts.c.id)
            row = connection.execute(query.where(table.c.id == delivery)).one()
            now = self._log(
                connection, "delivery.filed", client=row.client, draft=row.id, detail={"delivery": delivery}
            )
            connection.execute(table.update().where(table.c.id == delivery).values(filed_at=now))
