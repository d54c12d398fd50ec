"""The embedded engine: PocketSphinx, a language model of dictation, and a dictionary with the client's names.

It writes lower case without punctuation, as it has learnt no other; spoken punctuation stands as words, and names of
the vocabulary come as the address book has them. Measured settings are told in ``docs/recognisers.md``.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pocketsphinx

from dictation.errors import EngineError
from dictation.model.transcript import Word
from dictation.transcribe.cache_files import build_folder
from dictation.transcribe.embedded.acoustic_model import Telephone, is_telephone
from dictation.transcribe.embedded.corpus import sentences
from dictation.transcribe.embedded.language_model import mix, write_arpa
from dictation.transcribe.embedded.pronunciation import Pronunciations
from dictation.transcribe.embedded.spelling import Spelling
from dictation.transcribe.embedded.trie import TrigramModel, read_trie
from dictation.transcribe.engine import SAMPLE_RATE, Heard, Notify, Samples, Stretch, Vocabulary

_FRAME_MS = 10
_LEAST_SAMPLES = SAMPLE_RATE // 10
"""Nobody says a word in less."""
_SILENCE = 0.001
"""Of full scale; where nothing is louder PocketSphinx invents a word."""
_TELLING_SAMPLES = 5 * SAMPLE_RATE
"""So much speech tells what the line does to it."""
_BINARY = 2
"""PocketSphinx's number for its own binary form, which loads in a hundredth of the text's time."""
_ORDINARY_WORDS = 6000
"""A name that is among so many of the wheel's most frequent words alone is taken for the word it also is."""


class EmbeddedEngine:
    """PocketSphinx, for English only."""

    name = "embedded"
    model = "en-us"
    joined_ms = 1200

    def __init__(self, cache: Path, notify: Notify) -> None:
        self._cache = cache / "embedded"
        self._notify = notify

    @property
    def fingerprint(self) -> str:
        """See :attr:`Engine.fingerprint <dictation.transcribe.engine.Engine.fingerprint>`."""
        return recipe(Path(__file__).parent)

    def recognise(
        self,
        stretches: Iterable[Stretch],
        *,
        language: str | None,
        also: Sequence[str] = (),  # noqa: ARG002 - it knows one language
        vocabulary: Vocabulary,
    ) -> Iterator[Heard]:
        """Hear stretches; see :meth:`Engine.recognise <dictation.transcribe.engine.Engine.recognise>`."""
        if language not in {None, "en"}:
            raise EngineError(
                f"The embedded recogniser hears English only, not {language!r}",
                place="the choice of engine",
                remedy="Fetch Whisper's weights: dictation models fetch base",
            )
        folder = self._built(vocabulary)
        ordinary = frozenset((folder / "ordinary.txt").read_text("utf-8").split())
        spelling = Spelling((*vocabulary.names, *vocabulary.terms), ordinary)
        with self._storing(), tempfile.TemporaryDirectory(dir=self._cache, prefix="line-") as line:
            ear = _Ear(folder, Path(line))
            for stretch in stretches:
                yield Heard(stretch=stretch, words=tuple(spelling.restore(ear.heard(stretch))), language="en")

    def _built(self, vocabulary: Vocabulary) -> Path:
        """The folder with the model for this vocabulary, built if it is not there yet."""
        # In one order always: whom a client wrote to last changes with every call, and is no reason to build it anew.
        vocabulary = Vocabulary(names=tuple(sorted(vocabulary.names)), terms=tuple(sorted(vocabulary.terms)))
        folder = self._cache / _key(vocabulary)
        if folder.is_dir():
            return folder
        self._notify("Teaching the embedded recogniser business dictation and the address book; this is done once.")
        with self._storing():
            build_folder(folder, lambda made: _build(made, vocabulary))
        return folder

    @contextmanager
    def _storing(self) -> Iterator[None]:
        """A stretch of work that writes into the cache."""
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            yield
        except OSError as exc:
            raise EngineError(
                f"The model of the embedded recogniser cannot be stored: {exc.strerror}",
                place=str(self._cache),
                remedy="Make room there, or make the folder writable.",
            ) from exc


def recipe(room: Path) -> str:
    """A digest of all that decides what is heard: this room's code and data, and PocketSphinx with its models.

    Of code too, so that nobody has to remember to tell that an old model will not do.
    """
    digest = hashlib.sha256(metadata.version("pocketsphinx").encode())
    for path in sorted(room.glob("*.*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def _key(vocabulary: Vocabulary) -> str:
    """A name for the model that follows from everything that goes into it."""
    parts = (recipe(Path(__file__).parent), *vocabulary.names, "|", *vocabulary.terms)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


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


class _Ear:
    """Decoders for one vocabulary: that of clean sound, and one for each telephone line."""

    def __init__(self, folder: Path, line: Path) -> None:
        self._folder = folder
        self._line_folder = line
        self._clean = _decoder(folder, Path(pocketsphinx.get_model_path("en-us/en-us")))
        self._telephone: Telephone | None = None
        self._lines: dict[int, Any] = {}
        """The decoder of the last line of each channel."""

    def heard(self, stretch: Stretch) -> list[Word]:
        """The words of one stretch, given whole, since the loudness of its sound is evened out over all of it."""
        samples = np.nan_to_num(stretch.samples)
        if samples.size < _LEAST_SAMPLES or np.abs(samples).max() < _SILENCE:
            return []
        if is_telephone(samples):
            self._telephone = self._telephone or Telephone(self._line_folder)
            decoder = self._behind_line(self._telephone, samples, stretch.channel)
            decoder.start_utt()
            decoder.process_cep(self._telephone.cepstra(samples).astype("<f4").tobytes(), full_utt=True)
        else:
            decoder = self._clean
            decoder.start_utt()
            decoder.process_raw((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes(), full_utt=True)
        decoder.end_utt()
        return _words(decoder, stretch)

    def _behind_line(self, telephone: Telephone, samples: Samples, channel: int) -> Any:
        """The decoder for a stretch; a short one tells too little of its line, so that it gets the one before's."""
        if channel not in self._lines or samples.size >= _TELLING_SAMPLES:
            telephone.write(telephone.line(samples))
            self._lines[channel] = _decoder(self._folder, self._line_folder)
        return self._lines[channel]


def _decoder(folder: Path, acoustic_model: Path) -> Any:
    try:
        return pocketsphinx.Decoder(
            hmm=str(acoustic_model),
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


def _words(decoder: Any, stretch: Stretch) -> list[Word]:
    words = []
    for part in decoder.seg() or ():
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
