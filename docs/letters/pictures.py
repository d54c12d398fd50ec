#!/usr/bin/env python3
"""Draws letters.png: the sample letter of each layout, first pages above, second pages below.

    python docs/letters/pictures.py

Needs pdftoppm (Debian: poppler-utils).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

LETTERS = {"en/letter": ("uk-block", "us-block"), "de/letter": ("de-din5008",), "id/letter": ("id-resmi",)}
DOTS_PER_INCH = 58
GAP = 10
PICTURE = Path(__file__).with_name("letters.png")


def pages(template: str, layout: str, folder: Path) -> list[Image.Image]:
    """The first two pages of the template's sample letter on the layout."""
    letter = folder / f"{layout}.pdf"
    program = Path(sys.executable).with_name("dictation")
    subprocess.run(
        [program, "templates", "preview", template, "--layout", layout, "-o", letter],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    subprocess.run(
        ["pdftoppm", "-r", str(DOTS_PER_INCH), "-l", "2", "-png", letter, letter.with_suffix("")], check=True
    )
    return [Image.open(path).convert("L") for path in sorted(folder.glob(f"{layout}-*.png"))]


def main() -> None:
    """Draw the picture."""
    with tempfile.TemporaryDirectory() as name:
        letters = [pages(template, layout, Path(name)) for template, layouts in LETTERS.items() for layout in layouts]
    width = sum(letter[0].width + GAP for letter in letters) + GAP
    heights = [max(letter[row].height for letter in letters) for row in (0, 1)]
    sheet = Image.new("L", (width, sum(heights) + 3 * GAP), 200)
    left = GAP
    for letter in letters:
        for row, page in enumerate(letter):
            sheet.paste(page, (left, GAP + row * (heights[0] + GAP)))
        left += letter[0].width + GAP
    sheet.quantize(16).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
