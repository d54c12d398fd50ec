"""The terminal as the reviewer: a screen with single keys, or plain lines."""

from __future__ import annotations

import os
import pydoc
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dictation.cli.changes import conflict_lines
from dictation.cli.drafts import flag_lines, head_lines
from dictation.cli.editor import draft_editor
from dictation.cli.errors import tell_error
from dictation.cli.keys import one_key
from dictation.cli.output import clock_time, notice, printable, show
from dictation.errors import Outdated
from dictation.review import DOUBTFUL, Step, mark_doubtful

if TYPE_CHECKING:
    from rich.text import Text

    from dictation.errors import DictationError
    from dictation.model.review import StoredDraft
    from dictation.pipeline.reviewing import Cursor
    from dictation.record import Player
    from dictation.review import Session
    from dictation.transcribe import Sound

_HELP = """\
y     approve the draft, exactly as it is
n     reject it: lay it aside
e     edit it in your editor
s     split it in two
m     put the text of another draft behind it
j, k  go to the next, the previous undecided draft
J, K  go to the next, the previous draft
z, Z  take the last step back, do it again, whatever draft it was on
v     look at it as PDF
P     read it as it will go out
p     play what is named above the question
., ,  name the next, the previous flag or sentence
b     play it from three seconds earlier
<, >  play slower, faster
q     stop; what was decided is kept
?     show this"""
_RULE = "-" * 72
_MORE, _BACK = " ", "w"


class LineReviewer:
    """Asks line after line and never draws anything anew, as a screen reader wants it."""

    def __init__(self, *, edits: Path, previews: Path) -> None:
        self._edits = edits
        self._previews = previews
        self._shown: tuple[int, int, str] | None = None
        self._player: Player | None = None

    def next_step(self, stored: StoredDraft, session: Session, cursor: Cursor) -> Step:
        """Show the draft, if it is another than before, and ask what to do with it."""
        what = (stored.id, stored.revision, stored.state)
        if what != self._shown:
            for line in draft_lines(stored, session):
                for part in wrapped(line):
                    show(part.plain)
            self._shown = what
        while True:
            notice(cursor_line(cursor))
            line = self._line("Approve this draft? (y, n, another key, or ? for all, then Enter)")
            answer = line.strip()
            if not line:
                return Step.QUIT
            if answer in set(Step) - {Step.HELP}:
                return Step(answer)
            self.tell(_HELP if answer == Step.HELP else f"{answer!r} is no key here; ? lists them.")

    def tell(self, text: str) -> None:
        """A line that stays."""
        notice(text)

    def fail(self, error: DictationError) -> None:
        """The error, as every command tells it."""
        tell_error(error)

    def ask(self, question: str) -> str:
        """A line that is typed, without its end."""
        return self._line(question).strip()

    def editor(self, number: int) -> AbstractContextManager[Callable[[str], str]]:
        """The editor of the environment."""
        return draft_editor(self._edits, number, self.tell)

    def read(self, text: str) -> None:
        """The text, on standard output."""
        show(text)

    def preview(self, name: str, pdf: bytes) -> None:
        """Write the document to a folder that is gone after the review, and open it where there are windows."""
        path = self._previews / name
        path.write_bytes(pdf)
        self.tell(f"It is in {path} until the review ends.")
        if sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
            typer.launch(str(path))

    def play(self, sound: Sound) -> None:
        """Begin to play a sound."""
        from dictation.record import Player

        self._player = self._player or Player()
        self._player.play(sound.samples, sound.sample_rate)

    def close(self) -> None:
        """Stop playing, and tell what was not told yet."""
        if self._player is not None:
            self._player.stop()

    def _line(self, question: str) -> str:
        """A line that is typed, with its end; empty at the end of the input."""
        typer.echo(f"{question} ", err=True, nl=False)
        return sys.stdin.readline()


class ScreenReviewer(LineReviewer):
    """A draft a screen, a key a step."""

    def __init__(self, *, edits: Path, previews: Path) -> None:
        super().__init__(edits=edits, previews=previews)
        self._told: list[str] = []
        self._top = 0
        self._read_to = 0
        """How many lines of the draft were shown."""
        self._may_approve = False
        """Whether its end was seen, or it was told that it was not."""

    def next_step(self, stored: StoredDraft, session: Session, cursor: Cursor) -> Step:
        """Draw the draft, and wait for a key."""
        what = (stored.id, stored.revision, stored.state)
        if what != self._shown:
            self._shown, self._top, self._read_to, self._may_approve = what, 0, 0, False
        while True:
            with one_key() as pressed:
                total, height = self._draw(draft_lines(stored, session), cursor)
                self._told.clear()
                key = pressed()
            if key in {"", "\x04"}:
                return Step.QUIT
            if key == _MORE:
                self._top = 0 if self._top + height >= total else min(self._top + height - 1, total - height)
            elif key == _BACK:
                self._top = max(0, self._top - height + 1)
            elif key == Step.HELP:
                self._show_help()
            elif key not in set(Step):
                self._told.append(f"{key!r} is no key here; ? lists them.")
            elif key == Step.APPROVE and self._read_to < total and not self._may_approve:
                self._may_approve = True
                self._told.append("Its end was not shown yet: space shows it; y approves it all the same.")
            else:
                return Step(key)

    def tell(self, text: str) -> None:
        """Below the next draft that is drawn, or above the next question."""
        self._told += text.split("\n")

    def fail(self, error: DictationError) -> None:
        """Likewise."""
        self._told += [f"Not done: {error.message}", *([f"Remedy: {error.remedy}"] if error.remedy else [])]
        if isinstance(error, Outdated):
            self._told += conflict_lines(error)

    def ask(self, question: str) -> str:
        """A line that is typed."""
        self._flush()
        return super().ask(question)

    def close(self) -> None:
        """Likewise."""
        super().close()
        self._flush()

    def _flush(self) -> None:
        typer.echo(err=True)
        for line in self._told:
            notice(line)
        self._told.clear()

    def read(self, text: str) -> None:
        """The text, in the pager, where its end is seen."""
        pydoc.pager(printable(text))
        self._may_approve = True

    def _draw(self, lines: Sequence[str], cursor: Cursor) -> tuple[int, int]:
        """Draw as much of a draft as there is room for; returns how many lines it has and how many are shown."""
        from rich.console import Console

        console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
        columns, rows = shutil.get_terminal_size()
        above = [part for line in lines for part in wrapped(line)]
        below = [part for line in (*self._told, cursor_line(cursor)) for part in wrapped(line)]
        height = max(3, rows - len(below) - 2)
        if len(above) <= height:
            self._top = 0
        console.clear()
        for part in above[self._top : self._top + height]:
            console.print(part, no_wrap=True, overflow="ignore", crop=False)
        last = min(self._top + height, len(above))
        self._read_to = max(self._read_to, last)
        if height < len(above):
            console.print(f"-- lines {self._top + 1} to {last} of {len(above)}; space: more, w: back --"[:columns])
        else:
            console.print()
        for part in below:
            console.print(part, no_wrap=True, overflow="ignore", crop=False)
        typer.echo("Approve this draft [y,n,e,s,m,j,k,J,K,z,Z,v,P,p,q,?]? ", err=True, nl=False)
        return len(above), height

    def _show_help(self) -> None:
        from rich.console import Console

        Console(file=sys.stdout).clear()
        with one_key() as pressed:
            show(f"{_HELP}\n\nspace shows more of a long draft, w goes back in it.\n\nPress a key to go on.")
            pressed()


def draft_lines(stored: StoredDraft, session: Session) -> list[str]:
    """A draft as it is looked at: flags on top, then head and text, what is doubtful in angle quotation marks."""
    draft = mark_doubtful(stored.draft)
    place = f"{session.at + 1} of {len(session.numbers)}, {len(session.undecided)} undecided"
    text = "\n\n".join(part for part in (draft.salutation.text, draft.body_text, draft.closing.text) if part)
    lines = [
        f"Draft {stored.id} ({place}): {draft.kind}, {stored.state}, revision {stored.revision}, for {stored.client}",
        *flag_lines(stored.draft),
        *head_lines(draft),
        _RULE,
        *text.split("\n"),
        _RULE,
    ]
    return [printable(line) for line in lines]


def cursor_line(cursor: Cursor) -> str:
    """What the key p plays."""
    if not cursor.clips:
        return "Nothing of it was spoken."
    name, clip = cursor.clips[cursor.at]
    speed = "" if cursor.speed == 1 else f", {cursor.speed:g} times as fast"
    words = clip.text if len(clip.text) <= 40 else f"{clip.text[:39]}…"
    place = f"{cursor.at + 1} of {len(cursor.clips)}"
    return printable(f"p plays {name}, {clock_time(clip.start_ms)} “{words}”{speed} ({place}; . and , name others)")


def wrapped(line: str) -> list[Text]:
    """A line as lines that the terminal has room for, what is doubtful made to stand out."""
    from rich.console import Console
    from rich.text import Text

    text = Text(line)
    text.highlight_regex(f"{DOUBTFUL[0]}[^{DOUBTFUL[1]}]*{DOUBTFUL[1]}", "bold underline")
    return list(text.wrap(Console(file=sys.stdout), shutil.get_terminal_size().columns)) or [text]
