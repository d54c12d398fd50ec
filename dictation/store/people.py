"""Clients and their address books in the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from dictation.model.people import ApprovalRule, Client, Contact, Secretary
from dictation.store.base import Base, require_client
from dictation.store.codec import encode
from dictation.store.schema import clients, contacts


class People(Base):
    """Clients and contacts."""

    def add_client(self, client: Client) -> None:
        """Add a client, or bring the one of the same key up to date."""
        row = _client_row(client)
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":
                # Where there is no row yet none can be locked; SQLite has one writer at a time anyway.
                connection.execute(sa.text("LOCK TABLE clients IN SHARE ROW EXCLUSIVE MODE"))
            old = connection.execute(sa.select(clients).where(clients.c.key == client.key)).mappings().one_or_none()
            if old is None:
                connection.execute(clients.insert().values(row))
                self._log(connection, "client.added", client=client.key)
            elif _client(old) != client:
                connection.execute(clients.update().where(clients.c.key == client.key).values(row))
                self._log(connection, "client.changed", client=client.key)

    def client(self, key: str) -> Client:
        """The client of that key.

        Raises:
            UnknownClient: There is none.
        """
        with self._reading() as connection:
            return _client(require_client(connection, key))

    def clients(self) -> tuple[Client, ...]:
        """All clients, sorted by key."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(clients).order_by(clients.c.key)).mappings()
            return tuple(map(_client, rows))

    def add_contacts(self, client: str, book: Iterable[Contact]) -> int:
        """Add contacts to a client's address book; returns how many of them were not there like that.

        They take the place of contacts with the same name and organisation, so reading a file twice changes nothing.
        Two people of the same name in one book both stay.

        Raises:
            UnknownClient: There is no such client.
        """
        book = tuple(dict.fromkeys(book))
        with self._writing() as connection:
            require_client(connection, client)
            names = {(contact.name, contact.organisation) for contact in book}
            replaced = {
                number: contact
                for number, contact in _contacts(connection, client)
                if (contact.name, contact.organisation) in names
            }
            gone = [number for number, contact in replaced.items() if contact not in book]
            new = [contact for contact in book if contact not in replaced.values()]
            if gone:
                connection.execute(contacts.delete().where(contacts.c.id.in_(gone)))
            if new:
                connection.execute(contacts.insert(), [{**encode(contact), "client": client} for contact in new])
            if gone or new:
                self._log(connection, "contacts.added", client=client, detail={"added": len(new), "gone": len(gone)})
        return len(new)

    def contacts(self, client: str) -> tuple[Contact, ...]:
        """A client's address book in the order in which it was filled.

        Raises:
            UnknownClient: There is no such client.
        """
        with self._reading() as connection:
            require_client(connection, client)
            return tuple(contact for _, contact in _contacts(connection, client))


def _client_row(client: Client) -> dict[str, Any]:
    row: dict[str, Any] = encode(client)
    secretary = row.pop("secretary")
    return {**row, "secretary_name": secretary["name"], "secretary_email": secretary["email"]}


def _client(row: sa.RowMapping) -> Client:
    return Client(
        key=row["key"],
        name=row["name"],
        organisation=row["organisation"],
        email=row["email"],
        address=tuple(row["address"]),
        signature=tuple(row["signature"]),
        secretary=Secretary(name=row["secretary_name"], email=row["secretary_email"]),
        language=row["language"],
        timezone=row["timezone"],
        layout=row["layout"],
        reference=row["reference"],
        approval=ApprovalRule(row["approval"]),
    )


def _contacts(connection: sa.Connection, client: str) -> Iterator[tuple[int, Contact]]:
    query = sa.select(contacts).where(contacts.c.client == client).order_by(contacts.c.id)
    for row in connection.execute(query).mappings():
        yield (
            row["id"],
            Contact(
                name=row["name"],
                aliases=tuple(row["aliases"]),
                organisation=row["organisation"],
                email=row["email"],
                address=tuple(row["address"]),
                language=row["language"],
            ),
        )
