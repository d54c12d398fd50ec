"""Two texts of a draft against each other: [-what went-] and {+what came+}."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from dictation.cli.output import printable

if TYPE_CHECKING:
    from rich.text import Text

    from dictation.errors import Outdated
    from dictation.review import Run

_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_STYLES = {"same": "", "removed": "red", "added": "green"}


def print_changes(runs: Iterable[Run], file: IO[str]) -> None:
    """Print the lines in which something changed."""
    from rich.console import Console

    console = Console(file=file, highlight=False, markup=False, emoji=False)
    for line in changed_lines(runs):
        console.print(line)


def conflict_lines(error: Outdated) -> list[str]:
    """What somebody saw of a draft against what is there now, in the lines that differ."""
    from dictation.review import compare_texts

    lines = [line.plain for line in changed_lines(compare_texts(error.seen, error.now))]
    return ["What you saw is marked [-like this-], what is there now {+like this+}:", *lines]


def changed_lines(runs: Iterable[Run]) -> Iterator[Text]:
    """The lines in which something changed; an end of a line that went or came is a pilcrow."""
    from rich.text import Text

    line, changed = Text(), False
    for run in runs:
        opening, closing = _MARKS[run.change]
        for part in printable(run.text).replace("\n", "\n\0").split("\0"):
            text = part.replace("\n", "" if run.change == "same" else "¶")
            if text:
                line.append(f"{opening}{text}{closing}", _STYLES[run.change])
                changed = changed or run.change != "same"
            if part.endswith("\n"):
                if changed:
                    yield line
                line, changed = Text(), False
