"""A client's own files: nothing is taken from another client's folder, whatever links there are."""

from __future__ import annotations

from pathlib import Path

from dictation.errors import InputError
from dictation.home.workspace import Home


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
