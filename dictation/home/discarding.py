"""Files that are deleted with what they belong to."""

from __future__ import annotations

import shutil
from pathlib import Path

from dictation.home.workspace import Home


def is_in_home(home: Home, path: Path) -> bool:
    """Whether the program put a file where it is, rather than somebody else."""
    return path.resolve().is_relative_to(home.path.resolve())


def edited_texts(home: Home, draft: int) -> tuple[Path, ...]:
    """The texts of a draft whose editing failed, with what the editor left beside them."""
    return tuple(sorted(path for path in home.edits.glob(f"draft-{draft}-*/*") if path.is_file()))


def discard_edits(home: Home, draft: int) -> None:
    """Delete the texts of a draft whose editing failed.

    Raises:
        OSError: One cannot be deleted.
    """
    for folder in home.edits.glob(f"draft-{draft}-*"):
        shutil.rmtree(folder)
