"""A document as it will look, block by block, with the sentences of its draft as links into the recording."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from dictation.model.document import BlockKind, Document
from dictation.review import Part, Sentence
from dictation.writers.html import html_body

_KINDS = {
    Part.SUBJECT: frozenset({BlockKind.SUBJECT, BlockKind.TITLE, BlockKind.FIELD}),
    Part.SALUTATION: frozenset({BlockKind.SALUTATION}),
    Part.BODY: frozenset({BlockKind.PROSE, BlockKind.BULLETS, BlockKind.NUMBERED, BlockKind.QUOTE}),
    Part.CLOSING: frozenset({BlockKind.CLOSING}),
    Part.ENCLOSURE: frozenset({BlockKind.ENCLOSURES}),
}
"""The blocks in which a template may put each part of a draft."""
_WHOLE = frozenset({BlockKind.TITLE, BlockKind.FIELD})
"""Blocks that hold much else: only what is all of their text is the sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperRow:
    """A block of the document as HTML, and the numbers of the sentences in it."""

    html: str
    sentences: tuple[int, ...]


class Paper:
    """Sets the blocks of one document."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        elements: Sequence[ET.Element],
        looks: dict[str, str],
    ) -> None:
        """``elements`` are those of the sentences, still empty; ``looks`` is filled with styles and their classes."""
        self._document, self._sentences, self._elements, self._looks = document, sentences, elements, looks
        self.left = list(range(len(sentences)))
        """The sentences that have not been found in the document, all of them before :meth:`rows` was run through."""

    def rows(self) -> Iterator[PaperRow]:
        """The blocks in their order; a picture goes with the block after it.

        Styles become classes, because the page's policy allows none at its elements.
        """
        blocks = iter(self._document.blocks)
        pictures = ""
        for element in html_body(self._document):
            found: list[int] = []
            if element.tag != "img":
                found = self._place(element, next(blocks).kind)
            html = self._as_html(element)
            if element.tag == "img":
                pictures += html
            else:
                yield PaperRow(html=pictures + html, sentences=tuple(found))
                pictures = ""

    def write(self, number: int) -> str:
        """A sentence by itself, as HTML."""
        return self._as_html(self._written(number))

    def _as_html(self, element: ET.Element) -> str:
        for each in element.iter():
            if style := each.attrib.pop("style", None):
                each.set("class", self._looks.setdefault(style, f"look-{len(self._looks)}"))
        return ET.tostring(element, encoding="unicode", method="html")

    def _place(self, element: ET.Element, kind: BlockKind) -> list[int]:
        """Make links of the sentences in an element of the document; gives their numbers."""
        if element.tag in {"ul", "ol"}:
            return [number for entry in element for number in self._place(entry, kind)]
        found: list[int] = []
        runs = list(_runs(element))
        element.text = None
        element[:] = []
        for run in runs:
            if isinstance(run, str):
                found += self._fill(element, run, kind)
            else:
                element.append(run)
        return found

    def _fill(self, element: ET.Element, text: str, kind: BlockKind) -> list[int]:
        at = 0
        found = []
        for number in tuple(self.left):
            match = self._find(number, text, at, kind)
            if match:
                _append_text(element, text[at : match.start()])
                element.append(self._written(number))
                at = match.end()
                self.left.remove(number)
                found.append(number)
        _append_text(element, text[at:])
        return found

    def _find(self, number: int, text: str, at: int, kind: BlockKind) -> re.Match[str] | None:
        sentence = self._sentences[number]
        words = unicodedata.normalize("NFC", sentence.text).split()
        if not words or kind not in _KINDS[sentence.part]:
            return None
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        match = pattern.search(text, at)
        return match if match and (kind not in _WHOLE or match[0] == text.strip()) else None

    def _written(self, number: int) -> ET.Element:
        """The sentence's element with its words."""
        element, runs = self._elements[number], self._sentences[number].written
        for place, run in enumerate(runs):
            # As documents have it; the blanks around a sentence are theirs.
            text = unicodedata.normalize("NFC", run.text if place else run.text.lstrip())
            text = text.rstrip() if place == len(runs) - 1 else text
            words = text.lstrip()
            if run.differs and words:
                _append_text(element, text[: len(text) - len(words)])
                ET.SubElement(element, "ins").text = words
            else:
                _append_text(element, text)
        return element


def _runs(element: ET.Element) -> Iterator[str | ET.Element]:
    """The element's text and what stands between it; links are text, since a proof leads nowhere."""
    text = element.text or ""
    for child in element:
        tail, child.tail = child.tail or "", None
        if child.tag == "a":
            text += (child.text or "") + tail
        else:
            yield text
            yield child
            text = tail
    yield text


def _append_text(element: ET.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
