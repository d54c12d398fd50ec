"""Everything that the store holds of one client, as it is."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from dictation.store import schema
from dictation.store.base import Base, require_client
from dictation.store.hanging import hangs_on

_AT_ONCE = 100
"""Rows that are in memory: some hold a message."""


class Exporting(Base):
    """Handing over what is held of a client."""

    def tables(self, client: str) -> tuple[str, ...]:
        """The names of the tables that hold rows of a client.

        Raises:
            UnknownClient: There is no such client.
        """
        with self._reading() as connection:
            require_client(connection, client)
        return tuple(table.name for table in schema.metadata.sorted_tables if _of(table, client) is not None)

    def rows(self, client: str, table: str) -> Iterator[bytes]:
        """The rows of a table that are a client's, as JSON, a line each; bytes are in base64."""
        rows = schema.metadata.tables[table]
        condition = _of(rows, client)
        if condition is None:
            return
        with self._reading() as connection:
            few = connection.execution_options(yield_per=_AT_ONCE)
            for row in few.execute(sa.select(rows).where(condition).order_by(*rows.primary_key)).mappings():
                yield json.dumps(dict(row), ensure_ascii=False, default=_plain).encode() + b"\n"

    def messages(self, client: str) -> Iterator[tuple[int, int, bytes]]:
        """The exact bytes of a client's messages, each after the numbers of its draft and delivery."""
        drafts, deliveries = schema.drafts.c, schema.deliveries.c
        query = sa.select(deliveries.draft, deliveries.id, deliveries.content).join(
            schema.drafts, drafts.id == deliveries.draft
        )
        with self._reading() as connection:
            few = connection.execution_options(yield_per=_AT_ONCE)
            for row in few.execute(query.where(drafts.client == client).order_by(deliveries.id)):
                yield row.draft, row.id, row.content


def _of(table: sa.Table, client: str) -> sa.ColumnElement[bool] | None:
    """Which rows of a table are a client's; None where it holds no client's."""
    return table.c.client == client if table is schema.audit else hangs_on(table, schema.clients, client)


def _plain(value: object) -> str:
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case datetime():
            return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
