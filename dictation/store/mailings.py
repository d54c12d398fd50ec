"""Mailings: their lists, and how far the message to each person is.

A draft that has a list goes to the people on it and to nobody else. The messages are no deliveries of the outbox, whose
every step looks at all deliveries of a draft: here a step touches one person's row, however long the list.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dictation.deliver import is_due, suppression_key
from dictation.errors import Conflict, InputError
from dictation.model.delivery import Outcome, Receipt
from dictation.model.mailing import Addressee, Mailing, PersonalPost, Stage
from dictation.model.review import DraftState
from dictation.store import schema
from dictation.store.base import Base, require_client
from dictation.store.changes import set_state, take_back
from dictation.store.loading import load_draft, load_open_draft

_PEOPLE = schema.mailing_people
_SENDABLE = frozenset({DraftState.APPROVED, DraftState.QUEUED, DraftState.FAILED, DraftState.UNKNOWN})
_WORST_FIRST = (
    (Stage.UNKNOWN, DraftState.UNKNOWN),
    (Stage.WAITING, DraftState.QUEUED),
    (Stage.FAILED, DraftState.FAILED),
    (Stage.REFUSED, DraftState.REFUSED),
)
_STAGES = {
    Outcome.ACCEPTED: Stage.ACCEPTED,
    Outcome.REFUSED: Stage.REFUSED,
    Outcome.UNKNOWN: Stage.UNKNOWN,
}
_TOKEN_BYTES = 16
"""So many that nobody finds a token by trying, however fast the answers come.

Written in hexadecimal: mail programs leave a stroke at the end of an address in a text out of the link.
"""


class Mailings(Base):
    """Drafts that go to the people of a list."""

    def plan_mailing(
        self, draft: int, people: Sequence[Addressee], *, source: str, left_out: int, expected_revision: int
    ) -> Mailing:
        """Bind a list to a draft, in place of another that it had; this takes back any approval.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: The draft has another revision by now, has left the house, or its mailing was begun.
        """
        with self._writing() as connection:
            stored = load_open_draft(connection, draft, expected_revision)
            _require_not_begun(connection, draft)
            now = self._log(
                connection,
                "mailing.planned",
                client=stored.client,
                draft=draft,
                detail={"people": len(people), "left out": left_out, "list": source},
            )
            take_back(connection, draft, now)
            set_state(connection, draft, DraftState.DRAFT, now)
            _delete(connection, draft)
            row = {"draft": draft, "source": source, "people": len(people), "planned_at": now}
            connection.execute(schema.mailings.insert().values(row))
            connection.execute(_PEOPLE.insert(), [_new_row(draft, person) for person in people])
            return _mailings(connection, schema.mailings.c.draft == draft)[0]

    def drop_mailing(self, draft: int) -> None:
        """Take a draft's list away: it goes to its own recipients again. This takes back any approval.

        Raises:
            UnknownDraft: There is no such draft.
            InputError: It has no list.
            Conflict: It has left the house, or its mailing was begun.
        """
        with self._writing() as connection:
            stored = load_draft(connection, draft)
            load_open_draft(connection, draft, stored.revision)
            _load(connection, draft)
            _require_not_begun(connection, draft)
            now = self._log(connection, "mailing.dropped", client=stored.client, draft=draft)
            take_back(connection, draft, now)
            set_state(connection, draft, DraftState.DRAFT, now)
            _delete(connection, draft)

    def mailing(self, draft: int) -> Mailing:
        """How far a draft's mailing is.

        Raises:
            InputError: There is no such draft, or it has no list.
        """
        with self._reading() as connection:
            return _load(connection, draft)

    def mailings(self, client: str | None = None) -> tuple[Mailing, ...]:
        """The mailings of a client, or of all, oldest first.

        Raises:
            UnknownClient: There is no such client.
        """
        with self._reading() as connection:
            if client is None:
                return _mailings(connection, sa.true())
            require_client(connection, client)
            return _mailings(connection, schema.drafts.c.client == client)

    def personal_posts(self, draft: int) -> tuple[PersonalPost, ...]:
        """Everybody on a draft's list, in its order."""
        with self._reading() as connection:
            return _posts(connection, _PEOPLE.c.draft == draft)

    def begin_mailing(self, draft: int, *, digest: str) -> None:
        """Note that messages of a mailing are about to go; whoever unsubscribed meanwhile waits no longer.

        Raises:
            Conflict: The draft is not approved as the message with that digest.
        """
        with self._writing() as connection:
            stored = load_draft(connection, draft)
            approval = stored.approval
            if approval is None or approval.digest != digest or stored.state not in _SENDABLE:
                raise _conflict(draft, f"cannot be sent like this: its state is {stored.state}")
            now = self._log(connection, "mailing.started", client=stored.client, draft=draft)
            unwanted = sa.select(schema.suppressions.c.key).where(schema.suppressions.c.client == stored.client)
            waiting = (_PEOPLE.c.draft == draft) & (_PEOPLE.c.stage == Stage.WAITING)
            suppressed = {"stage": Stage.SUPPRESSED, "at": now, "content": None, "message_id": None}
            connection.execute(_PEOPLE.update().where(waiting, _PEOPLE.c.key.in_(unwanted)).values(suppressed))
            set_state(connection, draft, DraftState.SENDING, now)

    def due_posts(self, draft: int, now: datetime) -> tuple[PersonalPost, ...]:
        """Who waits for a message, may be written to now, and has not unsubscribed; in the order of the list."""
        suppressed = (
            sa.select(schema.suppressions.c.key)
            .join(schema.drafts, schema.drafts.c.client == schema.suppressions.c.client)
            .where(schema.drafts.c.id == draft)
        )
        waiting = (_PEOPLE.c.draft == draft) & (_PEOPLE.c.stage == Stage.WAITING) & _PEOPLE.c.key.not_in(suppressed)
        with self._reading() as connection:
            return tuple(each for each in _posts(connection, waiting) if is_due(each.next_attempt_at, now))

    def mark_post_started(
        self, draft: int, post: PersonalPost, *, message_id: str, content: bytes
    ) -> tuple[PersonalPost, bytes] | None:
        """Note that a person's message is about to be handed to the server, with its exact bytes.

        To be called before the connection is opened. Where an attempt was made before, that message goes again, to the
        byte. None where the person has unsubscribed: nothing is to be sent.

        Raises:
            Conflict: It no longer waits: the draft was changed, or another program sends it.
        """
        with self._writing() as connection:
            row = _row(_PEOPLE, draft, post)
            query = sa.select(_PEOPLE, schema.drafts.c.client, schema.drafts.c.state)
            query = query.join(schema.drafts, schema.drafts.c.id == _PEOPLE.c.draft).where(row)
            found = connection.execute(query.with_for_update(of=_PEOPLE)).one()
            if found.stage != Stage.WAITING or found.state != DraftState.SENDING:
                raise _conflict(draft, f"no longer waits to be sent to {post.person.address}")
            now = self._clock()
            unwanted = schema.suppressions
            is_unwanted = (unwanted.c.client == found.client) & (unwanted.c.key == found.key)
            if connection.execute(sa.select(unwanted.c.key).where(is_unwanted)).first() is not None:
                suppressed = {"stage": Stage.SUPPRESSED, "at": now, "content": None, "message_id": None}
                connection.execute(_PEOPLE.update().where(row).values(suppressed))
                return None
            begun = {
                "stage": Stage.STARTED,
                "at": now,
                "attempts": found.attempts + 1,
                "first_at": found.first_at or now,
                "next_attempt_at": None,
                "message_id": found.message_id or message_id,
            }
            exact = found.content or content
            connection.execute(_PEOPLE.update().where(row).values({**begun, "content": exact}))
            return replace(post, **begun), exact

    def mark_post_data(self, draft: int, post: PersonalPost) -> None:
        """Note that the data of a person's message begins: from here on it may have arrived.

        Raises:
            Conflict: The attempt is no longer under way: another program took this one for stopped.
        """
        self._move(draft, post, {"stage": Stage.DATA, "at": self._clock()})

    def record_post(
        self, draft: int, post: PersonalPost, receipt: Receipt, *, retry_at: datetime | None = None
    ) -> Stage:
        """Note what an attempt came to. Where it failed the message waits until ``retry_at``, or is given up.

        The bytes of a message that is done with are not kept: with enclosures, those of a long list would fill a disk.

        Raises:
            Conflict: The attempt is no longer under way.
        """
        values: dict[str, Any] = {"at": self._clock(), "code": receipt.code, "words": receipt.words}
        if receipt.outcome is Outcome.FAILED:
            stage = Stage.WAITING if retry_at is not None else Stage.FAILED
            values["next_attempt_at"] = retry_at
        else:
            stage = _STAGES[receipt.outcome]
        if stage in {Stage.ACCEPTED, Stage.REFUSED}:
            values["content"] = None
        self._move(draft, post, {"stage": stage, **values})
        return stage

    def end_mailing(self, draft: int) -> Mailing:
        """Note that no message of a mailing is under way any more."""
        with self._writing() as connection:
            return self._end(connection, draft)

    def settle_posts(self, draft: int, addresses: Iterable[str], *, arrived: bool, by: str) -> Mailing:
        """Note what a person found out about messages of unknown outcome; those that did not arrive are sent again.

        Raises:
            InputError: The draft has no list, or one of the addresses is not on it as unknown.
            Conflict: The mailing is being sent.
        """
        settled = {"stage": Stage.ACCEPTED if arrived else Stage.WAITING, "words": f"so {by} found out"}
        with self._writing() as connection:
            mailing = _load(connection, draft)
            for address in addresses:
                unknown = (_PEOPLE.c.draft == draft) & (_PEOPLE.c.stage == Stage.UNKNOWN)
                row = unknown & (_PEOPLE.c.key == suppression_key(address))
                values = {**settled, "at": self._clock()}
                if not connection.execute(_PEOPLE.update().where(row).values(values)).rowcount:
                    raise InputError(
                        f"nothing of unknown outcome went to {address}",
                        place=f"the mailing of draft {draft}",
                        remedy=f"see what did with: dictation mailing status {draft} --stage unknown",
                    )
                detail: dict[str, str | int] = {"by": by, "address": address, "as": settled["stage"]}
                now = self._log(connection, "mailing.settled", client=mailing.client, draft=draft, detail=detail)
                set_state(connection, draft, _state(_load(connection, draft).totals), now)
            return _load(connection, draft)

    def _recover_mailings(self, connection: sa.Connection) -> None:
        """Put right what a program left under way that sends no more."""
        drafts = schema.drafts
        of_mailings = sa.select(drafts.c.id).join(schema.mailings, schema.mailings.c.draft == drafts.c.id)
        for draft in connection.scalars(of_mailings.where(drafts.c.state == DraftState.SENDING)).all():
            self._end(connection, draft)

    def _end(self, connection: sa.Connection, draft: int) -> Mailing:
        """Where a message's data had not begun nothing can have arrived; else its outcome is unknown."""
        now = self._clock()
        of_draft = _PEOPLE.update().where(_PEOPLE.c.draft == draft)
        connection.execute(of_draft.where(_PEOPLE.c.stage == Stage.STARTED).values(stage=Stage.WAITING, at=now))
        words = "the program was stopped while the message went"
        unknown = {"stage": Stage.UNKNOWN, "at": now, "words": words}
        connection.execute(of_draft.where(_PEOPLE.c.stage == Stage.DATA).values(unknown))
        mailing = _load(connection, draft)
        detail: dict[str, str | int] = {stage.value: count for stage, count in mailing.totals.items()}
        self._log(connection, "mailing.stopped", client=mailing.client, draft=draft, detail=detail)
        set_state(connection, draft, _state(mailing.totals), now)
        return mailing

    def _move(self, draft: int, post: PersonalPost, values: Mapping[str, Any]) -> None:
        """Bring a message to another stage, where the attempt at it is still the one under way."""
        under_way = _PEOPLE.c.stage.in_((Stage.STARTED, Stage.DATA)) & (_PEOPLE.c.attempts == post.attempts)
        with self._writing() as connection:
            row = _row(_PEOPLE, draft, post) & under_way
            if not connection.execute(_PEOPLE.update().where(row).values(dict(values))).rowcount:
                raise _conflict(draft, f"is not being sent to {post.person.address}")


def _state(totals: Mapping[Stage, int]) -> DraftState:
    """The worst that is true of anybody on the list."""
    return next((state for stage, state in _WORST_FIRST if totals.get(stage)), DraftState.SENT)


def _row(table: sa.Table, draft: int, post: PersonalPost) -> sa.ColumnElement[bool]:
    return (table.c.draft == draft) & (table.c.position == post.person.position)


def _new_row(draft: int, person: Addressee) -> dict[str, Any]:
    return {
        "draft": draft,
        "position": person.position,
        "name": person.name,
        "address": person.address,
        "key": suppression_key(person.address),
        "fields": dict(person.fields),
        "token": secrets.token_hex(_TOKEN_BYTES),
        "stage": Stage.WAITING,
        "attempts": 0,
        "words": "",
    }


def _posts(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> tuple[PersonalPost, ...]:
    # All but the content, which may be megabytes.
    columns = [column for column in _PEOPLE.c if column is not _PEOPLE.c.content]
    return tuple(
        PersonalPost(
            person=Addressee(
                position=row.position, name=row.name, address=row.address, fields=row.fields, token=row.token
            ),
            stage=Stage(row.stage),
            attempts=row.attempts,
            first_at=row.first_at,
            next_attempt_at=row.next_attempt_at,
            at=row.at,
            message_id=row.message_id or "",
            code=row.code,
            words=row.words,
        )
        for row in connection.execute(sa.select(*columns).where(condition).order_by(_PEOPLE.c.position))
    )


def _mailings(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> tuple[Mailing, ...]:
    table, drafts = schema.mailings, schema.drafts
    query = sa.select(table, drafts.c.client).join(drafts, drafts.c.id == table.c.draft).where(condition)
    rows = connection.execute(query.order_by(table.c.draft)).all()
    counted = sa.select(_PEOPLE.c.draft, _PEOPLE.c.stage, sa.func.count().label("people"))
    counted = counted.where(_PEOPLE.c.draft.in_([row.draft for row in rows]))
    totals: dict[int, dict[Stage, int]] = {row.draft: {} for row in rows}
    for row in connection.execute(counted.group_by(_PEOPLE.c.draft, _PEOPLE.c.stage)):
        totals[row.draft][Stage(row.stage)] = row.people
    return tuple(
        Mailing(
            draft=row.draft,
            client=row.client,
            source=row.source,
            planned_at=row.planned_at,
            totals=totals[row.draft],
        )
        for row in rows
    )


def _load(connection: sa.Connection, draft: int) -> Mailing:
    found = _mailings(connection, schema.mailings.c.draft == draft)
    if not found:
        raise InputError(
            f"draft {draft} is no mailing",
            place="the store",
            remedy=f"bind a list to it with: dictation mailing plan {draft} --list FILE",
        )
    return found[0]


def _delete(connection: sa.Connection, draft: int) -> None:
    connection.execute(_PEOPLE.delete().where(_PEOPLE.c.draft == draft))
    connection.execute(schema.mailings.delete().where(schema.mailings.c.draft == draft))


def _require_not_begun(connection: sa.Connection, draft: int) -> None:
    tried = (_PEOPLE.c.draft == draft) & (_PEOPLE.c.attempts > 0)
    if connection.execute(sa.select(_PEOPLE.c.position).where(tried).limit(1)).first() is not None:
        raise _conflict(draft, "is on its way to its list, which cannot be changed any more")


def _conflict(draft: int, message: str) -> Conflict:
    return Conflict(
        f"the mailing of draft {draft} {message}",
        place=f"draft {draft}",
        remedy=f"see how far it is with: dictation mailing status {draft}",
    )
