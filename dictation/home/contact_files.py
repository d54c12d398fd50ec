"""Address books: ``.json``, ``.csv`` and ``.vcf`` files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from dictation.errors import InputError
from dictation.home.contact_tables import rows_of_table
from dictation.home.entries import make_entry, read_text
from dictation.home.json_files import lines_of_items, parse_json
from dictation.home.vcards import cards_of_file
from dictation.model.people import Contact


def read_contacts(path: Path) -> tuple[Contact, ...]:
    """The contacts of an address book, in the file's order; an entry that stands there twice is taken once.

    JSON is an array of objects with the fields of :class:`~dictation.model.people.Contact`; of tables and vCards, which
    come from other programs, what a contact has no field for is left aside.

    Raises:
        InputError: The file cannot be read, or an entry in it is wrong; names file and line.
    """
    entries = {".json": items_of_json, ".csv": rows_of_table, ".vcf": cards_of_file}.get(path.suffix.lower())
    if entries is None:
        raise InputError(
            f"{path.name} is no address book this program can read",
            place=str(path),
            remedy="give a .vcf, .csv or .json file",
        )
    text = read_text(path)
    contacts = (make_entry(Contact, values, f"{path}, line {line}") for line, values in entries(text, str(path)))
    return tuple(dict.fromkeys(contacts))


def items_of_json(text: str, place: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each object of an array with its line."""
    items = parse_json(text, place=place)
    if not isinstance(items, list):
        raise InputError("the file holds no list of contacts", place=place, remedy='write [{"name": …}, …]')
    for line, item in zip(lines_of_items(text), items, strict=True):
        if not isinstance(item, dict):
            raise InputError("the entry is wrong", place=f"{place}, line {line}", remedy='write {"name": …}')
        yield line, item
