from __future__ import annotations

import signal
from collections.abc import Iterator

import hypothesis
import keyring
import keyring.backends.fail
import pytest

from tests.home.keyrings import Keyring
from tests.post.postfix import Postfix, running_postfix
from tests.store.postgres import Postgres, running_postgres

# How fast a machine is, and what else it does meanwhile, is no property of the program.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Programs that tests start can be interrupted: one that runs in the background of a shell cannot, nor its own."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postfix() -> Iterator[Postfix]:
    """A mail server as a firm has one."""
    with running_postfix() as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A database server as an agency has one."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty database."""
    with postgres.database() as name:
        yield postgres.url(name)


@pytest.fixture
def system() -> Iterator[Keyring]:
    """The system's keyring."""
    before, here = keyring.get_keyring(), Keyring()
    keyring.set_keyring(here)
    yield here
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without a keyring."""
    monkeypatch.setattr("keyring.core._keyring_backend", keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
