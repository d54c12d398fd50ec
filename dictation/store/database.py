"""Opening the database: its file, its settings, its tables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dictation.errors import Conflict, StoreError
from dictation.store.schema import LATEST

BUSY_TIMEOUT_S = 30
"""How long to wait for another program that writes to the same SQLite file."""

_READERS_MS = 2000
"""How long to wait for programs that read an old state of a SQLite file: none of ours takes longer."""
_MIGRATION_LOCK = 0x64696374
"""Any number, as long as no other program in the same database locks it: "dict" in ASCII."""
_MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str) -> sa.Engine:
    """An engine on a database whose tables are those of this version.

    Raises:
        StoreError: The database cannot be reached, made or migrated, or is newer than this program.
    """
    try:
        parsed = sa.make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        engine = sa.create_engine(parsed, connect_args={"timeout": BUSY_TIMEOUT_S} if sqlite else {})
    except (ArgumentError, ImportError, ValueError) as exc:
        raise StoreError(
            f"the store cannot be opened: {exc}",
            place="the database's address",
            remedy="write it as sqlite:///FILE, or postgresql+psycopg://USER@HOST/NAME with psycopg installed",
        ) from exc
    if sqlite:
        _prepare_sqlite(engine)
    try:
        with translated(engine):
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def translated(engine: sa.Engine) -> Iterator[None]:
    """Tell what the database complains about in our own words.

    Raises:
        StoreError: The database complained.
    """
    try:
        yield
    except SQLAlchemyError as exc:
        cause = getattr(exc, "orig", None) or exc
        raise StoreError(
            f"the store cannot be used: {cause}",
            place=engine.url.render_as_string(hide_password=True),
            remedy="see that the database is there, can be written to, and has room",
        ) from exc


def _prepare_sqlite(engine: sa.Engine) -> None:
    if engine.url.database and engine.url.database != ":memory:":
        _create_private(Path(engine.url.database))
    sa.event.listen(engine, "connect", _configure_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)


def _create_private(path: Path) -> None:
    """Make the file before SQLite does, which would let others read it; its journals take its mode over."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as exc:
        raise StoreError(
            f"the store cannot be opened: {exc.strerror}",
            place=str(path),
            remedy="see that the folder is there and can be written to",
        ) from exc


def _configure_sqlite(connection: Any, _record: object) -> None:
    # Python's driver begins transactions when it thinks fit, and none for DDL; ours begin in the handler below.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # "Sending" has to be on the disk before a message leaves, through a power cut too.
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return
    # A transaction that first reads and then writes fails at once where another has written in between.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def compact(engine: sa.Engine) -> None:
    """Write the database's files anew, without what was deleted.

    Raises:
        StoreError: There is no room for it; Conflict where another program keeps the old files in use.
    """
    with translated(engine), engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM FULL")
            return
        try:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_READERS_MS}")
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
        finally:
            # SQLAlchemy gives the connection back with its driver's own way to begin transactions.
            connection.invalidate()
    if busy:
        raise Conflict(
            "what was deleted still stands in the store's journal: another program reads the store",
            place=engine.url.render_as_string(hide_password=True),
            remedy="close it, and say once more: dictation retain --no-dry-run",
        )


def _migrate(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        known = sa.inspect(connection).has_table("alembic_version")
        version = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) if known else None
    if version == LATEST:
        return
    if version is not None and version > LATEST:
        raise StoreError(
            f"the store was made by a newer version of this program (tables {version}, this version's are {LATEST})",
            place=engine.url.render_as_string(hide_password=True),
            remedy="update the program: pip install --upgrade dictation",
        )
    # Alembic is slow to load, and seldom needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.execution_options(writing=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            # As BEGIN IMMEDIATE does on SQLite: of several programs that find old tables, one migrates them.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
