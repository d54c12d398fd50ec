"""Keys, as they are pressed."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def key_presses() -> Iterator[Callable[[float], str]]:
    """What waits for a key for so many seconds, and gives it, or nothing.

    A terminal gives each key at once; a script may write them to standard input. The terminal is as before in the end.
    """
    if sys.stdin is None:  # the program was started without any
        yield _no_key
    elif sys.stdin.isatty():
        with _each_at_once(sys.stdin.fileno()):
            yield _Keys(sys.stdin.fileno())
    else:
        yield _Keys(sys.stdin.fileno())


@contextmanager
def one_key() -> Iterator[Callable[[], str]]:
    """What waits for a key of the terminal, and gives it.

    A special key, or a pasted text, comes as several characters, the terminal's end as none. What was typed before is
    dropped: nobody decides on what she has not seen yet.
    """
    with _each_at_once(sys.stdin.fileno()):
        yield lambda: os.read(sys.stdin.fileno(), 64).decode("utf-8", "replace")


@contextmanager
def _each_at_once(descriptor: int) -> Iterator[None]:
    """Have a terminal give each key without waiting for the end of the line, and not show it."""
    import termios
    import tty

    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


class _Keys:
    """The keys of a file descriptor, to its end."""

    def __init__(self, descriptor: int) -> None:
        self._descriptors = [descriptor]

    def __call__(self, seconds: float) -> str:
        ready, _, _ = select.select(self._descriptors, [], [], seconds)
        if not ready:
            return ""
        key = os.read(ready[0], 1)
        if not key:
            self._descriptors = []
        return key.decode("ascii", "replace")


def _no_key(seconds: float) -> str:
    select.select([], [], [], seconds)
    return ""
