"""Clients and their address books in the store."""

from __future__ import annotations

from collections.abc import Iterable

from dictation.model.people import Client, Contact
from dictation.store.base import Base


class People(Base):
    """Clients and contacts."""

    def add_client(self, client: Client) -> None:
        """Add a client, or bring the one of the same key up to date."""
        raise NotImplementedError

    def client(self, key: str) -> Client:
        """The client of that key.

        Raises:
            UnknownClient: There is none.
        """
        raise NotImplementedError

    def clients(self) -> tuple[Client, ...]:
        """All clients, sorted by key."""
        raise NotImplementedError

    def add_contacts(self, client: str, contacts: Iterable[Contact]) -> int:
        """Add contacts to a client's address book; returns how many of them were not there like that.

        They take the place of contacts with the same name and organisation, so reading a file twice changes nothing.

        Raises:
            UnknownClient: There is no such client.
        """
        raise NotImplementedError

    def contacts(self, client: str) -> tuple[Contact, ...]:
        """A client's address book in the order in which it was filled.

        Raises:
            UnknownClient: There is no such client.
        """
        raise NotImplementedError
