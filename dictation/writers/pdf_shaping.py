"""Runs of a script that has to be shaped, each as one sign of a font of its own.

reportlab sets one letter after the other. A run of such a script, a name in most letters, is therefore shaped by
HarfBuzz and drawn into one sign. The file tells readers what it says (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import uharfbuzz

from dictation.writers.pdf_outlines import REGULAR_WEIGHT, Placed, characters_of, font_of_sign, opened
from dictation.writers.scripts import JOINERS, Run


def missing_letter(run: Run, path: Path) -> str:
    """The first character of the run that the font cannot write; empty where it writes all."""
    known = characters_of(path)
    return next((letter for letter in run.text if ord(letter) not in known and letter not in JOINERS), "")


def width_ems(run: Run, path: Path) -> float:
    """How wide the run is, in ems."""
    _, width = _shaped(run.text, path)
    return width / float(opened(path)["head"].unitsPerEm)


def font_name(run: Run) -> str:
    """What the font of the run is called: the same name for the same run."""
    return f"Shaped-{hashlib.sha256(run.text.encode()).hexdigest()[:16]}"


def font_of(run: Run, path: Path, sign: str) -> bytes:
    """A TrueType font in which ``sign`` is the run."""
    glyphs, width = _shaped(run.text, path)
    return font_of_sign(path, glyphs, width, sign, font_name(run))


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
