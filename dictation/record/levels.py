"""How loud each side of a call is, and a warning where one is silent."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

QUIET_DB = -60
"""Below this, of full scale, nothing is anybody's voice: what comes from a microphone that is off or not plugged in."""
AT_START_MS = 5_000
"""So long a side may be silent when the call begins …"""
LATER_MS = 60_000
"""… and so long after it was heard, or after it was warned of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that whoever records has to know now."""

    text: str
    loud: bool
    """Whether it is a warning, to be heard as well as read."""


def decibels(peak: float) -> float:
    """The level of a peak between 0 and 1, of full scale; nothing is as loud as a single step of 16 bits."""
    return 20 * math.log10(max(peak, 1 / 32768))


class SilenceWatch:
    """Warns of sides that are silent for long."""

    def __init__(self, sides: Sequence[str]) -> None:
        self._sides = sides
        self._silent_ms = [0.0] * len(sides)
        self._limits_ms = [AT_START_MS] * len(sides)
        self._warned = [False] * len(sides)

    def hear(self, peaks: Sequence[float], milliseconds: float) -> Iterator[Event]:
        """Take the peak of each side, 0 to 1, in the next milliseconds of the call."""
        for side, peak in enumerate(peaks):
            if decibels(peak) >= QUIET_DB:
                if self._warned[side]:
                    yield Event(text=f"The {self._sides[side]} is heard again.", loud=False)
                self._silent_ms[side], self._limits_ms[side], self._warned[side] = 0, LATER_MS, False
                continue
            self._silent_ms[side] += milliseconds
            if self._silent_ms[side] >= self._limits_ms[side]:
                self._limits_ms[side] += LATER_MS
                self._warned[side] = True
                yield Event(
                    text=f"NOTHING IS HEARD of the {self._sides[side]} for {self._silent_ms[side] / 1000:.0f} seconds. "
                    "Is the right sound device chosen, and the microphone on?",
                    loud=True,
                )
