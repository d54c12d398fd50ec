"""A document's blocks as paragraphs of Word."""

from __future__ import annotations

import datetime
import io
from itertools import zip_longest

from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Header
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from dictation.model.document import Block, BlockKind, Document
from dictation.writers.docx_styles import (
    CONTINUATION,
    LETTERHEAD_DETAIL,
    LETTERHEAD_SPACE,
    WINDOW_ADDRESS,
    set_frame,
    styled_document,
)
from dictation.writers.style import (
    LABELLED,
    POINTS_PER_MM,
    SMALL_LINE_PT,
    STYLES,
    flowing,
    keeps_with_next,
    letterhead_height_pt,
    text_top_pt,
    window_address,
)


def build(document: Document) -> bytes:
    """The document as python-docx saves it.

    Raises:
        ValueError: a text holds a character that XML forbids.
    """
    word = styled_document(document.layout, document.language)
    _set_properties(word, document)
    _set_page(word.sections[0], document)
    address, window = window_address(document), document.layout.window
    if address is not None and window is not None:
        for line in address.lines:
            paragraph = word.add_paragraph(line, style=WINDOW_ADDRESS)
            set_frame(paragraph._p.get_or_add_pPr(), window)  # noqa: SLF001 — python-docx has no frames
    blocks = flowing(document)
    for block, following in zip_longest(blocks, blocks[1:]):
        last = _add_block(word, block)
        # Kinds that always stay with what follows have that in their style.
        if keeps_with_next(block, following) and not STYLES[block.kind].keep_with_next:
            last.paragraph_format.keep_with_next = True
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    # The standard allows 255 characters (python-docx refuses more).
    properties.title = document.title[:255]
    properties.author = properties.last_modified_by = document.author[:255]
    properties.language = document.language
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.datetime.combine(document.date, datetime.time())


def _set_page(section: Section, document: Document) -> None:
    layout = document.layout
    section.page_width, section.page_height = Mm(layout.page_width_mm), Mm(layout.page_height_mm)
    section.left_margin, section.right_margin = Mm(layout.margin_left_mm), Mm(layout.margin_right_mm)
    section.top_margin, section.bottom_margin = Mm(layout.margin_top_mm), Mm(layout.margin_bottom_mm)
    section.header_distance = section.footer_distance = Mm(layout.letterhead_top_mm)
    section.different_first_page_header_footer = True
    _write_letterhead(section.first_page_header, document)
    _write_continuation(section.header, document)


def _write_letterhead(header: _Header, document: Document) -> None:
    """The first page's header, filled up to where the text begins: Word starts the text below a tall header."""
    letterhead = document.block(BlockKind.LETTERHEAD)
    used = letterhead_height_pt(document)
    paragraph = header.paragraphs[0]
    if letterhead is not None:
        paragraph.text = letterhead.lines[0]
        paragraph.style = STYLES[BlockKind.LETTERHEAD].name
        for line in letterhead.lines[1:]:
            paragraph = header.add_paragraph(line, style=LETTERHEAD_DETAIL)
        _add_rule(paragraph)
        paragraph = header.add_paragraph()
    elif document.header:
        paragraph.text = document.header
        paragraph.style = LETTERHEAD_DETAIL
        used = SMALL_LINE_PT
        paragraph = header.add_paragraph()
    paragraph.style = LETTERHEAD_SPACE
    space = text_top_pt(document) - document.layout.letterhead_top_mm * POINTS_PER_MM - used
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(max(space, 1))


def _write_continuation(header: _Header, document: Document) -> None:
    layout = document.layout
    paragraph = header.paragraphs[0]
    paragraph.style = CONTINUATION
    width = layout.page_width_mm - layout.margin_left_mm - layout.margin_right_mm
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{document.continuation}\t{document.page_word} ".rstrip(" ") + " ")
    _add_page_number(paragraph)


def _add_page_number(paragraph: Paragraph) -> None:
    """A PAGE field (ECMA-376 part 1, 17.16.5.44)."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 — python-docx has no fields


def _add_rule(paragraph: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "4", "space": "6", "color": "5A5A5A"}.items():
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 — python-docx has no borders
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _add_block(word: WordDocument, block: Block) -> Paragraph:
    """Append the block and give back its last paragraph."""
    style = STYLES[block.kind].name
    if block.kind in LABELLED:
        paragraph = word.add_paragraph(style=style)
        _write_labelled(paragraph, block)
        return paragraph
    if block.kind is BlockKind.PROSE:
        return word.add_paragraph("\n".join(block.lines), style=style)
    paragraphs = [word.add_paragraph(line, style=style) for line in block.lines]
    if block.kind is BlockKind.NUMBERED:
        number = _restarted_numbering(word)
        for paragraph in paragraphs:
            _number(paragraph, number)
    return paragraphs[-1]


def _write_labelled(paragraph: Paragraph, block: Block) -> None:
    text = block.text_lines[0]
    if block.label:
        label = f"{block.label}:"
        paragraph.add_run(label).bold = block.kind is BlockKind.FIELD or None
        text = "\t" + text.removeprefix(label).lstrip()
    paragraph.add_run(text)


def _restarted_numbering(word: WordDocument) -> int:
    """The id of a numbering of its own, so that each list begins with one."""
    numbering = word.part.numbering_part.element
    style_properties = word.styles[STYLES[BlockKind.NUMBERED].name].element.pPr
    shared = numbering.num_having_numId(style_properties.numPr.numId.val)
    own = numbering.add_num(shared.abstractNumId.val)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(own.numId)


def _number(paragraph: Paragraph, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 — python-docx has no numbering
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering
