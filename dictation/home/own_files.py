"""A client's own files: nothing is taken from another client's folder, whatever links there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dictation.errors import InputError
from dictation.home.workspace import Home
from dictation.model.export import Exported, NotExported


def require_own(home: Home, client: str, path: Path, *, folder: str = "") -> Path:
    """The path without links, within the client's own folder, or within ``folder`` of it.

    The folder itself may be a link, too: to another client's.

    Raises:
        InputError: The path leads out of the folder.
        OSError: It cannot be followed; up to Python 3.12 a link to itself is a RuntimeError.
    """
    real = path.resolve()
    if not real.is_relative_to(home.clients.resolve() / client / folder):
        raise InputError(
            f"{path.name} leads to {real}, out of the client's own folder",
            place=str(path),
            remedy="put the file itself into that folder",
        )
    return real


def own_files(home: Home, client: str) -> Iterator[Exported | NotExported]:
    """Every file in the client's own folder, to be handed over; none that a link leads to elsewhere."""
    folder = home.clients / client
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            require_own(home, client, path)
        except InputError:
            yield NotExported(what=f"the file {name}", reason="it is a link out of the client's own folder")
        else:
            yield Exported(path=f"files/{name}", what="a file of the client's own folder", content=path)
