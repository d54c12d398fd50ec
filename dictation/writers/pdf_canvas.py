"""A canvas of reportlab that marks what is drawn with the structure element it belongs to."""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import accumulate
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Paragraph

from dictation.writers.pdf_fonts import spoken
from dictation.writers.pdf_structure import Element, Hyperlink, Mark

_ARTIFACT = "/Artifact BMC"
"""Around what is on paper only: rules, marks, the head of later pages. Readers aloud pass over it."""
_END = "EMC"


class TaggedCanvas(Canvas):  # type: ignore[misc] # reportlab has no types
    """Everything drawn on it is marked: as an element's content, or as an artifact where no element is told."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._marks = 0
        self._texts: deque[Element | None] = deque()
        self._links: deque[Element] = deque()

    def expect(self, *elements: Element | None) -> None:
        """Tell what the next texts belong to, one each; None for an artifact."""
        self._texts = deque(elements)

    def expect_link(self, element: Element) -> None:
        """Tell what the next link that is drawn belongs to."""
        self._links.append(element)

    def opening(self, element: Element | None) -> str:
        """The operator that begins a piece of content of an element."""
        if element is None:
            return _ARTIFACT
        mark = Mark(page=self.getPageNumber() - 1, number=self._marks)
        self._marks += 1
        element.kids.append(mark)
        says = f" /ActualText <{_hexadecimal(element.says)}>" if element.says else ""
        return f"/{element.tag} <</MCID {mark.number}{says}>> BDC"

    @contextmanager
    def content_of(self, element: Element | None) -> Iterator[None]:
        """Lines and pictures that are drawn belong to ``element``, or are artifacts."""
        self._code.append(self.opening(element))
        yield
        self._code.append(_END)

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> _Text:  # noqa: N802
        """A text in the mark of the element it belongs to."""
        text = _Text(self, x, y, direction)
        text.element = self._texts.popleft() if self._texts else None
        text.put(self.opening(text.element))
        return text

    def drawText(self, aTextObject: _Text) -> None:  # noqa: N802, N803
        """Draw a text, its mark closed."""
        aTextObject.put(_END)
        super().drawText(aTextObject)

    def linkURL(self, url: str, rect: tuple[float, float, float, float], relative: int = 0, **_: Any) -> None:  # noqa: N802
        """Note the place of a link; only with its element can it be written."""
        left, bottom, right, top = self._absRect(rect, relative)
        place = Hyperlink(page=self.getPageNumber() - 1, rectangle=(left, bottom, right, top), target=url)
        self._links.popleft().kids.append(place)

    def showPage(self) -> None:  # noqa: N802
        """Finish the page; marks are counted anew on the next."""
        super().showPage()
        self._marks = 0


def _hexadecimal(text: str) -> str:
    return (codecs.BOM_UTF16_BE + text.encode("utf-16-be")).hex()


class _Text(PDFTextObject):  # type: ignore[misc] # reportlab has no types
    """Text in marks."""

    element: Element | None = None
    reading: _Reading | None = None

    def put(self, *operators: str, before_last: bool = False) -> None:
        end = len(self._code) - before_last
        self._code[end:end] = operators

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803 — reportlab's names
        # Lines are broken at spaces, which reportlab doesn't draw; read aloud, two words would be one.
        if self.reading is not None and self.reading.is_before_space(spoken(text, self._fontname)) and TStar:
            text += " "
        with self._saying(text):
            super()._textOut(text, TStar)

    def textOut(self, text: str) -> None:  # noqa: N802
        """Draw a bullet."""
        with self._saying(text):
            super().textOut(text)

    @contextmanager
    def _saying(self, text: str) -> Iterator[None]:
        """Tell readers what is said by a sign that was made for one word (ISO 32000-1, 14.9.4)."""
        said = spoken(text, self._fontname)
        if said == text or self.element is None:
            yield
            return
        self.put(_END, self._canvas.opening(self.element.add("Span", says=said)))
        yield
        self.put(_END, self._canvas.opening(self.element))


class _Reading:
    """How far a paragraph has been drawn; the parts that pages split it into share it."""

    def __init__(self, text: str) -> None:
        lengths = accumulate(map(len, text.split()))
        self._ends = frozenset(lengths)
        self._drawn = 0
        self.links: dict[Any, Element] = {}
        """The link elements of the paragraph, by reportlab's keys."""

    def is_before_space(self, drawn: str) -> bool:
        """Whether a space follows what is drawn now, in the paragraph's text."""
        self._drawn += sum(map(len, drawn.split()))
        return self._drawn in self._ends and not drawn.endswith(" ")


class Flow(Paragraph):  # type: ignore[misc] # reportlab has no types
    """A paragraph that belongs to a structure element, its bullet to another; to none where it is an artifact."""

    element: Element | None = None
    label: Element | None = None
    reading: _Reading

    def belonging_to(self, element: Element | None, label: Element | None, text: str) -> Flow:
        """This paragraph, whose words are ``text``, as part of an element."""
        self.element, self.label, self.reading = element, label, _Reading(text)
        return self

    def split(self, availWidth: float, availHeight: float) -> list[Flow]:  # noqa: N803
        """The parts of the paragraph on this page and the next, as reportlab splits it."""
        parts: list[Flow] = super().split(availWidth, availHeight)
        for part in parts:
            part.element, part.label, part.reading = self.element, self.label, self.reading
        return parts

    def draw(self) -> None:
        """Draw the paragraph in its marks."""
        self.canv.expect(*([self.label] if self.bulletText else []), self.element)
        if self.element is not None and self.element.tag == "Link":
            # The whole paragraph leads to one place, which reportlab draws without telling of links, a line each.
            for _ in self.blPara.lines:
                self.canv.expect_link(self.element)
        super().draw()

    def beginText(self, x: float, y: float) -> _Text:  # noqa: N802
        """The paragraph's text, whose links are marked as reportlab comes to them."""
        text: _Text = super().beginText(x, y)
        text.reading = self.reading
        if self.element is not None and self.element.tag != "Link":
            record: Callable[[Any, str], None] = partial(self._record_link, text, self.element)
            text._linkRecord = record  # noqa: SLF001 — reportlab's own hook for this
        return text

    def _record_link(self, text: _Text, element: Element, key: Any, edge: str) -> None:
        """Mark the link's text: reportlab calls when its first piece was written, and before what follows its last."""
        if edge == "start":
            links = self.reading.links
            if key not in links:
                links[key] = element.add("Link")
            text.put(_END, self.canv.opening(links[key]), before_last=True)
            self.canv.expect_link(links[key])
        else:
            text.put(_END, self.canv.opening(element))
