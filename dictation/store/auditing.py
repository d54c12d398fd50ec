"""The audit log: chains of entries, and whether they are what they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from dictation.model.audit import NOTHING, AuditEntry, AuditFault, AuditHead, entry_hash
from dictation.store import schema
from dictation.store.base import Base, audit_entries, require_client

_AT_ONCE = 1000
"""Entries that are in memory while the log is verified."""


class Auditing(Base):
    """The audit log. Its entries are made by what they tell of."""

    def audit(self, client: str | None = None) -> tuple[AuditEntry, ...]:
        """Everything that was ever done, for a client or at all, oldest first.

        Raises:
            UnknownClient: There is no such client.
        """
        with self._reading() as connection:
            return tuple(audit_entries(connection, _of(connection, client)))

    def audit_heads(self, client: str | None = None) -> tuple[AuditHead, ...]:
        """The ends of all chains, or of a client's, sorted by client; raises as :meth:`audit` does."""
        table = schema.audit.c
        with self._reading() as connection:
            length = sa.select(table.client, sa.func.max(table.position).label("length")).group_by(table.client)
            last = length.where(_of(connection, client)).subquery()
            query = sa.select(table.client, table.position, table.hash).join(
                last, table.client.is_not_distinct_from(last.c.client) & (table.position == last.c.length)
            )
            rows = connection.execute(query.order_by(sa.func.coalesce(table.client, "")))
            return tuple(AuditHead(client=row.client, length=row.position, hash=row.hash) for row in rows)

    def audit_faults(self, client: str | None = None, heads: Sequence[AuditHead] = ()) -> tuple[AuditFault, ...]:
        """Every place at which a chain, or a client's, is not what it was; raises as :meth:`audit` does.

        Entries that were cut off at the end are seen only where ``heads`` tell of them.
        """
        table = schema.audit.c
        with self._reading() as connection:
            condition = _of(connection, client)
            chains = set(connection.scalars(sa.select(table.client).where(condition).distinct()))
            known = {head.client: head for head in heads if client is None or head.client == client}
            return tuple(
                fault
                for chain in sorted(chains | known.keys(), key=lambda key: key or "")
                for fault in find_faults(_chain(connection, chain), chain, known.get(chain))
            )


def find_faults(entries: Iterable[AuditEntry], client: str | None, head: AuditHead | None) -> Iterator[AuditFault]:
    """Every place at which the chain with these entries, oldest first, is not what it was, or what its head tells."""
    previous, position = NOTHING, 0
    for entry in entries:
        if entry.position > position + 1:
            yield _missing(client, position + 1, entry.position - 1)
        elif entry.position <= position:
            yield AuditFault(client=client, position=entry.position, message="it is out of order")
        elif entry.hash != _hash(previous, entry):
            message = "it, or the one before it, is not what was entered"
            yield AuditFault(client=client, position=entry.position, message=message)
        if head is not None and entry.position == head.length and entry.hash != head.hash:
            yield AuditFault(client=client, position=entry.position, message="it is not the one whose head was kept")
        previous, position = entry.hash, entry.position
    if head is not None and position < head.length:
        yield _missing(client, position + 1, head.length)


def _missing(client: str | None, first: int, last: int) -> AuditFault:
    message = "it is missing" if first == last else f"it and the next {last - first} are missing"
    return AuditFault(client=client, position=first, message=message)


def _hash(previous: str, entry: AuditEntry) -> str:
    return entry_hash(
        previous,
        position=entry.position,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        client=entry.client,
        draft=entry.draft,
        detail=entry.detail,
    )


def _chain(connection: sa.Connection, client: str | None) -> Iterator[AuditEntry]:
    table = schema.audit.c
    few = connection.execution_options(yield_per=_AT_ONCE)
    return audit_entries(few, table.client.is_(None) if client is None else table.client == client)


def _of(connection: sa.Connection, client: str | None) -> sa.ColumnElement[bool]:
    if client is None:
        return sa.true()
    require_client(connection, client)
    return schema.audit.c.client == client
