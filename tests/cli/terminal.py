"""The program at a terminal: what it shows, and the keys that a person presses."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parents[2]
_PATIENCE_S = 60


class Terminal:
    """The program on a terminal of its own, by default one of 80 columns and 24 rows."""

    def __init__(
        self, home: Path, *arguments: object, rows: int = 24, columns: int = 80, env: Mapping[str, str] | None = None
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        plain = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "DISPLAY"}}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error::ResourceWarning", "-m", "dictation", *map(str, arguments)],
            env={**plain, "TERM": "xterm", "DICTATION_HOME": str(home), **(env or {})},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""
        self._raw = b""
        self._read_to = 0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def until(self, *endings: str) -> str:
        """Wait until what came since the last time ends with one of these, and give it."""
        while not self.shown[self._read_to :].endswith(endings):
            assert self._read(), f"the program ended without asking {endings}:\n{self.shown}"
        new, self._read_to = self.shown[self._read_to :], len(self.shown)
        return new

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def end(self) -> int:
        """Wait for the end of the program; gives its exit code."""
        while self._read():
            pass
        return self._process.wait(_PATIENCE_S)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], _PATIENCE_S)
        assert ready, f"nothing more comes:\n{self.shown}"
        try:
            part = os.read(self._ours, 65536)
        except OSError:  # what Linux says when nobody is at the other end any more
            part = b""
        self._raw += part
        self.shown = self._raw.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(part)
