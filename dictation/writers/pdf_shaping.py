"""Words of scripts that are written from right to left, or whose letters join and move: shaped, a sign a run.

reportlab sets one letter after the other. A run of such a script, a name in most letters, is therefore shaped by
HarfBuzz and drawn into one sign of a font of its own. The file tells readers what it says (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz

from dictation.writers.pdf_outlines import REGULAR_WEIGHT, Placed, characters_of, font_of_sign, opened

SIGN = "\ue000"
"""What stands for a run in the font that is made for it."""
_JOINERS = "\u200c\u200d"
_LISTING = " \u00a0,;·/"
"""What stands between the names of a list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """A script whose words have to be shaped, and the font for it."""

    letters: str
    """Its letters and marks, as a character class of a regular expression has them; no figures, which would have an
    order of their own."""
    between: str
    """What may stand between two letters of a run; a run from right to left is ordered as a whole, with its spaces."""
    package: str
    file: str


_SCRIPTS = {
    "arabic": Script(
        letters="\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
        between=" \u00a0" + _JOINERS,
        package="pylopdf_fonts_ar",
        file="NotoSansArabic-Variable.ttf",
    ),
    "hebrew": Script(
        letters="\u0590-\u05ff\ufb1d-\ufb4f",
        between=" \u00a0",
        package="pylopdf_fonts_he",
        file="NotoSansHebrew-Variable.ttf",
    ),
    "devanagari": Script(
        letters="\u0900-\u097f\ua8e0-\ua8ff",
        between=_JOINERS,
        package="pylopdf_fonts_hi",
        file="NotoSansDevanagari-Variable.ttf",
    ),
    "thai": Script(
        letters="\u0e00-\u0e7f", between=_JOINERS, package="pylopdf_fonts_th", file="NotoSansThai-Variable.ttf"
    ),
}
_RUN = re.compile(
    "|".join(
        f"(?P<{name}>[{script.letters}](?:[{script.between}]*[{script.letters}])*)" for name, script in _SCRIPTS.items()
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A stretch of a text; ``script`` is None where its letters can stand side by side as they are."""

    text: str
    script: Script | None = None


def split_runs(text: str) -> Iterator[Run]:
    """``text`` in runs that have to be shaped and others; put together they are ``text``."""
    end = 0
    for found in _RUN.finditer(text):
        if found.start() > end:
            yield Run(text=text[end : found.start()])
        yield Run(text=found[0], script=_SCRIPTS[str(found.lastgroup)])
        end = found.end()
    if end < len(text):
        yield Run(text=text[end:])


def is_right_to_left(text: str) -> bool:
    """Whether ``text`` as a whole is written from right to left, and not names in a text or a list of them.

    Runs stand in the order in which they are written, each for itself, as between the isolates of Unicode Standard
    Annex 9. For a paragraph from right to left, with its figures and full stops, that would be the wrong order.
    """
    runs = tuple(split_runs(text))
    others = "".join(run.text for run in runs if not run.script)
    many = sum(run.script is not None and unicodedata.bidirectional(run.text[0]) in {"R", "AL"} for run in runs) > 1
    return many and not any(map(str.isalpha, others)) and bool(others.strip(_LISTING))


def missing_letter(run: Run, path: Path) -> str:
    """The first character of the run that the font cannot write; empty where it writes all."""
    known = characters_of(path)
    return next((letter for letter in run.text if ord(letter) not in known and letter not in _JOINERS), "")


def width_ems(run: Run, path: Path) -> float:
    """How wide the run is, in ems."""
    _, width = _shaped(run.text, path)
    return width / float(opened(path)["head"].unitsPerEm)


def font_name(run: Run) -> str:
    """What the font of the run is called: the same name for the same run."""
    return f"Shaped-{hashlib.sha256(run.text.encode()).hexdigest()[:16]}"


def font_of(run: Run, path: Path) -> bytes:
    """A TrueType font in which :data:`SIGN` is the run."""
    glyphs, width = _shaped(run.text, path)
    return font_of_sign(path, glyphs, width, SIGN, font_name(run))


@lru_cache(maxsize=256)
def _shaped(text: str, path: Path) -> tuple[list[Placed], int]:
    """The glyphs of a text in the places that its script gives them, from left to right, and their width."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(_harfbuzz(path), buffer)
    order = opened(path).getGlyphOrder()
    placed: list[Placed] = []
    x = 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        placed.append((order[info.codepoint], x + position.x_offset, position.y_offset))
        x += position.x_advance
    return placed, x


@lru_cache(maxsize=8)
def _harfbuzz(path: Path) -> uharfbuzz.Font:
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
    font.set_variations(REGULAR_WEIGHT)
    return font
