"""The revisions of drafts: changed, split, merged, taken back. None is ever lost."""

from __future__ import annotations

import sqlalchemy as sa

from dictation.deliver import has_arrived
from dictation.errors import Conflict
from dictation.model.draft import Draft
from dictation.model.review import DraftState, StoredDraft
from dictation.store import schema
from dictation.store.base import Base, audit_entries, locked_to_write
from dictation.store.changes import set_state, set_work, take_back
from dictation.store.codec import decode_draft, encode_draft
from dictation.store.loading import load_draft, load_open_draft
from dictation.store.records import Revision

_RESTORED = "draft.restored"
_DECIDED = frozenset({DraftState.AWAITING_CLIENT, DraftState.APPROVED, DraftState.QUEUED, DraftState.REJECTED})


class Revising(Base):
    """Changes to what drafts say.

    Every method raises UnknownDraft where there is no such draft, Outdated where somebody saved another revision since
    the expected one, and Conflict where the draft has left the house or it would change a meeting that is in somebody's
    calendar.
    """

    def open_draft(self, number: int, seen: int | None = None) -> StoredDraft:
        """The draft of that number, which somebody is about to change who saw that revision; None for the last."""
        with self._reading() as connection:
            return load_open_draft(connection, number, seen or load_draft(connection, number).revision)

    def save_revision(self, number: int, draft: Draft, *, author: str, expected_revision: int) -> StoredDraft:
        """Keep a changed draft as its next revision, which takes back any approval.

        A draft that is just as it was makes no revision.
        """
        with self._writing() as connection:
            stored = load_open_draft(connection, number, expected_revision)
            if stored.draft == draft:
                return stored
            return self._revise(connection, stored, draft, author, "draft.revised", {})

    def split(
        self, number: int, first: Draft, second: Draft, *, author: str, expected_revision: int
    ) -> tuple[StoredDraft, StoredDraft]:
        """Keep ``first`` as a draft's next revision, and ``second`` as a new draft of the same recording."""
        with self._writing() as connection:
            stored = load_open_draft(connection, number, expected_revision)
            new = self._insert_draft(
                connection,
                second,
                client=stored.client,
                recording=stored.call,
                author=author,
                detail={"split off": number},
            )
            set_work(connection, new, assignee=stored.assignee, note=stored.note, due_at=stored.due_at)
            revised = self._revise(connection, stored, first, author, "draft.split", {"new draft": new})
            return revised, load_draft(connection, new)

    def merge(
        self, number: int, draft: Draft, other: int, *, author: str, expected_revision: int, expected_other: int
    ) -> StoredDraft:
        """Keep what two drafts became as the next revision of the first, and reject the other."""
        drafts = schema.drafts.c
        with self._writing() as connection:
            # In one order, whichever is merged into which: else two who do both would wait for each other.
            both = sa.select(drafts.id).where(drafts.id.in_((number, other))).order_by(drafts.id)
            connection.execute(locked_to_write(connection, both))
            stored = load_open_draft(connection, number, expected_revision)
            rejected = load_open_draft(connection, other, expected_other)
            now = self._log(
                connection,
                "draft.rejected",
                client=rejected.client,
                draft=other,
                detail={"by": author, "merged into": number},
            )
            take_back(connection, other, now)
            set_state(connection, other, DraftState.REJECTED, now)
            return self._revise(connection, stored, draft, author, "draft.merged", {"with draft": other})

    def restore(self, number: int, revision: int, *, author: str, expected_revision: int) -> StoredDraft:
        """Keep what an earlier revision says as the next one."""
        with self._writing() as connection:
            stored = load_open_draft(connection, number, expected_revision)
            table = schema.revisions
            query = sa.select(table.c.content).where(table.c.draft == number, table.c.number == revision)
            draft = decode_draft(connection.execute(query).scalar_one(), f"revision {revision} of draft {number}")
            return self._revise(connection, stored, draft, author, _RESTORED, {"as": revision})

    def reopen(self, number: int, *, by: str, expected_revision: int) -> StoredDraft:
        """Take an approval or a rejection back.

        Raises:
            Conflict: Nobody has decided about the draft.
        """
        with self._writing() as connection:
            stored = load_open_draft(connection, number, expected_revision)
            if stored.state not in _DECIDED:
                raise Conflict(
                    f"draft {number} is neither approved nor rejected: its state is {stored.state}",
                    place=f"draft {number}",
                    remedy=f"see what happened to it with: dictation log {number}",
                )
            now = self._log(
                connection,
                "draft.reopened",
                client=stored.client,
                draft=number,
                detail={"by": by, "was": stored.state},
            )
            take_back(connection, number, now)
            set_state(connection, number, DraftState.DRAFT, now)
            return load_draft(connection, number)

    def revisions(self, number: int) -> tuple[Revision, ...]:
        """All revisions of a draft, oldest first."""
        table, audit = schema.revisions, schema.audit
        with self._reading() as connection:
            load_draft(connection, number)
            entries = audit_entries(connection, (audit.c.draft == number) & (audit.c.action == _RESTORED))
            restored = {entry.detail["revision"]: int(entry.detail["as"]) for entry in entries}
            query = sa.select(table).where(table.c.draft == number).order_by(table.c.number)
            return tuple(
                Revision(
                    number=row.number,
                    author=row.author,
                    draft=decode_draft(row.content, f"revision {row.number} of draft {number}"),
                    at=row.at,
                    restores=restored.get(row.number),
                )
                for row in connection.execute(query)
            )

    def _revise(
        self,
        connection: sa.Connection,
        stored: StoredDraft,
        draft: Draft,
        author: str,
        action: str,
        detail: dict[str, str | int],
    ) -> StoredDraft:
        """Keep the next revision of a draft."""
        number, revision = stored.id, stored.revision + 1
        if draft.meeting != stored.draft.meeting and has_arrived(stored):
            raise Conflict(
                f"somebody has the invitation of draft {number}, and would not hear of the change",
                place=f"draft {number}",
                remedy=f"change the meeting for everybody with: dictation reschedule {number}",
            )
        now = self._log(connection, action, client=stored.client, draft=number, detail={"revision": revision, **detail})
        connection.execute(
            schema.revisions.insert().values(
                draft=number, number=revision, author=author, content=encode_draft(draft), at=now
            )
        )
        take_back(connection, number, now)
        table = schema.drafts
        connection.execute(table.update().where(table.c.id == number).values(revision=revision))
        set_state(connection, number, DraftState.DRAFT, now)
        return load_draft(connection, number)
