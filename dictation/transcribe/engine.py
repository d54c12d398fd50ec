"""The port through which every recogniser is used, and the types that go through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from dictation.model.transcript import Mark, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second of everything that a recogniser is given."""

Samples: TypeAlias = "NDArray[np.float32]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """What a client is likely to say and a recogniser is likely to mishear, most likely first.

    Every entry is spelled as it is to be written.
    """

    names: tuple[str, ...] = ()
    """People, as in the address book ("Ingrid Solberg"), with the other names they go by."""
    terms: tuple[str, ...] = ()
    """Firms, products, places."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Speech between two pauses, on one side of a call."""

    samples: Samples
    """One channel at :data:`SAMPLE_RATE`, between -1 and 1."""
    start_ms: int
    """Where the first sample stands in the recording."""
    channel: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What a recogniser made of a stretch."""

    stretch: Stretch
    words: tuple[Word, ...]
    """In order of time, counted from the start of the recording; no speaker yet."""
    language: str
    marks: tuple[Mark, ...] = ()
    """What was mended or is doubtful, counted likewise; no speaker yet."""


class Engine(Protocol):
    """A recogniser. Making one is cheap; its model is loaded when the first stretch is asked for."""

    @property
    def name(self) -> str:
        """As on the command line: ``whisper``, ``faster-whisper``, ``embedded``."""
        ...

    @property
    def model(self) -> str:
        """The model's name, such as ``base``."""
        ...

    @property
    def fingerprint(self) -> str:
        """Everything but sound, language and vocabulary that decides its words: a transcript is kept under it."""
        ...

    @property
    def joined_ms(self) -> int:
        """A pause that is shorter does not end a stretch, because it understands more in one piece."""
        ...

    def recognise(
        self, stretches: Iterable[Stretch], *, language: str | None, vocabulary: Vocabulary
    ) -> Iterator[Heard]:
        """Hear stretches, one :class:`Heard` for each, as they are recognised and in whatever order that is.

        Stretches are drawn as they are needed, so an hour of sound is never in memory at once.

        Args:
            stretches: Speech, both sides of a call mixed in order of time.
            language: ISO 639-1 code; None lets the recogniser find out.
            vocabulary: Names and terms to listen for.

        Raises:
            EngineError: The recogniser cannot do its work, or not in this language.
        """
        ...


Notify: TypeAlias = Callable[[str], None]
"""Takes one line that a user should read."""
Progress: TypeAlias = Callable[[float], None]
"""Takes the share that is done, 0 to 1."""
