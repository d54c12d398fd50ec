"""How fast drafts become documents: letters a second and bytes, memory, cold starts, and peers with the same letter.

    python benchmarks/documents.py [--letters N] [--json]

Warm is a process a format, on one core, that lays out and writes different letters one after another; seconds are CPU
seconds, and memory is what the process holds after 100 letters and after all. The peers write the same letter:
docxtpl fills it into a Word file with this program's own styles and words, and WeasyPrint prints the HTML that this
program makes of it, as PDF/UA-1 and as PDF/A-3a. They are installed by ``pip install -e ".[bench]"``.

Cold is the command ``dictation render`` for one letter in a prepared home, from the start of the process to its end,
beside a process that only imports the writers with the libraries behind them, both in CPU seconds; the two take turns, and the
median counts.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from dictation.letters import lay_out
from dictation.model.document import Document, SourceFile, TemplateSource
from dictation.model.draft import Draft, DraftKind, Paragraph, ParagraphKind, Passage, Piece, Recipient
from dictation.model.people import Client, Secretary
from dictation.writers import write_docx, write_html, write_pdf, write_text

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "letter_templates"
SAMPLES = ROOT / "samples"
WRITERS = {"docx": "dictation.writers.docx_building", "pdf": "dictation.writers.pdf_building"}
"""The module of each writer that loads the libraries behind it."""
COLD_RUNS = 9
PEER_LETTERS = 50

Make = Callable[[int], bytes]
"""Makes the letter of a number."""

CLIENT = Client(
    key="marlowe",
    name="Edith Marlowe",
    organisation="Marlowe Boatyard",
    email="edith@marloweboats.example",
    address=("Marlowe Boatyard", "4 Slipway", "Falmouth TR11 3AA", "United Kingdom"),
    signature=("Edith Marlowe", "Partner", "Marlowe Boatyard"),
    secretary=Secretary(name="Ben Achebe", email="ben@marloweboats.example"),
)


def letter(number: str, price: str) -> Draft:
    """A letter of one page, about 150 words, that differs from every other by its number."""
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
                f"The price for all of it is £{price}, timber included. We could begin in November and put her "
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


def document(number: str, price: str, source: TemplateSource) -> Document:
    """A letter laid out."""
    return lay_out(letter(number, price), CLIENT, date=datetime.date(2026, 10, 5), template=source)


def _ours(write: Callable[[Document], bytes]) -> Make:
    source = template()
    return lambda number: write(document(str(number), str(4000 + number), source))


def _docxtpl() -> Make:
    from docxtpl import DocxTemplate  # noqa: PLC0415

    form = write_docx(document("{{ number }}", "{{ price }}", template()))

    def make(number: int) -> bytes:
        merged = DocxTemplate(io.BytesIO(form))
        merged.render({"number": number, "price": 4000 + number})
        saved = io.BytesIO()
        merged.save(saved)
        return saved.getvalue()

    return make


def _weasyprint(variant: str) -> Make:
    from weasyprint import HTML  # noqa: PLC0415

    html = _ours(lambda document: write_html(document).encode())
    return lambda number: HTML(string=html(number).decode()).write_pdf(pdf_variant=variant)


MAKERS: Mapping[str, Callable[[], Make]] = {
    "docx": lambda: _ours(write_docx),
    "pdf": lambda: _ours(write_pdf),
    "html": lambda: _ours(lambda document: write_html(document).encode()),
    "text": lambda: _ours(lambda document: write_text(document).encode()),
    "docxtpl": _docxtpl,
    "weasyprint pdf/ua-1": lambda: _weasyprint("pdf/ua-1"),
    "weasyprint pdf/a-3a": lambda: _weasyprint("pdf/a-3a"),
}
PEERS = {"docxtpl": "docx", "weasyprint pdf/ua-1": "pdf", "weasyprint pdf/a-3a": "pdf"}
"""Each peer, and with which format of ours it is compared."""


def warm(name: str, letters: int) -> dict[str, Any]:
    """Letters a CPU second, bytes a letter, and megabytes held after 100 letters and at the end."""
    pinned = hasattr(os, "sched_setaffinity")
    if pinned:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    try:
        make = MAKERS[name]()
    except (ImportError, OSError):  # WeasyPrint without Pango is an OSError
        return {"installed": False}
    make(0)
    size, megabytes, seconds = 0, _megabytes(), 0.0
    for number in range(1, letters + 1):
        started = time.process_time()
        size += len(make(number))
        seconds += time.process_time() - started
        if number == 100:
            megabytes = _megabytes()
    return {
        "installed": True,
        "pinned": pinned,
        "letters_a_second": letters / seconds,
        "bytes": size / letters,
        "megabytes_after_100": megabytes if letters >= 100 else None,
        "megabytes_at_the_end": _megabytes(),
    }


def _megabytes() -> float | None:
    """Resident memory, where the system tells it."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if status.exists() else None


def cold() -> dict[str, dict[str, float]]:
    """Seconds of ``dictation render`` for one letter, and of importing its writers, by format."""
    with tempfile.TemporaryDirectory() as folder:
        program = [sys.executable, "-m", "dictation", "--home", f"{folder}/home"]
        for command in (
            ["init"],
            ["client", "import", str(SAMPLES / "clients.json")],
            ["contacts", "import", "hale", str(SAMPLES / "contacts.json")],
            ["process", str(SAMPLES / "monday-call.json"), "--client", "hale"],
        ):
            subprocess.run([*program, *command], check=True, capture_output=True, cwd=ROOT, stdin=subprocess.DEVNULL)
        listed = json.loads(subprocess.run([*program, "list", "--json"], check=True, capture_output=True).stdout)
        draft = next(str(each["id"]) for each in listed if each["kind"] == "letter")
        return {
            formats: _cold(
                [*program, "render", draft, "--format", formats, "-o"],
                ", ".join(WRITERS[each] for each in formats.split(",")),
                Path(folder) / formats,
            )
            for formats in (*WRITERS, ",".join(WRITERS))
        }


def _cold(render: list[str], writers: str, folder: Path) -> dict[str, float]:
    rendering, importing = [], []
    for run in range(COLD_RUNS + 1):
        rendering.append(_seconds([*render, str(folder / str(run))]))
        importing.append(_seconds([sys.executable, "-c", f"import {writers}"]))
    # The first of each finds nothing in the system's cache of files.
    figures = {"render_seconds": median(rendering[1:]), "import_seconds": median(importing[1:])}
    return figures | {"ratio": figures["render_seconds"] / figures["import_seconds"]}


def _seconds(command: list[str]) -> float:
    """CPU seconds of a command: others may be at work on the machine."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(letters: int) -> dict[str, Any]:
    """All figures."""
    measured: dict[str, Any] = {}
    for name in MAKERS:
        count = min(letters, PEER_LETTERS) if name in PEERS else letters
        child = [sys.executable, __file__, "--warm", name, "--letters", str(count)]
        measured[name] = json.loads(subprocess.run(child, check=True, capture_output=True, cwd=ROOT).stdout)
    for name, format_ in PEERS.items():
        if measured[name]["installed"]:
            measured[name]["ours_is_faster"] = (
                measured[format_]["letters_a_second"] / measured[name]["letters_a_second"]
            )
    return {"warm": measured, "cold": cold()}


def show(figures: dict[str, Any]) -> None:
    """The figures as tables of Markdown."""
    print("| warm | letters/s | bytes | MB after 100 | MB at the end | ours is faster |\n|---|---|---|---|---|---|")
    for name, row in figures["warm"].items():
        if not row["installed"]:
            print(f"| {name} | not installed | | | | |")
            continue
        memory = (f"{each:.0f}" if each else "" for each in (row["megabytes_after_100"], row["megabytes_at_the_end"]))
        faster = f"{row['ours_is_faster']:.1f} x" if "ours_is_faster" in row else ""
        print(f"| {name} | {row['letters_a_second']:.1f} | {row['bytes']:.0f} | {' | '.join(memory)} | {faster} |")
    on = "pinned to one core" if figures["warm"]["docx"]["pinned"] else "not pinned to a core: the system cannot"
    print(f"\nWarm processes were {on}.\n")
    print("| cold | s rendering | s importing | ratio |\n|---|---|---|---|")
    for formats, row in figures["cold"].items():
        print(f"| {formats} | {row['render_seconds']:.2f} | {row['import_seconds']:.2f} | {row['ratio']:.1f} |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=1000, help="how many to write warm")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--warm", choices=MAKERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.warm:
        print(json.dumps(warm(arguments.warm, arguments.letters)))
        return
    figures = measure(arguments.letters)
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)


if __name__ == "__main__":
    main()
