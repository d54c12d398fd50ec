"""Drafts, and what a person decides about them."""

from __future__ import annotations

import sqlalchemy as sa

from dictation.errors import UnknownDraft
from dictation.model.audit import AuditEntry
from dictation.model.draft import Draft
from dictation.model.review import DraftState, StoredDraft
from dictation.store import schema
from dictation.store.base import Base, audit_entries, require_client
from dictation.store.changes import set_state, take_back, try_again
from dictation.store.codec import decode_draft
from dictation.store.loading import load_draft, load_drafts, load_open_draft


class Drafts(Base):
    """Drafts, their approvals and history."""

    def draft(self, number: int, *, client: str | None = None) -> StoredDraft:
        """The draft of that number, of a client's drafts where one is told.

        Raises:
            UnknownDraft: There is none.
        """
        with self._reading() as connection:
            stored = load_draft(connection, number)
        if client is not None and stored.client != client:
            raise UnknownDraft(
                f"draft {number} is not one of {client}'s",
                place="the store",
                remedy=f"see which are with: dictation list --client {client}",
            )
        return stored

    def drafts(
        self, client: str | None = None, state: DraftState | None = None, *, last: int | None = None
    ) -> tuple[StoredDraft, ...]:
        """The drafts of a client, or of all, in a state, or in any, oldest first; no more than the ``last`` so many.

        Raises:
            UnknownClient: There is no such client.
        """
        condition: sa.ColumnElement[bool] = sa.true()
        if state is not None:
            condition &= schema.drafts.c.state == state
        with self._reading() as connection:
            if client is not None:
                require_client(connection, client)
                condition &= schema.drafts.c.client == client
            if last is not None:
                number = schema.drafts.c.id
                newest = sa.select(number).where(condition).order_by(number.desc()).limit(last)
                condition = number.in_(connection.scalars(newest).all())
            return load_drafts(connection, condition)

    def correspondents(self, client: str, *, drafts: int) -> tuple[str, ...]:
        """The names of those to whom the client's last so many drafts go, the latest first."""
        table, revisions = schema.drafts, schema.revisions
        current = (revisions.c.draft == table.c.id) & (revisions.c.number == table.c.revision)
        query = sa.select(table.c.id, revisions.c.content).join(revisions, current).where(table.c.client == client)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(table.c.id.desc()).limit(drafts))
            last = [decode_draft(row.content, f"draft {row.id}") for row in rows]
        return tuple(dict.fromkeys(recipient.name for draft in last for recipient in draft.recipients))

    def add_draft(self, draft: Draft, *, after: int, author: str) -> StoredDraft:
        """Keep a draft that follows from another, of whose client and recording it is.

        Raises:
            UnknownDraft: There is no such other draft.
        """
        with self._writing() as connection:
            earlier = load_draft(connection, after)
            number = self._insert_draft(
                connection,
                draft,
                client=earlier.client,
                recording=earlier.call,
                author=author,
                detail={"follows": after},
            )
            return load_draft(connection, number)

    def approve(self, number: int, *, by: str, digest: str, expected_revision: int) -> StoredDraft:
        """Approve a revision, as the message with that digest; this takes an earlier approval's place.

        Where the client approves, too, and has not approved these very bytes, the draft awaits the client.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: The draft has another revision by now, or has left the house.
        """
        with self._writing() as connection:
            stored = load_open_draft(connection, number, expected_revision)
            now = self._log(
                connection,
                "draft.approved",
                client=stored.client,
                draft=number,
                detail={"by": by, "revision": stored.revision, "digest": digest},
            )
            take_back(connection, number, now, but_of_client=digest)
            try_again(connection, number)
            connection.execute(
                schema.approvals.insert().values(draft=number, revision=stored.revision, by=by, at=now, digest=digest)
            )
            agreed = stored.client_approval is not None and stored.client_approval.digest == digest
            asks = stored.needs_client and not agreed
            set_state(connection, number, DraftState.AWAITING_CLIENT if asks else DraftState.APPROVED, now)
            return load_draft(connection, number)

    def history(self, number: int) -> tuple[AuditEntry, ...]:
        """What happened to a draft, oldest first; to one that was deleted, too.

        Raises:
            UnknownDraft: There is no such draft.
        """
        with self._reading() as connection:
            entries = tuple(audit_entries(connection, schema.audit.c.draft == number))
            if not entries:  # else it may have been deleted
                load_draft(connection, number)
            return entries
