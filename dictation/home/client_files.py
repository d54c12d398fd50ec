"""Clients in a JSON file: an object with a client a key."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from dictation.errors import InputError
from dictation.home.entries import make_entry, read_text
from dictation.home.json_files import parse_json
from dictation.model.people import Client

_KEY = re.compile(r"[\w][\w.-]*")
"""What may stand on a command line and be a folder's name."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The tags of BCP 47 that name a language; private ones (``x-…``) have no data."""


def read_clients(path: Path) -> tuple[Client, ...]:
    """The clients of a file, in the file's order.

    Each stands under its key with the fields of :class:`~dictation.model.people.Client`, of which ``name`` and
    ``secretary`` are needed.

    Raises:
        InputError: The file cannot be read, or an entry in it is wrong; names file and line or key.
    """
    match parse_json(read_text(path), place=str(path)):
        case dict(entries):
            return tuple(make_client(key, values, f"{path}, client {key}") for key, values in entries.items())
    raise InputError(
        "the file holds no clients", place=str(path), remedy='write {"key": {"name": …, "secretary": …}, …}'
    )


def make_client(key: str, values: object, place: str) -> Client:
    """A client with the fields of :class:`~dictation.model.people.Client` in ``values``, wherever they were written.

    Raises:
        InputError: The key or a field is wrong; names ``place``.
    """
    if not _KEY.fullmatch(key):
        raise InputError(f"{key!r} cannot be a client's key", place=place, remedy="use letters, digits, - and _")
    if not isinstance(values, dict) or "key" in values:
        raise InputError("the entry is wrong", place=place, remedy='write {"name": …, "secretary": …} after the key')
    client = make_entry(Client, {**values, "key": key}, place)
    if not _LANGUAGE.fullmatch(client.language):
        raise InputError(
            f"{client.language!r} is no language", place=f"{place}, language", remedy="write its tag, such as en-GB"
        )
    try:
        ZoneInfo(client.timezone)
    except (KeyError, OSError, ValueError) as exc:  # unknown; a folder of zones; a path out of the zones
        raise _no_zone(client, place) from exc
    return client


def _no_zone(client: Client, place: str) -> InputError:
    return InputError(
        f"there is no time zone {client.timezone!r}",
        place=f"{place}, timezone",
        remedy="write one of the IANA database, such as Europe/London",
    )
