"""The paper of a Word file: its measures, the letterhead, the head of later pages, marks for folding and punching."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.section import _Header
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from dictation.model.document import Align, BlockKind, Document, Zone
from dictation.writers.docx_parts import add_page_number, add_text, place_picture, set_frame, styled
from dictation.writers.docx_styles import (
    CONTINUATION,
    LETTERHEAD_DETAIL,
    LETTERHEAD_RULE,
    LETTERHEAD_SPACE,
    PAPER_MARK,
    RULE_ROOM_PT,
    set_exact,
    style_of,
)
from dictation.writers.style import (
    LOGO_GAP_MM,
    MARK_LEFT_MM,
    POINTS_PER_MM,
    SMALL_LINE_PT,
    STYLES,
    edge_marks_mm,
    letterhead_height_pt,
    letterhead_text_height_pt,
    logo_zone,
    text_top_pt,
)

_LOGO_NUMBER = 1
_RULE_GAP_PT = 6
"""Between the letterhead and its rule."""


def set_page(word: WordDocument, document: Document) -> None:
    """Paper size, margins and the heads of the first and the later pages."""
    layout, section = document.layout, word.sections[0]
    section.page_width, section.page_height = Mm(layout.page_width_mm), Mm(layout.page_height_mm)
    section.left_margin, section.right_margin = Mm(layout.margin_left_mm), Mm(layout.margin_right_mm)
    section.top_margin, section.bottom_margin = Mm(layout.margin_top_mm), Mm(layout.margin_bottom_mm)
    section.header_distance = section.footer_distance = Mm(layout.letterhead_top_mm)
    section.different_first_page_header_footer = True
    _fit_letterhead(word, document)
    used = _write_first_head(section.first_page_header, document)
    # Word starts the text below a tall header: the last line of it is as high as what is left above the text.
    left = text_top_pt(document) - layout.letterhead_top_mm * POINTS_PER_MM - used
    set_exact(style_of(word, LETTERHEAD_SPACE), max(left, 1))
    _write_continuation(section.header, document)


def _write_first_head(header: _Header, document: Document) -> float:
    """Fill the first page's header and give back the points that it takes without its last line."""
    filler = styled(header.paragraphs[0], LETTERHEAD_SPACE)
    _mark_paper(filler, document)
    if letterhead := document.block(BlockKind.LETTERHEAD):
        name = styled(filler.insert_paragraph_before(), STYLES[BlockKind.LETTERHEAD].name)
        if document.logo and (zone := logo_zone(document)):
            place_picture(name, document.logo, zone, _LOGO_NUMBER)
        add_text(name, letterhead.lines[0])
        for line in letterhead.lines[1:]:
            add_text(styled(filler.insert_paragraph_before(), LETTERHEAD_DETAIL), line)
        styled(filler.insert_paragraph_before(), LETTERHEAD_RULE)
        return letterhead_height_pt(document) + _RULE_GAP_PT + RULE_ROOM_PT
    if document.header:
        add_text(styled(filler.insert_paragraph_before(), LETTERHEAD_DETAIL), document.header)
        return SMALL_LINE_PT
    return 0


def _fit_letterhead(word: WordDocument, document: Document) -> None:
    """Leave the room beside the letterhead's lines to the logo, on both sides of lines in the middle."""
    if zone := logo_zone(document):
        for name in (STYLES[BlockKind.LETTERHEAD].name, LETTERHEAD_DETAIL):
            look = style_of(word, name).paragraph_format
            look.right_indent = Mm(zone.width_mm + LOGO_GAP_MM)
            if document.layout.letterhead_align is not Align.LEFT:
                look.left_indent = look.right_indent
    lower = letterhead_height_pt(document) - letterhead_text_height_pt(document)
    style_of(word, LETTERHEAD_RULE).paragraph_format.space_before = Pt(_RULE_GAP_PT + lower)


def _mark_paper(before: Paragraph, document: Document) -> None:
    """Short rules at the left edge, where to fold and to punch; each is a frame with nothing for a reader in it."""
    for top, length in edge_marks_mm(document):
        paragraph = styled(before.insert_paragraph_before(), PAPER_MARK)
        zone = Zone(left_mm=MARK_LEFT_MM, top_mm=top, width_mm=length, height_mm=1)
        set_frame(paragraph._p.get_or_add_pPr(), zone, exact=True)  # noqa: SLF001 — python-docx has no frames


def _write_continuation(header: _Header, document: Document) -> None:
    paragraph = styled(header.paragraphs[0], CONTINUATION)
    paragraph.add_run(f"{document.continuation}\t{document.page_word} ".rstrip(" ") + " ")
    add_page_number(paragraph)
