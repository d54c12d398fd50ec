"""How fast drafts become documents: letters a second and bytes, DOCX and PDF, cold and warm.

Cold is a new Python process that lays out and writes one letter, as ``dictation render`` does, beside the share of it
that goes into importing the writer's libraries. Warm is one process that writes many different letters on one core.

    python benchmarks/documents.py [--letters N] [--json]
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from dictation.letters import lay_out
from dictation.model.document import Document, SourceFile, TemplateSource
from dictation.model.draft import Draft, DraftKind, Paragraph, ParagraphKind, Passage, Piece, Recipient
from dictation.model.people import Client, Secretary
from dictation.writers.docx import write_docx
from dictation.writers.html import write_html
from dictation.writers.pdf import write_pdf
from dictation.writers.text import write_text

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "letter_templates"
LIBRARIES = {"docx": "import docx", "pdf": "import reportlab.platypus, reportlab.pdfbase.ttfonts"}
WRITERS: dict[str, Callable[[Document], bytes]] = {
    "docx": write_docx,
    "pdf": write_pdf,
    "html": lambda document: write_html(document).encode(),
    "text": lambda document: write_text(document).encode(),
}
COLD_RUNS = 5

CLIENT = Client(
    key="marlowe",
    name="Edith Marlowe",
    organisation="Marlowe Boatyard",
    email="edith@marloweboats.example",
    address=("Marlowe Boatyard", "4 Slipway", "Falmouth TR11 3AA", "United Kingdom"),
    signature=("Edith Marlowe", "Partner", "Marlowe Boatyard"),
    secretary=Secretary(name="Ben Achebe", email="ben@marloweboats.example"),
)


def letter(number: int) -> Draft:
    """A letter of one page, about 150 words, that differs from every other."""
    return Draft(
        kind=DraftKind.LETTER,
        to=(
            Recipient(
                name=f"Skipper {number}",
                organisation="Lugger Trust",
                address=("Lugger Trust", f"{number} Harbour Road", "Looe PL13 1AB", "United Kingdom"),
            ),
        ),
        subject=_passage(f"Refit of lugger number {number}"),
        salutation=_passage("Dear Skipper,"),
        body=(
            _paragraph(
                "Thank you for bringing her round before the gales. We had her out on Tuesday and went over the hull "
                "with care: the garboards are sound, and most of the fastenings will last another ten years."
            ),
            _paragraph("What we would do this winter is the following:"),
            Paragraph(
                kind=ParagraphKind.NUMBERED,
                lines=(
                    _passage("replace two planks on the port bow"),
                    _passage("caulk and pay the seams below the waterline"),
                    _passage("renew the mast step, which is soft"),
                ),
            ),
            _paragraph(
                f"The price for all of it is £{4000 + number}, timber included. We could begin in November and put her "
                "back on her mooring in the first week of March, weather allowing. If you would like the topsides "
                "painted as well, tell us by the end of the month, so that we can keep the shed for you."
            ),
        ),
        closing=_passage("Yours sincerely,"),
        enclosures=(_passage("survey"),),
    )


def _passage(text: str) -> Passage:
    return Passage(pieces=(Piece(text=text, rule="benchmark"),))


def _paragraph(text: str) -> Paragraph:
    return Paragraph(lines=(_passage(text),))


def template() -> TemplateSource:
    """The shipped letter."""

    def read(path: Path) -> SourceFile:
        return SourceFile(name=path.name, text=path.read_text(encoding="utf-8"))

    layouts = sorted((TEMPLATES / "layouts").glob("*.toml"))
    return TemplateSource(template=read(TEMPLATES / "en" / "letter.j2"), layouts=tuple(map(read, layouts)))


def document(number: int, source: TemplateSource) -> Document:
    """A letter laid out."""
    return lay_out(letter(number), CLIENT, date=datetime.date(2026, 10, 5), template=source)


def warm(name: str, letters: int) -> dict[str, float]:
    """Letters a second, layout included, and bytes a letter."""
    source, write = template(), WRITERS[name]
    write(document(0, source))
    started = time.perf_counter()
    size = sum(len(write(document(number, source))) for number in range(1, letters + 1))
    return {"letters_a_second": letters / (time.perf_counter() - started), "bytes": size / letters}


def cold(name: str) -> dict[str, float]:
    """Seconds of a whole process that writes one letter, and of one that only imports what is behind the writer."""
    one = [sys.executable, __file__, "--one", name]
    return {
        "cold_seconds": _seconds(one),
        "import_seconds": _seconds([sys.executable, "-c", LIBRARIES[name]]),
    }


def _seconds(command: list[str]) -> float:
    times = []
    for _ in range(COLD_RUNS):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        times.append(time.perf_counter() - started)
    return median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=200, help="how many to write warm")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", choices=WRITERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        WRITERS[arguments.one](document(1, template()))
        return
    figures = {name: warm(name, arguments.letters) for name in WRITERS}
    for name in LIBRARIES:
        figures[name] |= cold(name)
    if arguments.json:
        print(json.dumps(figures, indent=2))
        return
    print(f"{'format':8}{'letters/s warm':>16}{'bytes':>10}{'s cold':>10}{'of it imports':>16}")
    for name, row in figures.items():
        print(f"{name:8}{row['letters_a_second']:16.1f}{row['bytes']:10.0f}", end="")
        print(f"{row['cold_seconds']:10.2f}{row['import_seconds']:16.2f}" if "cold_seconds" in row else "")


if __name__ == "__main__":
    main()
