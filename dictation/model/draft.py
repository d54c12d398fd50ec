"""A piece of correspondence, finished but for the secretary's eyes.

Text that was dictated is a :class:`Passage`: not a string but the pieces it was put together from, each knowing the
words of the transcript, and so the milliseconds of the recording, that it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DraftKind(StrEnum):
    """What an item is to become."""

    EMAIL = "email"
    LETTER = "letter"
    MEMO = "memo"
    """A telephone message to be passed on."""
    INVITE = "invite"
    """An invitation to a meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of characters that came into a text together."""

    text: str
    words: tuple[int, ...] = ()
    """Places in :attr:`Transcript.words <dictation.model.transcript.Transcript.words>` this text was made from; empty
    only where ``rule`` put the text there without any speech behind it."""
    start_ms: int | None = None
    end_ms: int | None = None
    rule: str = ""
    """Empty where the text is what the recogniser wrote; else the rule that made it, such as ``money`` for "£300" out
    of "three hundred pounds" or ``salutation-comma`` for a comma that nobody said."""

    def __post_init__(self) -> None:
        """Refuse text that comes from nowhere."""
        if self.text and not self.words and not self.rule:
            raise ValueError(f"piece {self.text!r} has neither words nor a rule behind it")


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """Text together with where each of its characters came from."""

    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(piece.text for piece in self.pieces)

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return any(piece.text for piece in self.pieces)


class ParagraphKind(StrEnum):
    """How the lines of a paragraph belong together."""

    PROSE = "prose"
    BULLETS = "bullets"
    NUMBERED = "numbered"


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph of prose, of one line unless a new line was dictated, or a list with an entry a line.

    The lines of a list hold no bullet and no number: whoever writes the paragraph puts them there.
    """

    lines: tuple[Passage, ...]
    kind: ParagraphKind = ParagraphKind.PROSE

    @property
    def text(self) -> str:
        """The paragraph in plain text, a list with its bullets ("- ") or numbers ("1. ")."""
        match self.kind:
            case ParagraphKind.PROSE:
                lines = [line.text for line in self.lines]
            case ParagraphKind.BULLETS:
                lines = [f"- {line.text}" for line in self.lines]
            case ParagraphKind.NUMBERED:
                lines = [f"{number}. {line.text}" for number, line in enumerate(self.lines, 1)]
        return "\n".join(lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """Somebody a draft goes to, as far as is known."""

    name: str
    email: str = ""
    address: tuple[str, ...] = ()
    organisation: str = ""
    heard: str = ""
    """What was said, such as "Mr Ortiz"; empty where a person typed the recipient."""
    resolved: bool = True
    """Whether it is settled who is meant. A draft with an unsettled recipient cannot be approved."""


class FlagKind(StrEnum):
    """Why a secretary should look, worst first."""

    RECIPIENT = "recipient"
    NAME = "name"
    """A name was not heard clearly, or sounds like one of the address book that is written otherwise."""
    AMOUNT = "amount"
    DATE = "date"
    NEGATION = "negation"
    UNCERTAIN_WORD = "uncertain-word"
    ASIDE = "aside"
    """It is not certain whether something belongs to the text or was said to the secretary."""
    CORRECTION = "correction"
    """Something was to be changed, and where could not be told."""
    MISSING = "missing"
    """Something the draft needs was not dictated, or a standard text is still to be put in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """A reason to look at a draft before approving it."""

    kind: FlagKind
    message: str
    words: str = ""
    """The words in question, as they were heard."""
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """When and where an invitation asks people to come."""

    start: datetime
    minutes: int
    place: str = ""

    def __post_init__(self) -> None:
        """Refuse a start that could be at several moments."""
        require_zone("start", self.start)


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingUpdate:
    """What makes an invitation one to a meeting that people were invited to before."""

    uid: str
    """What calendars know the meeting by (RFC 5545, UID)."""
    sequence: int
    """How often the meeting was changed: 1 for its first change (RFC 5545, SEQUENCE)."""
    cancelled: bool = False
    """Whether it is not to take place at all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """The message that a draft answers, as its reply has to name it (RFC 5322, 3.6.4)."""

    message_id: str
    """With its angle brackets."""
    references: tuple[str, ...] = ()
    """The messages before it, oldest first, likewise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One email, letter, memo or invitation."""

    kind: DraftKind
    to: tuple[Recipient, ...] = ()
    cc: tuple[Recipient, ...] = ()
    bcc: tuple[Recipient, ...] = ()
    subject: Passage = Passage()
    salutation: Passage = Passage()
    body: tuple[Paragraph, ...] = ()
    closing: Passage = Passage()
    """The complimentary close; the signature under it is the client's."""
    enclosures: tuple[Passage, ...] = ()
    urgent: bool = False
    send_at: datetime | None = None
    """Not to be sent before; None for as soon as it is approved."""
    delivery: str | None = None
    """How a letter is to travel, as spoken: "registered post"."""
    language: str = "en"
    meeting: Meeting | None = None
    update: MeetingUpdate | None = None
    """None for the first invitation to its meeting."""
    answers: Answered | None = None
    """None where it begins a thread of its own."""
    flags: tuple[Flag, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a time that could be at several moments."""
        if self.send_at is not None:
            require_zone("send_at", self.send_at)

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Everybody it goes to, openly or not."""
        return self.to + self.cc + self.bcc

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The dictated texts in the order in which they are read: subject, salutation, lines of the body, closing."""
        lines = (line for paragraph in self.body for line in paragraph.lines)
        return (self.subject, self.salutation, *lines, self.closing)

    @property
    def body_text(self) -> str:
        """The body in plain text, an empty line between paragraphs."""
        return "\n\n".join(paragraph.text for paragraph in self.body)


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """An errand or a check for the secretary herself: never sent to anyone."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None


class LeftOutReason(StrEnum):
    """Why a stretch of speech is in no draft."""

    CHAT = "chat"
    COMMAND = "command"
    """It did something to a draft (a recipient, a paragraph break) and is not text itself."""
    CORRECTED = "corrected"
    """It was text, and was taken back or replaced."""
    CANCELLED = "cancelled"
    INSTRUCTION = "instruction"
    OTHER_SPEAKER = "other-speaker"
    UNPLACED = "unplaced"


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A stretch of speech that ended in no draft, and why."""

    reason: LeftOutReason
    text: str
    words: tuple[int, ...]
    start_ms: int
    end_ms: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Correspondence:
    """Everything that one call became."""

    drafts: tuple[Draft, ...] = ()
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """The speech that is in no draft. With the drafts' provenance it accounts for every word of the transcript."""


def require_zone(name: str, moment: datetime) -> None:
    """Raise ``ValueError`` where ``moment`` carries no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{name} has no time zone: {moment.isoformat()}")
