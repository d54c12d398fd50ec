"""Recordings that come into a folder, each taken when it is wholly written.

The folder is looked at every now and then, since no system tells a program on another machine what is written into a
shared folder. A file is whole when it has been left alone for a while and is as long as its header says. One that was
moved into the folder is whole at once: only then is the time of its last change (of anything about it) later than that
of its content, where a program that still writes sets both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dictation.home import Listed
from dictation.transcribe import is_whole_file

_LATE_S = 60
"""How long a file is left alone before one that is not whole is worth a word."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfinished:
    """A recording that nobody goes on writing, though it is not whole."""

    listed: Listed


@dataclass(kw_only=True, slots=True)
class _Seen:
    state: tuple[int, int, int]
    """Length, and when content and file were changed, in nanoseconds."""
    since_s: float
    taken: bool = False
    told: bool = False

    @property
    def moved(self) -> bool:
        _, written, changed = self.state
        return changed > written


class Arrivals:
    """What has come into a folder, and of that what was given out."""

    def __init__(self, settle_s: float) -> None:
        """``settle_s`` is how long a file has to be left alone."""
        self._settle_s = settle_s
        self._seen: dict[Path, _Seen] = {}

    def look(self, present: Iterable[Listed], now_s: float) -> Iterator[Listed | Unfinished]:
        """Give each recording that is whole since the last look, and each of which that is in doubt, once.

        Args:
            present: The recordings that are in the folder.
            now_s: The time of a clock that is never put back.
        """
        before, self._seen = self._seen, {}
        for listed in present:
            try:
                found = listed.path.stat()
            except FileNotFoundError:  # moved away in this moment
                continue
            state = (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            seen = before.get(listed.path)
            self._seen[listed.path] = seen = seen if seen and seen.state == state else _Seen(state=state, since_s=now_s)
            alone_s = now_s - seen.since_s
            settled = alone_s >= self._settle_s or (seen.moved and alone_s > 0)
            if seen.taken or not settled:
                continue
            if _is_whole(listed.path):
                seen.taken = True
                yield listed
            elif alone_s >= _LATE_S and not seen.told:
                seen.told = True
                yield Unfinished(listed=listed)


def _is_whole(path: Path) -> bool:
    try:
        return is_whole_file(path)
    except OSError:  # whoever takes it tells why it cannot be read
        return True
