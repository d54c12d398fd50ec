"""The known faults of Whisper, told from what it wrote.

The thresholds of repetition and likelihood are those of ``whisper/transcribe.py``; that it fills silence with phrases
from subtitles is told in Koenecke et al., "Careless Whisper" (2024), that it repeats itself in Radford et al., "Robust
Speech Recognition via Large-Scale Weak Supervision" (2022), section 4.5.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dictation.transcribe.whisper.network import Written

_MOST_COMPRESSED = 2.4
"""Text that deflates better says the same over and over."""
_LEAST_LIKELY = -1.0
"""A lower mean logarithm of probability is no text that the network believes in."""
_NO_SPEECH = 0.6
_LONGEST_PATTERN = 12
"""Words of the longest phrase that is looked for repeated."""
_OFTEN = {1: 8, 2: 5}
"""How often a phrase of one word or two may follow on itself before it is a loop; people say "no, no, no"."""
_OFTEN_PHRASE = 3
_FIGURES_OFTEN = 12
"""How often a figure may follow on itself: numbers of accounts have eight noughts."""
_FASTEST = 10
"""Words a second that nobody says; auctioneers reach six."""
_ECHO = 4
"""Fewer words one behind the other as they stand in the prompt may be coincidence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Loop:
    """A phrase that follows on itself, by the places of its words."""

    first: int
    length: int
    times: int

    @property
    def end(self) -> int:
        """The place after its last word."""
        return self.first + self.length * self.times


def find_loop(words: Sequence[str]) -> Loop | None:
    """The first phrase that is said over and over, none if there is none."""
    plain = [_plain(word) for word in words]
    for first in range(len(plain)):
        for length in range(1, min(_LONGEST_PATTERN, (len(plain) - first) // 2) + 1):
            times = _times(plain, first, length)
            figures = length <= 2 and all(word in _digits() or word.isdigit() for word in plain[first : first + length])
            if times >= (_FIGURES_OFTEN if figures else _OFTEN.get(length, _OFTEN_PHRASE)):
                return Loop(first=first, length=length, times=times)
    return None


def _times(words: Sequence[str], first: int, length: int) -> int:
    phrase = words[first : first + length]
    times = 1
    while words[first + times * length : first + (times + 1) * length] == phrase:
        times += 1
    return times


def echo_of(entries: Sequence[str], text: str) -> str:
    """The words of the text that follow each other as in a prompt of these entries; empty where it is no echo.

    It is one if the run holds words of three entries or more, or is all that the text begins with: a long name that
    somebody says is but one entry.
    """
    asked = [(word, number) for number, entry in enumerate(entries) for word in _words(entry)]
    said = _words(text)
    for first in range(len(said)):
        for at in range(len(asked)):
            length = 0
            while said[first + length : first + length + 1] == [
                word for word, _ in asked[at + length : at + length + 1]
            ]:
                length += 1
                if first + length == len(said):
                    break
            of = {number for _, number in asked[at : at + length]}
            if length >= _ECHO and (len(of) > 2 or (first == 0 and len(of) > 1)):
                return " ".join(said[first : first + length])
    return ""


def is_phantom(text: str, language: str) -> bool:
    """Whether the text is nothing but a phrase that Whisper is known to write where nobody speaks."""
    return " ".join(_words(text)) in _phantoms(language)


def is_silence(written: Written) -> bool:
    """Whether the network itself thinks that nobody speaks."""
    return written.no_speech_prob > _NO_SPEECH and written.avg_logprob < _LEAST_LIKELY


def suspicion(written: Written, seconds: float) -> str:
    """Why the text of a window of so many seconds should be heard once more, in words; empty if it need not."""
    words = written.text.split()
    if compression(written.text) > _MOST_COMPRESSED or find_loop(words):
        return "it repeats itself"
    if written.avg_logprob < _LEAST_LIKELY:
        return f"its words are unlikely (mean log probability {written.avg_logprob:.1f})"
    if len(words) > _FASTEST * seconds:
        return f"{len(words)} words in {seconds:.1f} seconds are more than anybody says"
    return ""


def compression(text: str) -> float:
    """How many times shorter the text becomes by deflating it."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0


def _words(text: str) -> list[str]:
    return [plain for word in text.split() if (plain := _plain(word))]


def _plain(word: str) -> str:
    return re.sub(r"[^\w]", "", word).lower()


@cache
def _digits() -> frozenset[str]:
    lines = (resources.files(__package__) / "digits.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _phantoms(language: str) -> frozenset[str]:
    file = resources.files(__package__) / "phantoms" / f"{language}.txt"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return frozenset(" ".join(_words(line)) for line in lines if line and not line.startswith("#"))
