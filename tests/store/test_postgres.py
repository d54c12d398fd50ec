"""A database server that refuses, is not there, or goes away: told clearly, without a password, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import dictation.store.migrations
from dictation.errors import Conflict, StoreError, StoreUnreachable
from dictation.model.review import DraftState
from dictation.store import open_store
from dictation.store.store import Store
from tests.store.fixtures import (
    CHANDLER,
    CORRESPONDENCE,
    OKORO,
    RECORDING,
    TIMBER,
    TRANSCRIPT,
    TickingClock,
    email_to,
    message_for,
    post_of,
)
from tests.store.postgres import OWNER, PASSWORD, Postgres

WRONG, GUEST = "hush%2Fhush", "guest"


@pytest.fixture
def url(postgres_url: str) -> str:
    return postgres_url


def opened(url: str) -> Store:
    return open_store(url, clock=TickingClock(), actor="bela")


def test_a_server_that_cannot_be_used_is_told_without_the_password(postgres: Postgres) -> None:
    free = f"postgresql+psycopg://bela:{WRONG}@127.0.0.1:1/dictation"
    for url, words in (
        (free, r"cannot be reached: .*refused.*bela:\*\*\*@127.0.0.1:1/dictation"),
        (
            postgres.url("postgres", password=WRONG),
            f"cannot be reached.*password authentication failed.*{OWNER}",
        ),
        (postgres.url("postgres") + f"?password={WRONG}", "password authentication failed"),
        (postgres.url("nowhere"), 'cannot be reached.*"nowhere" does not exist'),
        (postgres.url("postgres", user="nobody"), "cannot be reached"),
    ):
        with pytest.raises(StoreUnreachable, match=words) as told:
            opened(url)
        assert not {"hush", PASSWORD} & set(str(told.value).replace("/", " ").split())


def test_an_address_without_a_driver_is_understood(url: str) -> None:
    with opened(url.replace("postgresql+psycopg:", "postgresql:")) as store:
        assert store.clients() == ()


def guest(postgres: Postgres, url: str, *grants: str) -> str:
    """The database's address for somebody who has no more than these grants."""
    database = url.rpartition("/")[2]
    role = f"guest_{database}"
    with postgres.connect(database) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{GUEST}'")
        for grant in grants:
            connection.execute(f"GRANT {grant} TO {role}")
    return postgres.url(database, user=role, password=GUEST)


def test_tables_that_may_not_be_made_are_told(postgres: Postgres, url: str) -> None:
    with pytest.raises(StoreError, match=r"tables are not there yet, and guest_\w+ may not.*may make tables"):
        opened(guest(postgres, url))


def test_older_tables_are_migrated_by_whoever_may_and_told_to_others(postgres: Postgres, url: str) -> None:
    at_version(url, "0003")
    reader = guest(postgres, url, "SELECT ON ALL TABLES IN SCHEMA public")
    with pytest.raises(StoreError, match=r"tables are of version 0003, this program's of \d+, and guest_\w+ may not"):
        opened(reader)
    with opened(url) as store:
        store.add_client(OKORO)
        assert store.client("okoro") == OKORO


def at_version(url: str, version: str) -> None:
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(Path(dictation.store.migrations.__path__[0])))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


def test_what_somebody_may_only_read_stays_as_it_is(postgres: Postgres, url: str) -> None:
    with opened(url) as store:
        store.add_client(OKORO)
    with opened(guest(postgres, url, "SELECT ON ALL TABLES IN SCHEMA public")) as other:
        assert other.client("okoro") == OKORO
        with pytest.raises(StoreError, match=r"by guest_\w+: permission denied.*grant SELECT, INSERT") as told:
            other.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    assert not isinstance(told.value, StoreUnreachable)
    assert "mast" not in str(told.value.__cause__)


def test_what_postgresql_cannot_keep_is_told(url: str) -> None:
    with opened(url) as store, pytest.raises(StoreError, match=r"NUL.*take the character out"):
        store.add_client(replace(OKORO, name="Amara\0Okoro"))


CHANGES: dict[str, Callable[[Store, int, int], object]] = {
    "save": lambda store, one, _: store.save_revision(one, email_to(TIMBER), author="b", expected_revision=1),
    "approve": lambda store, one, _: store.approve(one, by="b", digest="1" * 64, expected_revision=1),
    "split": lambda store, one, _: store.split(
        one, email_to(TIMBER), email_to(CHANDLER), author="b", expected_revision=1
    ),
    "merge": lambda store, one, other: store.merge(
        one, email_to(TIMBER, CHANDLER, text="It came."), other, author="b", expected_revision=1, expected_other=1
    ),
    "record": lambda store, *_: store.record_call(
        "okoro", replace(RECORDING, sha256="cd" * 32), TRANSCRIPT, CORRESPONDENCE
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_connection_that_is_lost_in_the_middle_leaves_everything_as_it_was(
    postgres: Postgres, url: str, change: str
) -> None:
    asked = 0

    def clock() -> datetime:
        """Asked for the time of the audit log, in the middle of the change, when the server goes away."""
        nonlocal asked
        asked += 1
        end_connections(postgres, url)
        return datetime(2026, 5, 4, 9, 0, tzinfo=UTC)

    with opened(url) as store:
        store.add_client(OKORO)
        one, other = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts
        before = (store.drafts(), store.audit())
        with (
            open_store(url, clock=clock, actor="bela") as unlucky,
            pytest.raises(StoreUnreachable, match=r"connection to the store was lost.*run the command again"),
        ):
            CHANGES[change](unlucky, one, other)
        assert asked == 1
        assert (store.drafts(), store.audit()) == before
        CHANGES[change](store, one, other)
        assert len(store.audit()) > len(before[1])


def end_connections(postgres: Postgres, url: str) -> None:
    """What a server does that is shut down, to those who are connected."""
    database = url.rpartition("/")[2]
    with postgres.connect(database) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid()",
            [database],
        )


def test_a_store_that_is_open_for_long_outlives_its_connections(
    postgres: Postgres, url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with opened(url) as store:
        store.add_client(OKORO)
        end_connections(postgres, url)
        assert store.client("okoro") == OKORO
    assert capfd.readouterr() == ("", "")


def test_a_sender_whose_lock_was_lost_sends_nothing_after_another_took_over(postgres: Postgres, url: str) -> None:
    """The lock ends with its connection, and the sender that held it may not know yet."""
    with opened(url) as store, opened(url) as other:
        store.add_client(OKORO)
        number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
        message = message_for(store.draft(number).draft)
        store.approve(number, by="bela", digest=message.digest, expected_revision=1)
        with store.sending():
            attempt = store.mark_sending(store.queue(post_of(number, 1, message)).id)
            end_connections(postgres, url)
            with other.sending():
                assert other.draft(number).state is DraftState.QUEUED
            with pytest.raises(Conflict, match="is not being sent"):
                store.mark_data(attempt, ())
