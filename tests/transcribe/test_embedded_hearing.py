"""What the embedded recogniser hears of real sound: the samples, a telephone line, names, and what is no speech."""

from __future__ import annotations

import shutil
import subprocess
import wave
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from benchmarks.recognition import matched, plain
from dictation.errors import EngineError
from dictation.home.client_files import read_clients
from dictation.home.contact_files import read_contacts
from dictation.model.transcript import Transcript
from dictation.pipeline import vocabulary as vocabulary_of
from dictation.transcribe import Vocabulary, transcribe
from dictation.transcribe.audio import blocks
from dictation.transcribe.choosing import choose_engine
from dictation.transcribe.embedded.decoder import recipe
from dictation.transcribe.engine import SAMPLE_RATE, Engine, Samples, Stretch

SAMPLES = Path(__file__).parents[2] / "samples"
UNUSUAL = ("Oluwaseun Kowalczyk", "Zbigniew Brooks")


@pytest.fixture(scope="module")
def engine(cache: Path) -> Engine:
    return choose_engine("embedded", model=None, language="en", cache=cache, notify=lambda _: None)


@pytest.fixture(scope="module")
def everybody() -> Vocabulary:
    """The names that the program itself would listen for, and two more."""
    client, *_ = read_clients(SAMPLES / "clients.json")
    known = vocabulary_of(client, read_contacts(SAMPLES / "contacts.json"))
    return Vocabulary(names=(*known.names, *UNUSUAL), terms=known.terms)


@pytest.fixture(scope="module")
def telephone_call(cache: Path, everybody: Vocabulary) -> Transcript:
    return hear("telephone-call", cache, everybody)


def hear(sample: str, cache: Path, vocabulary: Vocabulary) -> Transcript:
    recording = SAMPLES / f"{sample}.flac"
    return transcribe(
        recording, engine="embedded", language="en", vocabulary=vocabulary, cache=cache, notify=lambda _: None
    )


def said(sample: str) -> str:
    lines = (SAMPLES / f"{sample}.script.txt").read_text("utf-8").splitlines()
    return " ".join(line.partition(":")[2] for line in lines)


def share_wrong(sample: str, transcript: Transcript) -> float:
    expected = plain(said(sample))
    return Levenshtein.distance(expected, plain(transcript.text)) / len(expected)


def stretch(samples: Samples) -> Stretch:
    return Stretch(samples=samples.astype(np.float32), start_ms=5000)


def test_a_call_on_clean_lines_is_heard_nearly_word_by_word(cache: Path, everybody: Vocabulary) -> None:
    assert share_wrong("monday-call", hear("monday-call", cache, everybody)) < 0.05


def test_most_of_a_telephone_call_is_heard(telephone_call: Transcript) -> None:
    assert share_wrong("telephone-call", telephone_call) < 0.15


def test_what_was_misheard_is_less_certain_than_what_was_heard_right(telephone_call: Transcript) -> None:
    probabilities = [word.probability for word in telephone_call.words for _ in plain(word.text)]
    _, right = matched(telephone_call.text, said("telephone-call"))
    wrong = set(range(len(probabilities))) - right
    assert mean(probabilities[place] for place in wrong) < mean(probabilities[place] for place in right) - 0.1


@pytest.mark.skipif(not shutil.which("flite"), reason="the Debian package flite, which speaks, is not installed")
def test_names_that_no_dictionary_has_are_heard_where_the_address_book_has_them(
    engine: Engine, everybody: Vocabulary, tmp_path: Path
) -> None:
    sound = spoken("Email to Oluwaseun Kowalczyk. Copy to Zbigniew Brooks.", tmp_path / "names.wav")
    (with_names,) = engine.recognise([stretch(sound)], language="en", vocabulary=everybody)
    (without,) = engine.recognise([stretch(sound)], language="en", vocabulary=Vocabulary())
    names = {"Oluwaseun", "Kowalczyk", "Zbigniew"}
    assert names <= {word.text for word in with_names.words}
    assert not names & {word.text for word in without.words}


def spoken(text: str, path: Path) -> Samples:
    """The text in one of flite's voices, at 16 kHz as it comes."""
    subprocess.run(["flite", "-voice", "rms", "-t", text, "-o", str(path)], check=True)
    with wave.open(str(path)) as file:
        assert file.getframerate() == SAMPLE_RATE
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / np.float32(32768)


@pytest.mark.parametrize("telephone", [False, True])
def test_words_lie_within_their_stretch_one_after_the_other(telephone: bool, engine: Engine) -> None:
    sound = np.concatenate(list(blocks(SAMPLES / "monday-call.flac")), axis=1)[0][16 * SAMPLE_RATE : 22 * SAMPLE_RATE]
    if telephone:
        spectrum = np.fft.rfft(sound)
        hertz = np.fft.rfftfreq(sound.size, 1 / SAMPLE_RATE)
        sound = np.fft.irfft(np.where((hertz > 300) & (hertz < 3400), spectrum, 0), sound.size)
    (heard,) = engine.recognise([stretch(sound)], language="en", vocabulary=Vocabulary())
    assert len(heard.words) > 3
    times = [5000, *(time for word in heard.words for time in (word.start_ms, word.end_ms)), 11_020]
    assert times == sorted(times)


@pytest.mark.parametrize(
    "samples",
    [
        pytest.param(np.zeros(0), id="empty"),
        pytest.param(np.zeros(1), id="one sample"),
        pytest.param(np.zeros(800), id="0.05 seconds"),
        pytest.param(np.zeros(SAMPLE_RATE), id="silence"),
        pytest.param(np.full(SAMPLE_RATE, np.nan), id="no numbers"),
        pytest.param(np.full(SAMPLE_RATE, 9), id="far too loud"),
    ],
)
def test_what_is_no_speech_gives_no_words(samples: Samples, engine: Engine) -> None:
    (heard,) = engine.recognise([stretch(samples)], language="en", vocabulary=Vocabulary())
    assert heard.words == ()


def test_other_example_sentences_are_another_recogniser(tmp_path: Path, engine: Engine) -> None:
    room = Path(choose_engine.__code__.co_filename).parent / "embedded"
    copy = shutil.copytree(room, tmp_path / "embedded")
    assert recipe(copy) == engine.fingerprint
    examples = copy / "dictation.en.txt"
    examples.write_text(examples.read_text("utf-8") + "see you at the seaside\n", encoding="utf-8")
    assert recipe(copy) != engine.fingerprint


def test_where_no_model_can_be_stored_the_place_is_told(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the cache should be", encoding="utf-8")
    engine = choose_engine("embedded", model=None, language="en", cache=taken, notify=lambda _: None)
    with pytest.raises(EngineError, match="cannot be stored") as caught:
        list(engine.recognise(iter(()), language="en", vocabulary=Vocabulary()))
    assert str(taken) in str(caught.value.place)
