"""How each kind of block looks, for the writers that set type: the DOCX and the PDF of a draft are twins."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from dictation.model.document import Align, Block, BlockKind, Document, Layout, Zone

POINTS_PER_MM = 72 / 25.4

INK = (0x1A, 0x1A, 0x1A)
GREY = (0x5A, 0x5A, 0x5A)
"""Contrast with white 6.9 : 1, above the 4.5 : 1 of WCAG 2.2, 1.4.3."""

FIELD_INDENT_MM = 28
LIST_INDENT_MM = 6
QUOTE_INDENT_MM = 10
LETTERHEAD_NAME_PT = 16
LETTERHEAD_NAME_LINE_PT = 22
SMALL_PT = 8.5
SMALL_LINE_PT = 12
LOGO_GAP_MM = 5
"""Between the logo and the letterhead's text beside it."""
SIGNATURE_GAP_MM = 1
"""Above and below a picture of the signature."""
BELOW_LETTERHEAD_MM = 12
"""Between the letterhead and the text of a page that has no address in a window."""
BELOW_SMALL_TEXT_PT = 20
"""Between the small line at the head of a later page and its text."""
MARK_LEFT_MM = 4
"""Where the marks at the paper's left edge begin: printers leave the outermost millimetres white."""
FOLD_MARK_MM = 4
HOLE_MARK_MM = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockStyle:
    """The look of a kind of block; what is not said here is the layout's."""

    name: str
    """Of the paragraph style in Word, one of Word's own names where it has one for the purpose."""
    after: float = 1.0
    """Space below the block, in lines."""
    larger_pt: float = 0
    bold: bool = False
    small: bool = False
    tight: bool = False
    """Whether paragraphs of the kind stand together without space between them."""
    keep_with_next: bool = False


STYLES = {
    BlockKind.LETTERHEAD: BlockStyle(name="Letterhead"),
    BlockKind.SENDER: BlockStyle(name="Envelope Return", small=True),
    BlockKind.TITLE: BlockStyle(name="Title", larger_pt=5, bold=True, keep_with_next=True),
    BlockKind.FIELD: BlockStyle(name="Reference Line", tight=True, keep_with_next=True),
    BlockKind.ADDRESS: BlockStyle(name="Inside Address", tight=True),
    BlockKind.DATE: BlockStyle(name="Date"),
    BlockKind.NOTICE: BlockStyle(name="Mailing Instructions", bold=True, tight=True, small=True),
    BlockKind.SUBJECT: BlockStyle(name="Subject Line", bold=True, keep_with_next=True),
    BlockKind.SALUTATION: BlockStyle(name="Salutation", keep_with_next=True),
    BlockKind.PROSE: BlockStyle(name="Body Text", after=0.7),
    BlockKind.BULLETS: BlockStyle(name="List Bullet", after=0.7, tight=True),
    BlockKind.NUMBERED: BlockStyle(name="List Number", after=0.7, tight=True),
    BlockKind.QUOTE: BlockStyle(name="Quote", after=0.7),
    BlockKind.CLOSING: BlockStyle(name="Closing", keep_with_next=True),
    BlockKind.SIGNATURE: BlockStyle(name="Signature", tight=True),
    BlockKind.ENCLOSURES: BlockStyle(name="Enclosures", tight=True, after=0.4),
    BlockKind.COPIES: BlockStyle(name="Copies", tight=True, after=0.4),
}

LABELLED = frozenset({BlockKind.FIELD, BlockKind.ENCLOSURES, BlockKind.COPIES})
"""Kinds whose text stands in a column to the right of a label."""


_REFERENCES = frozenset({BlockKind.FIELD, BlockKind.DATE})
_TEXT = frozenset({BlockKind.SUBJECT, BlockKind.SALUTATION, BlockKind.PROSE})
_LISTS = (BlockKind.BULLETS, BlockKind.NUMBERED)


def keeps_with_next(block: Block, following: Block | None) -> bool:
    """Whether a page may not end after the block, as between a list and the words that announce it."""
    announces = block.kind is BlockKind.PROSE and following is not None and following.kind in _LISTS
    return announces or STYLES[block.kind].keep_with_next


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Blocks that stand in a place of their own on the first page."""

    zone: Zone
    blocks: tuple[Block, ...]


def window_address(document: Document) -> Block | None:
    """The address that the envelope's window is to show: the first, where the layout has a window."""
    return document.block(BlockKind.ADDRESS) if document.layout.window else None


def placed(document: Document) -> tuple[Placed, ...]:
    """What the layout puts apart from the flow of the text: return address, address, and date with references.

    Without an address in a window there is nothing of the kind: the paper is no letter.
    """
    layout, address = document.layout, window_address(document)
    if layout.window is None or address is None:
        return ()
    before_text = takewhile(lambda block: block.kind not in _TEXT, document.blocks)
    apart = (
        (layout.sender, tuple(block for block in document.blocks if block.kind is BlockKind.SENDER)),
        (layout.window, (address,)),
        (layout.reference, tuple(block for block in before_text if block.kind in _REFERENCES)),
    )
    return tuple(Placed(zone=zone, blocks=blocks) for zone, blocks in apart if zone is not None and blocks)


def edge_marks_mm(document: Document) -> tuple[tuple[float, float], ...]:
    """Where the marks for folding and punching are, from the top, and how long: on what goes into a window envelope."""
    layout = document.layout
    if window_address(document) is None:
        return ()
    hole = () if layout.hole_mark_mm is None else ((layout.hole_mark_mm, HOLE_MARK_MM),)
    return (*((top, FOLD_MARK_MM) for top in layout.fold_marks_mm), *hole)


def flowing(document: Document) -> tuple[Block, ...]:
    """The blocks that follow one another down the page: all but the letterhead and what is placed apart."""
    apart = [block for each in placed(document) for block in each.blocks]
    return tuple(
        block
        for block in document.blocks
        if block.kind is not BlockKind.LETTERHEAD and not any(block is other for other in apart)
    )


def logo_zone(document: Document) -> Zone | None:
    """Where the logo stands: at the right of a letterhead that is set at the left, else at its left.

    Beside the text, not above it, it leaves the envelope's window alone.
    """
    layout = document.layout
    if document.logo is None or document.block(BlockKind.LETTERHEAD) is None:
        return None
    text_width = layout.page_width_mm - layout.margin_left_mm - layout.margin_right_mm
    at_right = layout.letterhead_align is Align.LEFT
    # Beside text in the middle the logo's room is left free on both sides.
    room = text_width / 3 if at_right else text_width / 6
    width, height = document.logo.fitted_mm(width_mm=room, height_mm=layout.logo_height_mm)
    left = layout.page_width_mm - layout.margin_right_mm - width if at_right else layout.margin_left_mm
    return Zone(left_mm=left, top_mm=layout.letterhead_top_mm, width_mm=width, height_mm=height)


def sender_size_pt(block: Block, layout: Layout) -> float:
    """The type size of a return address, so small that it fits into a line of its zone.

    DIN 5008 allows 6 points at the least. The width of text is taken to be 0.55 ems a character, a little more than
    that of the usual sans serifs.
    """
    if layout.sender is None:
        return SMALL_PT
    longest = max(map(len, block.lines))
    return max(6.0, min(SMALL_PT, layout.sender.width_mm * POINTS_PER_MM / (0.55 * longest)))


def letterhead_text_height_pt(document: Document) -> float:
    """From the top of the letterhead's first line to the foot of its last."""
    letterhead = document.block(BlockKind.LETTERHEAD)
    return LETTERHEAD_NAME_LINE_PT + SMALL_LINE_PT * (len(letterhead.lines) - 1) if letterhead else 0


def letterhead_height_pt(document: Document) -> float:
    """From the top of the letterhead to its rule."""
    text = letterhead_text_height_pt(document)
    logo = logo_zone(document)
    return max(text, logo.height_mm * POINTS_PER_MM if logo else 0)


def signature_size_mm(document: Document) -> tuple[float, float] | None:
    """Width and height of the picture of the signature, in the room for one by hand; None where there is none."""
    layout = document.layout
    if document.signature is None or document.block(BlockKind.SIGNATURE) is None:
        return None
    width = layout.page_width_mm - layout.margin_left_mm - layout.margin_right_mm - layout.closing_indent_mm
    return document.signature.fitted_mm(width_mm=width, height_mm=layout.signature_space_mm - 2 * SIGNATURE_GAP_MM)


def text_top_pt(document: Document) -> float:
    """Where the text of the first page begins, from the paper's top edge.

    What is too long for its zone, as an address for its window, pushes the text down: better seen in part than
    printed over.
    """
    layout = document.layout
    letterhead = letterhead_height_pt(document)
    below = (layout.letterhead_top_mm + BELOW_LETTERHEAD_MM) * POINTS_PER_MM + letterhead if letterhead else 0
    top = max(below, layout.margin_top_mm * POINTS_PER_MM)
    apart = placed(document)
    if not apart:
        return top
    ends = [
        each.zone.top_mm * POINTS_PER_MM + (1 + sum(len(block.text_lines) for block in each.blocks)) * layout.line_pt
        for each in apart
    ]
    return max(top, layout.text_top_mm * POINTS_PER_MM, *ends)
