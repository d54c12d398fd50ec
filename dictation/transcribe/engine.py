"""The port through which every recogniser is used, and the types that go through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    """The side of the call, counted from 0."""
    speech: tuple[tuple[int, int], ...] = ()
    """From which millisecond of the recording to which somebody speaks, as far as the detector can tell."""
    alone: bool = False
    """Whether it must not be heard together with others."""

    @property
    def end_ms(self) -> int:
        """Where the stretch ends in the recording."""
        return self.start_ms + self.samples.size * 1000 // SAMPLE_RATE

    @property
    def speech_ms(self) -> int:
        """How long somebody speaks in it."""
        return sum(end_ms - start_ms for start_ms, end_ms in self.speech)


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
        self,
        stretches: Iterable[Stretch],
        *,
        language: str | None,
        also: Sequence[str] = (),
        vocabulary: Vocabulary,
    ) -> Iterator[Heard]:
        """Hear stretches, one :class:`Heard` for each, as they are recognised and in whatever order that is.

        Stretches are drawn as they are needed, so an hour of sound is never in memory at once.

        Args:
            stretches: Speech, both sides of a call mixed in order of time.
            language: ISO 639-1 code of what is mostly spoken; None lets the recogniser find out.
            also: Other languages that may be spoken in between.
            vocabulary: Names and terms to listen for.

        Raises:
            EngineError: The recogniser cannot do its work, or not in this language.
        """
        ...


Notify: TypeAlias = Callable[[str], None]
"""Takes one line that a user should read."""
Progress: TypeAlias = Callable[["Done"], None]
"""Takes how far it is, each time that something is done."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """How far the hearing of a recording is."""

    share: float
    """Of the whole, 0 to 1; never less than before."""
    speech_ms: int
    """How much speech has been recognised, the sides of the call counted each."""
