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
from dictation.store.loading import draft_conflict, load_draft, load_open_draft
from dictation.store.records import Revision

_RESTORED = "draft.restored"
_DECIDED = frozenset({DraftState.AWAITING_CLIENT, DraftState.APPROVED, DraftState.QUEUED, DraftState.REJECTED})

_NOT_IN_OUTBOX = {
    DraftState.DRAFT: "it is not approved",
    DraftState.REJECTED: "it was rejected",
    DraftState.SENDING: "it is being sent, or a program was stopped meanwhile and the next sending finds out",
    DraftState.SENT: "it was sent",
    DraftState.REFUSED: "it was sent, and refused for somebody",
    DraftState.UNKNOWN: "it may have been sent, and somebody has to find out",
}


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
        with self._writing() as connection:
            _hold(connection, number, other)
            stored = load_open_draft(connection, number, expected_revision)
            rejected = load_open_draft(connection, other, expected_other)
            self._lay_aside(connection, rejected, {"by": author, "merged into": number})
            return self._revise(connection, stored, draft, author, "draft.merged", {"with draft": other})

    def restore(
        self,
        number: int,
        revision: int,
        *,
        author: str,
        expected_revision: int,
        rejecting: StoredDraft | None = None,
        reopening: StoredDraft | None = None,
    ) -> StoredDraft:
        """Keep what an earlier revision says as the next one; with it another draft is rejected or taken up again."""
        beside = rejecting or reopening
        with self._writing() as connection:
            if beside is not None:
                _hold(connection, number, beside.id)
                other = load_open_draft(connection, beside.id, beside.revision)
                if rejecting is not None:
                    self._lay_aside(connection, other, {"by": author})
                else:
                    self._take_up(connection, other, "draft.reopened", author)
            stored = load_open_draft(connection, number, expected_revision)
            table = schema.revisions
            query = sa.select(table.c.content).where(table.c.draft == number, table.c.number == revision)
            draft = decode_draft(connection.execute(query).scalar_one(), f"revision {revision} of draft {number}")
            return self._revise(connection, stored, draft, author, _RESTORED, {"as": revision})

    def reject(self, number: int, *, by: str, expected_revision: int) -> StoredDraft:
        """Lay a draft aside; a new revision or an approval takes it up again."""
        with self._writing() as connection:
            stored = load_open_draft(connection, number, expected_revision)
            self._lay_aside(connection, stored, {"by": by})
            return load_draft(connection, number)

    def reopen(self, number: int, *, by: str, expected_revision: int) -> StoredDraft:
        """Take an approval or a rejection back.

        Raises:
            Conflict: Nobody has decided about the draft.
        """
        with self._writing() as connection:
            stored = load_open_draft(connection, number, expected_revision)
            if stored.state not in _DECIDED:
                raise draft_conflict(number, f"is neither approved nor rejected: its state is {stored.state}")
            return self._take_up(connection, stored, "draft.reopened", by)

    def recall(self, number: int, *, by: str) -> StoredDraft:
        """Take a draft out of the outbox, with its approval; whoever has it keeps it.

        Raises:
            Conflict: It is not there: it is not approved, is being sent, or was sent, or may have been.
        """
        with self._writing() as connection:
            stored = load_draft(connection, number)
            if stored.state in _NOT_IN_OUTBOX:
                raise draft_conflict(number, f"cannot be recalled: {_NOT_IN_OUTBOX[stored.state]}")
            return self._take_up(connection, stored, "draft.recalled", by)

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

    def _lay_aside(self, connection: sa.Connection, stored: StoredDraft, detail: dict[str, str | int]) -> None:
        """Reject a draft."""
        now = self._log(connection, "draft.rejected", client=stored.client, draft=stored.id, detail=detail)
        take_back(connection, stored.id, now)
        set_state(connection, stored.id, DraftState.REJECTED, now)

    def _take_up(self, connection: sa.Connection, stored: StoredDraft, action: str, by: str) -> StoredDraft:
        """Make a draft undecided again."""
        now = self._log(
            connection, action, client=stored.client, draft=stored.id, detail={"by": by, "was": stored.state}
        )
        take_back(connection, stored.id, now)
        set_state(connection, stored.id, DraftState.DRAFT, now)
        return load_draft(connection, stored.id)

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


def _hold(connection: sa.Connection, *numbers: int) -> None:
    """Lock drafts in one order, whichever is asked for first: else two who need both would wait for each other."""
    drafts = schema.drafts.c
    held = sa.select(drafts.id).where(drafts.id.in_(numbers)).order_by(drafts.id)
    connection.execute(locked_to_write(connection, held))
