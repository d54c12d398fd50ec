"""Address books as tables (CSV, RFC 4180): what people keep, and what other programs export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from dictation.errors import InputError

_COLUMNS = {
    "name": ("name", "full name", "display name"),
    "given": ("first name", "given name"),
    "family": ("last name", "family name", "surname"),
    "aliases": ("aliases", "nickname"),
    "organisation": ("organisation", "organization", "company", "organisation name", "organization name"),
    "email": ("email", "e-mail", "email address", "e-mail address", "e-mail 1 - value"),
    "address": ("address", "postal address", "address 1 - formatted"),
    "language": ("language",),
}
"""What each field is called by a person, Outlook and Google, in small letters."""

_PARTS = re.compile(r"\s*[;\n]\s*")
"""A cell with several lines or aliases parts them with line breaks or semicolons."""


def rows_of_table(text: str, place: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each row that is not empty, as the fields of a contact, with the line it ends on.

    Raises:
        InputError: No column is for names, a row has more cells than there are columns, or a quote is not closed.
    """
    for line, cells in cells_of_table(text, place, needed=("name", "given", "family")):
        found = standard_cells(dict(cells))
        yield (
            line,
            {
                "name": found["name"] or f"{found['given']} {found['family']}".strip(),
                "aliases": _parts(found["aliases"]),
                "organisation": found["organisation"],
                "email": found["email"],
                "address": _parts(found["address"]),
                "language": found["language"],
            },
        )


def cells_of_table(
    text: str, place: str, *, needed: Sequence[str]
) -> Iterator[tuple[int, tuple[tuple[str, str], ...]]]:
    """Each row that is not empty, as its columns' names in small letters and its cells, with the line it ends on.

    The first row names the columns, of which one has to be for a field that is ``needed``. Cells are parted by commas,
    semicolons or tabs, whichever that row has most of.

    Raises:
        InputError: There is no such column, a row has more cells than there are columns, or a quote is not closed.
    """
    heading = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count), strict=True)
    try:
        columns = [cell.strip().casefold() for cell in next(rows, [])]
        if not set(columns) & {name for field in needed for name in _COLUMNS[field]}:
            raise InputError(
                f"no column of the table is called {needed[0]}",
                place=f"{place}, line 1",
                remedy="name the columns in line 1",
            )
        for row in rows:
            if len(row) > len(columns):
                raise InputError(
                    f"the row has {len(row)} cells, and there are {len(columns)} columns",
                    place=f"{place}, line {rows.line_num}",
                    remedy="put quotes around a cell with a separator in it",
                )
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield rows.line_num, tuple(zip(columns, cells, strict=False))
    except csv.Error as exc:
        raise InputError(
            f"the table cannot be read: {exc}", place=f"{place}, line {rows.line_num}", remedy="close its quotes"
        ) from exc


def standard_cells(cells: Mapping[str, str]) -> Mapping[str, str]:
    """The cells of a row by the fields that they are for, whatever their columns are called; empty where none is."""
    return {field: next(filter(None, map(cells.get, names)), "") for field, names in _COLUMNS.items()}


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, _PARTS.split(cell)))
