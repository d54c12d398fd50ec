"""What commands print: data on stdout, notices and progress on stderr."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from logging import DEBUG
from typing import TYPE_CHECKING, Any

import typer

from dictation.cli.logs import log, logging_on

if TYPE_CHECKING:
    from dictation.transcribe import Done

_BAR = 20
"""Letters of a progress bar."""
_SPEED_KNOWN_S = 1
"""The first moments say nothing of how fast a download is."""


def notice(text: str) -> None:
    """Tell the person at the terminal something that is no data; where there is a log, nobody is taken to be there."""
    if logging_on():
        log(DEBUG, "notice", text=text)
    else:
        typer.echo(printable(text), err=True)


def show(text: str = "") -> None:
    """Print a line, or several, of data."""
    typer.echo(printable(text))


def show_json(value: Any) -> None:
    """Print a value as JSON."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    typer.echo(json.dumps(value, ensure_ascii=plain, indent=2))


def printable(text: str) -> str:
    """``text`` without characters that make a terminal do something: a name in an address book could hold any."""
    return "".join(
        character if character in "\n\t" or unicodedata.category(character)[0] != "C" else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def clock_time(milliseconds: int | None) -> str:
    """A time in a recording as ``m:ss``; empty where it is not known."""
    return "" if milliseconds is None else f"{milliseconds // 60_000}:{milliseconds // 1000 % 60:02}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table; ``style`` is decoration and never the only sign of anything."""

    title: str
    style: str = ""
    right: bool = False
    share: int | None = None
    """Its part of the room that others leave; None for as much as it needs. With a share a table fills the terminal."""
    whole: bool = False
    """Whether its cells are never broken."""


def show_table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """Print a table as wide as the terminal, 80 columns where there is none."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=any(column.share for column in columns))
    for column in columns:
        table.add_column(
            Text(column.title),
            style=column.style,
            justify="right" if column.right else "left",
            no_wrap=column.whole,
            overflow="fold",
            ratio=column.share,
        )
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)


class RedrawnLine:
    """A line on stderr that takes the place of what it showed before.

    It is silent where stderr is no terminal, and with ``DICTATION_ACCESSIBLE``, since a screen reader would read every
    change of it.
    """

    def __init__(self) -> None:
        self._shown = ""

    @property
    def drawn(self) -> bool:
        """Whether anybody can see it."""
        return sys.stderr.isatty() and not os.environ.get("DICTATION_ACCESSIBLE")

    def show(self, text: str) -> None:
        """Show the text, as much of it as fits."""
        text = text[: shutil.get_terminal_size().columns - 1]
        if text != self._shown and self.drawn:
            sys.stderr.write(f"\r{text:<{len(self._shown)}}")
            sys.stderr.flush()
            self._shown = text

    def clear(self) -> None:
        """Leave an empty line."""
        if self._shown:
            sys.stderr.write("\r" + " " * len(self._shown) + "\r")
            sys.stderr.flush()
            self._shown = ""


class ProgressLine:
    """A line that says how far something is."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._line = RedrawnLine()
        self._first: tuple[float, Done] | None = None
        """When the first words were told, and how far that was."""
        self._began: tuple[float, int] | None = None
        """When the first amount was told, and which: some may have been here before."""

    def heard(self, done: Done) -> None:
        """Show how far the hearing of a recording is: a bar, the speech that is done, the speed, the time left."""
        now = time.monotonic()
        bar = ("=" * round(done.share * _BAR)).ljust(_BAR)
        parts = [f"[{bar}] {done.share:4.0%}", f"{clock_time(done.speech_ms)} of speech"]
        # Counted from the first words on: before them the model was loaded.
        began, first = self._first = self._first or (now, done)
        passed, share = now - began, done.share - first.share
        if share > 0:
            parts.append(f"{(done.speech_ms - first.speech_ms) / 1000 / passed:.1f}x as fast")
            parts.append(f"{clock_time(round(passed * (1 - done.share) / share * 1000))} left")
        self._line.show(f"{self._label} {', '.join(parts)}")

    def amount(self, done: int, total: int) -> None:
        """Show bytes that have arrived, of 0 where it is not known of how many, how fast they come and until when."""
        now = time.monotonic()
        began, before = self._began = self._began or (now, done)
        speed = (done - before) / (now - began) if now - began >= _SPEED_KNOWN_S else 0.0
        parts = [f"{done / 1e6:.0f}{f' of {total / 1e6:.0f}' if total else ''} MB"]
        if speed:
            parts.append(f"{speed / 1e6:.1f} MB/s")
        if speed and total:
            parts.append(f"{clock_time(round((total - done) / speed * 1000))} left")
        self._line.show(f"{self._label} {', '.join(parts)}")

    def share(self, done: int, total: int) -> None:
        """Show how many of so many are done."""
        self._line.show(f"{self._label} {done:,} of {total:,}")

    def say(self, text: str) -> None:
        """Show what is being done."""
        self._line.show(f"{self._label} {printable(text)}")

    def notice(self, text: str) -> None:
        """A notice, on a line of its own."""
        self.clear()
        notice(text)

    def clear(self) -> None:
        """Leave an empty line."""
        self._line.clear()


@contextmanager
def progress_line(label: str) -> Iterator[ProgressLine]:
    """A progress line that is gone when the work is over."""
    line = ProgressLine(printable(label))
    try:
        yield line
    finally:
        line.clear()
