"""The embedded engine: PocketSphinx, a language model of dictation, and a dictionary with the client's names.

It writes lower case without punctuation, as it has learnt no other; spoken punctuation stands as words, and names of
the vocabulary come as the address book has them. Measured settings are told in ``docs/recognisers.md``.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import numpy as np
import pocketsphinx

from dictation.errors import EngineError
from dictation.model.transcript import Word
from dictation.transcribe.embedded.corpus import sentences
from dictation.transcribe.embedded.language_model import mix, write_arpa
from dictation.transcribe.embedded.pronunciation import Pronunciations
from dictation.transcribe.embedded.spelling import Spelling
from dictation.transcribe.embedded.trie import TrigramModel, read_trie
from dictation.transcribe.engine import Heard, Notify, Stretch, Vocabulary

_FORM = "2"
"""Raised whenever the same inputs would give another model, so that old ones are not used."""
_FRAME_MS = 10
_BINARY = 2
"""PocketSphinx's number for its own binary form, which loads in a hundredth of the text's time."""
_ORDINARY_WORDS = 6000
"""A name that is among so many of the wheel's most frequent words alone is taken for the word it also is."""


class EmbeddedEngine:
    """PocketSphinx, for English only."""

    name = "embedded"
    model = "en-us"
    joined_ms = 1200
    fingerprint = f"{_FORM} {metadata.version('pocketsphinx')}"

    def __init__(self, cache: Path, notify: Notify) -> None:
        self._cache = cache / "embedded"
        self._notify = notify

    def recognise(
        self, stretches: Iterable[Stretch], *, language: str | None, vocabulary: Vocabulary
    ) -> Iterator[Heard]:
        """Hear stretches; see :meth:`Engine.recognise <dictation.transcribe.engine.Engine.recognise>`."""
        if language not in {None, "en"}:
            raise EngineError(
                f"The embedded recogniser hears English only, not {language!r}",
                place="the choice of engine",
                remedy="Fetch Whisper's weights: dictation models fetch base",
            )
        folder = self._built(vocabulary)
        decoder = _decoder(folder)
        ordinary = frozenset((folder / "ordinary.txt").read_text("utf-8").split())
        spelling = Spelling((*vocabulary.names, *vocabulary.terms), ordinary)
        for stretch in stretches:
            yield Heard(stretch=stretch, words=tuple(spelling.restore(_heard(decoder, stretch))), language="en")

    def _built(self, vocabulary: Vocabulary) -> Path:
        """The folder with the model for this vocabulary, built if it is not there yet."""
        folder = self._cache / _key(vocabulary)
        if folder.is_dir():
            return folder
        self._notify("Teaching the embedded recogniser business dictation and the address book; this is done once.")
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._cache, prefix="building-") as building:
                made = Path(building) / "model"
                made.mkdir()
                _build(made, vocabulary)
                try:
                    made.rename(folder)
                except OSError:
                    if not folder.is_dir():  # else somebody else built the same model meanwhile
                        raise
        except OSError as exc:
            raise EngineError(
                f"The model of the embedded recogniser cannot be stored: {exc.strerror}",
                place=str(self._cache),
                remedy="Make room there, or make the folder writable.",
            ) from exc
        return folder


def _key(vocabulary: Vocabulary) -> str:
    """A name for the model that follows from everything that goes into it."""
    digest = hashlib.sha256((resources.files(__package__) / "dictation.en.txt").read_bytes())
    parts = (_FORM, metadata.version("pocketsphinx"), *vocabulary.names, "|", *vocabulary.terms)
    digest.update("\n".join(parts).encode())
    return digest.hexdigest()[:24]


def _build(folder: Path, vocabulary: Vocabulary) -> None:
    """Write language model, dictionary and the list of ordinary words."""
    wheel = Path(pocketsphinx.get_model_path("en-us"))
    base = read_trie(wheel / "en-us.lm.bin")
    mixed = mix(base, sentences(vocabulary))
    text = folder / "model.arpa"
    with text.open("w", encoding="utf-8") as file:
        write_arpa(mixed, file)
    pocketsphinx.NGramModel.readfile(str(text)).write(str(folder / "model.lm.bin"), _BINARY)
    text.unlink()
    pronunciations = Pronunciations(wheel / "cmudict-en-us.dict")
    with (folder / "words.dict").open("w", encoding="utf-8") as file:
        for word in mixed.words:
            for number, phones in enumerate(pronunciations.of(word) if word[0] != "<" else (), 1):
                file.write(f"{word if number == 1 else f'{word}({number})'} {' '.join(phones)}\n")
    (folder / "ordinary.txt").write_text("\n".join(_ordinary(base)), encoding="utf-8")


def _ordinary(base: TrigramModel) -> list[str]:
    often = base.orders[0].log_prob.argsort()[::-1][:_ORDINARY_WORDS]
    return [base.words[place] for place in often]


def _decoder(folder: Path) -> Any:
    try:
        return pocketsphinx.Decoder(
            hmm=pocketsphinx.get_model_path("en-us/en-us"),
            lm=str(folder / "model.lm.bin"),
            dict=str(folder / "words.dict"),
            loglevel="FATAL",
            maxhmmpf=3000,
            maxwpf=10,
        )
    except RuntimeError as exc:
        shutil.rmtree(folder, ignore_errors=True)
        raise EngineError(
            "The model of the embedded recogniser is damaged",
            place=str(folder),
            remedy="It has been removed and will be built anew: try again.",
        ) from exc


def _heard(decoder: Any, stretch: Stretch) -> list[Word]:
    """The words of one stretch, given whole, since the loudness of its sound is evened out over all of it."""
    decoder.start_utt()
    decoder.process_raw((np.clip(stretch.samples, -1, 1) * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    words = []
    for part in decoder.seg():
        text = part.word.partition("(")[0]
        if text and text[0] not in "<[+":
            words.append(
                Word(
                    text=text,
                    start_ms=stretch.start_ms + part.start_frame * _FRAME_MS,
                    end_ms=stretch.start_ms + (part.end_frame + 1) * _FRAME_MS,
                    probability=min(1.0, part.prob),
                )
            )
    return words
