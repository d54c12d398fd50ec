"""The fonts of PDF files: Noto Sans, which covers Latin with Vietnamese, Greek and Cyrillic."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import pymupdf_fonts
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from dictation.errors import RenderError
from dictation.model.document import Document

REGULAR = "NotoSans"
BOLD = "NotoSans-Bold"

_NEEDS_SHAPING = "DEVANAGARI"
"""The font has its letters, but they only become words when they are shaped, which reportlab's plain text is not."""


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


def require_glyphs(document: Document) -> None:
    """Refuse a document with a character that would come out as a box or a jumble.

    Raises:
        RenderError: names the first such character and the block it is in.
    """
    known = register_fonts()
    for place, text in _texts(document):
        for character in sorted(set(text), key=text.index):
            name = unicodedata.name(character, "a character without a name")
            if character.isspace() or (ord(character) in known and not name.startswith(_NEEDS_SHAPING)):
                continue
            raise RenderError(
                f"the PDF's font has no {character!r} (U+{ord(character):04X}, {name})",
                place=f"{place} of {document.title!r}",
                remedy="write it in Latin letters, or send the draft as DOCX or email, which use the reader's fonts",
            )


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    for block in document.blocks:
        for line in (block.label, *block.lines):
            yield f"the {block.kind.value} {_beginning(line)}", line
    yield "the header", document.header
    yield "the continuation line", document.continuation + document.page_word


def _beginning(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
