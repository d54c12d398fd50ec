"""One draft made two, and two made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dictation.errors import InputError
from dictation.model.draft import Draft, Flag, FlagKind, Paragraph, Passage
from dictation.review.wording import cut, is_about, require_once

_WORST_FIRST = tuple(FlagKind)


def split(draft: Draft, *, paragraph: int = 0, before: str = "") -> tuple[Draft, Draft]:
    """Two drafts: the second begins with a paragraph, counted from 1, or with the words ``before`` of the body.

    The first keeps the head, and both have the closing. Whom the second goes to is for a person to say, so that nobody
    gets what is meant for somebody else; it has no salutation, subject or enclosures either. Each flag goes with the
    words that it is about.

    Raises:
        InputError: There is no such paragraph, or the words do not stand in the body once; one part has no text.
    """
    above, below = _at_words(draft.body, before) if before else _at_paragraph(draft.body, paragraph)
    if not _has_text(above) or not _has_text(below):
        raise InputError(
            "one of the two drafts would have no text",
            place="the body",
            remedy="name words in the middle of it, or a paragraph but the first",
        )
    second = replace(
        draft,
        to=(),
        cc=(),
        bcc=(),
        subject=Passage(),
        salutation=Passage(),
        body=below,
        enclosures=(),
        meeting=None,
        flags=(),
    )
    first = replace(draft, body=above)
    moved = tuple(flag for flag in draft.flags if _is_about_text(flag, below))
    stay = tuple(flag for flag in draft.flags if flag not in moved or _is_about_text(flag, above))
    return replace(first, flags=stay), replace(second, flags=moved)


def merge(first: Draft, second: Draft) -> Draft:
    """The first draft with the body, the enclosures and the flags of the second behind its own.

    Head, salutation and closing are the first's; the second's closing where the first has none.
    """
    flags = (*first.flags, *(flag for flag in second.flags if flag.kind is not FlagKind.RECIPIENT))
    return replace(
        first,
        body=first.body + second.body,
        closing=first.closing or second.closing,
        enclosures=first.enclosures + second.enclosures,
        flags=tuple(sorted(dict.fromkeys(flags), key=lambda flag: _WORST_FIRST.index(flag.kind))),
    )


def _at_paragraph(body: tuple[Paragraph, ...], number: int) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    if not 1 <= number <= len(body):
        raise InputError(
            f"there is no paragraph {number}",
            place="the body",
            remedy=f"give a number from 2 to {len(body)}"
            if len(body) > 1
            else "name words instead: it is one paragraph",
        )
    return body[: number - 1], body[number - 1 :]


def _at_words(body: Sequence[Paragraph], words: str) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    require_once([line.text for block in body for line in block.lines], words, "the body")
    (place, at), *_ = [
        (place, at) for place, block in enumerate(body) for at, line in enumerate(block.lines) if words in line.text
    ]
    block = body[place]
    line = block.lines[at]
    start = line.text.index(words)
    head = cut(line, 0, len(line.text[:start].rstrip()))
    above = (*block.lines[:at], *([Passage(pieces=head)] if head else []))
    below = (Passage(pieces=cut(line, start, len(line.text))), *block.lines[at + 1 :])
    rest = (replace(block, lines=above),) if above else ()
    return (*body[:place], *rest), (replace(block, lines=below), *body[place + 1 :])


def _is_about_text(flag: Flag, body: Sequence[Paragraph]) -> bool:
    return any(is_about(flag, piece) for block in body for line in block.lines for piece in line.pieces)


def _has_text(body: Sequence[Paragraph]) -> bool:
    return any(line.text.strip() for block in body for line in block.lines)
