"""The small markup between a template and a document.

A line in brackets begins a block, and the lines below it, up to the next, are its text::

    [salutation]
    Dear Ms Quill,

    [enclosures: Enc]
    price list

After a colon stands the block's label. Blank lines mean nothing, and a block without text is not there at all. Besides
the kinds of :class:`~dictation.model.document.BlockKind` there are ``[header]`` and ``[continuation]``, whose lines are
joined into one; the label of ``[continuation]`` is the word before the page's number.

Values never come in as they are: :func:`escape` takes the bracket and the line break out of them, and only
:func:`parse` puts them back. The marks are noncharacters of Unicode, which neither a value nor a template may hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dictation.errors import TemplateError
from dictation.model.document import Block, BlockKind

_BRACKET = "\ufdd0"
_BREAK = "\ufdd1"
_LINE = "\ufdd2"
_ESCAPES = str.maketrans({"[": _BRACKET, "\n": _BREAK})
_LINE_MARK = re.compile(f"{_LINE}([0-9]+){_LINE}")
_DIRECTIVE = re.compile(rf"\[{_LINE}([0-9]+){_LINE}([^:\]]*)(?::(.*))?\]")

HEADER = "header"
CONTINUATION = "continuation"
_NAMES = (*(kind.value for kind in BlockKind), HEADER, CONTINUATION)
_ONLY_ONE = frozenset({BlockKind.LETTERHEAD.value, HEADER, CONTINUATION})


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What a rendered template says."""

    blocks: tuple[Block, ...]
    header: str = ""
    continuation: str = ""
    page_word: str = ""


@dataclass(kw_only=True, slots=True)
class _Section:
    name: str
    label: str
    lines: list[str] = field(default_factory=list)


def escape(value: str) -> str:
    """``value`` as it may stand in rendered markup: it can neither begin a block nor end its line."""
    return value.translate(_ESCAPES)


def mark_lines(data: str, first_line: int) -> str:
    """A stretch of a template's own text with its line number behind each bracket that may begin a block.

    The marks survive rendering and let :func:`parse` tell the line of a mistake.
    """
    return "\n".join(
        re.sub(r"^(\s*)\[", rf"\g<1>[{_LINE}{number}{_LINE}", line)
        for number, line in enumerate(data.split("\n"), first_line)
    )


def parse(rendered: str, place: str) -> Parsed:
    """The blocks of a rendered template.

    Raises:
        TemplateError: a bracket begins no known block, or text stands before the first.
    """
    sections: list[_Section] = []
    for line in map(str.strip, rendered.split("\n")):
        if line.startswith("["):
            section = _begin(line, place)
            if section.name in _ONLY_ONE and any(other.name == section.name for other in sections):
                raise _error(line, place, f"there is a second [{section.name}]", "put its lines below the first")
            sections.append(section)
        elif line and sections:
            sections[-1].lines.append(_LINE_MARK.sub("", line))
        elif line:
            raise TemplateError(
                f"the text {_unescape(line)!r} stands before the first block",
                place=place,
                remedy="put a line such as [prose] above it",
            )
    margins = {section.name: section for section in sections if section.name in (HEADER, CONTINUATION)}
    parts = [section for section in sections if section.name not in margins]
    continuation = margins.get(CONTINUATION, _Section(name="", label=""))
    return Parsed(
        # Lines that are but line breaks leave a block without lines.
        blocks=tuple(block for block in map(_block, parts) if block.lines),
        header=_joined(margins.get(HEADER, _Section(name="", label=""))),
        continuation=_joined(continuation),
        page_word=continuation.label,
    )


def _begin(line: str, place: str) -> _Section:
    match = _DIRECTIVE.fullmatch(line)
    if match and match[2].strip() in _NAMES:
        return _Section(name=match[2].strip(), label=_unescape(match[3] or "").replace("\n", " ").strip())
    found = _unescape(_LINE_MARK.sub("", line))
    raise _error(line, place, f"{found!r} begins no block that there is", f"use one of: {', '.join(_NAMES)}")


def _error(line: str, place: str, message: str, remedy: str) -> TemplateError:
    number = _LINE_MARK.search(line)
    return TemplateError(message, place=place, line=int(number[1]) if number else None, remedy=remedy)


def _block(section: _Section) -> Block:
    kind = BlockKind(section.name)
    texts = [_unescape(line) for line in section.lines]
    if kind is BlockKind.PROSE:
        lines = [part.strip() for text in texts for part in text.split("\n")]
    else:
        lines = [" ".join(text.split("\n")).strip() for text in texts]
    return Block(kind=kind, label=section.label, lines=tuple(line for line in lines if line))


def _joined(section: _Section) -> str:
    return " · ".join(_unescape(line).replace("\n", " ") for line in section.lines)


def _unescape(text: str) -> str:
    return text.replace(_BRACKET, "[").replace(_BREAK, "\n")
