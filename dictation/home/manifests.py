"""Manifests: which recordings are to be processed, for which client, how soon (CSV, RFC 4180, or JSON)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from pathlib import Path

from dictation.errors import InputError
from dictation.home.entries import read_text
from dictation.home.json_files import lines_of_items, parse_json

_COLUMNS = ("file", "client", "priority", "due")


class Priority(IntEnum):
    """What is processed first."""

    URGENT = 0
    NORMAL = 1
    LOW = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A recording in a manifest."""

    path: Path
    client: str
    """The client's key; empty where the manifest names none."""
    priority: Priority
    due: date | None
    """The day by which its drafts are wanted."""
    place: str
    """Where it stands: the manifest and the line, or the entry."""


def read_manifest(path: Path) -> tuple[Listed, ...]:
    """The recordings of a manifest, in its order.

    CSV has a first row that names the columns ``file``, ``client``, ``priority`` and ``due``, JSON is a list of objects
    with the same names; ``file`` alone is needed. Files are relative to the manifest's folder, a priority is
    ``urgent``, ``normal`` or ``low``, a due date is written ``YYYY-MM-DD``.

    Raises:
        InputError: The manifest cannot be read, a column or value is wrong, or there is no such file; names the line.
    """
    text = read_text(path)
    rows = _entries(text, path) if path.suffix.lower() == ".json" else _rows(text, path)
    listed = tuple(_listed(path.parent, cells, place) for place, cells in rows)
    if not listed:
        raise InputError(
            "the manifest lists no recordings", place=str(path), remedy=f"name the columns {', '.join(_COLUMNS)}"
        )
    return listed


def _rows(text: str, path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The rows of a CSV manifest, each with its place; cells are parted by what its first row has most of."""
    heading = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count), strict=True)
    try:
        columns = [cell.strip().casefold() for cell in next(rows, [])]
        _check_names(columns, f"{path}, line 1")
        for row in rows:
            place = f"{path}, line {rows.line_num}"
            if len(row) > len(columns):
                raise InputError(
                    f"the row has {len(row)} cells, and there are {len(columns)} columns",
                    place=place,
                    remedy="put quotes around a cell with a separator in it",
                )
            if any(map(str.strip, row)):
                yield place, dict(zip(columns, map(str.strip, row), strict=False))
    except csv.Error as exc:
        raise InputError(
            f"the manifest cannot be read: {exc}", place=f"{path}, line {rows.line_num}", remedy="close its quotes"
        ) from exc


def _entries(text: str, path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The entries of a JSON manifest, each with its place."""
    entries = parse_json(text, place=str(path))
    if not isinstance(entries, list):
        raise InputError("the manifest is no list", place=str(path), remedy='write [{"file": "call.wav"}, …]')
    for line, entry in zip(lines_of_items(text), entries, strict=True):
        place = f"{path}, line {line}"
        if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
            raise InputError("the entry is wrong", place=place, remedy='write {"file": "call.wav", "client": "key"}')
        _check_names(list(entry), place)
        yield place, entry


def _check_names(names: list[str], place: str) -> None:
    wrong = [name for name in names if name not in _COLUMNS or names.count(name) > 1]
    if wrong or "file" not in names:
        raise InputError(
            f"there is no column {wrong[0]!r}, or it is there twice" if wrong else "there is no column for the file",
            place=place,
            remedy=f"name the columns: {', '.join(_COLUMNS)}, of which the first is needed",
        )


def _listed(folder: Path, cells: Mapping[str, str], place: str) -> Listed:
    if not cells.get("file"):
        raise InputError("no file is named", place=place, remedy="write its name, relative to the manifest")
    path = folder / cells["file"]
    if not path.is_file():
        raise InputError(f"there is no recording {path}", place=place, remedy="correct the name, or take the line out")
    return Listed(
        path=path,
        client=cells.get("client", ""),
        priority=_priority(cells.get("priority", ""), place),
        due=_due(cells.get("due", ""), place),
        place=place,
    )


def _priority(text: str, place: str) -> Priority:
    try:
        return Priority[text.upper()] if text else Priority.NORMAL
    except KeyError as exc:
        raise InputError(
            f"{text!r} is no priority", place=place, remedy=f"write {', '.join(each.name.lower() for each in Priority)}"
        ) from exc


def _due(text: str, place: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as exc:
        raise InputError(f"{text!r} is no date", place=place, remedy="write it as 2026-05-31") from exc
