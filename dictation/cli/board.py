"""How far many recordings are: at a terminal the whole and each recording at work, elsewhere a line a recording."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from dictation.cli.output import RedrawnLine, clock_time, notice, printable

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from dictation.pipeline import Event, Finished

_NAME = 32
"""Letters of a recording's name that are shown beside its bar."""


class Board:
    """Shows what workers do, on stderr; says what is to stay as a line of its own.

    What changes is shown by ``rich`` where there is a terminal that can draw it and nobody listens to a screen reader.
    """

    def __init__(self, total: int | None) -> None:
        """``total`` is how many recordings there are; None where more may come."""
        self._total = total
        self._ended = 0
        self._progress: Progress | None = _progress() if RedrawnLine().drawn else None
        self._whole: TaskID | None = None
        self._bars: dict[Path, TaskID] = {}
        self._told: set[str] = set()

    def __enter__(self) -> Board:
        if self._progress:
            self._progress.start()
            if self._total is not None:
                self._whole = self._progress.add_task("All", total=self._total, note=f"0 of {self._total}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._progress:
            self._progress.stop()

    def take(self, event: Event) -> None:
        """Show what has happened."""
        from dictation.pipeline import Advanced, Began, Ended, Finished, Told

        path = event.job.path
        match event:
            case Told(text=text) if text not in self._told:  # several workers may have the same to tell
                self._told.add(text)
                notice(text)
            case Began() if self._progress and path not in self._bars:
                self._bars[path] = self._progress.add_task(printable(path.name)[:_NAME], total=1, note="begins")
            case Advanced(done=done) if self._progress and path in self._bars:
                note = f"{clock_time(done.speech_ms)} of speech"
                self._progress.update(self._bars[path], completed=done.share, note=note)
            case Ended(result=result):
                self._count(path)
                if self._progress is None or self._total is None:
                    number = f"{self._ended}/{self._total} " if self._total else ""
                    notice(f"{number}{path.name}: {in_words(result) if isinstance(result, Finished) else 'failed'}")

    def _count(self, path: Path) -> None:
        self._ended += 1
        if self._progress and path in self._bars:
            self._progress.remove_task(self._bars.pop(path))
        if self._progress and self._whole is not None:
            self._progress.update(self._whole, completed=self._ended, note=f"{self._ended} of {self._total}")


def in_words(result: Finished) -> str:
    """What came of a recording."""
    drafts = f"{len(result.drafts)} draft{'' if len(result.drafts) == 1 else 's'}"
    flags = f", {result.flags} thing{'' if result.flags == 1 else 's'} to look at" if result.flags else ""
    return f"{drafts}{flags}, {clock_time(result.duration_ms)} heard in {clock_time(result.took_ms)}"


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TextColumn("{task.fields[note]}", markup=False),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True, highlight=False),
        transient=True,
    )
