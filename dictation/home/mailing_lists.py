"""Lists that mailings go to, in ``.csv``, ``.vcf`` and ``.json`` files, and the address at which people unsubscribe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dictation.deliver import field_name
from dictation.errors import InputError, SettingsError
from dictation.home.contact_files import items_of_json
from dictation.home.contact_tables import cells_of_table, standard_cells
from dictation.home.entries import read_text
from dictation.home.settings import Settings
from dictation.home.vcards import personal_cards_of_file
from dictation.home.workspace import Home
from dictation.model.mailing import ListEntry
from dictation.model.people import Contact

_STANDARD = {"given": "first_name", "family": "last_name"}
"""Fields that a text calls otherwise than the readers of files do."""
_BASE = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?")


def read_mailing_list(path: Path) -> tuple[ListEntry, ...]:
    """The entries of a list, in the file's order, each with a field for every column that is not empty.

    ``name``, ``first_name``, ``last_name``, ``organisation`` and ``email`` are these, however the file calls them. JSON
    is an array of objects with ``email`` and any other texts.

    Raises:
        InputError: The file cannot be read as a list; names file and line.
    """
    readers = {".csv": _rows, ".vcf": _cards, ".json": _items}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            f"{path.name} is no list this program can read", place=str(path), remedy="give a .csv, .vcf or .json file"
        )
    return tuple(
        _entry(fields, place=f"{path.name}, line {line}") for line, fields in reader(read_text(path), str(path))
    )


def read_addresses(path: Path) -> tuple[str, ...]:
    """The email addresses of a file: a list as mailings go to, or a text file with an address a line.

    Raises:
        InputError: The file cannot be read as either.
    """
    if path.suffix.lower() == ".txt":
        return tuple(filter(None, map(str.strip, read_text(path).splitlines())))
    return tuple(entry.email for entry in read_mailing_list(path) if entry.email)


def list_of_contacts(contacts: Iterable[Contact]) -> tuple[ListEntry, ...]:
    """The contacts of an address book as entries of a list."""
    return tuple(
        _entry(
            {"name": contact.name, "organisation": contact.organisation, "email": contact.email},
            place=f"{contact.name} in the address book",
        )
        for contact in contacts
    )


def unsubscribe_base(home: Home, settings: Settings) -> str:
    """The web address at which people unsubscribe, without a stroke at its end.

    Raises:
        SettingsError: None is set, or it is no https address (RFC 8058, 3.1).
    """
    base = settings.mailing.unsubscribe_url
    if not _BASE.fullmatch(base):
        raise SettingsError(
            f"{base!r} is no address to unsubscribe at" if base else "there is no address at which people unsubscribe",
            place=f"{home.settings}, mailing.unsubscribe_url",
            remedy="write a web address there that begins with https:// and whose server hands on to: "
            "dictation mailing receive; promotional mail has to bear one",
        )
    return base.rstrip("/")


def _entry(fields: Mapping[str, str], *, place: str) -> ListEntry:
    name = fields.get("name") or f"{fields.get('first_name', '')} {fields.get('last_name', '')}".strip()
    told = {field: value for field, value in {**fields, "name": name}.items() if value}
    return ListEntry(name=name, email=fields.get("email", ""), fields=told, place=place)


def _rows(text: str, place: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    for line, cells in cells_of_table(text, place, needed=("email",)):
        yield line, {**_by_field(cells, f"{place}, line 1"), **_standard(standard_cells(dict(cells)))}


def _cards(text: str, place: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    for line, values in personal_cards_of_file(text, place):
        yield line, _standard(values)


def _items(text: str, place: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    for line, values in items_of_json(text, place):
        texts = ((name, value.strip()) for name, value in values.items() if isinstance(value, str))
        yield line, _by_field(texts, f"{place}, line {line}")


def _by_field(values: Iterable[tuple[str, str]], place: str) -> dict[str, str]:
    """Values by the names of fields; raises where two would be one."""
    found: dict[str, str] = {}
    for name, value in values:
        field = field_name(name)
        if field in found:
            raise InputError(f"two fields are called {field!r}", place=place, remedy="call one of them otherwise")
        if field:
            found[field] = value
    return found


def _standard(values: Mapping[str, str]) -> dict[str, str]:
    """What is known of everybody, by the names that a text has for it."""
    return {_STANDARD.get(name, name): value for name, value in values.items() if value}
