"""Reads finished documents back with libraries that did not write them, where there is one."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import docx
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from dictation.model.document import BlockKind, Document

_POINTS_PER_MM = 72 / 25.4


def docx_lines(content: bytes, document: Document) -> list[str]:
    """What a reader of the Word file sees, list marks included; the header line of a paper is not among the words."""
    word = docx.Document(io.BytesIO(content))
    header = [paragraph.text for paragraph in word.sections[0].first_page_header.paragraphs]
    lines = header if document.block(BlockKind.LETTERHEAD) else []
    numbers: dict[int, int] = {}
    for paragraph in word.paragraphs:
        assert paragraph.style is not None
        mark = ""
        if paragraph.style.name == "List Bullet":
            mark = "- "
        elif paragraph.style.name == "List Number":
            numbering = numbering_of(paragraph)
            numbers[numbering] = numbers.get(numbering, 0) + 1
            mark = f"{numbers[numbering]}. "
        lines.append(mark + paragraph.text)
    return lines


def numbering_of(paragraph: Paragraph) -> int:
    """The id of the numbering that counts the entry of a list."""
    return int(paragraph._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")[0])


def pdf_words(content: bytes, document: Document) -> list[str]:
    """The words of a PDF file without what stands on paper only."""
    words = []
    for number, page in enumerate(PdfReader(io.BytesIO(content)).pages, 1):
        found = page.extract_text().replace("•", "-").split()
        if number > 1:
            apart = f"{document.continuation} {document.page_word} {number}".split()
        else:
            apart = document.header.split() if not document.block(BlockKind.LETTERHEAD) else []
        assert found[: len(apart)] == apart
        words += found[len(apart) :]
    return words


_WITHIN_WORDS = {"a", "ins", "strong"}
"""Elements that a browser sets within a line."""


class _Reader(HTMLParser):
    """Gathers the names of the elements and the text of the body, with the marks that a browser puts before entries."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.elements: list[str] = []
        self.lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.elements.append(tag)
        self.text += [] if tag in _WITHIN_WORDS else [" "]
        if tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            count = self.lists.pop()
            self.lists.append(None if count is None else count + 1)
            self.text.append("- " if count is None else f"{count + 1}. ")

    def handle_endtag(self, tag: str) -> None:
        self.text += [] if tag in _WITHIN_WORDS else [" "]

    def handle_data(self, data: str) -> None:
        if "body" in self.elements:
            self.text.append(data)


def html_text(content: str) -> str:
    reader = _Reader()
    reader.feed(content)
    return "".join(reader.text)


def html_elements(content: str) -> list[str]:
    reader = _Reader()
    reader.feed(content)
    return reader.elements


def text_positions(content: bytes, page: int = 0) -> list[tuple[float, float, str]]:
    """Each piece of text of a page with millimetres from the left edge and, of its baseline, from the top edge."""
    found: list[tuple[float, float, str]] = []
    sheet = PdfReader(io.BytesIO(content)).pages[page]
    height = float(sheet.mediabox.height)

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((x / _POINTS_PER_MM, (height - y) / _POINTS_PER_MM, text.strip()))

    sheet.extract_text(visitor_text=visit)
    return found
