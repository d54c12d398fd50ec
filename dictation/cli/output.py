"""What commands print: data on stdout, notices and progress on stderr."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import typer


def notice(text: str) -> None:
    """Tell the person at the terminal something that is no data."""
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


class ProgressLine:
    """A line on stderr that says how far something is; silent where stderr is no terminal."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = ""

    def share(self, done: float) -> None:
        """Show a share from 0 to 1."""
        self._write(f"{self._label} {done:4.0%}")

    def amount(self, done: int, total: int) -> None:
        """Show bytes that have arrived, of 0 where it is not known of how many."""
        of = f" of {total / 1e6:.0f}" if total else ""
        self._write(f"{self._label} {done / 1e6:.0f}{of} MB")

    def notice(self, text: str) -> None:
        """A notice, on a line of its own."""
        self.clear()
        notice(text)

    def clear(self) -> None:
        """Leave an empty line."""
        if self._shown:
            sys.stderr.write("\r" + " " * len(self._shown) + "\r")
            sys.stderr.flush()
            self._shown = ""

    def _write(self, text: str) -> None:
        if text != self._shown and sys.stderr.isatty():
            self.clear()
            sys.stderr.write(text)
            sys.stderr.flush()
            self._shown = text


@contextmanager
def progress_line(label: str) -> Iterator[ProgressLine]:
    """A progress line that is gone when the work is over."""
    line = ProgressLine(printable(label))
    try:
        yield line
    finally:
        line.clear()
