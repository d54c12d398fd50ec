"""A draft as it will look: blocks in their order, and the measures of the paper they stand on.

Every writer (DOCX, PDF, HTML, plain text) takes a :class:`Document` and adds no word to it, so the four agree.
Lengths are millimetres from the paper's left and top edges, type sizes are points (1/72 inch).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is; its name in a template stands in brackets, as in ``[salutation]``."""

    LETTERHEAD = "letterhead"
    """Who writes: the name on the first line, the rest below it."""
    TITLE = "title"
    """What the paper is, where it is no letter: "Message", "Invitation"."""
    SENDER = "sender"
    """The return address in a line; on paper, and so in every format, only where the layout has a place for it."""
    FIELD = "field"
    """A labelled line at the head of a memo or an invitation, or a reference of a letter: "To: …", "Nomor: …"."""
    ADDRESS = "address"
    """The recipient with the postal address, a line each, as an envelope's window shows it."""
    DATE = "date"
    """The date, after the place where the country's custom asks for one."""
    NOTICE = "notice"
    """How the letter travels or how it is to be treated: "BY REGISTERED POST"."""
    SUBJECT = "subject"
    SALUTATION = "salutation"
    PROSE = "prose"
    """A paragraph, of one line unless a new line was dictated."""
    BULLETS = "bullets"
    NUMBERED = "numbered"
    QUOTE = "quote"
    """Somebody else's words, set in from the margin; a paragraph, as prose is."""
    CLOSING = "closing"
    SIGNATURE = "signature"
    """The name first, then position, organisation, telephone."""
    ENCLOSURES = "enclosures"
    COPIES = "copies"


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A piece of a document that is set in one manner."""

    kind: BlockKind
    lines: tuple[str, ...]
    """The block's lines, or the entries of a list, of the enclosures, of the copies."""
    label: str = ""
    """The word in front of a field, the enclosures or the copies, without its colon."""

    @property
    def text_lines(self) -> tuple[str, ...]:
        """The lines as plain text has them: with labels, bullets and numbers."""
        match self.kind:
            case BlockKind.BULLETS:
                return tuple(f"- {line}" for line in self.lines)
            case BlockKind.NUMBERED:
                return tuple(f"{number}. {line}" for number, line in enumerate(self.lines, 1))
            case BlockKind.FIELD | BlockKind.ENCLOSURES | BlockKind.COPIES:
                separator = "; " if any("," in line for line in self.lines) else ", "
                joined = separator.join(self.lines)
                return (f"{self.label}: {joined}" if self.label else joined,)
            case _:
                return self.lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Zone:
    """A part of the first page that is kept for one thing."""

    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A logo or a signature, from the client's own folder."""

    content: bytes
    """A PNG or JPEG file."""
    media_type: str
    width_px: int
    height_px: int
    alt: str
    """What it shows, for readers who don't see it."""

    def fitted_mm(self, *, width_mm: float, height_mm: float) -> tuple[float, float]:
        """Width and height, the largest that fit into a room of that size."""
        scale = min(width_mm / self.width_px, height_mm / self.height_px)
        return self.width_px * scale, self.height_px * scale


class Align(StrEnum):
    """Where the lines of a block stand between the margins."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """The measures of a country's letters; each comes from a file in ``letter_templates/layouts``."""

    name: str
    territory: str
    """ISO 3166-1 code, such as ``GB``: together with the draft's language it decides how dates are written."""
    countries: tuple[str, ...]
    """How the country may be called in the last line of an address. The layout of everybody else has none."""
    page_width_mm: float
    page_height_mm: float
    margin_left_mm: float
    margin_right_mm: float
    margin_top_mm: float
    margin_bottom_mm: float
    letterhead_top_mm: float
    letterhead_align: Align
    text_top_mm: float
    """Where the text of a first page begins under an address in its window."""
    date_align: Align
    closing_indent_mm: float
    """How far from the left margin the closing and the signature stand."""
    signature_space_mm: float
    """The room between closing and name for a signature by hand."""
    font_size_pt: float
    line_pt: float
    """From one line to the next."""
    window: Zone | None = None
    """Where the envelope's window shows the recipient's address; None where it stands in the text."""
    sender: Zone | None = None
    """Where the return address stands; None where letters bear none."""
    reference: Zone | None = None
    """Where date and references stand that come before the text; None where they stand in it."""
    fold_marks_mm: tuple[float, ...] = ()
    """How far down the left edge the marks for folding are."""
    hole_mark_mm: float | None = None
    """How far down the left edge the mark for the punch is."""
    logo_height_mm: float = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A laid-out draft, ready for any writer."""

    language: str
    """BCP 47 tag of the text, such as ``en-GB``."""
    date: datetime.date
    """The date it bears, which is also the one in the file's properties."""
    title: str
    """For the file's properties and the reader's window, not on the paper."""
    author: str
    layout: Layout
    blocks: tuple[Block, ...]
    logo: Picture | None = None
    """Stands over the letterhead; none where there is no letterhead."""
    signature: Picture | None = None
    """Stands between closing and name, on paper with a letterhead."""
    header: str = ""
    """A line at the very top of the first page, on paper only: it is no part of the words that are sent."""
    continuation: str = ""
    """What the second and later pages begin with, before the page's number; on paper only."""
    page_word: str = ""
    """What stands before a page's number: "Page"."""

    def block(self, kind: BlockKind) -> Block | None:
        """The first block of that kind."""
        return next((block for block in self.blocks if block.kind is kind), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """A text file that a secretary may edit, and where it is."""

    name: str
    """Such as ``en/letter.j2`` or ``layouts/uk-block.toml``, whichever folder it was found in."""
    text: str
    path: str = ""
    """The file itself, for messages; empty where there is none."""

    @property
    def place(self) -> str:
        """How a message calls it."""
        return self.path or self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateSource:
    """Everything that :func:`dictation.letters.lay_out` needs from disk.

    ``template`` is the file for the draft's kind and language; ``layouts`` are all of ``layouts/*.toml``, those of the
    home in place of shipped ones of the same name, sorted by name. ``logo`` and ``signature`` are the client's.
    """

    template: SourceFile
    layouts: tuple[SourceFile, ...]
    logo: Picture | None = None
    signature: Picture | None = None


class DocumentFormat(StrEnum):
    """What a draft can be written as; each is also the suffix of its files."""

    DOCX = "docx"
    PDF = "pdf"
    EML = "eml"
    """The email as it would be sent; of a letter the covering email with the PDF attached."""
    HTML = "html"
    TXT = "txt"
