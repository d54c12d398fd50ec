"""Who works on which draft: assignments, due times, and claims of those who have one open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from dictation.model.people import Secretary, same_person
from dictation.model.review import DraftState, StoredDraft
from dictation.store import schema
from dictation.store.base import Base, require_client
from dictation.store.changes import set_work
from dictation.store.loading import load_draft, load_drafts

CLAIMED_FOR = timedelta(minutes=10)
"""How long a claim lasts without a sign of whoever holds it."""


class Work(Base):
    """Drafts as somebody's work."""

    def assign(self, number: int, *, to: str, note: str = "", by: str) -> StoredDraft:
        """Give a draft to somebody, with a note for them; to nobody in particular where ``to`` is empty.

        Raises:
            UnknownDraft: There is no such draft.
        """
        with self._writing() as connection:
            stored = load_draft(connection, number)
            detail: dict[str, str | int] = {"by": by, "from": stored.assignee, "to": to, "note": note}
            detail = {name: value for name, value in detail.items() if value}
            self._log(connection, "draft.assigned", client=stored.client, draft=number, detail=detail)
            set_work(connection, number, assignee=to, note=note, due_at=stored.due_at)
            return load_draft(connection, number)

    def set_due(self, number: int, due_at: datetime | None, *, by: str) -> StoredDraft:
        """Say by when a draft is to be done; None for what the rule says (:attr:`StoredDraft.due`).

        Raises:
            UnknownDraft: There is no such draft.
        """
        with self._writing() as connection:
            stored = load_draft(connection, number)
            detail: dict[str, str | int] = {"by": by, "at": due_at.isoformat() if due_at else "by the rule"}
            self._log(connection, "draft.due", client=stored.client, draft=number, detail=detail)
            set_work(connection, number, assignee=stored.assignee, note=stored.note, due_at=due_at)
            return load_draft(connection, number)

    def work(
        self,
        client: str | None,
        states: Collection[DraftState],
        *,
        whose: str | None = None,
        unassigned: bool = False,
    ) -> tuple[StoredDraft, ...]:
        """The drafts in these states that are somebody's work, or not assigned, or both; oldest first.

        What is not assigned is the work of the client's secretary.

        Raises:
            UnknownClient: There is no such client.
        """
        drafts, work = schema.drafts, schema.work
        assigned = drafts.c.id.in_(sa.select(work.c.draft).where(work.c.assignee != ""))
        condition: sa.ColumnElement[bool] = drafts.c.state.in_(states)
        with self._reading() as connection:
            if client is not None:
                require_client(connection, client)
                condition &= drafts.c.client == client
            if unassigned:
                condition &= ~assigned
            if whose is not None:
                names = [name for name in _assignees(connection) if same_person(name, whose)]
                theirs = drafts.c.id.in_(sa.select(work.c.draft).where(work.c.assignee.in_(names)))
                condition &= theirs | (~assigned & drafts.c.client.in_(_clients_of(connection, whose)))
            return load_drafts(connection, condition)

    def colleagues(self) -> frozenset[str]:
        """Everybody who did something in this store, was given something, or is a client's secretary."""
        people, audit = schema.clients.c, schema.audit.c
        with self._reading() as connection:
            secretaries = connection.scalars(sa.select(people.secretary_name).distinct()).all()
            actors = connection.scalars(sa.select(audit.actor).distinct()).all()
            return frozenset((*secretaries, *actors, *_assignees(connection)))

    def claim(self, number: int, *, session: str, by: str, take_over: bool = False) -> StoredDraft:
        """Show everybody that a draft is open here, and that what this session had open before is not any more.

        Where another session's claim on it holds, that one stays and is returned, unless it is to be taken over. A
        claim is a courtesy: it keeps nobody from changing the draft.

        Raises:
            UnknownDraft: There is no such draft.
        """
        table = schema.claims
        with self._writing() as connection:
            stored, now = load_draft(connection, number), self._clock()
            connection.execute(table.delete().where(table.c.session == session))
            if not take_over and stored.claim and stored.claim.session != session and stored.claim.until > now:
                return stored
            connection.execute(table.delete().where(table.c.draft == number))
            row = {"draft": number, "session": session, "by": by, "until": now + CLAIMED_FOR}
            connection.execute(table.insert().values(row))
            return load_draft(connection, number)

    def renew_claim(self, session: str) -> None:
        """Give a sign that a session still has its draft open."""
        table = schema.claims
        with self._writing() as connection:
            until = self._clock() + CLAIMED_FOR
            connection.execute(table.update().where(table.c.session == session).values(until=until))

    def give_back(self, session: str) -> None:
        """Show everybody that a session has no draft open any more."""
        table = schema.claims
        with self._writing() as connection:
            connection.execute(table.delete().where(table.c.session == session))


def _assignees(connection: sa.Connection) -> list[str]:
    assignee = schema.work.c.assignee
    return list(connection.scalars(sa.select(assignee).where(assignee != "").distinct()))


def _clients_of(connection: sa.Connection, who: str) -> list[str]:
    """The keys of the clients whose secretary somebody is."""
    people = schema.clients.c
    rows = connection.execute(sa.select(people.key, people.secretary_name, people.secretary_email))
    return [row.key for row in rows if Secretary(name=row.secretary_name, email=row.secretary_email).is_called(who)]
