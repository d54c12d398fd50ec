"""The client's part in approvals: what was shown to the client, and the client's word."""

from __future__ import annotations

from dictation.model.review import DraftState, StoredDraft
from dictation.store import schema
from dictation.store.base import Base
from dictation.store.changes import empty_outbox, set_state
from dictation.store.loading import draft_conflict, load_draft, load_open_draft


class Consulting(Base):
    """Drafts that await their client.

    Every method raises UnknownDraft where there is no such draft, and Conflict where the draft no longer awaits the
    client as the message with that digest.
    """

    def hand_over(self, number: int, *, digest: str, expected_revision: int) -> StoredDraft:
        """Note that the client was given a draft as a file."""
        with self._writing() as connection:
            stored = _require_awaiting(load_open_draft(connection, number, expected_revision), digest)
            now = self._log(
                connection,
                "draft.handed over",
                client=stored.client,
                draft=number,
                detail={"revision": stored.revision, "digest": digest},
            )
            connection.execute(
                schema.consultations.insert().values(
                    draft=number, revision=stored.revision, digest=digest, by=self._actor, at=now
                )
            )
            return load_draft(connection, number)

    def confirm(self, number: int, *, by: str, digest: str, read_aloud: bool, expected_revision: int) -> StoredDraft:
        """Keep the client's approval beside the secretary's; the draft may be sent then.

        ``read_aloud`` tells that the client did not see the draft but was read it, for which whoever enters it answers.
        """
        with self._writing() as connection:
            stored = _require_awaiting(load_open_draft(connection, number, expected_revision), digest)
            now = self._log(
                connection,
                "draft.confirmed",
                client=stored.client,
                draft=number,
                detail={
                    "by": by,
                    "revision": stored.revision,
                    "digest": digest,
                    **({"read aloud": "yes"} if read_aloud else {}),
                },
            )
            # Who has agreed need not be asked any more.
            empty_outbox(connection, number, now)
            connection.execute(
                schema.approvals.insert().values(
                    draft=number,
                    revision=stored.revision,
                    by=by,
                    at=now,
                    digest=digest,
                    entered_by=self._actor,
                    read_aloud=read_aloud,
                )
            )
            set_state(connection, number, DraftState.APPROVED, now)
            return load_draft(connection, number)


def _require_awaiting(stored: StoredDraft, digest: str) -> StoredDraft:
    if stored.state is DraftState.AWAITING_CLIENT and stored.approval is not None and stored.approval.digest == digest:
        return stored
    raise draft_conflict(stored.id, f"does not await its client like this: its state is {stored.state}")
