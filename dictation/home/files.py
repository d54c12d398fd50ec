"""Files that the program writes for people."""

from __future__ import annotations

import tempfile
from pathlib import Path

from dictation.errors import RenderError


def write_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it into it, so that nobody ever sees half of it.

    Raises:
        RenderError: The folder cannot be made, or the file cannot be written; nothing is left behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A folder of its own: a file made by mkstemp would be readable by its owner alone.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
            partial = Path(folder) / path.name
            partial.write_bytes(content)
            partial.replace(path)
    except OSError as exc:
        raise RenderError(
            f"{path.name} cannot be written: {exc.strerror}",
            place=str(path.parent),
            remedy="choose another folder with -o, or make room in this one",
        ) from exc
