"""A document on pages, drawn with reportlab and marked with its structure."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import zip_longest

from reportlab.lib.utils import ImageReader
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from dictation.model.document import Align, Block, BlockKind, Document, Picture, Zone
from dictation.writers.pdf_canvas import Flow, TaggedCanvas
from dictation.writers.pdf_fonts import REGULAR, require_glyphs
from dictation.writers.pdf_paragraphs import LIGHT, paragraphs, small
from dictation.writers.pdf_structure import Element
from dictation.writers.pdf_tagging import tag
from dictation.writers.style import (
    BELOW_LETTERHEAD_MM,
    BELOW_SMALL_TEXT_PT,
    LOGO_GAP_MM,
    MARK_LEFT_MM,
    POINTS_PER_MM,
    SIGNATURE_GAP_MM,
    SMALL_LINE_PT,
    STYLES,
    edge_marks_mm,
    flowing,
    keeps_with_next,
    letterhead_height_pt,
    logo_zone,
    placed,
    signature_size_mm,
    text_top_pt,
)
from dictation.writers.text import write_text

_RULE_GAP_PT = 6
_PAGE_NUMBER_MM = 25
"""The room for a later page's number at the right of its head."""
_HAIRLINE_PT = 0.5
_ENDLESS = 1e6


def build(document: Document) -> bytes:
    """The document as one tagged PDF file.

    Raises:
        RenderError: no font has a character.
        reportlab.platypus.doctemplate.LayoutError: something is larger than a page.
    """
    require_glyphs(document)
    drawn = io.BytesIO()
    sheet = _typeset(document)
    template = BaseDocTemplate(
        drawn,
        pagesize=(_points(document.layout.page_width_mm), _points(document.layout.page_height_mm)),
        pageTemplates=[_first_page(sheet), _later_page(document)],
        lang=document.language,
        displayDocTitle=True,
        invariant=1,
        pageCompression=0,
        initialFontName=REGULAR,
    )
    template.build([NextPageTemplate("later"), *_story(sheet)], canvasmaker=TaggedCanvas)
    return tag(drawn.getvalue(), sheet.root, document, write_text(document))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sheet:
    """A document set in type, not yet on pages."""

    document: Document
    root: Element
    """The structure, in the order in which it is read, wherever the parts stand."""
    flows: dict[int, list[Flow]]
    """The paragraphs of each block, by the block's id."""
    logo: Element | None
    signature: Element | None

    def of(self, block: Block) -> list[Flow]:
        return self.flows[id(block)]


def _typeset(document: Document) -> _Sheet:
    root = Element(tag="Document")
    logo = signature = None
    flows = {}
    for block in document.blocks:
        if block.kind is BlockKind.LETTERHEAD and document.logo and logo is None:
            logo = root.add("Figure", alt=document.logo.alt)
        if block.kind is BlockKind.SIGNATURE and document.signature and signature is None:
            signature = root.add("Figure", alt=document.signature.alt)
        flows[id(block)] = paragraphs(block, document, root)
    return _Sheet(document=document, root=root, flows=flows, logo=logo, signature=signature)


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


def _first_page(sheet: _Sheet) -> PageTemplate:
    document = sheet.document

    def draw(canvas: TaggedCanvas, _template: BaseDocTemplate) -> None:
        if letterhead := document.block(BlockKind.LETTERHEAD):
            _draw_letterhead(canvas, sheet, letterhead)
        elif document.header:
            _draw(canvas, small(document.header, Align.LEFT), *_page_head(document), _text_width(document))
        for each in placed(document):
            _draw_zone(canvas, document, each.zone, [flow for block in each.blocks for flow in sheet.of(block)])
        _draw_edge_marks(canvas, document)

    top = max(text_top_pt(document), _below_head(sheet))
    return PageTemplate(id="first", frames=[_frame(document, top)], onPage=draw)


def _later_page(document: Document) -> PageTemplate:
    width = _text_width(document) - _points(_PAGE_NUMBER_MM)

    def draw(canvas: TaggedCanvas, _template: BaseDocTemplate) -> None:
        x, y = _page_head(document)
        _draw(canvas, small(document.continuation, Align.LEFT), x, y, width)
        number = f"{document.page_word} {canvas.getPageNumber()}".strip()
        _draw(canvas, small(number, Align.RIGHT), x + width, y, _points(_PAGE_NUMBER_MM))

    top = _below_small_text(document, document.continuation, width)
    return PageTemplate(id="later", frames=[_frame(document, top)], onPage=draw)


def _page_head(document: Document) -> tuple[float, float]:
    """Where the first line of a page begins: the letterhead, the header or the continuation line."""
    layout = document.layout
    return _points(layout.margin_left_mm), _points(layout.page_height_mm - layout.letterhead_top_mm)


def _below_small_text(document: Document, text: str, width: float) -> float:
    """Where text can begin below small text at the head of a page, from the paper's top edge."""
    _, height = small(text, Align.LEFT).wrap(width, _points(document.layout.page_height_mm))
    return _points(document.layout.letterhead_top_mm) + max(float(height), SMALL_LINE_PT) + BELOW_SMALL_TEXT_PT


def _below_head(sheet: _Sheet) -> float:
    """Where text can begin below what stands above it, should some of that take more lines than it has."""
    document = sheet.document
    letterhead = document.block(BlockKind.LETTERHEAD)
    if letterhead is None:
        return _below_small_text(document, document.header, _text_width(document))
    _, width = _beside_logo(document)
    lines = _height(sheet.of(letterhead), width)
    ends = [_points(document.layout.letterhead_top_mm + BELOW_LETTERHEAD_MM) + lines]
    for each in placed(document):
        flows = [flow for block in each.blocks for flow in sheet.of(block)]
        ends.append(_points(each.zone.top_mm) + _height(flows, _points(each.zone.width_mm)) + document.layout.line_pt)
    return max(ends)


def _height(flows: list[Flow], width: float) -> float:
    return sum(float(flow.wrap(width, _ENDLESS)[1]) for flow in flows)


def _beside_logo(document: Document) -> tuple[float, float]:
    """How far from the left margin the letterhead's lines begin, and how wide they may be."""
    zone, width = logo_zone(document), _text_width(document)
    beside = _points(zone.width_mm + LOGO_GAP_MM) if zone else 0
    return (0, width - beside) if document.layout.letterhead_align is Align.LEFT else (beside, width - 2 * beside)


def _draw_letterhead(canvas: TaggedCanvas, sheet: _Sheet, letterhead: Block) -> None:
    """The logo beside the name and the rest, and a rule."""
    document, width = sheet.document, _text_width(sheet.document)
    x, top = _page_head(document)
    zone = logo_zone(document)
    if zone and document.logo and sheet.logo:
        size = _points(zone.width_mm), _points(zone.height_mm)
        _draw_picture(canvas, document.logo, sheet.logo, (_points(zone.left_mm), top - size[1], *size))
    indent, room = _beside_logo(document)
    y = top
    for flow in sheet.of(letterhead):
        y = _draw(canvas, flow, x + indent, y, room)
    y = min(y, top - letterhead_height_pt(document)) - _RULE_GAP_PT
    with canvas.content_of(None):
        canvas.setStrokeColor(LIGHT)
        canvas.setLineWidth(_HAIRLINE_PT)
        canvas.line(x, y, x + width, y)


def _draw_zone(canvas: TaggedCanvas, document: Document, zone: Zone, flows: list[Flow]) -> None:
    y = _points(document.layout.page_height_mm - zone.top_mm)
    if zone is document.layout.sender:
        # What is too much for its place goes up, away from the address below it.
        y += max(0.0, _height(flows, _points(zone.width_mm)) - _points(zone.height_mm))
    for flow in flows:
        y = _draw(canvas, flow, _points(zone.left_mm), y, _points(zone.width_mm))


def _draw_edge_marks(canvas: TaggedCanvas, document: Document) -> None:
    """Where the sheet is to be folded and punched."""
    with canvas.content_of(None):
        canvas.setStrokeColor(LIGHT)
        canvas.setLineWidth(_HAIRLINE_PT)
        for top, length in edge_marks_mm(document):
            y = _points(document.layout.page_height_mm - top)
            canvas.line(_points(MARK_LEFT_MM), y, _points(MARK_LEFT_MM + length), y)


def _draw_picture(
    canvas: TaggedCanvas, picture: Picture, element: Element, place: tuple[float, float, float, float]
) -> None:
    """Draw a picture; ``place`` is left, bottom, width and height, in points."""
    left, bottom, width, height = place
    element.box = tuple(canvas._absRect((left, bottom, left + width, bottom + height), 1))  # noqa: SLF001
    with canvas.content_of(element):
        canvas.drawImage(ImageReader(io.BytesIO(picture.content)), left, bottom, width, height, mask="auto")


def _draw(canvas: TaggedCanvas, flow: Flow, x: float, top: float, width: float) -> float:
    """Draw a paragraph below ``top`` and give back where it ends."""
    _, height = flow.wrap(width, top)
    flow.drawOn(canvas, x, top - height)
    return float(top - height)


class _Signature(Flowable):  # type: ignore[misc] # reportlab has no types
    """The signature between closing and name, which is not left alone at the foot of a page."""

    keepWithNext = 1  # noqa: N815

    def __init__(self, sheet: _Sheet, picture: Picture, element: Element, size_mm: tuple[float, float]) -> None:
        super().__init__()
        self._picture, self._element = picture, element
        self._left = _points(sheet.document.layout.closing_indent_mm)
        self._gap = _points(SIGNATURE_GAP_MM)
        self._size = _points(size_mm[0]), _points(size_mm[1])

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        return self._left + self._size[0], self._size[1] + 2 * self._gap

    def draw(self) -> None:
        _draw_picture(self.canv, self._picture, self._element, (self._left, self._gap, *self._size))


def _story(sheet: _Sheet) -> list[Flowable]:
    document, blocks, size = sheet.document, flowing(sheet.document), signature_size_mm(sheet.document)
    story: list[Flowable] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        flows = sheet.of(block)
        last = flows[-1]
        last.style = last.style.clone("last", keepWithNext=int(keeps_with_next(block, following)))
        if following is not None and following.kind is block.kind and STYLES[block.kind].tight:
            last.style.spaceAfter = 0
        if block.kind is BlockKind.CLOSING:
            last.style.spaceAfter = 0 if size else _points(document.layout.signature_space_mm)
        if block.kind is BlockKind.SIGNATURE:
            if size and document.signature and sheet.signature:
                story.append(_Signature(sheet, document.signature, sheet.signature, size))
            for flow in flows[:-1]:
                flow.style = flow.style.clone("signed", keepWithNext=1)
        story += flows
    return story
