"""What every recogniser must do, whatever it hears."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dictation.errors import EngineError
from dictation.transcribe import Endpoint, Engine, Vocabulary
from dictation.transcribe.audio import blocks
from dictation.transcribe.choosing import ENGINES, choose_engine
from dictation.transcribe.engine import SAMPLE_RATE, Stretch
from tests.transcribe.recognition_server import Desk, recognition_server, whisper_cpp

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = tuple(name for name in ENGINES if name != "auto")

pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # whisper's own, of its vocabulary
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:numba.*"),
]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with recognition_server(Desk(answer=whisper_cpp())) as running:
        yield Endpoint(address=running.address)


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest, cache: Path, checkpoint: Path, endpoint: Endpoint) -> Engine:
    model = str(checkpoint) if "whisper" in request.param else None
    return choose_engine(
        request.param, model=model, language="en", cache=cache, notify=lambda _: None, endpoint=endpoint
    )


@pytest.fixture(scope="module")
def speech() -> list[Stretch]:
    """Two stretches of the sample call, four and two seconds long."""
    sound = np.concatenate(list(blocks(SAMPLES / "monday-call.flac")), axis=1)
    return [
        Stretch(samples=sound[0][first * SAMPLE_RATE : last * SAMPLE_RATE], start_ms=first * 1000)
        for first, last in ((16, 20), (30, 32))
    ]


def test_each_stretch_is_answered_in_turn_with_words_inside_it(
    engine: Engine, speech: list[Stretch], vocabulary: Vocabulary
) -> None:
    heard = list(engine.recognise(iter(speech), language="en", vocabulary=vocabulary))
    assert len(heard) == len(speech)
    assert any(result.words for result in heard)
    for stretch, result in zip(speech, heard, strict=True):
        assert result.language == "en"
        end_ms = stretch.start_ms + stretch.samples.size * 1000 // SAMPLE_RATE
        starts = [word.start_ms for word in result.words]
        assert starts == sorted(starts)
        for word in result.words:
            assert type(word.start_ms) is int
            assert type(word.end_ms) is int
            assert stretch.start_ms <= word.start_ms <= word.end_ms <= end_ms + 50
            assert 0 <= word.probability <= 1
            assert word.text == word.text.strip() != ""
            assert word.speaker is None


def test_nothing_to_hear_gives_nothing(engine: Engine, vocabulary: Vocabulary) -> None:
    assert not list(engine.recognise(iter(()), language="en", vocabulary=vocabulary))


def test_the_embedded_recogniser_refuses_another_language(cache: Path) -> None:
    embedded = choose_engine("embedded", model=None, language="id", cache=cache, notify=print)
    with pytest.raises(EngineError, match="English only") as caught:
        list(embedded.recognise(iter(()), language="id", vocabulary=Vocabulary()))
    assert "dictation models fetch" in (caught.value.remedy or "")


@pytest.mark.parametrize("name", ["whisper", "faster-whisper"])
def test_a_damaged_checkpoint_is_told_with_its_place(name: str, tmp_path: Path, checkpoint: Path) -> None:
    torn = tmp_path / "torn.pt"
    torn.write_bytes(checkpoint.read_bytes()[:5000])
    engine = choose_engine(name, model=str(torn), language="en", cache=tmp_path / "cache", notify=lambda _: None)
    with pytest.raises(EngineError, match=r"torn\.pt") as caught:
        list(engine.recognise(iter(()), language="en", vocabulary=Vocabulary()))
    assert caught.value.place == str(torn)


def test_a_folder_that_is_no_model_is_told_with_its_place(tmp_path: Path) -> None:
    engine = choose_engine("faster-whisper", model=str(tmp_path), language="en", cache=tmp_path, notify=print)
    with pytest.raises(EngineError, match=r"tokenizer\.json"):
        list(engine.recognise(iter(()), language="en", vocabulary=Vocabulary()))
