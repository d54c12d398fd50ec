"""Addresses that a client's mailings never go to."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from dictation.deliver import suppression_key
from dictation.errors import InputError
from dictation.model.mailing import Suppression
from dictation.store import schema
from dictation.store.base import Base, require_client

_TABLE = schema.suppressions


class Suppressions(Base):
    """Each client's list of those who want no mailings."""

    def suppress(self, client: str, addresses: Iterable[str], *, reason: str) -> int:
        """Write to these addresses no more; returns how many of them are new on the list.

        Raises:
            UnknownClient: There is no such client.
            DeliveryError: One of them is no address; none is put on the list.
        """
        keys = dict.fromkeys(map(suppression_key, addresses))
        with self._writing() as connection:
            require_client(connection, client)
            return sum(self._suppress(connection, client, key, reason) for key in keys)

    def suppressions(self, client: str) -> tuple[Suppression, ...]:
        """Whom a client's mailings never go to, by address.

        Raises:
            UnknownClient: There is no such client.
        """
        with self._reading() as connection:
            require_client(connection, client)
            rows = connection.execute(sa.select(_TABLE).where(_TABLE.c.client == client).order_by(_TABLE.c.key))
            return tuple(Suppression(key=row.key, reason=row.reason, at=row.at) for row in rows)

    def unsuppress(self, client: str, address: str, *, reason: str) -> bool:
        """Take an address from the list, for a reason that the audit log keeps; returns whether it was there.

        Raises:
            UnknownClient: There is no such client.
            DeliveryError: It is no address.
        """
        key = suppression_key(address)
        with self._writing() as connection:
            require_client(connection, client)
            row = (_TABLE.c.client == client) & (_TABLE.c.key == key)
            if not connection.execute(_TABLE.delete().where(row)).rowcount:
                return False
            detail: dict[str, str | int] = {"address": key, "reason": reason}
            self._log(connection, "suppression.removed", client=client, detail=detail)
            return True

    def draft_of_token(self, token: str) -> int | None:
        """The draft whose mailing brought somebody the link with that token; None where nobody got one."""
        people = schema.mailing_people
        with self._reading() as connection:
            return connection.scalar(sa.select(people.c.draft).where(people.c.token == token))

    def unsubscribe(self, token: str) -> str:
        """Write no more to whoever got the link with that token; returns the key of the client who did.

        Raises:
            InputError: Nobody got it.
        """
        people, drafts = schema.mailing_people, schema.drafts
        query = sa.select(people.c.key, people.c.draft, drafts.c.client).join(drafts, drafts.c.id == people.c.draft)
        with self._writing() as connection:
            found = connection.execute(query.where(people.c.token == token)).one_or_none()
            if found is None:
                raise InputError("there is no such link", place="the store", remedy="follow it as the message has it")
            require_client(connection, found.client)
            self._suppress(connection, found.client, found.key, f"unsubscribed from draft {found.draft}")
            client: str = found.client
            return client

    def _suppress(self, connection: sa.Connection, client: str, key: str, reason: str) -> bool:
        row = (_TABLE.c.client == client) & (_TABLE.c.key == key)
        if connection.execute(sa.select(_TABLE.c.key).where(row)).first() is not None:
            return False
        now = self._log(connection, "suppression.added", client=client, detail={"address": key, "reason": reason})
        connection.execute(_TABLE.insert().values(client=client, key=key, reason=reason, at=now))
        return True
