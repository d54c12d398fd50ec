"""Who speaks, told from labels before a colon, such as ``Ann Reed: Good morning.`` or ``[SPEAKER_00]: Good morning.``.

A dictated line may hold a colon too ("Subject: new doors"), and taking its words for a name would lose them. So:

- ``[Ann Reed]: `` is a label wherever it stands, because nobody dictates brackets; WhisperX writes its text and SubRip
  files so. ``[?]: `` is nobody known. In such a file nothing else is a label, and a line without one is nobody's.
- ``Ann Reed: `` is a label if it looks like a name and occurs twice, or is in capitals (``CLIENT``) as another that
  does. The file must begin with a label, or names in capitals or of several words must head half of its lines.
- Where every line has one, all are labels, if one occurs twice or all are in capitals or of several words.
- The headings of letters and emails in ``headings.txt`` are never labels.

A line without a label goes on for the speaker before, as exports that label turns leave it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NOBODY = "?"
"""Stands in brackets for a speaker who is not known."""
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,80})\]:(?:\s+|$)")
_WORD = r"[^\s:,;?!\"“”()\[\]]{1,40}"
_COLON = re.compile(rf"({_WORD}(?: {_WORD}){{0,4}}(?: \([^()\n]{{1,30}}\))?):(?:\s+|$)")
_PARTICLES = frozenset("van von de der den di da del della dos du la le ter ten bin binti ibn al el zu".split())
_ABBREVIATION = 4
"""Letters before a full stop inside a name at most, as in "Prof."; a longer word ends a sentence there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Labels:
    """The labels of one file."""

    pattern: re.Pattern[str] = _COLON
    names: frozenset[str] = frozenset()
    """Those before a bare colon; in brackets any name counts."""

    @property
    def goes_on(self) -> bool:
        """Whether a line without a label belongs to the speaker before."""
        return bool(self.names)

    def match(self, line: str) -> tuple[str | None, int] | None:
        """The speaker whose label begins the line (None for nobody known) and the label's length; None without one."""
        found = self.pattern.match(line)
        if found is None or (self.names and found[1].strip() not in self.names):
            return None
        name = found[1].strip()
        return (None if name == NOBODY and not self.names else name), found.end()


def labels_of(lines: Sequence[str]) -> Labels | None:
    """How the lines of a file tell their speakers; None if they do not."""
    if any(_BRACKETS.match(line) for line in lines):
        return Labels(pattern=_BRACKETS)
    found = [_name(line) for line in lines]
    counted = Counter(name for name in found if name)
    if len(lines) > 1 and all(found) and (max(counted.values()) > 1 or all(map(_is_firm, counted))):
        return Labels(names=frozenset(counted))
    twice = {name for name, count in counted.items() if count > 1 and looks_like_a_name(name)}
    capitals = any(name.isupper() for name in twice)
    names = frozenset(name for name in counted if name in twice or (capitals and name.isupper()))
    begins = bool(found) and found[0] in names
    most = 2 * sum(name in names and _is_firm(name) for name in found if name) >= len(found)
    return Labels(names=names) if names and (begins or most) else None


def _name(line: str) -> str | None:
    """What stands before the line's first colon, if that may be a label."""
    found = _COLON.match(line)
    if found is None:
        return None
    name = found[1].strip()
    words = name.split()
    ends_sentence = any(word.endswith(".") and len(word) > _ABBREVIATION + 1 for word in words[:-1])
    whole, first = _headings()
    is_heading = name.casefold() in whole or words[-1].casefold() in whole or words[0].casefold() in first
    return None if ends_sentence or is_heading or name.endswith(".") else name


def looks_like_a_name(name: str) -> bool:
    """Whether no word of it, but the ``van`` and ``bin`` of many names, begins with a small letter."""
    return not any(word[0].islower() and word not in _PARTICLES for word in name.split())


def _is_firm(name: str) -> bool:
    """Whether it is in capitals or of several words; a single capitalised word may be any noun."""
    return looks_like_a_name(name) and (name.isupper() or " " in name)


@cache
def _headings() -> tuple[frozenset[str], frozenset[str]]:
    """The headings, and the words with which any begins."""
    text = Path(__file__).with_name("headings.txt").read_text("utf-8")
    entries = [line.casefold() for line in text.splitlines() if line and not line.startswith("#")]
    first = frozenset(entry.removesuffix(" …") for entry in entries if entry.endswith(" …"))
    return frozenset(entries), first
