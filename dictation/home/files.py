"""Files that the program writes for people."""

from __future__ import annotations

import filecmp
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from dictation.errors import RenderError
from dictation.home.workspace import Home


def write_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it into it, so that nobody ever sees half of it.

    Raises:
        RenderError: The folder cannot be made, or the file cannot be written; nothing is left behind.
    """
    _write(path, content, Path.replace)


def write_document(home: Home, path: Path, content: bytes, *, overwrite: bool) -> None:
    """Write what the program made of a draft, but over nothing that a person made.

    The home knows every document by its SHA-256: a file that has one of these is as the program left it, whichever
    folder it was moved to. Any other file is a person's and stays, unless it is to be overwritten. A file that has this
    content already is not touched.

    Raises:
        RenderError: The file is a person's, or cannot be written.
    """
    digest = hashlib.sha256(content).hexdigest()
    try:
        present = _digest(path)
        known = home.rendered.read_text(encoding="ascii") if home.rendered.exists() else ""
        if present and present != digest and present not in known and not overwrite:
            raise RenderError(
                f"{path.name} was not overwritten: a person changed it, or it never was this program's",
                place=str(path.parent),
                remedy="give it another name, write to another folder with -o, or write over it with --overwrite",
            )
        if digest not in known:
            # Before the file is there: a digest too many does no harm, but without it the file would be a person's.
            _append(home.rendered, digest)
    except OSError as exc:
        raise _unwritable(path, exc) from exc
    if present != digest:
        _write(path, content, Path.replace if present else _put_where_nothing_is)


def _digest(path: Path) -> str:
    """The SHA-256 of the file, in hexadecimal; empty where there is none."""
    if not os.path.lexists(path):
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _append(path: Path, line: str) -> None:
    """Add a line in one step, as other programs may do so at the same moment; only the owner may read the file."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())
    finally:
        os.close(descriptor)


def _put_where_nothing_is(partial: Path, path: Path) -> None:
    """As a rename, which would take the place of what somebody put there a moment ago."""
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        if not filecmp.cmp(partial, path, shallow=False):  # another run of the program may have written the same
            raise
    except OSError:  # FAT and some network drives have no hard links
        partial.replace(path)


def _write(path: Path, content: bytes, put: Callable[[Path, Path], object]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A folder of its own: a file made by mkstemp would be readable by its owner alone.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
            partial = Path(folder) / path.name
            partial.write_bytes(content)
            put(partial, path)
    except OSError as exc:
        raise _unwritable(path, exc) from exc


def _unwritable(path: Path, exc: OSError) -> RenderError:
    return RenderError(
        f"{path.name} cannot be written: {exc.strerror}",
        place=str(path.parent),
        remedy="choose another folder with -o, or make room in this one",
    )
