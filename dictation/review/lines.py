r"""Text as the lines of a file that a person edits, so that whatever a text holds comes back as it was.

A line of the file is a line of the text. A backslash marks three things, and stands for itself everywhere else: before
what would begin a list ("\- not a list"), as a whole line where the text has an empty one, and at the end of a line
where the text breaks off in the middle of one and goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from dictation.model.draft import ParagraphKind

_BULLET = re.compile(r"-(?: |\Z)")
_NUMBER = re.compile(r"\d{1,9}\.(?: |\Z)")
_TRAILING = re.compile(r"\\*\Z")


def write_line(text: str) -> str:
    """A line of prose, as the file has it."""
    written = join_breaks(text)
    marked = not text.strip() or written.startswith("\\") or _BULLET.match(text) or _NUMBER.match(text)
    return f"\\{written}" if marked else written


def write_paragraph(kind: ParagraphKind, lines: Iterable[str]) -> str:
    """The lines of a paragraph, as the file has them."""
    match kind:
        case ParagraphKind.PROSE:
            return "\n".join(write_line(line) for line in lines)
        case ParagraphKind.BULLETS:
            return "\n".join(f"- {join_breaks(line)}" for line in lines)
        case ParagraphKind.NUMBERED:
            return "\n".join(f"{number}. {join_breaks(line)}" for number, line in enumerate(lines, 1))


def join_breaks(text: str) -> str:
    """A text of one line, or of several that belong together, with the breaks in it marked."""
    return "\\\n".join(_TRAILING.sub(lambda end: end[0] * 2, part, count=1) for part in text.split("\n"))


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a file with the numbers they begin at, those that belong together as one."""
    numbered = enumerate(text.split("\n"), 1)
    for number, line in numbered:
        parts = [line.removeprefix("\\")]
        prefix = line[: len(line) - len(parts[0])]
        while len(_trailing(parts[-1])) % 2:
            parts[-1] = parts[-1][:-1]
            parts.append(next(numbered, (0, ""))[1])
        whole = "\n".join(_TRAILING.sub(lambda end: end[0][::2], part, count=1) for part in parts)
        yield number, prefix + whole


def read_paragraphs(lines: Iterable[str]) -> Iterator[tuple[ParagraphKind, list[str]]]:
    """The paragraphs of logical lines: an empty line ends one, and so does the beginning or the end of a list."""
    for (kind, _), group in groupby(_marked(lines), key=lambda each: each[:2]):
        if kind is not None:
            yield kind, [text for _, _, text in group]


def _marked(lines: Iterable[str]) -> Iterator[tuple[ParagraphKind | None, int, str]]:
    """Each line with what it belongs to, None for an empty one, and the number of empty lines before it."""
    empty = 0
    for line in lines:
        bullet, number = _BULLET.match(line), _NUMBER.match(line)
        if not line.strip():
            empty += 1
            yield None, empty, ""
        elif bullet:
            yield ParagraphKind.BULLETS, empty, line[bullet.end() :]
        elif number:
            yield ParagraphKind.NUMBERED, empty, line[number.end() :]
        else:
            yield ParagraphKind.PROSE, empty, line.removeprefix("\\")


def _trailing(text: str) -> str:
    found = _TRAILING.search(text)
    return found[0] if found else ""
