"""A document's blocks as reportlab's flowables on pages."""

from __future__ import annotations

import io
from itertools import zip_longest
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, NextPageTemplate, PageTemplate
from reportlab.platypus import Paragraph as Flow

from dictation.model.document import Align, Block, BlockKind, Document
from dictation.writers.pdf_fonts import BOLD, REGULAR, require_glyphs
from dictation.writers.style import (
    FIELD_INDENT_MM,
    GREY,
    INK,
    LABELLED,
    LETTERHEAD_NAME_LINE_PT,
    LETTERHEAD_NAME_PT,
    LIST_INDENT_MM,
    POINTS_PER_MM,
    SMALL_LINE_PT,
    SMALL_PT,
    STYLES,
    flowing,
    keeps_with_next,
    text_top_pt,
    window_address,
)

_ALIGNMENTS = {Align.LEFT: TA_LEFT, Align.CENTRE: TA_CENTER, Align.RIGHT: TA_RIGHT}
_INK = Color(*(value / 255 for value in INK))
_GREY = Color(*(value / 255 for value in GREY))
_RULE_GAP_PT = 6
_BELOW_SMALL_TEXT_PT = 20
"""Between the small line at the head of a page and its text."""
_PAGE_NUMBER_MM = 25
"""The room for a later page's number at the right of its head."""


def build(document: Document) -> bytes:
    """The document as one PDF file.

    Raises:
        RenderError: a font lacks a character.
        reportlab.platypus.doctemplate.LayoutError: something is larger than a page.
    """
    require_glyphs(document)
    written = io.BytesIO()
    template = BaseDocTemplate(
        written,
        pagesize=(_points(document.layout.page_width_mm), _points(document.layout.page_height_mm)),
        pageTemplates=[_first_page(document), _later_page(document)],
        title=document.title,
        author=document.author,
        creator="dictation",
        lang=document.language,
        displayDocTitle=True,
        invariant=1,
        initialFontName=REGULAR,
    )
    template.build([NextPageTemplate("later"), *_story(document)])
    return written.getvalue()


def _points(millimetres: float) -> float:
    return millimetres * POINTS_PER_MM


def _text_width(document: Document) -> float:
    layout = document.layout
    return _points(layout.page_width_mm - layout.margin_left_mm - layout.margin_right_mm)


def _frame(document: Document, top_pt: float) -> Frame:
    layout = document.layout
    bottom = _points(layout.margin_bottom_mm)
    return Frame(
        _points(layout.margin_left_mm),
        bottom,
        _text_width(document),
        _points(layout.page_height_mm) - bottom - top_pt,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def _first_page(document: Document) -> PageTemplate:
    def draw(canvas: Canvas, _template: BaseDocTemplate) -> None:
        day = document.date
        canvas.setDateFormatter(lambda *_: f"D:{day:%Y%m%d}000000Z")
        if letterhead := document.block(BlockKind.LETTERHEAD):
            _draw_letterhead(canvas, document, letterhead)
        elif document.header:
            _draw(canvas, _small(document.header, Align.LEFT), *_page_head(document), _text_width(document))
        _draw_address(canvas, document)

    top = text_top_pt(document)
    if not document.block(BlockKind.LETTERHEAD):
        top = max(top, _below_small_text(document, document.header, _text_width(document)))
    return PageTemplate(id="first", frames=[_frame(document, top)], onPage=draw)


def _later_page(document: Document) -> PageTemplate:
    width = _text_width(document) - _points(_PAGE_NUMBER_MM)

    def draw(canvas: Canvas, _template: BaseDocTemplate) -> None:
        x, y = _page_head(document)
        _draw(canvas, _small(document.continuation, Align.LEFT), x, y, width)
        number = f"{document.page_word} {canvas.getPageNumber()}".strip()
        _draw(canvas, _small(number, Align.RIGHT), x + width, y, _points(_PAGE_NUMBER_MM))

    top = _below_small_text(document, document.continuation, width)
    return PageTemplate(id="later", frames=[_frame(document, top)], onPage=draw)


def _page_head(document: Document) -> tuple[float, float]:
    """Where the first line of a page begins: the letterhead, the header or the continuation line."""
    layout = document.layout
    return _points(layout.margin_left_mm), _points(layout.page_height_mm - layout.letterhead_top_mm)


def _below_small_text(document: Document, text: str, width: float) -> float:
    """Where text can begin below small text at the head of a page, from the paper's top edge."""
    _, height = _small(text, Align.LEFT).wrap(width, _points(document.layout.page_height_mm))
    return _points(document.layout.letterhead_top_mm) + max(float(height), SMALL_LINE_PT) + _BELOW_SMALL_TEXT_PT


def _small(text: str, align: Align) -> Flow:
    style = ParagraphStyle(
        "small",
        fontName=REGULAR,
        fontSize=SMALL_PT,
        leading=SMALL_LINE_PT,
        textColor=_GREY,
        alignment=_ALIGNMENTS[align],
    )
    return _flow(text, style)


def _draw_letterhead(canvas: Canvas, document: Document, letterhead: Block) -> None:
    """The name large, the rest small, and a rule below."""
    align, width = document.layout.letterhead_align, _text_width(document)
    name = ParagraphStyle(
        "name",
        fontName=BOLD,
        fontSize=LETTERHEAD_NAME_PT,
        leading=LETTERHEAD_NAME_LINE_PT,
        textColor=_INK,
        alignment=_ALIGNMENTS[align],
    )
    x, y = _page_head(document)
    y = _draw(canvas, _flow(letterhead.lines[0], name), x, y, width)
    for line in letterhead.lines[1:]:
        y = _draw(canvas, _small(line, align), x, y, width)
    canvas.setStrokeColor(_GREY)
    canvas.setLineWidth(0.5)
    canvas.line(x, y - _RULE_GAP_PT, x + width, y - _RULE_GAP_PT)


def _draw_address(canvas: Canvas, document: Document) -> None:
    address, window = window_address(document), document.layout.window
    if address is None or window is None:
        return
    y = _points(document.layout.page_height_mm - window.top_mm)
    for line in address.lines:
        y = _draw(canvas, _flow(line, _style(address, document)), _points(window.left_mm), y, _points(window.width_mm))


def _draw(canvas: Canvas, flow: Flow, x: float, top: float, width: float) -> float:
    """Draw a paragraph below ``top`` and give back where it ends."""
    _, height = flow.wrap(width, top)
    flow.drawOn(canvas, x, top - height)
    return float(top - height)


def _story(document: Document) -> list[Flowable]:
    blocks = flowing(document)
    story: list[Flowable] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        tight = following is not None and following.kind is block.kind and STYLES[block.kind].tight
        flows = _flows(block, document)
        if tight:
            flows[-1].style.spaceAfter = 0
        flows[-1].style.keepWithNext = int(keeps_with_next(block, following))
        story += [KeepTogether(flows)] if block.kind is BlockKind.SIGNATURE else flows
    return story


def _flows(block: Block, document: Document) -> list[Flow]:
    """The block's paragraphs, each with a style of its own, space after the last only where the kind is tight."""
    base = _style(block, document)
    if block.kind in LABELLED:
        text = block.text_lines[0]
        label = f"{block.label}:" if block.label else ""
        bold = BOLD if block.kind is BlockKind.FIELD else REGULAR
        return [_flow(text.removeprefix(label).lstrip(), base.clone("labelled", bulletFontName=bold), label)]
    if block.kind is BlockKind.PROSE:
        return [_flow("\n".join(block.lines), base)]
    space = 0 if STYLES[block.kind].tight else base.spaceAfter
    marks = ["•" if block.kind is BlockKind.BULLETS else ""] * len(block.lines)
    if block.kind is BlockKind.NUMBERED:
        marks = [f"{number}." for number, _ in enumerate(block.lines, 1)]
    flows = [
        _flow(line, base.clone("line", spaceAfter=space), mark) for line, mark in zip(block.lines, marks, strict=True)
    ]
    flows[-1].style.spaceAfter = base.spaceAfter
    return flows


def _flow(text: str, style: ParagraphStyle, mark: str = "") -> Flow:
    return Flow(escape(text).replace("\n", "<br/>"), style, bulletText=mark or None)


def _style(block: Block, document: Document) -> ParagraphStyle:
    layout, look = document.layout, STYLES[block.kind]
    size = SMALL_PT if look.small else layout.font_size_pt + look.larger_pt
    indents = {BlockKind.BULLETS: LIST_INDENT_MM, BlockKind.NUMBERED: LIST_INDENT_MM} | dict.fromkeys(
        (BlockKind.CLOSING, BlockKind.SIGNATURE), layout.closing_indent_mm
    )
    if block.label:
        indents |= dict.fromkeys(LABELLED, FIELD_INDENT_MM)
    after = _points(layout.signature_space_mm) if block.kind is BlockKind.CLOSING else look.after * layout.line_pt
    return ParagraphStyle(
        look.name,
        fontName=BOLD if look.bold else REGULAR,
        fontSize=size,
        leading=max(layout.line_pt, size * 1.3),
        textColor=_INK,
        alignment=_ALIGNMENTS[layout.date_align] if block.kind is BlockKind.DATE else TA_LEFT,
        leftIndent=_points(indents.get(block.kind, 0)),
        bulletFontName=REGULAR,
        bulletFontSize=size,
        bulletColor=_INK,
        spaceAfter=after,
        allowWidows=0,
        allowOrphans=0,
    )
