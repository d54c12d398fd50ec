"""How a recording is shown while it goes on: a line that is drawn anew, and lines that stay."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from dictation.cli.output import RedrawnLine, clock_time, notice

_FLOOR_DB = -60
"""Where the bar begins; it ends at full scale."""
_TOO_LOUD_DB = -0.5
_LONGEST, _SHORTEST = 30, 5


class Meter:
    """The line, on stderr, of a terminal that can draw one; a screen reader or a file gets only the lines that stay."""

    def __init__(self, sides: Sequence[str]) -> None:
        self._sides = sides
        self._line = RedrawnLine()

    def draw(self, elapsed_ms: int, levels: Sequence[float], *, paused: bool) -> None:
        """Show the length of the recording, and how loud each side is, in decibels of full scale."""
        if self._line.drawn:
            self._line.show(meter_line(elapsed_ms, dict(zip(self._sides, levels, strict=True)), paused, _columns()))

    def tell(self, text: str, *, loud: bool = False) -> None:
        """A line that stays; a loud one is to be heard as well."""
        self.clear()
        if loud and sys.stderr.isatty():
            sys.stderr.write("\a")
        notice(text)

    def clear(self) -> None:
        """Leave an empty line."""
        self._line.clear()


def meter_line(elapsed_ms: int, levels: dict[str, float], paused: bool, columns: int) -> str:
    """The line, in no more than so many columns: without colours, and in letters that every terminal has."""
    head = f"{'paused' if paused else 'REC'} {clock_time(elapsed_ms)}"
    keys = f"  p {'resumes' if paused else 'pauses'}, q ends"
    around = len(head) + sum(len(f"  {side} [] {'too loud':>8}") for side in levels)
    if columns - around - len(keys) < _SHORTEST * len(levels):
        keys = ""
    length = max(1, min(_LONGEST, (columns - around - len(keys)) // len(levels)))
    bars = (f"  {side} [{_bar(level, length)}] {_in_words(level):>8}" for side, level in levels.items())
    return (head + "".join(bars) + keys)[:columns]


def _bar(level: float, length: int) -> str:
    full = round(length * (min(level, 0) - _FLOOR_DB) / -_FLOOR_DB)
    return f"{'#' * max(0, full):<{length}}"


def _in_words(level: float) -> str:
    if level < _FLOOR_DB:
        return "silent"
    return "too loud" if level > _TOO_LOUD_DB else f"{level:.0f} dB"


def _columns() -> int:
    """One less than the terminal has: a full line would begin another."""
    return shutil.get_terminal_size().columns - 1
