from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dictation.store import open_store
from dictation.store.store import Store
from tests.store.fixtures import OKORO, TickingClock


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'dictation.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty store, on each of the databases that it can be in."""
    found: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return found


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open store that knows one client."""
    with open_store(url, clock=TickingClock(), actor="bela") as opened:
        opened.add_client(OKORO)
        yield opened
