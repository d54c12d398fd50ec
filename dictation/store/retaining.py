"""What is older than a client's rule wants it, and how it is deleted. The audit log keeps that it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from dictation.errors import Conflict
from dictation.model.retention import Expired, Expiry, Held
from dictation.model.review import DraftState, StoredDraft
from dictation.store import schema
from dictation.store.base import Base, locked_to_write, require_client
from dictation.store.database import compact
from dictation.store.hanging import hangs_on
from dictation.store.loading import load_drafts

_DONE = (DraftState.SENT, DraftState.REJECTED)
"""States in which nobody waits for anything to be done about a draft."""


class Retaining(Base):
    """Deleting by age."""

    def expired(self, client: str, expiry: Expiry) -> tuple[Expired, ...]:
        """What of a client's is too old: files of recordings, then transcripts, then drafts, each by number.

        Raises:
            UnknownClient: There is no such client.
        """
        with self._reading() as connection:
            require_client(connection, client)
            now = self._clock()
            return tuple(found for what in Held for found in _expired(connection, client, expiry, what, now))

    def erase(self, expired: Expired, expiry: Expiry, *, files: Callable[[], None]) -> None:
        """Delete something that is too old; ``files`` is called to delete what lies outside the store.

        Wherever the program is stopped, the next run finds what is left: files go before the rows that lead to them. A
        recording's file alone is deleted after that is noted, since no row goes with it.

        Raises:
            Conflict: It is not, or no longer, to be deleted.
        """
        of_draft = expired.what is Held.DRAFT
        root = schema.drafts if of_draft else schema.recordings
        with self._writing() as connection:
            drafts = schema.drafts.c
            concerned = (drafts.id if of_draft else drafts.recording) == expired.number
            connection.execute(locked_to_write(connection, sa.select(drafts.id).where(concerned)))
            found = _expired(connection, expired.client, expiry, expired.what, self._clock(), expired.number)
            if expired.kept or expired not in tuple(found):
                raise Conflict(
                    f"{expired.what} {expired.number} is not deleted: {expired.kept or 'somebody took it up again'}",
                    place=f"{expired.what} {expired.number} of {expired.client}",
                    remedy="see what is to be deleted with: dictation retain",
                )
            self._log(
                connection,
                f"{expired.what}.deleted",
                client=expired.client,
                draft=expired.number if of_draft else None,
                detail={} if of_draft else {"recording": expired.number, "sha256": expired.sha256},
            )
            if expired.what is not Held.AUDIO:
                files()
                _delete(connection, root, expired.number)
        if expired.what is Held.AUDIO:
            files()

    def compact(self) -> None:
        """Leave nothing of what was deleted in the database's files.

        Raises:
            Conflict: Another program reads the store, which keeps its journal from being emptied.
        """
        compact(self._engine)


def _expired(
    connection: sa.Connection, client: str, expiry: Expiry, what: Held, now: datetime, number: int | None = None
) -> Iterator[Expired]:
    """What is too old of one kind, and is that of a ``number`` where one is told."""
    before = expiry.before(what)
    if before is None:
        return
    if what is Held.DRAFT:
        drafts = schema.drafts.c
        condition = (drafts.client == client) & (drafts.updated_at < before)
        for stored in load_drafts(connection, condition if number is None else condition & (drafts.id == number)):
            yield Expired(
                client=client, what=what, number=stored.id, since=stored.updated_at, kept=_kept_draft(stored, now)
            )
        return
    recordings = schema.recordings.c
    condition = (recordings.client == client) & (recordings.recorded_at < before)
    query = _recordings(client).where(condition if number is None else condition & (recordings.id == number))
    for row in connection.execute(query.order_by(recordings.id)):
        kept = f"draft {row.waits} of it waits for a person or for the post" if row.waits is not None else ""
        if row.shared and what is Held.AUDIO:
            kept = "another client's recording is the same file"
        yield Expired(
            client=client,
            what=what,
            number=row.id,
            since=row.recorded_at,
            kept=kept,
            path=Path(row.path),
            sha256=row.sha256,
        )


def _recordings(client: str) -> sa.Select[tuple[object, ...]]:
    """Recordings, each with a draft of it that is not done, and whether its file is that of another than the client."""
    recordings, drafts, other = schema.recordings, schema.drafts, schema.recordings.alias()
    waits = (drafts.c.recording == recordings.c.id) & drafts.c.state.not_in(_DONE)
    of_others = sa.select(other.c.path).where(other.c.client != client)
    return sa.select(
        recordings,
        sa.select(sa.func.min(drafts.c.id)).where(waits).scalar_subquery().label("waits"),
        recordings.c.path.in_(of_others).label("shared"),
    )


def _kept_draft(stored: StoredDraft, now: datetime) -> str:
    """Why a draft stays although it is too old; empty where nothing speaks for it."""
    if stored.state not in _DONE:
        return f"its state is {stored.state}"
    meeting = stored.draft.meeting
    if meeting is not None and meeting.start + timedelta(minutes=meeting.minutes) > now:
        return "its meeting is still to come"
    return ""


def _delete(connection: sa.Connection, root: sa.Table, number: int) -> None:
    """Delete a row with all that must have it; what may do without it loses it."""
    for table in reversed(schema.metadata.sorted_tables):
        condition = hangs_on(table, root, number)
        if condition is not None:
            connection.execute(table.delete().where(condition))
            continue
        for key in table.foreign_key_constraints:
            if key.referred_table is root:
                (column,) = key.columns
                connection.execute(table.update().where(column == number).values({column: None}))
