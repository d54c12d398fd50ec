"""The measures of letters, read from data files, and which of them a client's letters take."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from pathlib import PurePosixPath

import msgspec

from dictation.errors import TemplateError
from dictation.model.document import Layout, SourceFile, Zone
from dictation.model.people import Client

DEFAULT_LAYOUT = "uk-block"
"""For countries that no layout names: A4 is the world's paper."""


@lru_cache(maxsize=64)
def read_layout(source: SourceFile) -> Layout:
    """The layout that a file of ``layouts/`` describes.

    Raises:
        TemplateError: the file is not TOML, or called otherwise than its layout; or a measure is missing, misspelt, no
            number, or leaves no room for a letter.
    """
    remedy = "put it right in the file, or delete the file to use the shipped one"
    try:
        table = tomllib.loads(source.text)
        unknown = table.keys() - {field.name for field in fields(Layout)}
        if unknown:
            raise TemplateError(f"unknown measure {min(unknown)!r} in a layout", place=source.place, remedy=remedy)
        layout = msgspec.convert(table, Layout)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as exc:
        raise TemplateError(f"the layout cannot be read: {exc}", place=source.place, remedy=remedy) from exc
    for wrong in _wrong_measures(layout):
        raise TemplateError(f"the layout {wrong}", place=source.place, remedy=remedy)
    if layout.name != PurePosixPath(source.name).stem:
        raise TemplateError(
            f"the layout is called {layout.name!r}, and its file is not", place=source.place, remedy=remedy
        )
    return layout


_POSITIVE = ("page_width_mm", "page_height_mm", "font_size_pt", "line_pt", "logo_height_mm")
_LEAST_ROOM_MM = 40
"""For text, across and down the page: less would hold no word of a letter."""
_LARGEST = 2_000
"""Of any measure: sheets of paper end at 1,189 mm (ISO 216, A0)."""


def _wrong_measures(layout: Layout) -> Iterator[str]:
    """What no letter can be set with, for a message that begins with "the layout"."""
    for name, measure in _measures(layout):
        if not 0 <= measure <= _LARGEST:  # what is no number (nan) is in no range
            yield f"has a measure {name} of {measure}, which must be from 0 to {_LARGEST}"
        elif measure == 0 and name.endswith(("width_mm", "height_mm", *_POSITIVE)):
            yield f"has no {name}"
    across = layout.page_width_mm - layout.margin_left_mm - layout.margin_right_mm
    down = layout.page_height_mm - max(layout.margin_top_mm, layout.letterhead_top_mm) - layout.margin_bottom_mm
    if min(across - layout.closing_indent_mm, down) < _LEAST_ROOM_MM:
        yield f"leaves less than {_LEAST_ROOM_MM} mm for text between its margins"
    for name, zone in _zones(layout):
        right, bottom = zone.left_mm + zone.width_mm, zone.top_mm + zone.height_mm
        if right > layout.page_width_mm or bottom > layout.page_height_mm:
            yield f"has its {name} beyond the paper's edge"


def _measures(layout: Layout) -> Iterator[tuple[str, float]]:
    for field in fields(Layout):
        match getattr(layout, field.name):
            case int() | float() as measure:
                yield field.name, measure
            case tuple() as marks if field.name == "fold_marks_mm":
                yield from ((field.name, mark) for mark in marks)
    for name, zone in _zones(layout):
        yield from ((f"{name}.{field.name}", getattr(zone, field.name)) for field in fields(Zone))


def _zones(layout: Layout) -> Iterator[tuple[str, Zone]]:
    zones = {"window": layout.window, "sender": layout.sender, "reference": layout.reference}
    return ((name, zone) for name, zone in zones.items() if zone is not None)


def choose_layout(client: Client, sources: tuple[SourceFile, ...]) -> Layout:
    """The client's own layout, else the one of the country in the last line of the address, else the default.

    Raises:
        TemplateError: a layout cannot be read, or the client's does not exist.
    """
    layouts = {layout.name: layout for layout in map(read_layout, sources)}
    if client.layout:
        wanted = client.layout
    else:
        country = client.address[-1].strip().casefold() if client.address else ""
        wanted = next(
            (layout.name for layout in layouts.values() if country in map(str.casefold, layout.countries)),
            DEFAULT_LAYOUT,
        )
    if wanted not in layouts:
        known = ", ".join(sorted(layouts)) or "none"
        raise TemplateError(
            f"there is no letter layout {wanted!r}",
            place=f"client {client.key}",
            remedy=f"choose one of: {known}",
        )
    return layouts[wanted]
