"""What a PDF's tags say: a tree of elements, each knowing what was drawn for it (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A marked piece of a page's content."""

    page: int
    """From 0."""
    number: int
    """The marked-content identifier, counted on the page from 0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hyperlink:
    """A place on a page that leads somewhere."""

    page: int
    """From 0."""
    rectangle: tuple[float, float, float, float]
    """Left, bottom, right and top, in points from the page's lower left corner."""
    target: str


@dataclass(kw_only=True, slots=True, eq=False)
class Element:
    """A structure element; its kids are added in the order in which they are to be read."""

    tag: str
    """One of the standard types: Document, Div, H1, P, L, LI, Lbl, LBody, BlockQuote, Link, Span,
    Figure, Table, TR, TH, TD."""
    title: str = ""
    """Of a heading, for the bookmarks."""
    alt: str = ""
    """What a figure shows."""
    says: str = ""
    """Of a span: what its signs say, where they say it to eyes alone."""
    box: tuple[float, float, float, float] | None = None
    """Where a figure stands: left, bottom, right and top, in points."""
    numbering: str = ""
    """Of a list: Decimal, Disc or None (ISO 32000-1, table 347)."""
    scope: str = ""
    """Of a table's heading: Column or Row (ISO 32000-1, table 349)."""
    kids: list[Element | Mark | Hyperlink] = field(default_factory=list)

    def add(self, tag: str, *, title: str = "", alt: str = "", says: str = "", numbering: str = "") -> Element:
        """A new element at the end of this one."""
        element = Element(tag=tag, title=title, alt=alt, says=says, numbering=numbering)
        self.kids.append(element)
        return element
