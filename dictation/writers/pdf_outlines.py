"""Fonts whose letters are drawn in cubic curves, which reportlab cannot embed, with quadratic ones (TrueType)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

_MOST_ERROR = 0.001
"""How far a curve may lie from the drawn one, in ems: what fontTools' own converters take."""
_NOTHING = ".notdef"


@lru_cache(maxsize=8)
def characters_of(path: Path) -> frozenset[int]:
    """The code points that a font file has."""
    return frozenset(_opened(path).getBestCmap())


def truetype_with(path: Path, characters: Iterable[int], name: str) -> bytes:
    """A TrueType font called ``name`` with those of ``characters`` that the font at ``path`` has.

    The same bytes for the same arguments.
    """
    font = _opened(path)
    cmap = {code: glyph for code, glyph in font.getBestCmap().items() if code in frozenset(characters)}
    glyphs = dict.fromkeys((_NOTHING, *cmap.values()))
    drawn, units = font.getGlyphSet(), font["head"].unitsPerEm
    outlines = {}
    for glyph in glyphs:
        pen = TTGlyphPen(None)
        drawn[glyph].draw(Cu2QuPen(pen, _MOST_ERROR * units, reverse_direction=True))
        outlines[glyph] = pen.glyph()
    builder = FontBuilder(units, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics({glyph: font["hmtx"][glyph] for glyph in glyphs})
    builder.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=font["hhea"].ascent, sTypoDescender=font["hhea"].descent, usWeightClass=400)
    builder.setupPost()
    # The clock's time would make every file another.
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    written = io.BytesIO()
    builder.save(written)
    return written.getvalue()


@lru_cache(maxsize=8)
def _opened(path: Path) -> TTFont:
    return TTFont(path, lazy=True)
