"""A posting list as tagged PDF. Imported on first use, since reportlab takes its time."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from dictation.letters.locales import locale_for, long_date
from dictation.model.document import Align, Block, BlockKind, Document
from dictation.model.paper import Envelope, PostingList
from dictation.writers.pdf_canvas import Flow, TaggedCanvas
from dictation.writers.pdf_fonts import BOLD, REGULAR, require_glyphs
from dictation.writers.pdf_paragraphs import LIGHT, set_text, small
from dictation.writers.pdf_structure import Element
from dictation.writers.pdf_tagging import tag
from dictation.writers.style import POINTS_PER_MM
from dictation.writers.text import write_text

_MARGIN_MM = 15
_HEAD_MM = 10
"""Between the upper edge of a later page and its number."""
_NUMBER_MM, _WAY_MM, _REFERENCE_MM, _SHEETS_MM, _TRACKING_MM = 12, 30, 28, 15, 42
"""Widths of the columns; the addressee has what they leave."""
_GAP_MM = 2
"""Between columns."""
_PADDING_PT = 4
"""Above and below a line of the list."""
_LEAST_PT = 30
"""A line's height, so that there is room to write in it or for a sticker."""
_HAIRLINE_PT = 0.5

_TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=16, leading=22)
_TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=9.5, leading=12.5)
_STRONG = _TEXT.clone("strong", fontName=BOLD)
_SUMMARY = _TEXT.clone("summary", spaceAfter=10)


def build(posting_list: PostingList) -> bytes:
    """The list as one tagged PDF file.

    Raises:
        RenderError: No font has a character.
        reportlab.platypus.doctemplate.LayoutError: A line is larger than a page.
    """
    document = _document(posting_list)
    require_glyphs(document)
    root = Element(tag="Document")
    width, height = (
        measure * POINTS_PER_MM for measure in (document.layout.page_width_mm, document.layout.page_height_mm)
    )
    margin = _MARGIN_MM * POINTS_PER_MM
    columns = _columns(width - 2 * margin)
    words = posting_list.words
    labels = (words.number, words.addressee, words.way, words.reference, words.sheets, words.tracking)
    story: list[Flowable] = _head(posting_list, document, root)
    table = root.add("Table")
    story.append(_Row(columns, [[set_text(label, _STRONG, each)] for label, each in _headings(labels, table)]))
    story += [_Row(columns, _cells(posting_list, envelope, table)) for envelope in posting_list.envelopes]

    again = _Row(columns, [[set_text(label, _STRONG, None)] for label in labels])
    _, below_head = again.wrap(width - 2 * margin, height)

    def draw_head(canvas: TaggedCanvas, _template: BaseDocTemplate) -> None:
        number = small(f"{words.page} {canvas.getPageNumber()}", Align.RIGHT)
        number.wrap(width - 2 * margin, height)
        number.drawOn(canvas, margin, height - _HEAD_MM * POINTS_PER_MM)
        again.drawOn(canvas, margin, height - margin - below_head)

    def frame(top: float) -> Frame:
        return Frame(
            margin, margin, width - 2 * margin, height - 2 * margin - top,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip

    drawn = io.BytesIO()
    template = BaseDocTemplate(
        drawn,
        pagesize=(width, height),
        pageTemplates=[
            PageTemplate(id="first", frames=[frame(0)]),
            PageTemplate(id="later", frames=[frame(below_head)], onPage=draw_head),
        ],
        lang=document.language,
        displayDocTitle=True,
        invariant=1,
        pageCompression=0,
        initialFontName=REGULAR,
    )
    template.build([NextPageTemplate("later"), *story], canvasmaker=TaggedCanvas)
    return tag(drawn.getvalue(), root, document, write_text(document))


class _Row(Flowable):  # type: ignore[misc] # reportlab has no types
    """A line of the list: cells beside each other over a rule."""

    def __init__(self, columns: Sequence[tuple[float, float]], cells: Sequence[Sequence[Flow]]) -> None:
        super().__init__()
        self._cells = tuple(zip(columns, cells, strict=True))
        self._height = 0.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The row's size."""
        heights = (sum(flow.wrap(width, availHeight)[1] for flow in flows) for (_, width), flows in self._cells)
        self._height = max(_LEAST_PT, max(heights) + 2 * _PADDING_PT)
        return availWidth, self._height

    def draw(self) -> None:
        """Draw the cells from the top of the row, and the rule below."""
        for (left, width), flows in self._cells:
            y = self._height - _PADDING_PT
            for flow in flows:
                y -= flow.wrap(width, y)[1]
                flow.drawOn(self.canv, left, y)
        with self.canv.content_of(None):
            self.canv.setStrokeColor(LIGHT)
            self.canv.setLineWidth(_HAIRLINE_PT)
            left, width = self._cells[-1][0]
            self.canv.line(0, 0, left + width, 0)


def _document(posting_list: PostingList) -> Document:
    """The list's words in their order, which are the file's source, too."""
    words, client = posting_list.words, posting_list.client
    lines = [_told(posting_list, envelope) for envelope in posting_list.envelopes]
    date = long_date(posting_list.date, locale_for(posting_list.language, posting_list.layout.territory))
    return Document(
        language=posting_list.language,
        date=posting_list.date,
        title=f"{words.title}, {date}",
        author=client.name,
        layout=posting_list.layout,
        blocks=(
            Block(kind=BlockKind.TITLE, lines=(f"{words.title}, {date}",)),
            Block(kind=BlockKind.SENDER, lines=(_sender(posting_list),)),
            Block(kind=BlockKind.PROSE, lines=(_summary(posting_list),)),
            *(Block(kind=BlockKind.PROSE, lines=(line,)) for line in lines),
        ),
    )


def _head(posting_list: PostingList, document: Document, root: Element) -> list[Flowable]:
    title = document.title
    return [
        set_text(title, _TITLE, root.add("H1", title=title)),
        set_text(_sender(posting_list), _TEXT, root.add("P")),
        set_text(_summary(posting_list), _SUMMARY, root.add("P")),
    ]


def _headings(labels: Sequence[str], table: Element) -> list[tuple[str, Element]]:
    row = table.add("TR")
    headings = [row.add("TH") for _ in labels]
    for heading in headings:
        heading.scope = "Column"
    return list(zip(labels, headings, strict=True))


def _cells(posting_list: PostingList, envelope: Envelope, table: Element) -> list[list[Flow]]:
    words = posting_list.words
    row = table.add("TR")
    number, addressee, way, reference, sheets, tracking = (row.add("TD") for _ in range(6))
    whom = [
        set_text(envelope.addressee, _STRONG, addressee.add("P")),
        set_text(", ".join(envelope.address), _TEXT, addressee.add("P")),
    ]
    if envelope.enclosures:
        enclosed = f"{words.enclosed}: {', '.join(envelope.enclosures)}"
        whom.append(small(enclosed, Align.LEFT, addressee.add("P")))
    return [
        [set_text(str(envelope.draft), _TEXT, number)],
        whom,
        [set_text(_way(posting_list, envelope), _TEXT, way)],
        [set_text(envelope.reference, _TEXT, reference)] if envelope.reference else [],
        [set_text(str(envelope.sheets), _TEXT, sheets)] if envelope.sheets else [],
        [set_text(envelope.tracking, _TEXT, tracking)] if envelope.tracking else [],
    ]


def _columns(width: float) -> list[tuple[float, float]]:
    """Where each column begins, and how wide it is, in points."""
    narrow = _NUMBER_MM, _WAY_MM, _REFERENCE_MM, _SHEETS_MM, _TRACKING_MM
    number, *rest = (each * POINTS_PER_MM for each in narrow)
    widths = (number, width - number - sum(rest), *rest)
    gap = _GAP_MM * POINTS_PER_MM
    return [(left, each - gap) for left, each in zip(accumulate(widths, initial=0.0), widths, strict=False)]


def _sender(posting_list: PostingList) -> str:
    client = posting_list.client
    return ", ".join(dict.fromkeys((client.organisation or client.name, *client.address)))


def _summary(posting_list: PostingList) -> str:
    """How many envelopes go by which way."""
    counts = Counter(_way(posting_list, envelope) for envelope in posting_list.envelopes)
    return " · ".join(f"{way}: {count}" for way, count in counts.items())


def _way(posting_list: PostingList, envelope: Envelope) -> str:
    """In the client's words, where there are any."""
    said = envelope.delivery
    return said[:1].upper() + said[1:] if said else posting_list.words.ways[envelope.way]


def _told(posting_list: PostingList, envelope: Envelope) -> str:
    words = posting_list.words
    parts = [str(envelope.draft), envelope.addressee, *envelope.address, _way(posting_list, envelope)]
    parts += [f"{words.reference}: {envelope.reference}"] if envelope.reference else []
    parts += [f"{words.sheets}: {envelope.sheets}"] if envelope.sheets else []
    parts += [f"{words.enclosed}: {', '.join(envelope.enclosures)}"] if envelope.enclosures else []
    return "; ".join(parts + [envelope.tracking] * bool(envelope.tracking))
