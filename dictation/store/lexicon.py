"""What corrections teach, in the store: each client's terms are that client's alone."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from dictation.model.lexicon import Term
from dictation.store import schema
from dictation.store.base import Base, require_client


class Lexicons(Base):
    """The lexicons of clients."""

    def learn(self, client: str, terms: Iterable[Term], *, draft: int | None = None) -> None:
        """Add terms to a client's lexicon; one that is there already counts once more.

        ``draft`` is where they were put right.

        Raises:
            UnknownClient: There is no such client.
        """
        table = schema.lexicon
        with self._writing() as connection:
            require_client(connection, client)
            for term in terms:
                row = (table.c.client == client) & (table.c.written == term.written) & (table.c.heard == term.heard)
                again = table.update().where(row).values(times=table.c.times + term.times)
                if not connection.execute(again).rowcount:
                    new = {"client": client, "written": term.written, "heard": term.heard, "times": term.times}
                    connection.execute(table.insert().values(new))
                # Without the words: they may have been dictated, and the log outlives them.
                self._log(connection, "lexicon.learned", client=client, draft=draft)

    def lexicon(self, client: str) -> tuple[Term, ...]:
        """A client's terms, those put right most often first.

        Raises:
            UnknownClient: There is no such client.
        """
        table = schema.lexicon
        query = sa.select(table).where(table.c.client == client).order_by(table.c.times.desc(), table.c.id.desc())
        with self._reading() as connection:
            require_client(connection, client)
            return tuple(
                Term(written=row.written, heard=row.heard, times=row.times) for row in connection.execute(query)
            )

    def forget(self, client: str, written: str) -> tuple[Term, ...]:
        """Take a term out of a client's lexicon, whatever was heard for it; returns what was there.

        Raises:
            UnknownClient: There is no such client.
        """
        found = tuple(term for term in self.lexicon(client) if term.written == written)
        table = schema.lexicon
        with self._writing() as connection:
            connection.execute(table.delete().where((table.c.client == client) & (table.c.written == written)))
            if found:
                self._log(connection, "lexicon.forgotten", client=client, detail={"terms": len(found)})
        return found
