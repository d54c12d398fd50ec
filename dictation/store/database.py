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
from dictation.store.complaints import complaint, lacks_permission, place_of
from dictation.store.schema import LATEST

BUSY_TIMEOUT_S = 30
"""How long to wait for another program that writes to the same SQLite file, or the same rows of PostgreSQL."""
_CONNECT_TIMEOUT_S = 10
_SILENCE_S = 30
"""How long a server may be silent before the connection counts as lost."""
_ABANDONED_S = 60
"""After how long a server gives up on a program that vanished in the middle of a change."""

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
        parsed = _parse(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        if sqlite:
            engine = sa.create_engine(parsed, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_S})
        else:
            # A review stays open for hours, in which the server may be started anew.
            engine = sa.create_engine(
                parsed, hide_parameters=True, pool_pre_ping=True, connect_args=_server_options(parsed)
            )
    except (ArgumentError, ImportError, ValueError) as exc:
        raise StoreError(
            f"the store cannot be opened: {exc}",
            place="the database's address",
            remedy="write it as sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME; "
            "in a password @ is %40, / is %2F, : is %3A",
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
        raise complaint(exc, engine.url) from exc


def _parse(url: str) -> sa.URL:
    # With an @ of the password taken for the one behind it, the rest of the password would be shown as the host.
    if not url.startswith("sqlite") and url.count("@") > 1:
        raise ValueError("there is more than one @ in the database's address")
    parsed = sa.make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def _server_options(url: sa.URL) -> dict[str, Any]:
    """How the library of PostgreSQL's clients is to connect; what the address itself says of it is kept."""
    limits = f"-c lock_timeout={BUSY_TIMEOUT_S}s -c idle_in_transaction_session_timeout={_ABANDONED_S}s"
    given = url.query.get("options", "")
    options: dict[str, Any] = {
        "application_name": "dictation",
        "connect_timeout": _CONNECT_TIMEOUT_S,
        "keepalives_idle": _SILENCE_S // 2,
        "keepalives_interval": _SILENCE_S // 6,
        "keepalives_count": 3,
        "tcp_user_timeout": _SILENCE_S * 1000,
    }
    kept = {name: value for name, value in options.items() if name not in url.query}
    return {**kept, "options": " ".join([limits, *([given] if isinstance(given, str) else given)])}


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
        version = _version(connection, engine.url)
    if version == LATEST:
        return
    # Alembic is slow to load, and seldom needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    try:
        with engine.execution_options(writing=True).begin() as connection:
            if engine.dialect.name == "postgresql":
                # As BEGIN IMMEDIATE does on SQLite: of several programs that find old tables, one migrates them.
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
                _version(connection, engine.url)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as exc:
        if not lacks_permission(exc):
            raise
        found = f"are of version {version}, this program's of {LATEST}" if version else "are not there yet"
        raise StoreError(
            f"the store's tables {found}, and {engine.url.username or 'this user'} may not change them",
            place=place_of(engine.url),
            remedy="run any command once, such as dictation list, as a user who may make tables in the database",
        ) from exc


def _version(connection: sa.Connection, url: sa.URL) -> str | None:
    """The version of the tables; None where there are none.

    Raises:
        StoreError: They are of a newer version than this program.
    """
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    if version is not None and version > LATEST:
        raise StoreError(
            f"the store was made by a newer version of this program (tables {version}, this version's are {LATEST})",
            place=place_of(url),
            remedy="update the program: pip install --upgrade dictation",
        )
    return version
