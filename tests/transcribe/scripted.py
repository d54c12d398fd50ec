"""A network that writes what a test tells it to, so that Whisper's faults come when they are called for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dictation.transcribe.engine import SAMPLE_RATE, Samples, Stretch
from dictation.transcribe.whisper.hearing import WhisperEngine
from dictation.transcribe.whisper.network import TimedToken, Written


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One window as the network was asked for it."""

    voices: tuple[int, ...]
    """The numbers of the stretches in it."""
    seconds: float
    language: str
    prompt: str
    temperature: float


def written(text: str, seconds: float = 10.0, *, likely: float = -0.2, no_speech: float = 0.0) -> Written:
    """The text with its words spread over so many seconds."""
    words = text.split()
    step = seconds / max(1, len(words))
    tokens = tuple(
        TimedToken(text=f" {word}", start=number * step, end=(number + 1) * step, probability=0.9)
        for number, word in enumerate(words)
    )
    return Written(tokens=tokens, text=f" {text}", avg_logprob=likely, no_speech_prob=no_speech)


@dataclass
class ScriptedNetwork:
    """Says ``says`` of each window; ``spoken`` is the language of each stretch by its number."""

    says: Callable[[Asked], Written]
    spoken: Mapping[int, str] = field(default_factory=dict)
    multilingual: bool = True
    batches: list[list[Asked]] = field(default_factory=list)

    def token_count(self, text: str) -> int:
        return len(text.split())

    def encode(self, windows: Sequence[Samples]) -> list[Samples]:
        assert all(window.size <= 30 * SAMPLE_RATE for window in windows)
        return list(windows)

    def languages(self, encoded: list[Samples]) -> list[Mapping[str, float]]:
        likely: list[Mapping[str, float]] = []
        for window in encoded:
            said = [self.spoken.get(round(float(sample)), "en") for sample in window[:: SAMPLE_RATE // 10]]
            likely.append({language: said.count(language) / len(said) for language in set(said)})
        return likely

    def write(
        self, encoded: list[Samples], *, languages: Sequence[str], prompt: str, temperature: float
    ) -> list[Written]:
        asked = [
            Asked(
                voices=tuple(dict.fromkeys(round(float(sample)) for sample in window[:: SAMPLE_RATE // 10])),
                seconds=window.size / SAMPLE_RATE,
                language=language,
                prompt=prompt,
                temperature=temperature,
            )
            for window, language in zip(encoded, languages, strict=True)
        ]
        self.batches.append(asked)
        return [self.says(each) for each in asked]

    @property
    def asked(self) -> list[Asked]:
        return [each for batch in self.batches for each in batch]

    def engine(self, batch: int = 8) -> WhisperEngine:
        return WhisperEngine("whisper", "scripted", "1", lambda: self, batch)


def stretch(number: int, start_ms: int, seconds: float, channel: int = 0) -> Stretch:
    """A stretch whose samples are its number, spoken from its begin to its end."""
    samples = np.full(round(seconds * SAMPLE_RATE), number, dtype=np.float32)
    end_ms = start_ms + round(seconds * 1000)
    return Stretch(samples=samples, start_ms=start_ms, channel=channel, speech=((start_ms, end_ms),))
