from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

import dictation.store.migrations
from dictation.errors import StoreError
from dictation.model.review import DraftState
from dictation.store import open_store
from dictation.store.schema import LATEST, metadata
from dictation.store.store import Store
from tests.store.fixtures import OKORO, TickingClock

_LEFT_SENDING = (
    "INSERT INTO clients VALUES ('o', 'O', '', 'o@okoro.example', '[]', '[]', 'B', 'b@x.example', 'en', 'UTC', '', '')",
    "INSERT INTO drafts VALUES (1, 'o', NULL, 1, 'sending', '2026-05-04', '2026-05-04')",
    """INSERT INTO revisions VALUES (1, 1, 'b', '{"draft": {"kind": "email"}}', '2026-05-04')""",
    "INSERT INTO deliveries VALUES (1, 1, 1, '', 'o@okoro.example', '<1@x>', '', '2026-05-04', '2026-05-04', NULL)",
    "INSERT INTO delivery_recipients VALUES (1, 0, 'ines@ferraz.example', NULL, NULL, '')",
)
"""In the tables of version 0002: a delivery that was begun and never finished."""


def execute(url: str, statement: str) -> None:
    engine = sa.create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text(statement))
    finally:
        engine.dispose()


def test_the_file_and_its_journals_can_be_read_by_their_owner_alone(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url, clock=TickingClock(), actor="bela")
    store.add_client(OKORO)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["dictation.db", "dictation.db-shm", "dictation.db-wal"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 3
    assert store.clients() == (OKORO,)
    store.close()


def test_a_store_is_still_there_when_it_is_opened_again(url: str) -> None:
    with open_store(url, clock=TickingClock(), actor="bela") as first:
        first.add_client(OKORO)
    with open_store(url, clock=TickingClock(), actor="bela") as second:
        assert second.client("okoro") == OKORO


def test_opening_a_store_that_is_there_does_not_load_alembic(url: str) -> None:
    open_store(url, clock=TickingClock(), actor="bela").close()
    script = (
        "import sys; from datetime import datetime; from dictation.store import open_store\n"
        "assert 'sqlalchemy' not in sys.modules\n"
        f"open_store({url!r}, clock=datetime.now, actor='bela').close()\n"
        "assert 'sqlalchemy' in sys.modules and 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_migrations_make_the_tables_that_the_program_works_with(url: str) -> None:
    open_store(url, clock=TickingClock(), actor="bela").close()
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_program_knows_its_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(dictation.store.migrations.__path__[0])))
    assert ScriptDirectory.from_config(config).get_current_head() == LATEST


def test_what_an_older_version_left_sending_counts_as_begun(url: str) -> None:
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(Path(dictation.store.migrations.__path__[0])))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for statement in _LEFT_SENDING:
            connection.execute(sa.text(statement))
    engine.dispose()
    with open_store(url, clock=TickingClock(), actor="bela") as store:
        with store.sending():
            stored = store.draft(1)
        assert stored.state is DraftState.UNKNOWN
        assert stored.deliveries[0].attempts == 1


@pytest.mark.parametrize(
    ("statement", "database"),
    [
        ("UPDATE audit SET actor = 'nobody'", ""),
        ("DELETE FROM audit", ""),
        ("TRUNCATE audit", "postgresql"),
        (
            "REPLACE INTO audit SELECT id, at, 'nobody', action, client, draft, detail, position, hash FROM audit",
            "sqlite",
        ),
        (
            "REPLACE INTO audit SELECT id + 1, at, 'nobody', action, client, draft, detail, position, hash FROM audit",
            "sqlite",
        ),
    ],
)
def test_the_audit_log_cannot_be_rewritten(store: Store, url: str, statement: str, database: str) -> None:
    if database not in sa.make_url(url).get_backend_name():
        pytest.skip(f"a statement of {database} alone")
    before = store.audit()
    with pytest.raises(DBAPIError, match="append-only"):
        execute(url, statement)
    assert store.audit() == before
    assert [entry.action for entry in before] == ["client.added"]


def test_a_store_of_a_newer_version_is_left_alone(url: str) -> None:
    open_store(url, clock=TickingClock(), actor="bela").close()
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer version.*update the program"):
        open_store(url, clock=TickingClock(), actor="bela")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Remember the varnish.\n" * 100)
    with pytest.raises(StoreError, match=r"not a database.*notes\.txt"):
        open_store(f"sqlite:///{path}", clock=TickingClock(), actor="bela")
    assert path.read_text().startswith("Remember the varnish.")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:////no/such/folder/dictation.db", "No such file or directory.*/no/such/folder"),
        ("postgers://host/name", "postgers"),
        ("dictation.db", "sqlite:///FILE"),
        ("postgresql://bela@host:port/name", "'port'.*the database's address"),
        ("postgresql://bela:my@secret@host/name", "more than one @.*%40"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        open_store(url, clock=TickingClock(), actor="bela")


@pytest.mark.skipif(os.geteuid() == 0, reason="everything can be written to by root")
def test_a_store_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="Permission denied"):
        open_store(f"sqlite:///{tmp_path / 'dictation.db'}", clock=TickingClock(), actor="bela")
