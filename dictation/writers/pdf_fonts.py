"""The fonts of PDF files: Noto Sans for Latin with Vietnamese, Greek and Cyrillic; its kin for other scripts.

fontTools and HarfBuzz, which only the kin need, are loaded with the first text that needs them.
"""

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
from dictation.writers.scripts import SCRIPTS, Run, is_right_to_left, split_runs
from dictation.writers.style import POINTS_PER_MM

REGULAR = "NotoSans"
BOLD = "NotoSans-Bold"

_SIGN = "\ue000"
"""What stands for a shaped run in the font that is made for it."""
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
"""How the names of characters begin that can stand side by side as they are."""
_BLOCK = 64
"""So many neighbouring characters make one font: the fallbacks are too large to be converted as a whole."""
_MOST_SHAPED = 256
"""How many runs' fonts are kept before all are forgotten, at the beginning of a document."""

_shaped: dict[str, str] = {}
"""What the fonts of shaped runs say, by their names."""


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


def missing_fonts() -> tuple[str, ...]:
    """The packages of fonts that are not installed, or not whole."""
    wanted = (*_FALLBACKS, *((script.package, script.file) for script in SCRIPTS.values()))
    return tuple(package for package, file in wanted if _file(package, file) is None)


def in_fonts(text: str) -> Iterator[tuple[str, str]]:
    """``text`` in stretches of one font each, the font's name first: empty for the paragraph's own.

    A run that was shaped is the one sign of its font; :func:`spoken` tells what it says.
    """
    for run in split_runs(text):
        if run.script and (path := _file(run.script.package, run.script.file)):
            yield _shaped_font(run, path), _SIGN
        else:
            for name, characters in groupby(run.text, _font_of):
                yield name, "".join(characters)


def spoken(text: str, font: str) -> str:
    """What ``text`` in a font says."""
    return text.replace(_SIGN, _shaped[font]) if font in _shaped else text


def require_glyphs(document: Document) -> None:
    """Refuse a document with a character that would come out as a box or a jumble.

    Raises:
        RenderError: names the first such character and the block it is in.
    """
    if len(_shaped) > _MOST_SHAPED:
        _forget_shaped()
    layout = document.layout
    widest = (layout.page_width_mm - layout.margin_left_mm - layout.margin_right_mm) / 2 * POINTS_PER_MM
    for where, text in _texts(document):
        place = f"{where} of {document.title!r}"
        for run in split_runs(text):
            if run.script:
                _require_shape(run, place, widest / layout.font_size_pt)
        # What stands on paper only is put together of several texts.
        if any(map(is_right_to_left, text.split(" · "))):
            raise _refused("the PDF cannot set a paragraph from right to left", place)
        for character in dict.fromkeys("".join(run.text for run in split_runs(text) if not run.script)):
            if not (character.isspace() or _is_own(character) or _fallback(character)):
                raise _refused(f"the PDF's fonts cannot write {_named(character)}", place)


def _require_shape(run: Run, place: str, widest_ems: float) -> None:
    """Refuse a run that its script's font cannot write, or that is so long that it would have to be broken."""
    from dictation.writers.pdf_shaping import missing_letter, width_ems  # noqa: PLC0415

    path = _file(run.script.package, run.script.file) if run.script else None
    missing = missing_letter(run, path) if path else run.text[0]
    if missing or path is None:
        raise _refused(f"the PDF's fonts cannot write {_named(missing)}", place)
    if width_ems(run, path) > widest_ems:
        raise _refused(f"the PDF cannot break {_beginning(run.text)} into lines", place)


def _refused(message: str, place: str) -> RenderError:
    return RenderError(
        message,
        place=place,
        remedy="write it in Latin letters, or send the draft as DOCX or email, which use the reader's fonts",
    )


def _named(character: str) -> str:
    name = unicodedata.name(character, "a character without a name")
    return f"{character!r} (U+{ord(character):04X}, {name})"


def _font_of(character: str) -> str:
    if character.isspace() or _is_own(character):
        return ""
    found = _fallback(character)
    return _registered(found, ord(character) // _BLOCK) if found else ""


def _is_own(character: str) -> bool:
    return ord(character) in register_fonts()


@lru_cache(maxsize=4096)
def _fallback(character: str) -> Path | None:
    """The first font of the packages that can write a character, where it can stand by itself."""
    if not unicodedata.name(character, "").startswith(_SET_ONE_BY_ONE):
        return None
    from dictation.writers.pdf_outlines import characters_of  # noqa: PLC0415

    paths = (_file(*fallback) for fallback in _FALLBACKS)
    return next((path for path in paths if path and ord(character) in characters_of(path)), None)


@lru_cache(maxsize=16)
def _file(package: str, name: str) -> Path | None:
    """A font file of a package; None where the package is not installed."""
    spec = find_spec(package)
    path = Path(spec.origin).with_name(name) if spec and spec.origin else None
    return path if path and path.is_file() else None


@lru_cache(maxsize=1024)
def _registered(path: Path, block: int) -> str:
    """The name under which reportlab knows a block of a fallback font."""
    from dictation.writers.pdf_outlines import font_with  # noqa: PLC0415

    name = f"{path.stem}-{block * _BLOCK:04X}"
    first = block * _BLOCK
    pdfmetrics.registerFont(TTFont(name, io.BytesIO(font_with(path, range(first, first + _BLOCK), name))))
    return name


def _shaped_font(run: Run, path: Path) -> str:
    """The name under which reportlab knows the font of a run."""
    from dictation.writers.pdf_shaping import font_name, font_of  # noqa: PLC0415

    name = font_name(run)
    if name not in _shaped:
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(font_of(run, path, _SIGN))))
        _shaped[name] = run.text
    return name


def _forget_shaped() -> None:
    for name in _shaped:
        # reportlab keeps every font it was ever told of, and there are as many runs as names in the world.
        pdfmetrics._fonts.pop(name, None)  # noqa: SLF001
    _shaped.clear()


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    for block in document.blocks:
        for line in (block.label, *block.lines):
            yield f"the {block.kind.value} {_beginning(line)}", line
    yield "the header", document.header
    yield "the continuation line", document.continuation + document.page_word


def _beginning(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
