from __future__ import annotations

from pathlib import Path

import pytest

from dictation.transcribe import Vocabulary
from tests.transcribe.tiny_whisper import write_checkpoint

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for the whole run, so that the embedded recogniser's model is built once for a vocabulary."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("weights") / "random.pt")


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        names=("Martin Hale", "Anna Reed", "Susan Parker", "Peter Collins", "Helen Brooks"),
        terms=("Hale Garden Rooms", "Parker Glass", "Collins Timber", "Green Lane School"),
    )
