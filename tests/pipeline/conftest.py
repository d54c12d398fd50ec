from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where the system has such a place: what a killed program wrote is there for the next on any disk, and a
    slow one would take most of the test's time."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of a name of its own in there
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as name:
        yield Path(name)
