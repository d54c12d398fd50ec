"""Errors → words on stderr and an exit code. Nothing else in the program does this.

Exit codes: 0 done, 1 failure, 2 usage, 3 part of a batch failed, 4 authentication or connection, 5 something waits for
a person's review, 130 interrupted.
"""

from __future__ import annotations

import io
import logging
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer

from dictation.cli.logs import log
from dictation.cli.output import notice
from dictation.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    DictationError,
    Outdated,
    ReviewNeeded,
    ServerUnreachable,
    StoreUnreachable,
)

FAILURE, PART_FAILED, NO_CONNECTION, WAITS_FOR_REVIEW, INTERRUPTED = 1, 3, 4, 5, 130

_EXIT_CODES: dict[type[DictationError], int] = {
    ConnectionFailed: NO_CONNECTION,
    AuthenticationFailed: NO_CONNECTION,
    ServerUnreachable: NO_CONNECTION,
    StoreUnreachable: NO_CONNECTION,
    ReviewNeeded: WAITS_FOR_REVIEW,
}
"""Every other error is a failure. Usage errors (2) are told by the parser of the command line itself."""

_EVERYWHERE = ("--home", "--database", "--log-level", "--log-format")
_FLAGS_EVERYWHERE = frozenset({"-v", "--verbose", "--offline"})
"""Options of the program itself that may stand behind a command, too."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns its exit code."""
    # A terminal that cannot show a character gets its code, not a crash in the middle of a table.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    from dictation.cli.app import app

    arguments = _common_options_first(arguments)
    began = time.monotonic()
    code = _run(app, arguments)
    log(logging.INFO, "command ended", exit_code=code, seconds=round(time.monotonic() - began, 3))
    return code


def _run(app: typer.Typer, arguments: Sequence[str]) -> int:
    try:
        app(args=arguments, prog_name="dictation")
    except SystemExit as exc:
        if exc.code == INTERRUPTED:
            notice("Interrupted; what was finished before is kept.")
        return exc.code if isinstance(exc.code, int) else 0
    except KeyboardInterrupt:
        notice("Interrupted; what was finished before is kept.")
        return INTERRUPTED
    except DictationError as exc:
        tell_error(exc)
        _tell_traceback(arguments)
        return _exit_code(exc)
    except Exception as exc:  # a mistake of this program: told in words, too
        log(logging.CRITICAL, "mistake of the program", error=type(exc).__name__, at=_place(exc))
        notice(f"Error:  this is a mistake of the program itself: {type(exc).__name__}: {exc}")
        notice("Remedy: run the same command with -v and report what it prints to whoever maintains this program")
        _tell_traceback(arguments)
        return FAILURE
    return 0


class Batch:
    """Several things to do, of which each may fail without the others."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._failed: list[DictationError] = []

    @contextmanager
    def each(self) -> Iterator[None]:
        """One of them: tells its error, if another had not the same, and goes on, unless there is but one."""
        try:
            yield
        except DictationError as exc:
            if self._size == 1:
                raise
            self.failed(exc)

    def failed(self, exc: DictationError) -> None:
        """One of them has failed: tells its error, if another had not the same."""
        if str(exc) not in map(str, self._failed):
            tell_error(exc)
        self._failed.append(exc)

    def finish(self) -> None:
        """Exit with the code that the failures ask for, if there were any."""
        if len(self._failed) == self._size and self._failed:
            raise typer.Exit(max(map(_exit_code, self._failed)))
        if self._failed:
            notice(f"{len(self._failed)} of {self._size} failed; the others are done.")
            raise typer.Exit(PART_FAILED)


def _exit_code(error: DictationError) -> int:
    return next((code for kind, code in _EXIT_CODES.items() if isinstance(error, kind)), FAILURE)


def tell_error(error: DictationError) -> None:
    """The thing, the place, the remedy, a line each; the log gets the kind of error alone."""
    log(logging.ERROR, "failed", error=type(error).__name__)
    notice(f"Error:  {error.message}")
    if error.place:
        notice(f"Where:  {error.place}")
    if error.remedy:
        notice(f"Remedy: {error.remedy}")
    if isinstance(error, Outdated):
        from dictation.cli.changes import conflict_lines

        for line in conflict_lines(error):
            notice(line)


def _tell_traceback(arguments: Sequence[str]) -> None:
    if {"-v", "--verbose"} & set(arguments):
        notice(traceback.format_exc())


def _place(exc: Exception) -> str:
    """File and line in which an error came up."""
    frame = traceback.extract_tb(exc.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"


def _common_options_first(arguments: Sequence[str]) -> list[str]:
    """The program's own options before the command, wherever they were written."""
    common: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        argument = left.pop(0)
        if argument == "--":
            return [*common, *rest, argument, *left]
        if argument in _FLAGS_EVERYWHERE or argument.startswith(tuple(f"{name}=" for name in _EVERYWHERE)):
            common.append(argument)
        elif argument in _EVERYWHERE:
            common += [argument, *left[:1]]
            left = left[1:]
        else:
            rest.append(argument)
    return [*common, *rest]
