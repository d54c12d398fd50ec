from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dictation.store import open_store
from dictation.store.store import Store
from tests.store.fixtures import OKORO, TickingClock


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'dictation.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open store that knows one client."""
    with open_store(url, clock=TickingClock(), actor="bela") as opened:
        opened.add_client(OKORO)
        yield opened
