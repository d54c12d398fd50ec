"""Messages that were saved from a mail program (.eml)."""

from __future__ import annotations

from pathlib import Path

from dictation.errors import InputError
from dictation.model.received import Received
from dictation.review import read_head

_LARGEST_HEAD = 1 << 20
"""Bytes; mail servers take a tenth of it at most."""


def read_received(path: Path) -> Received:
    """The head of a message in a file.

    Raises:
        InputError: The file cannot be read or is no message, or nothing in it says what an answer would answer.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_HEAD)
    except OSError as exc:
        raise InputError(f"the file cannot be read: {exc.strerror}", place=str(path), remedy="check its name") from exc
    try:
        return read_head(content)
    except InputError as exc:
        raise InputError(
            f"{path.name} cannot be answered: {exc.message}",
            place=str(path),
            remedy="save the message itself from the mail program, as an .eml file",
        ) from exc
