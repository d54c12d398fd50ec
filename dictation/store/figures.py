"""How much waits in the store, in as many queries for a hundred thousand drafts as for one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dictation.model.delivery import Outcome
from dictation.model.figures import ClientFigures, Hearings
from dictation.model.review import DraftState
from dictation.store import schema
from dictation.store.base import Base

_ENTRIES = 50_000
"""How many of the audit log's entries at most are looked at for what was heard: several days of a large office."""
_IN_OUTBOX = (DraftState.QUEUED, DraftState.SENDING, DraftState.FAILED, DraftState.UNKNOWN)
"""States of the drafts that can have a delivery which is not finished."""


class Figures(Base):
    """Counts for whoever watches over the program."""

    def figures(self, *, since: datetime) -> tuple[ClientFigures, ...]:
        """How the work of every client stands, in the order of their keys; hearings are those from ``since`` on."""
        found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        with self._reading() as connection:
            for key in connection.scalars(sa.select(schema.clients.c.key).order_by(schema.clients.c.key)):
                found[key] = {"drafts": {}, "outbox": {}}
            for row in connection.execute(_drafts()):
                found[row.client]["drafts"][DraftState(row.state)] = row.number
                if row.state == DraftState.DRAFT:
                    found[row.client]["oldest_draft_at"] = row.oldest
            for row in connection.execute(_outbox()):
                found[row.client]["outbox"][row.stage] = row.number
                oldest = found[row.client].get("oldest_delivery_at", row.oldest)
                found[row.client]["oldest_delivery_at"] = min(oldest, row.oldest)
            for row in connection.execute(_unknown()):
                found[row.client]["unknown_outcomes"] = row.number
            for row in connection.execute(_recordings()):
                found[row.client] |= {"recordings": row.number, "recorded_ms": row.recorded_ms}
            for client, hearings in _hearings(connection, since):
                found[client]["hearings"] = (*found[client].get("hearings", ()), hearings)
        return tuple(ClientFigures(client=key, **values) for key, values in found.items())


def _drafts() -> sa.Select[Any]:
    table = schema.drafts.c
    oldest = sa.func.min(table.created_at).label("oldest")
    return sa.select(table.client, table.state, sa.func.count().label("number"), oldest).group_by(
        table.client, table.state
    )


def _outbox() -> sa.Select[Any]:
    """Found by their drafts: SQLite reads a delivery's bytes, maybe megabytes, to see whether it is finished."""
    drafts, table = schema.drafts.c, schema.deliveries.c
    stage = sa.case((table.started_at.is_not(None), "sending"), (table.attempts > 0, "retrying"), else_="queued")
    return (
        sa.select(
            drafts.client,
            stage.label("stage"),
            sa.func.count().label("number"),
            sa.func.min(table.queued_at).label("oldest"),
        )
        .join(schema.deliveries, table.draft == drafts.id)
        .where(drafts.state.in_(_IN_OUTBOX), table.finished_at.is_(None))
        .group_by(drafts.client, "stage")
    )


def _unknown() -> sa.Select[Any]:
    drafts, recipients = schema.drafts.c, schema.delivery_recipients.c
    return (
        sa.select(drafts.client, sa.func.count().label("number"))
        .join(schema.deliveries, schema.deliveries.c.draft == drafts.id)
        .join(schema.delivery_recipients, recipients.delivery == schema.deliveries.c.id)
        .where(drafts.state == DraftState.UNKNOWN, recipients.outcome == Outcome.UNKNOWN)
        .group_by(drafts.client)
    )


def _recordings() -> sa.Select[Any]:
    table = schema.recordings.c
    recorded = sa.func.sum(table.duration_ms).label("recorded_ms")
    return sa.select(table.client, sa.func.count().label("number"), recorded).group_by(table.client)


def _hearings(connection: sa.Connection, since: datetime) -> Iterator[tuple[str, Hearings]]:
    """What was heard, by client and recogniser. Entries that do not tell how long it took are passed over."""
    table = schema.audit.c
    newest = connection.scalar(sa.select(sa.func.max(table.id))) or 0
    lately = (table.id > newest - _ENTRIES) & (table.at >= since)
    query = sa.select(table.client, table.detail).where(lately, table.action == "call.recorded")
    heard, took = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for client, detail in connection.execute(query):
        if "took_ms" in detail:
            heard[client, detail["engine"]] += detail["heard_ms"]
            took[client, detail["engine"]] += detail["took_ms"]
    for client, engine in took:
        yield client, Hearings(engine=engine, heard_ms=heard[client, engine], took_ms=took[client, engine])
