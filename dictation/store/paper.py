"""Letters on paper, in the store: what was printed and what was posted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from dictation.model.paper import Letter
from dictation.model.review import DraftState, StoredDraft
from dictation.store import schema
from dictation.store.base import Base
from dictation.store.changes import set_state
from dictation.store.loading import draft_conflict, load_draft


class Papers(Base):
    """Prints and postings."""

    def mark_printing(self, letters: Iterable[Letter], *, place: str, by: str, again: bool) -> list[int]:
        """Note that letters are about to be printed; returns the numbers of the prints.

        To be called before anything goes to the printer. ``again`` is for letters that were printed before.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: One is not approved as this letter, or was printed already and is not to be again.
        """
        numbers: list[int] = []
        with self._writing() as connection:
            for letter in letters:
                stored = load_draft(connection, letter.draft)
                approval = stored.approval
                if stored.state is not DraftState.APPROVED or approval is None or approval.digest != letter.digest:
                    raise draft_conflict(letter.draft, f"cannot be printed like this: its state is {stored.state}")
                if stored.printed and not again:
                    raise draft_conflict(letter.draft, "was printed meanwhile")
                detail: dict[str, str | int] = {"by": by, "revision": letter.revision, "digest": letter.digest}
                detail |= {"to": place} if place else {}
                now = self._log(connection, "letter.printing", client=stored.client, draft=letter.draft, detail=detail)
                row = schema.prints.insert().values(
                    draft=letter.draft,
                    revision=letter.revision,
                    digest=letter.digest,
                    by=by,
                    at=now,
                    place=place,
                    sheets=letter.sheets,
                )
                numbers.append(connection.execute(row.returning(schema.prints.c.id)).scalar_one())
        return numbers

    def mark_printed(self, prints: Sequence[int], *, job: str = "") -> None:
        """Note that prints were taken by the printer, as the job of that name, or written to their file."""
        table = schema.prints
        with self._writing() as connection:
            self._log_prints(connection, "letter.printed", prints, {"job": job} if job else {})
            connection.execute(table.update().where(table.c.id.in_(prints)).values(job=job))

    def mark_not_printed(self, prints: Sequence[int]) -> None:
        """Note that prints were not taken by the printer: it is as if nobody had tried."""
        with self._writing() as connection:
            self._log_prints(connection, "letter.not printed", prints, {})
            connection.execute(schema.prints.delete().where(schema.prints.c.id.in_(prints)))

    def mark_posted(self, number: int, *, by: str, tracking: str = "") -> StoredDraft:
        """Note that an approved letter was posted, with the number by which the post knows it.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: It is not approved, or has left the house already.
        """
        with self._writing() as connection:
            stored = load_draft(connection, number)
            if stored.posting is not None:
                raise draft_conflict(number, f"was posted already, as {stored.posting.by} said")
            if stored.state is not DraftState.APPROVED:
                raise draft_conflict(number, f"is not approved: its state is {stored.state}")
            detail: dict[str, str | int] = {"by": by, "revision": stored.revision}
            detail |= {"tracking": tracking} if tracking else {}
            now = self._log(connection, "letter.posted", client=stored.client, draft=number, detail=detail)
            row = {"draft": number, "revision": stored.revision, "by": by, "at": now, "tracking": tracking}
            connection.execute(schema.postings.insert().values(row))
            set_state(connection, number, DraftState.SENT, now)
            return load_draft(connection, number)

    def mark_not_posted(self, number: int, *, by: str) -> StoredDraft:
        """Take back that a letter was posted, which it was not; it is approved as before.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: Nobody said that it was posted.
        """
        with self._writing() as connection:
            stored = load_draft(connection, number)
            if stored.posting is None:
                raise draft_conflict(number, f"was not posted: its state is {stored.state}")
            now = self._log(connection, "letter.not posted", client=stored.client, draft=number, detail={"by": by})
            connection.execute(schema.postings.delete().where(schema.postings.c.draft == number))
            set_state(connection, number, DraftState.APPROVED, now)
            return load_draft(connection, number)

    def _log_prints(
        self, connection: sa.Connection, action: str, prints: Sequence[int], detail: dict[str, str | int]
    ) -> None:
        drafts, table = schema.drafts, schema.prints
        query = sa.select(drafts.c.id, drafts.c.client).join(table, table.c.draft == drafts.c.id)
        for row in connection.execute(query.where(table.c.id.in_(prints)).order_by(table.c.id)):
            self._log(connection, action, client=row.client, draft=row.id, detail=detail)
