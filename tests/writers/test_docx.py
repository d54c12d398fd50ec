"""Word files as Word and a secretary find them."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from PIL import Image

from dictation.errors import RenderError
from dictation.letters import lay_out
from dictation.model.document import Block, BlockKind, Document
from dictation.model.people import Client
from dictation.writers.docx import write_docx
from dictation.writers.links import spans
from dictation.writers.style import logo_zone, placed
from tests.letters.samples import BERG, DAY, HART, letter, paragraph, passage, source
from tests.writers.papers import CLIENTS, LOGO, SIGNATURE, paper
from tests.writers.reading import numbering_of

# ECMA-376 part 1, annex A.1, CT_PPr: a file with its elements in another order is "unreadable content" to Word.
ORDER = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl
divId cnfStyle rPr sectPr pPrChange""".split()
TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM = 36_000


def laid_out(**changes: object) -> Document:
    return lay_out(letter(**changes), HART, date=DAY, template=source("letter"))


def opened(document: Document) -> WordDocument:
    return docx.Document(io.BytesIO(write_docx(document)))


def parts(content: bytes) -> list[BaseOxmlElement]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
    return [parse_xml(archive.read(name)) for name in names]


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_the_properties_of_paragraphs_stand_in_the_order_that_word_asks_for(client: Client) -> None:
    found = [element for part in parts(write_docx(paper(client))) for element in part.iter(qn("w:pPr"))]
    assert len(found) > 40
    for properties in found:
        places = [ORDER.index(local(child.tag)) for child in properties]
        assert places == sorted(set(places)), properties.xml


def test_a_secretary_finds_words_own_styles_and_the_language_in_the_word_file() -> None:
    word = opened(laid_out())
    used = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    expected = {"Salutation", "Closing", "Signature", "Body Text", "List Number", "List Bullet", "Date"}
    assert expected <= used
    assert "Normal" not in used
    assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    assert (word.core_properties.title, word.core_properties.author) == (
        "Restoration of the turret clock",
        "Imogen Hart",
    )
    assert word.core_properties.created is not None
    assert word.core_properties.created.date() == DAY


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_only_styles_say_how_text_looks(client: Client) -> None:
    """So that a change of a style is a change of all its paragraphs."""
    word = opened(paper(client))
    section = word.sections[0]
    roots = [word.element.body, section.first_page_header._element, section.header._element]
    of_runs = {local(child.tag) for root in roots for run in root.iter(qn("w:rPr")) for child in run}
    of_paragraphs = {local(child.tag) for root in roots for found in root.iter(qn("w:pPr")) for child in found}
    assert of_runs <= {"rStyle"}
    # What is between paragraphs is no look: which stay together, which are one list, which share a frame.
    assert of_paragraphs <= {"pStyle", "keepNext", "numPr", "framePr"}


def test_what_the_layout_places_apart_is_in_a_frame_there_and_so_is_its_style() -> None:
    document = paper(BERG)
    word = opened(document)
    framed = [found for found in word.paragraphs if found._p.xpath("./w:pPr/w:framePr")]
    blocks = [(zone.zone, line) for zone in placed(document) for block in zone.blocks for line in block.text_lines]
    assert [" ".join(found.text.split()) for found in framed] == [line for _, line in blocks]
    for found, (zone, _) in zip(framed, blocks, strict=True):
        assert found.style is not None
        for element in (found._p, found.style.element):
            (frame,) = element.xpath("./w:pPr/w:framePr")
            measures = [int(frame.get(qn(f"w:{name}"))) for name in "xywh"]
            expected = (zone.left_mm, zone.top_mm, zone.width_mm, zone.height_mm)
            assert measures == [round(length * TWIPS_PER_MM) for length in expected]
            assert (frame.get(qn("w:hAnchor")), frame.get(qn("w:vAnchor"))) == ("page", "page")


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_the_logo_is_a_picture_with_a_description_beside_the_letterhead(client: Client) -> None:
    document = paper(client)
    header = opened(document).sections[0].first_page_header
    (anchor,) = header._element.iter(qn("wp:anchor"))
    assert anchor.find(qn("wp:docPr")).get("descr") == LOGO.alt
    offsets = [int(found.text) / EMU_PER_MM for found in anchor.iter(qn("wp:posOffset"))]
    size = [int(anchor.find(qn("wp:extent")).get(side)) / EMU_PER_MM for side in ("cx", "cy")]
    zone = logo_zone(document)
    assert zone is not None
    assert [*offsets, *size] == pytest.approx([zone.left_mm, zone.top_mm, zone.width_mm, zone.height_mm], abs=0.1)
    # ECMA-376 part 1, 20.4.2.3: the order in which Word asks for the parts.
    order = "simplePos positionH positionV extent wrapNone docPr cNvGraphicFramePr graphic".split()
    assert [local(child.tag) for child in anchor] == order


def test_the_signature_is_a_picture_with_a_description_between_closing_and_name() -> None:
    word, space = opened(paper(HART)), paper(HART).layout.signature_space_mm
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == SIGNATURE.alt
    assert space - 3 < shape.height.mm <= space
    assert shape.width.mm == pytest.approx(2 * shape.height.mm, abs=0.1)
    around = [found.style.name for found in word.paragraphs if found.style]
    place = around.index("Signature Picture")
    assert (around[place - 1], around[place + 1]) == ("Closing", "Signature")
    look = word.styles["Signature Picture"].paragraph_format
    room = look.space_before.mm + look.line_spacing.mm + look.space_after.mm
    assert room == pytest.approx(space, abs=0.1)


def test_the_signature_takes_the_place_of_the_room_for_one_by_hand() -> None:
    unsigned = dataclasses.replace(paper(HART), signature=None)
    for document, space in ((paper(HART), 0), (unsigned, unsigned.layout.signature_space_mm)):
        after = opened(document).styles["Closing"].paragraph_format.space_after
        assert after.mm == pytest.approx(space, abs=0.1)


def test_addresses_in_a_text_can_be_followed_and_its_words_stay() -> None:
    text = "See https://quill.example/a{b}?c=[d]=1; or write to oona@quill.example, please."
    word = opened(laid_out(body=(paragraph(text),)))
    (found,) = [each for each in word.paragraphs if each.hyperlinks]
    assert found.text == text
    assert [link.text for link in found.hyperlinks] == [span.text for span in spans(text) if span.target]
    assert [link.url for link in found.hyperlinks] == [
        "https://quill.example/a%7Bb%7D?c=%5Bd%5D=1",
        "mailto:oona@quill.example",
    ]
    assert all(run.style.name == "Hyperlink" for link in found.hyperlinks for run in link.runs)
    letterhead = word.sections[0].first_page_header.paragraphs
    assert [link.url for each in letterhead for link in each.hyperlinks] == ["mailto:imogen@hartclockworks.example"]


def test_the_subject_is_a_heading_for_words_navigation() -> None:
    word = opened(laid_out())
    headings = {style.name for style in word.styles if style.element.xpath("./w:pPr/w:outlineLvl[@w:val='0']")}
    assert headings == {"Subject Line", "Title"}


def test_a_quotation_is_set_in_on_both_sides() -> None:
    look = opened(paper(HART)).styles["Quote"].paragraph_format
    assert look.left_indent == look.right_indent
    assert look.left_indent.mm > 5


def test_each_numbered_list_of_a_word_file_begins_with_one() -> None:
    word = opened(laid_out(body=letter().body * 2))
    numberings = [numbering_of(found) for found in word.paragraphs if found.style and found.style.name == "List Number"]
    assert len(numberings) == 6
    assert len(set(numberings)) == 2


def test_later_pages_of_a_word_file_count_themselves() -> None:
    header = opened(laid_out()).sections[0].header
    assert header._element.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")) == "PAGE"
    assert header.paragraphs[0].text.startswith("Oona Quill · 10 March 2026\tPage")


def test_very_long_words_and_subjects_do_not_stop_the_word_file() -> None:
    word = opened(laid_out(subject=passage("clock " * 100), body=(paragraph("x" * 40_000),)))
    assert "x" * 40_000 in [found.text for found in word.paragraphs]


@pytest.mark.parametrize("client", [HART, BERG], ids=["uk", "de"])
def test_the_same_document_with_pictures_is_the_same_bytes(client: Client) -> None:
    document = paper(client)
    assert write_docx(document) == write_docx(document)


JPEG = io.BytesIO()
Image.new("RGB", (30, 20)).save(JPEG, "JPEG")


@pytest.mark.parametrize("content", [b"", b"no picture", LOGO.content[:40], JPEG.getvalue()[:100]])
def test_a_picture_that_cannot_be_read_is_a_clear_error(content: bytes) -> None:
    broken = dataclasses.replace(paper(HART), logo=dataclasses.replace(LOGO, content=content))
    with pytest.raises(RenderError) as caught:
        write_docx(broken)
    assert caught.value.place == LOGO.alt
    assert "PNG or JPEG" in (caught.value.remedy or "")


def test_a_character_that_xml_cannot_hold_is_a_clear_error() -> None:
    document = laid_out()
    broken = dataclasses.replace(document, blocks=(*document.blocks, Block(kind=BlockKind.PROSE, lines=("a\x01b",))))
    with pytest.raises(RenderError, match="Word file") as caught:
        write_docx(broken)
    assert caught.value.place == "Restoration of the turret clock"


def test_the_closing_is_never_alone_on_a_page_and_a_signature_never_parted() -> None:
    paragraphs = opened(paper(HART)).paragraphs
    styles = [found.style for found in paragraphs]
    names = [style.name for style in styles if style]
    end_of_text, last = names.index("Closing") - 1, len(names) - 1 - names[::-1].index("Signature")
    assert names[end_of_text : last + 1] == ["Quote", "Closing", "Signature Picture", "Signature", "Signature"]
    for found, style in zip(paragraphs[end_of_text:last], styles[end_of_text:last], strict=True):
        assert style is not None
        assert found.paragraph_format.keep_with_next or style.paragraph_format.keep_with_next
