"""What an entry of an address book or of a file of clients must be, whatever file it stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

import msgspec

from dictation.errors import InputError
from dictation.model.people import Client, Contact, Secretary

Entry = TypeVar("Entry", Contact, Client)

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+")
"""Stricter than RFC 5321: a quoted local part is a typing mistake more often than an address."""
_UNWRITABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's categories of control characters and line breaks: in a header field one would begin another field."""


def read_text(path: Path) -> str:
    """The text of a file that a person or another program wrote.

    Raises:
        InputError: The file is missing, cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as exc:
        line = exc.object.count(b"\n", 0, exc.start) + 1
        raise InputError("the file is not UTF-8 text", place=f"{path}, line {line}", remedy="save it as UTF-8") from exc
    except OSError as exc:
        raise InputError(f"the file cannot be read: {exc.strerror}", place=str(path), remedy="check its name") from exc


def make_entry(kind: type[Entry], values: Mapping[str, object], place: str) -> Entry:
    """``values`` as a contact or a client.

    Raises:
        InputError: A field is missing, misspelt or of the wrong kind, or holds what no field may; names ``place``.
    """
    known = {field.name for field in fields(kind)}
    unknown = values.keys() - known
    if unknown:
        raise InputError(
            f"there is no field {min(unknown)!r}", place=place, remedy=f"there are: {', '.join(sorted(known))}"
        )
    try:
        entry = msgspec.convert(values, type=kind)
    except msgspec.ValidationError as exc:
        message, _, field = str(exc).partition(" - at `$.")
        where = f"{place}, {field.removesuffix('`')}" if field else place
        raise InputError(f"the entry is wrong: {message}", place=where, remedy="correct it in the file") from exc
    _check(entry, place)
    return entry


def _check(entry: Contact | Client, place: str) -> None:
    if not entry.name.strip():
        raise InputError("there is no name", place=place, remedy="write one")
    for field, text in _texts(entry):
        if any(unicodedata.category(character) in _UNWRITABLE for character in text):
            raise InputError(
                f"there is a line break or control character in {text!r}",
                place=f"{place}, {field}",
                remedy="delete it",
            )
        if field.endswith("email") and text and not _EMAIL.fullmatch(text):
            raise InputError(f"{text!r} is no email address", place=f"{place}, {field}", remedy="correct it")


def _texts(entry: Contact | Client | Secretary) -> Iterator[tuple[str, str]]:
    """Every line of text in an entry, with the name of its field."""
    for field in fields(entry):
        match getattr(entry, field.name):
            case str(text):
                yield field.name, text
            case tuple(lines):
                yield from ((field.name, line) for line in lines)
            case Secretary() as secretary:
                yield from ((f"{field.name}.{name}", text) for name, text in _texts(secretary))
