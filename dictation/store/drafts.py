"""Drafts, their revisions and approvals."""

from __future__ import annotations

from dictation.model.draft import Draft
from dictation.model.review import DraftState, StoredDraft
from dictation.store.base import Base
from dictation.store.records import AuditEntry, Revision


class Drafts(Base):
    """Drafts, their revisions, approvals and history."""

    def draft(self, number: int) -> StoredDraft:
        """The draft of that number.

        Raises:
            UnknownDraft: There is none.
        """
        raise NotImplementedError

    def drafts(self, client: str | None = None, state: DraftState | None = None) -> tuple[StoredDraft, ...]:
        """The drafts of a client, or of all, in a state, or in any; oldest first.

        Raises:
            UnknownClient: There is no such client.
        """
        raise NotImplementedError

    def save_revision(self, number: int, draft: Draft, *, author: str, expected_revision: int) -> StoredDraft:
        """Keep a changed draft as its next revision, which takes back any approval.

        A draft that is just as it was makes no revision.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: Somebody saved another revision since ``expected_revision``, or the draft has left the house.
        """
        raise NotImplementedError

    def revisions(self, number: int) -> tuple[Revision, ...]:
        """All revisions of a draft, oldest first.

        Raises:
            UnknownDraft: There is no such draft.
        """
        raise NotImplementedError

    def approve(self, number: int, *, by: str, digest: str, expected_revision: int) -> StoredDraft:
        """Approve a revision, as the message with that digest.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: The draft has another revision by now, or has left the house.
        """
        raise NotImplementedError

    def reject(self, number: int, *, by: str, expected_revision: int) -> StoredDraft:
        """Lay a draft aside for good, unless somebody revises it.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: The draft has another revision by now, or has left the house.
        """
        raise NotImplementedError

    def history(self, number: int) -> tuple[AuditEntry, ...]:
        """What happened to a draft, oldest first.

        Raises:
            UnknownDraft: There is no such draft.
        """
        raise NotImplementedError
