"""What a database complains about → our own errors. No password and nothing that was dictated is in any of them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, OperationalError, SQLAlchemyError

from dictation.errors import Conflict, StoreError, StoreUnreachable

_NO_PERMISSION = "42501"
_BUSY = frozenset({"40001", "40P01", "55P03"})
"""A serialization failure, a deadlock, a lock that was waited for too long."""
_NO_SERVICE = ("08", "57P", "53300")
"""How the codes of connections begin that fail, of servers that stop or start, and of too many connections."""


def place_of(url: sa.URL) -> str:
    """A database's address, of whose options none is shown that may be a secret."""
    shown = {name: value for name, value in url.query.items() if name in {"host", "port", "service"}}
    return url.set(query=shown).render_as_string(hide_password=True)


def lacks_permission(exc: SQLAlchemyError) -> bool:
    """Whether the server says that this role may not do that."""
    return _code(exc) == _NO_PERMISSION


def complaint(exc: SQLAlchemyError, url: sa.URL) -> StoreError:
    """The error that tells what the database complained about, with the place and the remedy.

    The codes are those of PostgreSQL (its manual, appendix A); SQLite has none.
    """
    code, words, place = _code(exc), _words(exc), place_of(url)
    if isinstance(exc, DBAPIError) and exc.connection_invalidated:
        return StoreUnreachable(
            f"the connection to the store was lost: {words}",
            place=place,
            remedy="run the command again when the server is back: what it had finished is kept, the rest is as before",
        )
    if (code is not None and code.startswith(_NO_SERVICE)) or _could_not_connect(exc, url):
        return StoreUnreachable(
            f"the store cannot be reached: {words}",
            place=place,
            remedy="see that the server runs, and that its address, the user, the password (in the address, PGPASSWORD "
            "or ~/.pgpass) and the database's name are right",
        )
    if code == _NO_PERMISSION:
        return StoreError(
            f"the store cannot be used by {url.username or 'this user'}: {words}",
            place=place,
            remedy="have the owner of the tables grant SELECT, INSERT, UPDATE and DELETE on all of them, and USAGE on "
            "their sequences",
        )
    if code in _BUSY:
        return Conflict(
            f"somebody else works on the same thing at this moment: {words}",
            place=place,
            remedy="run the command again; nothing was changed by it",
        )
    if isinstance(exc, DataError):
        return StoreError(f"the store cannot keep this: {words}", place=place, remedy="take the character out of it")
    return StoreError(
        f"the store cannot be used: {words}",
        place=place,
        remedy="see that the database is there, can be written to, and has room",
    )


def _code(exc: SQLAlchemyError) -> str | None:
    return getattr(getattr(exc, "orig", None), "sqlstate", None)


def _could_not_connect(exc: SQLAlchemyError, url: sa.URL) -> bool:
    """A server's answer has a code; an attempt to connect that failed has none."""
    return url.get_backend_name() == "postgresql" and isinstance(exc, OperationalError) and _code(exc) is None


def _words(exc: SQLAlchemyError) -> str:
    """What was said, in one line; of a server's answer what comes first, since the details repeat what is stored."""
    cause = getattr(exc, "orig", None) or exc
    primary = getattr(getattr(cause, "diag", None), "message_primary", None)
    return " ".join((primary or str(cause)).split())
