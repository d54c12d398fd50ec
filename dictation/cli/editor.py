"""The secretary's own editor, on the text of a draft."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dictation.errors import InputError, SettingsError

_VARIABLES = ("DICTATION_EDITOR", "VISUAL", "EDITOR")
_USUAL = ("sensible-editor", "nano", "vi", "notepad")


@contextmanager
def draft_editor(folder: Path, number: int, tell: Callable[[str], None]) -> Iterator[Callable[[str], str]]:
    """What has a text edited in a file under ``folder``, and returns what became of it.

    The file is gone in the end. Where that is an error, and something was typed, the file stays and ``tell`` gets its
    path.

    Raises:
        SettingsError: There is no editor, or the folder cannot be written to.
        InputError: The editor failed, or left no text.
    """
    path = _new_path(folder, number)
    given = b""

    def editing(text: str) -> str:
        nonlocal given
        given = given or text.encode()
        path.write_bytes(text.encode())
        _run_editor(path)
        return read_text(path)

    try:
        yield editing
    except BaseException:
        if path.exists() and path.read_bytes() not in {given, b""}:
            tell(f"What you typed is kept. Take it up with: dictation edit {number} --resume {path}")
        else:
            discard(path)
        raise
    discard(path)


def discard(path: Path) -> None:
    """Remove a text that was edited, and what the editor left beside it."""
    shutil.rmtree(path.parent)


def _new_path(folder: Path, number: int) -> Path:
    """A file that is not there yet, in a folder of its own, where editors may leave what they need."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f"draft-{number}-", dir=folder)) / f"draft-{number}.txt"
    except OSError as exc:
        raise SettingsError(
            f"nothing can be edited here: {exc.strerror}", place=str(folder), remedy="make the home writable"
        ) from exc


def _run_editor(path: Path) -> None:
    command = _editor()
    # An interrupt at the keyboard is the editor's, which is in the same terminal, and does not end this program.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603 - what the user set
    except OSError as exc:
        raise SettingsError(
            f"the editor {command[0]} cannot be started: {exc.strerror}",
            place=" or ".join(_VARIABLES),
            remedy="set one of these environment variables to an editor's command",
        ) from exc
    finally:
        signal.signal(signal.SIGINT, before)
    if code:
        raise InputError(
            f"the editor {command[0]} stopped with exit code {code}; nothing was changed",
            place=str(path),
            remedy="edit the draft again",
        )


def _editor() -> list[str]:
    """The editor's command line: that of the environment, else one that is usual here."""
    named = next(filter(None, map(os.environ.get, _VARIABLES)), "")
    try:
        command = shlex.split(named) or [each for each in _USUAL if shutil.which(each)][:1]
    except ValueError as exc:  # a quotation mark without its other half
        raise SettingsError(f"{named!r} is no command: {exc}", place=" or ".join(_VARIABLES), remedy="mend it") from exc
    if not command:
        raise SettingsError(
            "there is no editor", place=" or ".join(_VARIABLES), remedy="set one of these environment variables"
        )
    return command


def read_text(path: Path) -> str:
    """What is in a file that somebody edited.

    Raises:
        InputError: It is not there, or no text.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as exc:
        raise InputError(
            f"the text cannot be read: {exc.strerror}", place=str(path), remedy="check the name, or edit anew"
        ) from exc
    except UnicodeDecodeError as exc:
        raise InputError(
            "the text is not UTF-8",
            place=f"{path}, byte {exc.start}",
            remedy="save the file as UTF-8, and take it up again",
        ) from exc
