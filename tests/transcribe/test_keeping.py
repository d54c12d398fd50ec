"""Nothing is recognised twice: transcripts are kept, and an interrupted hearing goes on where it stopped."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from dictation.model.transcript import Transcript
from dictation.transcribe import Done, Vocabulary, transcribe
from dictation.transcribe.audio import blocks
from dictation.transcribe.engine import SAMPLE_RATE
from tests.transcribe.sounds import write

SAMPLE = Path(__file__).parents[2] / "samples" / "thursday-call.flac"


@pytest.fixture
def own(cache: Path, vocabulary: Vocabulary, tmp_path: Path) -> Path:
    """A folder with the first seconds of a call, and the recogniser's model but no transcript."""
    sound = np.concatenate(list(blocks(SAMPLE)), axis=1)[:, : 16 * SAMPLE_RATE]
    write(tmp_path / "call.wav", *sound, rate=SAMPLE_RATE)
    hear(tmp_path, vocabulary, cache=cache)
    shutil.copytree(cache / "embedded", tmp_path / "embedded")
    return tmp_path


def hear(
    folder: Path,
    vocabulary: Vocabulary,
    *,
    cache: Path | None = None,
    told: list[str] | None = None,
    done: list[Done] | None = None,
) -> Transcript:
    return transcribe(
        folder / "call.wav",
        engine="embedded",
        language="en",
        vocabulary=vocabulary,
        cache=cache or folder,
        notify=(told if told is not None else []).append,
        progress=(done if done is not None else []).append,
    )


def interrupted(folder: Path, vocabulary: Vocabulary) -> Path:
    """The file that an interruption after the first words leaves."""

    def stop(done: Done) -> None:
        if done.share < 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transcribe(
            folder / "call.wav",
            engine="embedded",
            language="en",
            vocabulary=vocabulary,
            cache=folder,
            notify=print,
            progress=stop,
        )
    (begun,) = (folder / "transcripts").iterdir()
    return begun


def test_what_was_heard_is_not_heard_again(own: Path, vocabulary: Vocabulary) -> None:
    first = hear(own, vocabulary)
    done: list[Done] = []
    assert hear(own, vocabulary, done=done) == first
    assert not done


def test_other_names_to_listen_for_are_heard_anew(own: Path, vocabulary: Vocabulary) -> None:
    hear(own, vocabulary)
    done: list[Done] = []
    hear(own, Vocabulary(names=("Nobody Known",)), done=done)
    assert done


def test_a_hearing_that_was_interrupted_goes_on_where_it_stopped(own: Path, vocabulary: Vocabulary) -> None:
    whole = hear(own, vocabulary)
    shutil.rmtree(own / "transcripts")
    begun = interrupted(own, vocabulary)
    # What is in the file is taken as it is: so a word that only stands there shows that nothing was heard again.
    begun.write_text(re.sub(r'"text":"[a-z]+"', '"text":"kept"', begun.read_text("utf-8"), count=1), "utf-8")
    resumed = hear(own, vocabulary)
    assert [word.start_ms for word in resumed.words] == [word.start_ms for word in whole.words]
    heard = [(a.text, b.text) for a, b in zip(whole.words, resumed.words, strict=True) if a.text != b.text]
    assert [now for _, now in heard] == ["kept"]
    assert not begun.exists()


def test_a_line_that_was_torn_by_the_interruption_is_heard_again(own: Path, vocabulary: Vocabulary) -> None:
    whole = hear(own, vocabulary)
    shutil.rmtree(own / "transcripts")
    begun = interrupted(own, vocabulary)
    begun.write_bytes(begun.read_bytes()[:-40])
    assert hear(own, vocabulary).text == whole.text


def test_a_kept_transcript_that_is_damaged_is_made_anew(own: Path, vocabulary: Vocabulary) -> None:
    whole = hear(own, vocabulary)
    (file,) = (own / "transcripts").iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert hear(own, vocabulary) == whole


def test_only_its_owner_may_read_what_is_kept(own: Path, vocabulary: Vocabulary) -> None:
    hear(own, vocabulary)
    (file,) = (own / "transcripts").iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_where_nothing_can_be_kept_it_is_heard_all_the_same_and_told(own: Path, vocabulary: Vocabulary) -> None:
    (own / "transcripts").write_text("a file where a folder should be")
    told: list[str] = []
    assert hear(own, vocabulary, told=told).words
    (line,) = told
    assert "cannot be kept" in line
    assert str(own) in line
