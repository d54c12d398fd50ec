"""Clients in a JSON file: an object with a client a key."""

from __future__ import annotations

from pathlib import Path

from dictation.model.people import Client


def read_clients(path: Path) -> tuple[Client, ...]:
    """The clients of a file, in the file's order.

    Raises:
        InputError: The file cannot be read, or an entry in it is wrong; names file and line or key.
    """
    raise NotImplementedError
