"""Fonts made for reportlab, which embeds TrueType alone: a part of a larger font, or a single sign."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

_MOST_ERROR = 0.001
"""How far a curve may lie from the drawn one, in ems: what fontTools' own converters take."""
_NOTHING = ".notdef"
_SPACES = (0x20, 0xA0)
"""Spaces next to a word may be set in its font."""

REGULAR_WEIGHT = {"wght": 400}
"""Where variable fonts are to stand."""

Placed = tuple[str, int, int]
"""A glyph's name, and how far right and up it stands, in units of the font."""


@lru_cache(maxsize=8)
def opened(path: Path) -> TTFont:
    """A font file."""
    return TTFont(path, lazy=True)


@lru_cache(maxsize=8)
def characters_of(path: Path) -> frozenset[int]:
    """The code points that a font file has."""
    return frozenset(opened(path).getBestCmap())


def font_with(path: Path, characters: Iterable[int], name: str) -> bytes:
    """A TrueType font called ``name`` with spaces, and with those of ``characters`` that the font at ``path`` has."""
    font = opened(path)
    wanted = frozenset((*characters, *_SPACES))
    cmap = {code: glyph for code, glyph in font.getBestCmap().items() if code in wanted}
    signs = {glyph: ([(glyph, 0, 0)], font["hmtx"][glyph][0]) for glyph in (_NOTHING, *cmap.values())}
    return _truetype(font, name, cmap, signs)


def font_of_sign(path: Path, glyphs: list[Placed], width: int, sign: str, name: str) -> bytes:
    """A TrueType font called ``name`` with spaces, in which ``sign`` is ``glyphs`` of the font at ``path``."""
    font = opened(path)
    space = font.getBestCmap()[_SPACES[0]]
    cmap = {**dict.fromkeys(_SPACES, space), ord(sign): "sign"}
    signs = {glyph: ([(glyph, 0, 0)], font["hmtx"][glyph][0]) for glyph in (_NOTHING, space)}
    return _truetype(font, name, cmap, {**signs, "sign": (glyphs, width)})


def _truetype(font: TTFont, name: str, cmap: Mapping[int, str], signs: Mapping[str, tuple[list[Placed], int]]) -> bytes:
    """A font of signs drawn with glyphs of another; the same bytes for the same arguments."""
    units, ascent, descent = font["head"].unitsPerEm, font["hhea"].ascent, font["hhea"].descent
    outlines = {sign: _drawn(font, glyphs) for sign, (glyphs, _) in signs.items()}
    builder = FontBuilder(units, isTTF=True)
    builder.setupGlyphOrder(list(signs))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(outlines)
    lefts = {sign: getattr(outline, "xMin", 0) for sign, outline in outlines.items()}
    builder.setupHorizontalMetrics({sign: (width, lefts[sign]) for sign, (_, width) in signs.items()})
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=ascent, sTypoDescender=descent, usWeightClass=400)
    builder.setupPost()
    # The clock's time would make every file another.
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    written = io.BytesIO()
    builder.save(written)
    return written.getvalue()


def _drawn(font: TTFont, glyphs: Iterable[Placed]) -> object:
    """One glyph drawn with several, in quadratic curves."""
    whole = TTGlyphPen(None)
    cubic = "glyf" not in font
    outline = Cu2QuPen(whole, _MOST_ERROR * font["head"].unitsPerEm, reverse_direction=True) if cubic else whole
    for glyph, right, up in glyphs:
        recorded = DecomposingRecordingPen(font.getGlyphSet(location=REGULAR_WEIGHT))
        recorded.glyphSet[glyph].draw(recorded)
        recorded.replay(TransformPen(outline, (1, 0, 0, 1, right, up)))
    return whole.glyph()
