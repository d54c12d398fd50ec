"""The fonts of PDF files: Noto Sans for Latin with Vietnamese, Greek and Cyrillic; its kin for Chinese and the like."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import pymupdf_fonts
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from dictation.errors import RenderError
from dictation.model.document import Document
from dictation.writers.pdf_outlines import characters_of, truetype_with

REGULAR = "NotoSans"
BOLD = "NotoSans-Bold"

_FALLBACKS = (
    ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    ("pylopdf_fonts_ko", "NotoSansKR-Regular.otf"),
)
"""Packages and their fonts, asked in this order for what Noto Sans lacks."""
_SET_ONE_BY_ONE = (
    "CJK ",
    "IDEOGRAPHIC ",
    "HIRAGANA ",
    "KATAKANA",
    "HANGUL SYLLABLE ",
    "BOPOMOFO ",
    "FULLWIDTH ",
    "HALFWIDTH ",
)
"""How the names of characters begin that can stand side by side as they are. Those of other scripts (Arabic, Hebrew,
Thai, Devanagari …) only become words when they are ordered and shaped, and wrongly set they would be a jumble."""
_BLOCK = 64
"""So many neighbouring characters make one font: the fallbacks are too large to be converted as a whole."""


@lru_cache(maxsize=1)
def register_fonts() -> frozenset[int]:
    """Make the fonts known to reportlab and give back the code points that all of them have."""
    fonts = [
        TTFont(name, io.BytesIO(pymupdf_fonts.myfont(code))) for name, code in ((REGULAR, "notos"), (BOLD, "notosbo"))
    ]
    for font in fonts:
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


def runs(text: str) -> Iterator[tuple[str, str]]:
    """``text`` in stretches of one font each, the font's name first: empty for the paragraph's own."""
    for name, characters in groupby(text, _font_of):
        yield name, "".join(characters)


def require_glyphs(document: Document) -> None:
    """Refuse a document with a character that would come out as a box or a jumble.

    Raises:
        RenderError: names the first such character and the block it is in.
    """
    for place, text in _texts(document):
        for character in sorted(set(text), key=text.index):
            if character.isspace() or _is_own(character) or _fallback(character):
                continue
            name = unicodedata.name(character, "a character without a name")
            raise RenderError(
                f"the PDF's fonts cannot write {character!r} (U+{ord(character):04X}, {name})",
                place=f"{place} of {document.title!r}",
                remedy="write it in Latin letters, or send the draft as DOCX or email, which use the reader's fonts",
            )


def _font_of(character: str) -> str:
    if character.isspace() or _is_own(character):
        return ""
    found = _fallback(character)
    return _registered(found, ord(character) // _BLOCK) if found else ""


def _is_own(character: str) -> bool:
    # Noto Sans has the letters of Devanagari, which need shaping.
    return ord(character) in register_fonts() and not 0x0900 <= ord(character) < 0x0980


@lru_cache(maxsize=4096)
def _fallback(character: str) -> Path | None:
    """The first font of the packages that can write a character, where it can stand by itself."""
    if not unicodedata.name(character, "").startswith(_SET_ONE_BY_ONE):
        return None
    return next((path for path in _fallback_files() if ord(character) in characters_of(path)), None)


@lru_cache(maxsize=1)
def _fallback_files() -> tuple[Path, ...]:
    found = ((find_spec(package), name) for package, name in _FALLBACKS)
    paths = (Path(spec.origin).with_name(name) for spec, name in found if spec and spec.origin)
    return tuple(path for path in paths if path.is_file())


@lru_cache(maxsize=1024)
def _registered(path: Path, block: int) -> str:
    """The name under which reportlab knows a block of a fallback font."""
    name = f"{path.stem}-{block * _BLOCK:04X}"
    first = block * _BLOCK
    pdfmetrics.registerFont(TTFont(name, io.BytesIO(truetype_with(path, range(first, first + _BLOCK), name))))
    return name


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    for block in document.blocks:
        for line in (block.label, *block.lines):
            yield f"the {block.kind.value} {_beginning(line)}", line
    yield "the header", document.header
    yield "the continuation line", document.continuation + document.page_word


def _beginning(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
