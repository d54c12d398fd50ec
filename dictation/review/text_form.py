"""A draft as one text that a person edits: headers, an empty line, the letter below it.

    # Above the first empty line, lines that begin with # are remarks.
    To: Ines Ferraz <ines@ferraztimber.example>
    Subject: The mast
    Kind: email

    Dear Ines,

    Please send:

    - the mast
    - two booms

    Kind regards,

Below the first empty line everything is text, whatever it begins with; :mod:`dictation.review.lines` tells how.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import dropwhile
from zoneinfo import ZoneInfo

from dictation.errors import InputError
from dictation.model.draft import Draft, DraftKind, Meeting, Paragraph, ParagraphKind, Passage, Recipient
from dictation.model.people import Contact
from dictation.review.lines import join_breaks, logical_lines, read_paragraphs, write_line, write_paragraph
from dictation.review.moments import read_moment
from dictation.review.recipients import named, readdressed
from dictation.review.wording import retype, without_flags

_HEADERS = (
    "To",
    "Cc",
    "Bcc",
    "Subject",
    "Kind",
    "When",
    "Minutes",
    "Where",
    "Send-at",
    "Delivery",
    "Enclosures",
    "Urgent",
)
_SEVERAL = {"To": ", ", "Cc": ", ", "Bcc": ", ", "Enclosures": "; "}
"""Headers that may stand more than once, and what is between their parts."""
_MEETING = frozenset({"When", "Minutes", "Where"})
_REMARKS = """\
# The headers end with an empty line. Below it everything is text.
# To, Cc, Bcc: as in the address book, or Name <address>; commas between.
# Enclosures: semicolons between. Send-at: such as 2026-05-12 10:00.
# The first paragraph of the text is the salutation, the last the closing,
# each of one line; \\ stands where there is none. Lines that begin with "- "
# or "1. " are a list; with \\- or \\1. they are not.
"""
_MISTAKE = "#! "


def write_draft(draft: Draft) -> str:
    """A draft as text, with remarks on how to edit it."""
    return _REMARKS + plain_text(draft)


def plain_text(draft: Draft) -> str:
    """A draft as text, without remarks."""
    head = _head(draft)
    shown = [name for name in _HEADERS if name not in _MEETING or draft.meeting or draft.kind is DraftKind.INVITE]
    headers = "\n".join(f"{name}: {join_breaks(head[name])}".rstrip(" ") for name in shown)
    paragraphs = (write_paragraph(each.kind, (line.text for line in each.lines)) for each in draft.body)
    text = "\n\n".join((write_line(draft.salutation.text), *paragraphs, write_line(draft.closing.text)))
    return f"{headers}\n\n{text}\n"


def write_mistake(text: str, mistake: InputError) -> str:
    """The text of a draft with what is wrong in it told above it, in place of what was told before."""
    kept = dropwhile(lambda line: line.startswith(_MISTAKE), text.split("\n"))
    told = (f"{_MISTAKE}{line}" for line in (mistake.message, mistake.place, mistake.remedy) if line)
    return "\n".join((*told, *kept))


def read_draft(text: str, draft: Draft, book: Sequence[Contact], zone: str) -> Draft:
    """The draft that a person made of ``draft`` by editing its text.

    What was not touched stays as it was, to the last word's place in the recording. Flags about words that were changed
    go.

    Args:
        text: What :func:`write_draft` wrote, edited.
        draft: What it was written from.
        book: The client's address book, for names without an address.
        zone: The IANA zone that times without one are in.

    Raises:
        InputError: Something in it cannot be understood; ``place`` is its line or its header.
    """
    lines = list(logical_lines(_unix(text)))
    end = next((at for at, (_, line) in enumerate(lines) if not line.strip()), len(lines))
    head = _read_head(lines[:end])
    salutation, body, closing = _read_body([line for _, line in lines[end:]])
    before = {name: value.strip() for name, value in _head(draft).items()}
    changed = {name: head.get(name, "") for name in _HEADERS if head.get(name, "") != before[name]}
    changed_draft = _with_words(draft, head, changed, salutation, body, closing)
    return _with_head(_with_people(changed_draft, changed, book), head, changed, zone)


def _with_words(
    draft: Draft,
    head: Mapping[str, str],
    changed: Mapping[str, str],
    salutation: str,
    body: Sequence[tuple[ParagraphKind, list[str]]],
    closing: str,
) -> Draft:
    subject = head["Subject"] if "Subject" in changed else draft.subject.text
    enclosures = [each.text for each in draft.enclosures]
    if "Enclosures" in changed:
        enclosures = [_unquoted(each) for each in _parts(changed["Enclosures"], ";")]
    lines = [line for _, paragraph in body for line in paragraph]
    texts = [subject, salutation, *lines, closing, *enclosures]
    passages, replaced = retype([*draft.passages, *draft.enclosures], texts)
    left: Iterator[Passage] = iter(passages)
    return without_flags(
        replace(
            draft,
            subject=next(left),
            salutation=next(left),
            body=tuple(Paragraph(kind=kind, lines=tuple(next(left) for _ in lines)) for kind, lines in body),
            closing=next(left),
            enclosures=tuple(left),
        ),
        replaced,
    )


def _with_people(draft: Draft, changed: Mapping[str, str], book: Sequence[Contact]) -> Draft:
    known = {_person(each): each for each in reversed(draft.recipients)}

    def people(header: str, before: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
        if header not in changed:
            return before
        return tuple(known.get(each) or named(each, book) for each in _parts(changed[header], ","))

    return readdressed(draft, to=people("To", draft.to), cc=people("Cc", draft.cc), bcc=people("Bcc", draft.bcc))


def _with_head(draft: Draft, head: Mapping[str, str], changed: Mapping[str, str], zone: str) -> Draft:
    if "Kind" not in head or head["Kind"].lower() not in list(DraftKind):
        raise _mistake("Kind", f"{head.get('Kind', '')!r} is no kind of draft", f"write one of: {', '.join(DraftKind)}")
    if "Urgent" in changed and changed["Urgent"].lower() not in {"yes", "no", ""}:
        raise _mistake("Urgent", f"{changed['Urgent']!r} is neither yes nor no", "write yes or no")
    send_at = draft.send_at
    if "Send-at" in changed:
        typed = changed["Send-at"]
        send_at = read_moment(typed, zone, place=_place("Send-at")) if typed else None
    return replace(
        draft,
        kind=DraftKind(head["Kind"].lower()),
        urgent=changed["Urgent"].lower() == "yes" if "Urgent" in changed else draft.urgent,
        delivery=(changed["Delivery"] or None) if "Delivery" in changed else draft.delivery,
        send_at=send_at,
        meeting=_meeting(head, draft.meeting, zone) if _MEETING & changed.keys() else draft.meeting,
    )


def _meeting(head: Mapping[str, str], before: Meeting | None, zone: str) -> Meeting | None:
    if not any(head.get(name) for name in _MEETING):
        return None
    when, minutes, where = (head.get(name, "") for name in ("When", "Minutes", "Where"))
    if not minutes.isascii() or not minutes.isdigit() or not int(minutes):
        raise _mistake("Minutes", f"{minutes!r} is no number of minutes", "write how long the meeting is, such as 60")
    start = before.start if before and when == _told(before.start) else read_moment(when, zone, place=_place("When"))
    place = before.place if before and where == before.place.strip() else where
    return Meeting(start=start, minutes=int(minutes), place=place)


def _read_head(lines: Sequence[tuple[int, str]]) -> dict[str, str]:
    """The values of the headers by their names as :data:`_HEADERS` has them."""
    names = {name.lower(): name for name in _HEADERS}
    head: dict[str, str] = {}
    for number, line in lines:
        if line.startswith("#"):
            continue
        title, colon, value = line.partition(":")
        name = names.get(title.strip().lower())
        if not colon or name is None:
            raise InputError(
                f"{line.strip()[:40]!r} is no header",
                place=f"line {number}",
                remedy=f"the headers are {', '.join(_HEADERS)}, each with a colon; an empty line ends them",
            )
        if name in head and name not in _SEVERAL:
            raise InputError(f"{name} stands twice", place=f"line {number}", remedy="leave one of them")
        head[name] = _SEVERAL[name].join((head[name], value.strip())) if head.get(name) else value.strip()
    return head


def _read_body(lines: Sequence[str]) -> tuple[str, list[tuple[ParagraphKind, list[str]]], str]:
    """Salutation, paragraphs and closing."""
    match list(read_paragraphs(lines)):
        case [(ParagraphKind.PROSE, [salutation]), *body, (ParagraphKind.PROSE, [closing])]:
            return salutation, body, closing
    raise InputError(
        "the text does not begin with a salutation and end with a closing, each a paragraph of one line",
        place="the text below the headers",
        remedy="leave an empty line below the salutation and above the closing; write \\ where there is none",
    )


def _head(draft: Draft) -> dict[str, str]:
    meeting = draft.meeting
    return {
        "To": ", ".join(map(_person, draft.to)),
        "Cc": ", ".join(map(_person, draft.cc)),
        "Bcc": ", ".join(map(_person, draft.bcc)),
        "Subject": draft.subject.text,
        "Kind": str(draft.kind),
        "When": _told(meeting.start) if meeting else "",
        "Minutes": str(meeting.minutes) if meeting else "",
        "Where": meeting.place if meeting else "",
        "Send-at": _told(draft.send_at) if draft.send_at else "",
        "Delivery": draft.delivery or "",
        "Enclosures": "; ".join(_quoted(each.text, ';"') for each in draft.enclosures),
        "Urgent": "yes" if draft.urgent else "no",
    }


def _person(recipient: Recipient) -> str:
    """Somebody as a header names them; who is not settled stands with a question mark."""
    name = _quoted(recipient.name, ',;"<>@') + ("" if recipient.resolved else "?")
    return f"{name} <{recipient.email}>" if recipient.email else name


def _quoted(text: str, special: str) -> str:
    if not set(special) & set(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unquoted(text: str) -> str:
    whole = re.fullmatch(r'"((?:[^"\\]|\\.)*)"', text, re.DOTALL)
    return re.sub(r"\\(.)", r"\1", whole[1], flags=re.DOTALL) if whole else text


def _parts(text: str, separator: str) -> list[str]:
    """What stands between separators that are in no quotation marks."""
    found = re.findall(rf'(?:"(?:[^"\\]|\\.)*"|[^{separator}])+', text, re.DOTALL)
    return [part.strip() for part in found if part.strip()]


def _told(moment: datetime) -> str:
    """A moment with its zone, such as ``2026-05-12 10:00 Europe/London``."""
    zone = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else f"{moment:%z}"
    seconds = f"{moment:%S.%f}".rstrip("0").rstrip(".") if moment.second or moment.microsecond else ""
    return f"{moment:%Y-%m-%d %H:%M}{':' + seconds if seconds else ''} {zone}"


def _mistake(header: str, message: str, remedy: str) -> InputError:
    return InputError(message, place=_place(header), remedy=remedy)


def _place(header: str) -> str:
    return f"the header {header}"


def _unix(text: str) -> str:
    """The text with a line break as we write it, where an editor wrote all of them as Windows does."""
    return text.replace("\r\n", "\n") if text.count("\r\n") == text.count("\n") else text
