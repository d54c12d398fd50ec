"""The measures of letters, read from data files, and which of them a client's letters take."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from functools import lru_cache

import msgspec

from dictation.errors import TemplateError
from dictation.model.document import Layout, SourceFile
from dictation.model.people import Client

DEFAULT_LAYOUT = "uk-block"
"""For countries that no layout names: A4 is the world's paper."""


@lru_cache(maxsize=64)
def read_layout(source: SourceFile) -> Layout:
    """The layout that a file of ``layouts/`` describes.

    Raises:
        TemplateError: the file is not TOML, or a measure is missing, misspelt or no number.
    """
    remedy = "put it right in the file, or delete the file to use the shipped one"
    try:
        table = tomllib.loads(source.text)
        unknown = table.keys() - {field.name for field in fields(Layout)}
        if unknown:
            raise TemplateError(f"unknown measure {min(unknown)!r} in a layout", place=source.place, remedy=remedy)
        return msgspec.convert(table, Layout)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as exc:
        raise TemplateError(f"the layout cannot be read: {exc}", place=source.place, remedy=remedy) from exc


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
