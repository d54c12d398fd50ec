"""Word files as another program than Word opens them: where things stand, and that nothing is lost."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from PIL import Image
from pypdf import PdfReader

from dictation.model.document import BlockKind, Document, Zone
from dictation.writers.docx import write_docx
from dictation.writers.style import POINTS_PER_MM, placed
from dictation.writers.text import write_text
from tests.letters.samples import BERG, TEMPLATES
from tests.writers.papers import CLIENTS, LOGO, SIGNATURE, paper
from tests.writers.reading import text_positions
from tests.writers.test_pages import WINDOWS


def has_font_as_wide_as_arial() -> bool:
    if shutil.which("fc-match") is None:
        return False
    found = subprocess.run(["fc-match", "Arial"], check=True, capture_output=True, encoding="utf-8").stdout
    return any(name in found for name in ("Arial", "Liberation"))


pytestmark = [
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.skipif(not has_font_as_wide_as_arial(), reason="no font as wide as Arial is installed"),
]

LAYOUTS = tuple(CLIENTS)
WINDOWED = [layout for layout, client in CLIENTS.items() if client.key in WINDOWS]
SHORT, LONG = 1, 7
"""How many times over the text of a letter on one page stands, and that of one on three."""
BREAKS = {f"{{urn:oasis:names:tc:opendocument:xmlns:text:1.0}}{name}" for name in ("p", "h", "tab", "s", "line-break")}


def document(layout: str, times: int = SHORT) -> Document:
    return paper(CLIENTS[layout], times)


def convert(folder: Path, to: str) -> None:
    """Have LibreOffice write every Word file of the folder anew."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, folder.glob("*.docx"))], check=True, capture_output=True, timeout=240)


def as_pdf(folder: Path, content: bytes) -> bytes:
    (folder / "letter.docx").write_bytes(content)
    convert(folder, "pdf")
    return (folder / "letter.pdf").read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short and a long letter of each layout, as LibreOffice prints and stores them."""
    made = tmp_path_factory.mktemp("libreoffice")
    for layout in LAYOUTS:
        for times in (SHORT, LONG):
            (made / f"{layout}-{times}.docx").write_bytes(write_docx(document(layout, times)))
    convert(made, "pdf")
    convert(made, "odt")
    return made


def printed(folder: Path, layout: str, times: int = SHORT) -> bytes:
    return (folder / f"{layout}-{times}.pdf").read_bytes()


def words(texts: Iterator[str] | list[str]) -> Counter[str]:
    return Counter(" ".join(texts).replace("•", "-").split())


def test_every_shipped_layout_is_tried() -> None:
    assert set(LAYOUTS) == {path.stem for path in (TEMPLATES / "layouts").glob("*.toml")}


@pytest.mark.parametrize("layout", WINDOWED)
def test_a_window_envelope_shows_the_addresses_and_nothing_else(folder: Path, layout: str) -> None:
    for times in (SHORT, LONG):
        require_addresses_alone_in_window(printed(folder, layout, times), document(layout, times))


def require_addresses_alone_in_window(content: bytes, written: Document) -> None:
    (left, right), (top, bottom) = WINDOWS[CLIENTS[written.layout.name].key]
    shown = [text for x, y, text in text_positions(content) if left <= x <= right and top <= y <= bottom]
    addresses = [block for block in written.blocks if block.kind in {BlockKind.SENDER, BlockKind.ADDRESS}]
    assert words(shown) == words([line for block in addresses for line in block.lines])


def test_a_return_address_of_two_lines_leaves_the_address_alone(tmp_path: Path) -> None:
    organisation = "Gesellschaft mit beschränkter Haftung für Uhren, Uhrwerke und Turmuhren"
    written = paper(dataclasses.replace(BERG, organisation=organisation))
    content = as_pdf(tmp_path, write_docx(written))
    require_addresses_alone_in_window(content, written)
    baselines = sorted({round(y, 1) for x, y, _ in text_positions(content) if x < 100 and 45 < y < 95})
    address = written.block(BlockKind.ADDRESS)
    assert address is not None
    assert len(baselines) == 2 + len(address.lines)
    assert min(below - above for above, below in pairwise(baselines)) > 2


@pytest.mark.parametrize("layout", WINDOWED)
def test_what_the_layout_places_apart_is_in_its_zone(folder: Path, layout: str) -> None:
    positions, written = text_positions(printed(folder, layout)), document(layout)
    for each in placed(written):
        lines = [line for block in each.blocks for line in block.text_lines]
        # A foreign address has a line more than some windows were made for.
        height = max(each.zone.height_mm, len(lines) * written.layout.line_pt / POINTS_PER_MM)
        shown = [text for x, y, text in positions if is_in(each.zone, height, x, y)]
        assert words(lines) == words(shown)


def is_in(zone: Zone, height_mm: float, x: float, y: float) -> bool:
    # A line's letters reach a little below what the zone and the line's own room are.
    beside = zone.left_mm - 0.5 <= x <= zone.left_mm + zone.width_mm
    return beside and zone.top_mm < y <= zone.top_mm + height_mm + 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_letter_has_as_many_pages_as_it_should_and_later_ones_name_themselves(folder: Path, layout: str) -> None:
    assert len(PdfReader(io.BytesIO(printed(folder, layout))).pages) == 1
    pages = PdfReader(io.BytesIO(printed(folder, layout, LONG))).pages
    assert len(pages) == 3
    written = document(layout)
    for number, page in enumerate(pages, 1):
        found = page.extract_text()
        head = f"{written.continuation} {written.page_word} {number}"
        assert (head in found) == (number > 1)
        assert (CLIENTS[layout].address[1] in found) == (number == 1)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("times", [SHORT, LONG])
def test_the_printed_words_are_those_of_the_text(folder: Path, layout: str, times: int) -> None:
    written = document(layout, times)
    pages = PdfReader(io.BytesIO(printed(folder, layout, times))).pages
    heads = [f"{written.continuation} {written.page_word} {number}" for number in range(2, len(pages) + 1)]
    assert words([page.extract_text() for page in pages]) == words([write_text(written), *heads])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_that_libreoffice_stores_has_every_word_and_picture(folder: Path, layout: str) -> None:
    archive = zipfile.ZipFile(folder / f"{layout}-{LONG}.odt")
    body, heads = (parse_xml(archive.read(name)) for name in ("content.xml", "styles.xml"))
    words_of_file = Counter("".join(spoken(body)).split())
    opened = docx.Document(io.BytesIO(write_docx(document(layout, LONG))))
    assert words_of_file == Counter(" ".join(found.text for found in opened.paragraphs).split())
    described = [
        element.text for part in (body, heads) for element in part.iter() if element.tag.endswith(("}desc", "}title"))
    ]
    assert {LOGO.alt, SIGNATURE.alt} <= set(described)
    assert sum(name.startswith("Pictures/") for name in archive.namelist()) == 2


def spoken(element: BaseOxmlElement) -> Iterator[str]:
    """The text of an ODF file, without what pictures are described by."""
    apart = " " if element.tag in BREAKS else ""
    yield apart
    if not element.tag.endswith(("}desc", "}title")):
        yield element.text or ""
    for child in element:
        yield from spoken(child)
        yield child.tail or ""
    yield apart


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler's pdftoppm is not installed")
def test_marks_for_folding_and_punching_stand_at_the_left_edge_of_the_first_page(folder: Path) -> None:
    pdf = folder / f"de-din5008-{LONG}.pdf"
    command = ["pdftoppm", "-r", str(25.4 * DOTS_PER_MM), "-gray", "-l", "2", str(pdf), str(folder / "page")]
    subprocess.run(command, check=True, timeout=60)
    first, second = (rules_at_left_edge(path) for path in sorted(folder.glob("page-*.pgm")))
    assert second == []
    (fold, fold_length), (hole, hole_length), (second_fold, second_length) = first
    layout = document("de-din5008").layout
    assert (fold, second_fold) == pytest.approx(layout.fold_marks_mm, abs=0.5)
    assert hole == pytest.approx(layout.hole_mark_mm, abs=0.5)
    assert 2 < fold_length == pytest.approx(second_length, abs=0.2)
    assert fold_length + 1 < hole_length < 8


DOTS_PER_MM = 10


def rules_at_left_edge(path: Path) -> list[tuple[float, float]]:
    """What stands on the first 15 mm of a page: how far from the top, and how long, in millimetres."""
    width = 15 * DOTS_PER_MM
    with Image.open(path) as page:
        strip = page.crop((0, 0, width, page.height)).tobytes()
    rows = [sum(dot < 160 for dot in strip[start : start + width]) for start in range(0, len(strip), width)]
    tops = [row for row, dark in enumerate(rows) if dark and not rows[row - 1]]
    return [(row / DOTS_PER_MM, rows[row] / DOTS_PER_MM) for row in tops]


def test_a_changed_style_changes_all_its_paragraphs(tmp_path: Path) -> None:
    written = write_docx(document("uk-block"))
    word = docx.Document(io.BytesIO(written))
    word.styles["Body Text"].font.name = "Liberation Serif"
    changed = io.BytesIO()
    word.save(changed)
    before, after = as_pdf(tmp_path, written), as_pdf(tmp_path, changed.getvalue())
    prose = "The movement is in better order"
    assert "Serif" not in font_of(before, prose)
    assert "Serif" in font_of(after, prose)
    assert "Serif" in font_of(after, "We would:")
    assert "Serif" not in font_of(after, "Dear Ms Quill,")


def font_of(content: bytes, text: str) -> str:
    found = []

    def visit(piece: str, _cm: object, _tm: object, font: dict[str, str] | None, _size: object) -> None:
        if text in piece and font:
            found.append(font["/BaseFont"])

    PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=visit)
    (name,) = found
    return name
