"""The lock that keeps two programs from sending out of one store. It ends with the program, however that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import filelock
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from dictation.errors import Conflict, StoreError

PATIENCE_S = 10
"""How long to wait for another program that sends: a few messages take no longer."""
_KEY = 0x706F7374
"""Any number, as long as no other program in the same PostgreSQL database locks it: "post" in ASCII."""
_LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's code for a lock that was waited for too long."""


@contextmanager
def sole_sender(engine: sa.Engine) -> Iterator[None]:
    """Be the only program that sends out of this store, for as long as the block lasts.

    On SQLite that is a lock of the operating system on a file beside the database, on PostgreSQL an advisory lock of a
    session: no clock has a say in it, and neither outlives its program.

    Raises:
        Conflict: Another program goes on sending.
        StoreError: The file beside the database cannot be written.
    """
    if engine.dialect.name == "postgresql":
        with _advisory_lock(engine):
            yield
    elif engine.url.database and engine.url.database != ":memory:":
        with _file_lock(f"{engine.url.database}-sending"):
            yield
    else:
        yield


@contextmanager
def _file_lock(path: str) -> Iterator[None]:
    lock = filelock.FileLock(path, timeout=PATIENCE_S, mode=0o600)
    try:
        lock.acquire()
    except filelock.Timeout as exc:
        raise _busy() from exc
    except OSError as exc:
        raise StoreError(
            f"the outbox cannot be locked: {exc.strerror}",
            place=path,
            remedy="see that the folder can be written to",
        ) from exc
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory_lock(engine: sa.Engine) -> Iterator[None]:
    # No transaction: one that stays open for as long as post is sent would keep the database from tidying up.
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text(f"SET lock_timeout = '{PATIENCE_S}s'"))
        try:
            connection.execute(sa.select(sa.func.pg_advisory_lock(_KEY)))
        except OperationalError as exc:
            if getattr(exc.orig, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
            raise _busy() from exc
        try:
            yield
        finally:
            # The connection goes back to a pool, where it would hold the lock.
            connection.invalidate()


def _busy() -> Conflict:
    return Conflict(
        "another program is sending out of this store",
        place="the outbox",
        remedy="wait until it is done; see how far it is with: dictation outbox",
    )
