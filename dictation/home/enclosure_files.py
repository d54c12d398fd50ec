"""Files that go with letters and emails, in the client's own folder."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable
from pathlib import Path

from dictation.errors import InputError
from dictation.home.files import write_file
from dictation.home.own_files import require_own
from dictation.home.workspace import Home

_MOST_BYTES = 18_000_000
"""Of all that goes with one message: in base64 a third more, which most mail servers take (25 MB)."""


def list_enclosures(home: Home, client: str) -> tuple[str, ...]:
    """The names of the files in the client's folder of enclosures, sorted; hidden ones and folders are left out.

    Raises:
        InputError: The folder cannot be read.
    """
    folder = home.enclosures(client)
    try:
        return tuple(sorted(path.name for path in folder.iterdir() if path.is_file() and path.name[0] not in ".~"))
    except FileNotFoundError:
        return ()
    except OSError as exc:
        raise InputError(
            f"the enclosures cannot be looked for: {exc.strerror}", place=str(folder), remedy="mend the folder"
        ) from exc


def read_enclosures(home: Home, client: str, names: Iterable[str]) -> dict[str, bytes]:
    """The contents of files of the client's folder of enclosures, by their names.

    Raises:
        InputError: One is not there, leads out of the folder or cannot be read; or together they are too large.
    """
    contents: dict[str, bytes] = {}
    room = _MOST_BYTES
    for name in names:
        contents[name] = _read(home, client, name, room)
        room -= len(contents[name])
    return contents


def keep_enclosure(home: Home, client: str, source: Path) -> str:
    """Copy a file into the client's folder of enclosures, if it is not there already; returns its name.

    Raises:
        InputError: It cannot be read, or another file of that name is there.
        RenderError: The folder cannot be written to.
    """
    target = home.enclosures(client) / source.name
    try:
        _require_own(home, client, target)
        if target.exists() and not filecmp.cmp(source, target, shallow=False):
            raise InputError(
                f"there is another file called {source.name} among the enclosures",
                place=str(target),
                remedy="give the new one another name, or take the old one away",
            )
        if not target.exists():
            write_file(target, source.read_bytes())
    except (OSError, RuntimeError) as exc:
        raise _unusable(source, f"cannot be read: {getattr(exc, 'strerror', None) or exc}") from exc
    return source.name


def _read(home: Home, client: str, name: str, room: int) -> bytes:
    path = home.enclosures(client) / name
    try:
        with _require_own(home, client, path).open("rb") as file:
            content = file.read(room + 1)
    except (OSError, RuntimeError) as exc:  # a link to itself is a RuntimeError up to Python 3.12
        raise _unusable(path, f"cannot be read: {getattr(exc, 'strerror', None) or exc}") from exc
    if len(content) > room:
        raise InputError(
            f"with {name} the enclosures are larger than {_MOST_BYTES / 1e6:.0f} MB, which mail servers refuse",
            place=str(path),
            remedy="make it smaller, send several emails, or give people a link to it",
        )
    return content


def _require_own(home: Home, client: str, path: Path) -> Path:
    return require_own(home, client, path, folder=home.enclosures(client).name)


def _unusable(path: Path, reason: str) -> InputError:
    return InputError(f"the enclosure {path.name} {reason}", place=str(path), remedy="see that it is there, and a file")
