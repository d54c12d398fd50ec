"""The port through which either library runs Whisper's weights.

Both do the same four things; when to do them, and what to make of what comes back, is decided once for both
(:mod:`dictation.transcribe.whisper.hearing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dictation.transcribe.engine import Samples

WINDOW_S = 30
"""The seconds of sound that Whisper was trained to hear at once."""
LANGUAGES = frozenset(
    (
        "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr "
        "ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc "
        "pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh "
    ).split()
)
"""The codes of all languages that every multilingual model of Whisper knows, from ``whisper/tokenizer.py``."""
OPENING, CLOSING = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"
"""Marks that go with the word behind them, and with that before them; as in ``whisper/transcribe.py``."""
PROMPT_TOKENS = 223
"""How many tokens may stand before the text: half of the 448 of its context, less the one that begins a prompt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TimedToken:
    """A word, or a part of one, as the network wrote it: with the blank before it, if there is one."""

    text: str
    start: float
    """Seconds from the start of the window."""
    end: float
    probability: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What the network wrote of one window."""

    tokens: tuple[TimedToken, ...]
    text: str
    """As it came, before it was divided into words."""
    avg_logprob: float
    """The mean natural logarithm of the tokens' probabilities."""
    no_speech_prob: float
    """How likely it is, to the network, that nobody speaks in the window."""
    language: str = ""
    """The language that the network found by itself, where it was given none."""


class Network(Protocol):
    """Whisper's weights, loaded."""

    @property
    def multilingual(self) -> bool:
        """Whether it knows other languages than English."""
        ...

    def token_count(self, text: str) -> int:
        """How many tokens of a prompt the text takes."""
        ...

    def encode(self, windows: Sequence[Samples]) -> Any:
        """The encoder's output for windows of at most :data:`WINDOW_S` seconds each, for the two methods below."""
        ...

    def languages(self, encoded: Any) -> list[Mapping[str, float]]:
        """For each window the probability of each language, by its ISO 639-1 code. Only if it is multilingual.

        Nothing for a window of which it can tell the language only while it writes.
        """
        ...

    def write(self, encoded: Any, *, languages: Sequence[str], prompt: str, temperature: float) -> list[Written]:
        """What is said in each window, in the language given for each, decoded as one batch.

        Args:
            encoded: What :meth:`encode` gave.
            languages: An ISO 639-1 code a window; empty to find out while writing, for who can tell it only so.
            prompt: Text to stand before that of every window, empty for none; no more than :data:`PROMPT_TOKENS`.
            temperature: 0 for the likeliest text, by beam search; above it tokens are drawn by lot.
        """
        ...
