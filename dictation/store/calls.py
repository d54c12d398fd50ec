"""Recordings, what was heard in them and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from dictation.errors import InputError
from dictation.model.draft import Correspondence, LeftOut, Note
from dictation.model.recording import Recording
from dictation.model.transcript import Transcript
from dictation.store import schema
from dictation.store.base import Base, require_client
from dictation.store.changes import set_work
from dictation.store.codec import decode, encode
from dictation.store.records import StoredCall


class Calls(Base):
    """Recordings with their transcripts, notes and drafts."""

    def record_call(
        self,
        client: str,
        recording: Recording,
        transcript: Transcript,
        correspondence: Correspondence,
        *,
        took_ms: int | None = None,
        due_at: datetime | None = None,
    ) -> StoredCall:
        """Keep a call with its drafts; where the client's recording is there already, nothing changes.

        ``took_ms`` is how long it took to hear it and to make drafts of it, for the audit log; None where that is not
        known, or nothing was heard. ``due_at`` is when the drafts are to be done; None for what the rule says.

        Returns:
            The call as the store has it, which is the earlier one where there was one.

        Raises:
            UnknownClient: There is no such client.
        """
        with self._writing() as connection:
            # Whoever else records for this client waits here, so that one recording cannot come in twice.
            require_client(connection, client)
            number = _number_of(connection, client, recording.sha256)
            if number is None:
                number = self._insert(connection, client, recording, transcript, correspondence, took_ms, due_at)
            return _load(connection, number)

    def find_call(self, client: str, sha256: str) -> StoredCall | None:
        """The call with a recording of that content, if the client has one."""
        with self._reading() as connection:
            number = _number_of(connection, client, sha256)
            return None if number is None else _load(connection, number)

    def recorded(self, client: str) -> dict[str, int]:
        """The numbers of a client's recordings by the SHA-256 of their content."""
        table = schema.recordings.c
        with self._reading() as connection:
            rows = connection.execute(sa.select(table.sha256, table.id).where(table.client == client))
            return {row.sha256: row.id for row in rows}

    def call(self, number: int) -> StoredCall:
        """The call of that number.

        Raises:
            InputError: There is none.
        """
        with self._reading() as connection:
            return _load(connection, number)

    def calls(self, client: str) -> Iterator[StoredCall]:
        """All calls of a client, oldest first."""
        table = schema.recordings.c
        query = sa.select(table.id).where(table.client == client).order_by(table.id)
        with self._reading() as connection:
            for number in connection.scalars(query).all():
                yield _load(connection, number)

    def _insert(
        self,
        connection: sa.Connection,
        client: str,
        recording: Recording,
        transcript: Transcript,
        correspondence: Correspondence,
        took_ms: int | None,
        due_at: datetime | None,
    ) -> int:
        detail: dict[str, str | int] = {"sha256": recording.sha256, "drafts": len(correspondence.drafts)}
        if took_ms is not None:
            detail |= {"engine": transcript.engine, "heard_ms": recording.duration_ms, "took_ms": took_ms}
        now = self._log(connection, "call.recorded", client=client, detail=detail)
        row = schema.recordings.insert().values(
            client=client,
            sha256=recording.sha256,
            path=str(recording.path),
            duration_ms=recording.duration_ms,
            channels=recording.channels,
            sample_rate=recording.sample_rate,
            recorded_at=now,
        )
        number: int = connection.execute(row.returning(schema.recordings.c.id)).scalar_one()
        connection.execute(
            schema.transcripts.insert().values(
                recording=number,
                content=encode(transcript),
                notes=encode(correspondence.notes),
                left_out=encode(correspondence.left_out),
            )
        )
        author = transcript.engine or "imported"
        due: dict[str, str | int] | None = {"due": due_at.isoformat()} if due_at else None
        for draft in correspondence.drafts:
            added = self._insert_draft(connection, draft, client=client, recording=number, author=author, detail=due)
            if due_at is not None:
                set_work(connection, added, assignee="", note="", due_at=due_at)
        return number


def _number_of(connection: sa.Connection, client: str, sha256: str) -> int | None:
    table = schema.recordings.c
    return connection.scalar(sa.select(table.id).where(table.client == client, table.sha256 == sha256))


def _load(connection: sa.Connection, number: int) -> StoredCall:
    query = (
        sa.select(schema.recordings, schema.transcripts)
        .join(schema.transcripts, schema.transcripts.c.recording == schema.recordings.c.id)
        .where(schema.recordings.c.id == number)
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise InputError(
            f"there is no recording number {number}",
            place="the store",
            remedy="see which recording a draft is from with: dictation show ID",
        )
    drafts = schema.drafts.c
    place = f"recording {number} of the store"
    return StoredCall(
        id=number,
        client=row["client"],
        recording=Recording(
            path=Path(row["path"]),
            sha256=row["sha256"],
            duration_ms=row["duration_ms"],
            channels=row["channels"],
            sample_rate=row["sample_rate"],
        ),
        transcript=decode(row["content"], Transcript, place),
        notes=decode(row["notes"], tuple[Note, ...], place),
        left_out=decode(row["left_out"], tuple[LeftOut, ...], place),
        drafts=tuple(connection.scalars(sa.select(drafts.id).where(drafts.recording == number).order_by(drafts.id))),
        recorded_at=row["recorded_at"],
    )
