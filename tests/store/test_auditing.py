"""The audit log shows whether anything in it was changed, taken out, put in or cut off."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import dictation.store.migrations
from dictation.errors import UnknownClient
from dictation.model.lexicon import Term
from dictation.store import open_store, schema
from dictation.store.store import Store
from tests.store.fixtures import CORRESPONDENCE, LINDQVIST, OKORO, RECORDING, TRANSCRIPT, TickingClock

MOMENT = datetime(2026, 5, 4, 9, tzinfo=UTC)
OLD = sa.table(
    "audit",
    sa.column("at", schema.UtcDateTime),
    *(sa.column(name, sa.Text) for name in ("actor", "action", "client")),
    sa.column("detail", sa.JSON),
)
"""The log as it was before there were chains."""


@pytest.fixture
def used(store: Store) -> Store:
    """A store in which things were done for two clients, by turns."""
    store.add_client(LINDQVIST)
    store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    store.learn("lindqvist", [Term(written="Dewi", heard="day wee")])
    store.reject(1, by="bela", expected_revision=1)
    store.forget("lindqvist", "Dewi")
    return store


class Intruder:
    """Somebody who can write to the database, and takes away what keeps the log as it is."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "postgresql":
            self.execute("DROP TRIGGER audit_is_append_only ON audit")
            return
        for event in ("update", "delete", "insert"):
            self.execute(f"DROP TRIGGER audit_refuses_{event}")

    def execute(self, statement: str, **values: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.text(statement), values)

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture
def intruder(used: Store, url: str) -> Iterator[Intruder]:  # noqa: ARG001 - what is to be tampered with
    somebody = Intruder(url)
    yield somebody
    somebody.close()


def places(store: Store, **kept: object) -> list[tuple[str | None, int]]:
    return [(fault.client, fault.position) for fault in store.audit_faults(**kept)]  # type: ignore[arg-type]


def test_each_client_has_a_chain_that_anybody_can_recompute(used: Store) -> None:
    for client in ("okoro", "lindqvist"):
        previous = "0" * 64
        for position, entry in enumerate(used.audit(client), 1):
            at = entry.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            content = [previous, position, at, entry.actor, entry.action, client, entry.draft, entry.detail]
            text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            previous = hashlib.sha256(text.encode()).hexdigest()
            assert (entry.position, entry.hash) == (position, previous)
        (head,) = used.audit_heads(client)
        assert (head.length, head.hash) == (position, previous)
    assert {each.client for each in used.audit_heads()} == {"okoro", "lindqvist"}
    assert used.audit_faults() == ()


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'nobody'",
        "at = '2026-05-04 10\\:00\\:00.000000'",
        "action = 'draft.approved'",
        "draft = 2",
        """detail = '{"by"\\:"nobody"}'""",
        "hash = (SELECT min(hash) FROM audit)",
    ],
)
def test_a_changed_entry_is_found(used: Store, intruder: Intruder, change: str) -> None:
    intruder.execute(f"UPDATE audit SET {change} WHERE action = 'draft.rejected'")  # noqa: S608 - of our own
    assert places(used) == [("okoro", 5)]
    assert places(used, client="lindqvist") == []


def test_an_entry_that_was_given_its_own_new_hash_no_longer_fits_the_next(used: Store, intruder: Intruder) -> None:
    before = used.audit("okoro")[0]
    content = [
        *("0" * 64, 1, before.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "nobody"),
        *(before.action, "okoro", before.draft, before.detail),
    ]
    digest = hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
    intruder.execute(
        "UPDATE audit SET actor = 'nobody', hash = :digest WHERE client = 'okoro' AND position = 1", digest=digest
    )
    assert places(used) == [("okoro", 2)]


def test_missing_and_exchanged_entries_are_found(used: Store, intruder: Intruder) -> None:
    intruder.execute("DELETE FROM audit WHERE client = 'okoro' AND position IN (2, 3)")
    assert [(fault.position, fault.message) for fault in used.audit_faults()] == [(2, "it and the next 1 are missing")]
    intruder.execute("UPDATE audit SET position = -1 WHERE client = 'lindqvist' AND position = 2")
    intruder.execute("UPDATE audit SET position = 2 WHERE client = 'lindqvist' AND position = 3")
    intruder.execute("UPDATE audit SET position = 3 WHERE client = 'lindqvist' AND position = -1")
    assert ("lindqvist", 2) in places(used, client="lindqvist")


def test_entries_that_were_cut_off_are_found_by_a_head_that_was_kept(used: Store, intruder: Intruder) -> None:
    heads = used.audit_heads()
    used.reject(2, by="bela", expected_revision=1)
    assert places(used, heads=heads) == []
    intruder.execute("DELETE FROM audit WHERE client = 'okoro' AND position >= 5")
    intruder.execute("DELETE FROM audit WHERE client = 'lindqvist'")
    assert places(used) == []
    assert places(used, heads=heads) == [("lindqvist", 1), ("okoro", 5)]
    assert places(used, heads=heads, client="okoro") == [("okoro", 5)]


def test_a_log_that_was_made_anew_is_not_the_one_whose_head_was_kept(tmp_path: Path) -> None:
    heads = []
    for actor in ("bela", "nobody"):
        with open_store(f"sqlite:///{tmp_path / actor}.db", clock=TickingClock(), actor=actor) as store:
            store.add_client(OKORO)
            assert places(store) == []
            heads.append(store.audit_heads())
            assert places(store, heads=heads[0]) == ([] if actor == "bela" else [("okoro", 1)])


def test_writers_at_the_same_time_make_one_chain(url: str, store: Store) -> None:
    store.add_client(LINDQVIST)

    def learn(client: str) -> None:
        with open_store(url, clock=TickingClock(), actor=client) as own:
            for number in range(20):
                own.learn(client, [Term(written=f"Dewi {number}", heard="")])

    threads = [threading.Thread(target=learn, args=[client]) for client in ("okoro", "okoro", "lindqvist")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.audit_faults() == ()
    assert {head.client: head.length for head in store.audit_heads()} == {"okoro": 41, "lindqvist": 21}


def test_entries_of_an_older_version_are_chained_and_lose_the_words_they_held(url: str) -> None:
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(Path(dictation.store.migrations.__path__[0])))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for action, client, detail in (
            ("client.added", "okoro", {}),
            ("lexicon.learned", "okoro", {"written": "Dewi"}),
            ("client.added", "lindqvist", {}),
        ):
            values = {"at": MOMENT, "actor": "bela", "action": action, "client": client, "detail": detail}
            connection.execute(OLD.insert().values(values))
    engine.dispose()
    with open_store(url, clock=TickingClock(), actor="bela") as store:
        store.add_client(OKORO)
        assert store.audit_faults() == ()
        assert [(entry.client, entry.position) for entry in store.audit()] == [
            *(("okoro", 1), ("okoro", 2), ("lindqvist", 1), ("okoro", 3)),
        ]
        assert "Dewi" not in repr(store.audit())


def test_an_unknown_client_has_no_log(store: Store) -> None:
    for ask in (store.audit, store.audit_heads, store.audit_faults):
        with pytest.raises(UnknownClient):
            ask("nobody")
