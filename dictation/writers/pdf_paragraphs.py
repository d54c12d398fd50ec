"""A document's blocks as reportlab's paragraphs, each belonging to an element of the structure."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from dictation.model.document import Align, Block, BlockKind, Document
from dictation.writers.links import Span, spans
from dictation.writers.pdf_canvas import Flow
from dictation.writers.pdf_fonts import BOLD, REGULAR, in_fonts
from dictation.writers.pdf_structure import Element
from dictation.writers.scripts import split_runs
from dictation.writers.style import (
    FIELD_INDENT_MM,
    GREY,
    INK,
    LABELLED,
    LETTERHEAD_NAME_LINE_PT,
    LETTERHEAD_NAME_PT,
    LIST_INDENT_MM,
    POINTS_PER_MM,
    QUOTE_INDENT_MM,
    SMALL_LINE_PT,
    SMALL_PT,
    STYLES,
    sender_size_pt,
    window_address,
    window_type,
)

ALIGNMENTS = {Align.LEFT: TA_LEFT, Align.CENTRE: TA_CENTER, Align.RIGHT: TA_RIGHT}
LIGHT = Color(*(value / 255 for value in GREY))
_INK = Color(*(value / 255 for value in INK))
_ONE_PARAGRAPH = frozenset({BlockKind.PROSE, BlockKind.QUOTE})
"""Kinds whose lines are one paragraph: a new line was dictated within it."""
_HEADINGS = frozenset({BlockKind.TITLE, BlockKind.SUBJECT})


def paragraphs(block: Block, document: Document, root: Element) -> list[Flow]:
    """The block's paragraphs, each with a style of its own; their elements are added to ``root``.

    There is space after the last, and between them where the kind is not tight.
    """
    base = _style(block, document)
    if block.kind is BlockKind.LETTERHEAD:
        return _letterhead(block, document, root)
    if block.kind in LABELLED:
        return [_labelled(block, base, root.add("P"))]
    if block.kind in _HEADINGS:
        return [set_text("\n".join(block.lines), base, _heading(block, root))]
    if block.kind in _ONE_PARAGRAPH:
        parent = root.add("BlockQuote") if block.kind is BlockKind.QUOTE else root
        return [set_text("\n".join(block.lines), base, parent.add("P"))]
    between = base.clone("between", spaceAfter=0 if STYLES[block.kind].tight else base.spaceAfter)
    flows = _entries(block, between, root) if block.kind in _BULLETS else _lines(block, between, root)
    flows[-1].style = base
    return flows


def small(text: str, align: Align, element: Element | None = None) -> Flow:
    """A small grey line; on paper only where it belongs to no element."""
    style = ParagraphStyle(
        "small",
        fontName=REGULAR,
        fontSize=SMALL_PT,
        leading=SMALL_LINE_PT,
        textColor=LIGHT,
        alignment=ALIGNMENTS[align],
    )
    return set_text(text, style, element)


def _letterhead(block: Block, document: Document, root: Element) -> list[Flow]:
    """The name large, the rest small."""
    align = document.layout.letterhead_align
    name = ParagraphStyle(
        "name",
        fontName=BOLD,
        fontSize=LETTERHEAD_NAME_PT,
        leading=LETTERHEAD_NAME_LINE_PT,
        textColor=_INK,
        alignment=ALIGNMENTS[align],
    )
    whole = root.add("Div")
    first, *rest = block.lines
    return [set_text(first, name, whole.add("P")), *(small(line, align, whole.add("P")) for line in rest)]


def _labelled(block: Block, style: ParagraphStyle, element: Element) -> Flow:
    text = block.text_lines[0]
    label = f"{block.label}: " if block.label else ""
    bold = BOLD if block.kind is BlockKind.FIELD else REGULAR
    style = style.clone("labelled", bulletFontName=bold)
    return set_text(text.removeprefix(label), style, element, mark=label, label=element)


def _heading(block: Block, root: Element) -> Element:
    """Of the first level, unless there is one already: a level is not left out (ISO 14289-1, 7.4.2)."""
    level = "H2" if any(isinstance(kid, Element) and kid.tag == "H1" for kid in root.kids) else "H1"
    return root.add(level, title=" ".join(block.lines))


_BULLETS = {BlockKind.BULLETS: "Disc", BlockKind.NUMBERED: "Decimal"}


def _entries(block: Block, style: ParagraphStyle, root: Element) -> list[Flow]:
    entries = root.add("L", numbering=_BULLETS[block.kind])
    flows = []
    for number, line in enumerate(block.lines, 1):
        entry = entries.add("LI")
        label, body = entry.add("Lbl"), entry.add("LBody")
        mark = "• " if block.kind is BlockKind.BULLETS else f"{number}. "
        flows.append(set_text(line, style, body, mark=mark, label=label))
    return flows


def _lines(block: Block, style: ParagraphStyle, root: Element) -> list[Flow]:
    parent = root.add("Div") if len(block.lines) > 1 else root
    return [set_text(line, style, parent.add("P")) for line in block.lines]


def set_text(
    text: str, style: ParagraphStyle, element: Element | None, *, mark: str = "", label: Element | None = None
) -> Flow:
    """A paragraph of ``text`` for an element, with ``mark`` hanging before it for another; an artifact without one."""
    shaped = any(run.script for run in split_runs(text))
    # Signs of their own within links would need marks within marks.
    stretches = [Span(text=text)] if element is None or shaped else list(spans(text))
    if element is not None and len(stretches) == 1 and stretches[0].target:
        element = element.add("Link")
    body = "".join(map(_markup, stretches))
    bullet = _in_fonts(mark)
    if "<" in bullet:
        # Only within the text can a bullet have more than one font.
        body, bullet = f"<bullet>{bullet}</bullet>{body}", ""
    return Flow(body, style, bulletText=mark if bullet else None).belonging_to(element, label, text)


def _markup(span: Span) -> str:
    text = _in_fonts(span.text)
    return f"<a href={quoteattr(span.target)}>{text}</a>" if span.target else text


def _in_fonts(text: str) -> str:
    """``text`` as reportlab's markup, with a font named where the paragraph's own lacks a character."""
    written = ((name, escape(part).replace("\n", "<br/>")) for name, part in in_fonts(text))
    return "".join(f"<font face={quoteattr(name)}>{part}</font>" if name else part for name, part in written)


def _style(block: Block, document: Document) -> ParagraphStyle:
    layout, look = document.layout, STYLES[block.kind]
    size = SMALL_PT if look.small else layout.font_size_pt + look.larger_pt
    if block.kind is BlockKind.SENDER:
        size = sender_size_pt(block, layout)
    leading = max(layout.line_pt, size * 1.3)
    if block is window_address(document) and (shown := window_type(document)):
        size, leading = shown.size_pt, shown.line_pt
    indents: dict[BlockKind, float] = {
        BlockKind.BULLETS: LIST_INDENT_MM,
        BlockKind.NUMBERED: LIST_INDENT_MM,
        BlockKind.QUOTE: QUOTE_INDENT_MM,
        BlockKind.CLOSING: layout.closing_indent_mm,
        BlockKind.SIGNATURE: layout.closing_indent_mm,
    }
    if block.label:
        indents |= dict.fromkeys(LABELLED, FIELD_INDENT_MM)
    return ParagraphStyle(
        look.name,
        fontName=BOLD if look.bold else REGULAR,
        fontSize=size,
        leading=leading,
        textColor=_INK,
        alignment=ALIGNMENTS[layout.date_align] if block.kind is BlockKind.DATE else TA_LEFT,
        leftIndent=indents.get(block.kind, 0) * POINTS_PER_MM,
        rightIndent=QUOTE_INDENT_MM * POINTS_PER_MM if block.kind is BlockKind.QUOTE else 0,
        bulletFontName=REGULAR,
        bulletFontSize=size,
        bulletColor=_INK,
        spaceAfter=look.after * layout.line_pt,
        allowWidows=0,
        allowOrphans=0,
    )
