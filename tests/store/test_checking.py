"""Whether the store is whole and can be written to."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from dictation.errors import StoreError
from dictation.model.check import Verdict
from dictation.store import open_store
from dictation.store.checking import check_clock, require_file
from dictation.store.store import Store

of_a_file = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""A database server looks after its own files, and who may write is told by its rights (test_postgres.py)."""


def test_a_store_that_is_in_order_is_looked_at_and_left_as_it_is(store: Store, url: str) -> None:
    before = store.audit()
    with open_store(url, clock=lambda: datetime.now(UTC), actor="bela") as own:
        assert {each.verdict for each in own.check()} == {Verdict.OK}
    assert store.audit() == before


@of_a_file
def test_a_damaged_file_is_told(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "dictation.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_audit_draft'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    store.close()
    *_, told = store.check()
    assert told.verdict is Verdict.WRONG
    assert "backup" in told.remedy


@of_a_file
def test_a_store_that_cannot_be_written_to_is_told(store: Store) -> None:
    sa.event.listen(store._engine, "connect", lambda given, _: given.execute("PRAGMA query_only = ON"))
    store.close()
    with pytest.raises(StoreError, match="readonly"):
        next(store.check())


def test_a_file_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "dictation.db"
    with pytest.raises(StoreError, match=r"no database.*dictation\.db.*dictation init"):
        require_file(f"sqlite:///{path}")
    assert not path.exists()
    path.touch()
    require_file(f"sqlite:///{path}")


def test_clocks_that_differ_are_told() -> None:
    assert check_clock("database server", 2).verdict is Verdict.OK
    told = check_clock("database server", 90)
    assert (told.verdict, told.found) == (Verdict.WARNING, "90 seconds from that of the database server")
