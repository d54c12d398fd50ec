"""Where things stand on finished pages, and what the files say about themselves."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from itertools import pairwise
from typing import cast

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from dictation.errors import RenderError
from dictation.letters import lay_out
from dictation.model.document import BlockKind, Document
from dictation.model.draft import Recipient
from dictation.model.people import Client
from dictation.writers.docx import write_docx
from dictation.writers.html import write_html
from dictation.writers.pdf import write_pdf
from tests.letters.samples import BERG, DAY, HART, LESTARI, MERCER, QUILL, letter, paragraph, passage, source
from tests.writers.pictures import picture
from tests.writers.reading import text_positions


def laid_out(client: Client = HART, **changes: object) -> Document:
    draft = letter(**changes)
    return lay_out(draft, client, date=DAY, template=source("letter", draft.language))


# What an envelope's window may show of a sheet, wherever it has slid: millimetres from the left and the top edge.
# DL: window 90 x 35, 20 from the left, 18 from the bottom of 220 x 110, the sheet 210 x 99 when folded.
# Number 10: window 114.3 x 28.6, 22.2 from the left, 12.7 from the bottom of 241.3 x 104.8, the sheet 215.9 x 93.1.
# DIN 680: window 90 x 45, 20 from the left, 15 from the bottom of 220 x 110, the sheet 210 x 105 when folded.
WINDOWS = {
    "hart": ((10, 110), (46, 92)),
    "mercer": ((0, 136.5), (51.9, 92.1)),
    "berg": ((10, 110), (45, 95)),
}


def require_address_alone_in_window(content: bytes, client: Client, address: tuple[str, ...]) -> None:
    (left, right), (top, bottom) = WINDOWS[client.key]
    shown = [text for x, y, text in text_positions(content) if left <= x <= right and top <= y <= bottom]
    assert " ".join(shown).split() == " ".join(address).split()


def to_be_shown(document: Document) -> tuple[str, ...]:
    """The lines that the window is to show: the address, on German paper below the return address."""
    kinds = (BlockKind.SENDER, BlockKind.ADDRESS)
    return tuple(line for kind in kinds if (block := document.block(kind)) for line in block.lines)


@pytest.mark.parametrize("client", [HART, MERCER, BERG], ids=lambda client: client.key)
def test_a_window_envelope_shows_the_address_and_nothing_else(client: Client) -> None:
    document = dataclasses.replace(laid_out(client), logo=picture(size=(900, 200)), signature=picture())
    require_address_alone_in_window(write_pdf(document), client, to_be_shown(document))


def test_a_return_address_that_is_too_long_for_its_line_leaves_the_address_alone() -> None:
    firm = dataclasses.replace(BERG, organisation="Gesellschaft für Uhren und Uhrwerke", language="de")
    document = laid_out(firm, language="de")
    lines = to_be_shown(document)
    assert len(lines[0]) > 60
    content = write_pdf(document)
    baselines = [y for x, y, text in text_positions(content) if x < 100 and 45 < y < 95]
    assert baselines == sorted(baselines)
    assert min(below - above for above, below in pairwise(baselines)) > 2
    require_address_alone_in_window(content, BERG, lines)


@pytest.mark.parametrize("client", [HART, MERCER, BERG], ids=lambda client: client.key)
def test_lines_of_an_address_that_are_too_long_for_the_window_are_not_printed_over(client: Client) -> None:
    address = tuple(f"The {number}th line of an address that is much longer than its window" for number in range(8))
    document = laid_out(client, to=(dataclasses.replace(QUILL, address=address),))
    positions = text_positions(write_pdf(document))
    last = max(y for x, y, text in positions if x < 100 and text.startswith(("longer", "than", "window", "its")))
    salutation = next(y for _, y, text in positions if text == "Dear Ms Quill,")
    subject = next(y for _, y, text in positions if text == "Restoration of the turret clock")
    assert min(salutation, subject) > last + 4


def test_an_address_longer_than_its_window_is_whole_and_nothing_is_printed_over_it() -> None:
    address = tuple(f"Line {number} of a long address" for number in range(14))
    document = laid_out(to=(dataclasses.replace(QUILL, address=address),))
    positions = text_positions(write_pdf(document))
    last = next(y for _, y, text in positions if text == address[-1])
    date = next(y for _, y, text in positions if text == "10 March 2026")
    assert date > last + 4


def test_later_pages_name_the_recipient_and_their_number_and_carry_no_letterhead() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(laid_out(body=letter().body * 12))))
    later = [page.extract_text() for page in reader.pages[1:]]
    assert len(later) >= 3
    for number, text in enumerate(later, 2):
        assert text.split()[:8] == ["Oona", "Quill", "·", "10", "March", "2026", "Page", str(number)]
        assert "Tinsmith Row" not in text


def test_an_email_to_many_on_paper_names_them_all_and_prints_nothing_over_them() -> None:
    crowd = tuple(Recipient(name=f"Guest Number {number}", email="g@inn.example") for number in range(40))
    draft = letter(to=crowd, body=letter().body * 4)
    content = write_pdf(lay_out(draft, HART, date=DAY, template=source("email")))
    for page, first in ((0, "Dear Ms Quill,"), (1, None)):
        positions = text_positions(content, page)
        named = [y for _, y, text in positions if "Guest" in text]
        assert sum(text.count("Guest") for _, _, text in positions) == len(crowd)
        text_begins = min(y for _, y, text in positions if text == first or (y > max(named) and first is None))
        assert text_begins > max(named) + 4


def test_a_list_is_on_the_page_of_the_words_that_announce_it() -> None:
    announced = (paragraph("To be done:"), letter().body[4])
    for length in range(10, 22):
        filler = tuple(paragraph("A line.") for _ in range(length))
        reader = PdfReader(io.BytesIO(write_pdf(laid_out(body=filler + announced))))
        assert not reader.pages[0].extract_text().strip().endswith("To be done:")


def test_a_pdf_embeds_its_fonts_and_tells_title_author_language_and_date() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(laid_out())))
    assert reader.metadata is not None
    assert reader.metadata.title == "Restoration of the turret clock"
    assert reader.metadata.author == "Imogen Hart"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == DAY
    assert str(reader.root_object["/Lang"]) == "en-GB"
    fonts = {font for page in reader.pages for font in fonts_of(page)}
    assert fonts
    assert not {name for name, embedded in fonts if not embedded}


def fonts_of(page: PageObject) -> list[tuple[str, bool]]:
    """The names of a page's fonts, and whether each is embedded."""
    resources = cast("DictionaryObject", page["/Resources"])
    fonts = [font.get_object() for font in cast("DictionaryObject", resources["/Font"]).values()]
    return [(font["/BaseFont"], "/FontFile2" in font.get("/FontDescriptor", {}).get_object()) for font in fonts]


@pytest.mark.parametrize("text", ["Nguyễn Thị Lặng", "Łódź, Žižkov, Ğüzel", "Ωμέγα", "Жуков", "Rp2.500.000 – €75 “½”"])
def test_a_pdf_holds_names_of_many_languages(text: str) -> None:
    reader = PdfReader(io.BytesIO(write_pdf(laid_out(to=(Recipient(name=text, address=("1 Quay",)),)))))
    assert text in " ".join(reader.pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("text", "named"), [("សុខ", "U+179F"), ("١٢", "U+0661"), ("تحيا ١٢", "U+0661"), ("done 🙂", "U+1F642")]
)
def test_a_character_that_the_font_cannot_write_is_an_error_that_names_it_and_its_place(text: str, named: str) -> None:
    with pytest.raises(RenderError) as caught:
        write_pdf(laid_out(salutation=passage(f"Dear {text},")))
    assert named in caught.value.message
    assert "salutation" in (caught.value.place or "")
    assert "Restoration of the turret clock" in (caught.value.place or "")
    assert caught.value.remedy


def test_a_page_too_small_for_its_text_is_a_clear_error() -> None:
    document = laid_out()
    layout = dataclasses.replace(document.layout, page_height_mm=60, margin_bottom_mm=30)
    with pytest.raises(RenderError, match="uk-block"):
        write_pdf(dataclasses.replace(document, layout=layout))


@pytest.mark.parametrize("client", [HART, LESTARI], ids=lambda client: client.key)
def test_the_same_document_is_the_same_bytes(client: Client) -> None:
    document = laid_out(client)
    assert write_pdf(document) == write_pdf(document)
    assert write_html(document) == write_html(document)
    written = write_docx(document)
    assert written == write_docx(document)
    times = {part.date_time for part in zipfile.ZipFile(io.BytesIO(written)).infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}


def test_a_closing_is_on_the_page_of_its_signature() -> None:
    for length in range(10, 45):
        filler = tuple(paragraph("A line.") for _ in range(length))
        document = dataclasses.replace(laid_out(body=filler), signature=picture())
        for page in PdfReader(io.BytesIO(write_pdf(document))).pages:
            text = page.extract_text()
            assert ("Yours sincerely," in text) == ("Managing Director" in text) == ("01603 496 0114" in text)


@pytest.mark.parametrize(("kind", "marks"), [("letter", 2), ("memo", 0), ("email", 0)])
def test_only_what_goes_into_an_envelope_has_marks_for_folding(kind: str, marks: int) -> None:
    document = lay_out(letter(), HART, date=DAY, template=source(kind))
    assert len(document.layout.fold_marks_mm) == 2
    content = PdfReader(io.BytesIO(write_pdf(document))).pages[0].get_contents()
    assert content is not None
    lines = re.findall(r"([\d.]+) [\d.]+ m ", content.get_data().decode("latin-1"))
    begins = [float(left) * 25.4 / 72 for left in lines]
    assert len([left for left in begins if left < 10]) == marks
