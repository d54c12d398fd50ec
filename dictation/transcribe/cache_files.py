"""What lies in the cache lies there whole or not at all: it is made beside its place and renamed into it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path


def build_folder(folder: Path, build: Callable[[Path], None]) -> None:
    """Let ``build`` fill an empty folder, and put that in its place, unless another program was first.

    Of several programs that want the same one builds it, which may take all the memory there is, and the others wait.

    Raises:
        OSError: There is no room, or the folder above cannot be written to.
    """
    from filelock import FileLock  # noqa: PLC0415 - only what is built needs it

    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        FileLock(folder.with_name(f"{folder.name}.lock")),
        tempfile.TemporaryDirectory(dir=folder.parent, prefix="building-") as beside,
    ):
        if folder.is_dir():
            return
        made = Path(beside) / folder.name
        made.mkdir()
        build(made)
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():  # else somebody else made the same meanwhile
                raise


def write_file(path: Path, content: bytes) -> None:
    """Put a file that only its owner may read in its place, or in that of an older one.

    Raises:
        OSError: There is no room, or the folder cannot be written to.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="keeping-") as beside:
        made = Path(beside) / path.name
        made.touch(mode=0o600)
        made.write_bytes(content)
        made.replace(path)
