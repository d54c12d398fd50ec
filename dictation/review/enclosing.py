"""Which files go with a draft: found by what the client calls them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePath

from dictation.errors import InputError
from dictation.model.draft import Draft, Flag, FlagKind, Passage, Piece
from dictation.review.obstacles import Route, route
from dictation.review.wording import EDITED

_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAPITAL_WITHIN = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
_MOST_NAMED = 5
"""Names of files in one message."""

_SAME: tuple[Callable[[Sequence[str], str], bool], ...] = (
    lambda spoken, file: list(spoken) == _words(file),
    lambda spoken, file: list(spoken) == _words(PurePath(file).stem),
    lambda spoken, file: set(spoken) <= set(_words(PurePath(file).stem)),
)
"""In which ways a name that was said can be that of a file, the surest first."""


def enclosed_files(draft: Draft, files: Sequence[str]) -> tuple[str, ...]:
    """Those of the client's ``files`` that go with ``draft`` as attachments, each once.

    What goes on paper has none: its enclosures are put into the envelope. An enclosure for which there is no file, or
    more than one, is left out here; it is an obstacle to the approval.
    """
    if route(draft) is Route.PAPER:
        return ()
    found = (_matching(enclosure.text, files) for enclosure in draft.enclosures)
    return tuple(dict.fromkeys(names[0] for names in found if len(names) == 1))


def enclosure_obstacles(draft: Draft, files: Sequence[str]) -> tuple[str, ...]:
    """Why ``draft`` cannot be approved with what the client's folder holds, a sentence for each enclosure."""
    return tuple(f"{reason[0].upper()}{reason[1:]}." for _, reason in _unsettled(draft, files))


def flag_enclosures(draft: Draft, files: Sequence[str]) -> Draft:
    """``draft`` with a flag for each enclosure that is no single file of the client's folder, and for no other one."""
    draft = _without_flags(draft, draft.enclosures)
    flags = (
        Flag(
            kind=FlagKind.MISSING,
            message=reason,
            words=enclosure.text,
            start_ms=next((piece.start_ms for piece in enclosure.pieces), None),
            end_ms=next((piece.end_ms for piece in reversed(enclosure.pieces)), None),
        )
        for enclosure, reason in _unsettled(draft, files)
    )
    return replace(draft, flags=(*draft.flags, *flags))


def attach(draft: Draft, file: str, files: Sequence[str]) -> Draft:
    """``draft`` with one of the client's ``files``.

    It takes the place of an enclosure that may be it and was not settled, else it is one more.
    """
    stem = PurePath(file).stem
    name = stem if _matching(stem, files) == (file,) else file
    unsettled = [enclosure for enclosure, _ in _unsettled(draft, files) if _matching(enclosure.text, (file,))]
    if unsettled:
        settled = (_named(name, each) if each in unsettled else each for each in draft.enclosures)
        return _without_flags(replace(draft, enclosures=tuple(settled)), unsettled)
    there = [each for each in draft.enclosures if _matching(each.text, files) == (file,)]
    if there:
        return _without_flags(draft, there)
    return replace(draft, enclosures=(*draft.enclosures, _named(name, Passage())))


def detach(draft: Draft, name: str, files: Sequence[str]) -> Draft:
    """``draft`` without an enclosure, named as the draft has it or as its file is called.

    Raises:
        InputError: The draft has no such enclosure.
    """
    words = _words(name)
    gone = [each for each in draft.enclosures if _words(each.text) == words or _matching(each.text, files) == (name,)]
    if not gone:
        raise InputError(
            f"nothing called {name!r} goes with the draft",
            place=f"its enclosures: {', '.join(each.text for each in draft.enclosures) or 'none'}",
            remedy="name it as it stands there",
        )
    kept = tuple(each for each in draft.enclosures if each not in gone)
    return _without_flags(replace(draft, enclosures=kept), gone)


def _unsettled(draft: Draft, files: Sequence[str]) -> list[tuple[Passage, str]]:
    """The enclosures that are no single file, each with the reason."""
    if route(draft) is Route.PAPER:
        return []
    found = ((enclosure, _matching(enclosure.text, files)) for enclosure in draft.enclosures)
    return [(enclosure, _reason(enclosure.text, names, files)) for enclosure, names in found if len(names) != 1]


def _reason(spoken: str, names: Sequence[str], files: Sequence[str]) -> str:
    if names:
        return f"“{spoken}” may be any of {_told(names)}"
    there = f"there are {_told(files)}" if files else "the folder is empty"
    return f"no file for the enclosure “{spoken}”: {there}"


def _told(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _matching(spoken: str, files: Sequence[str]) -> tuple[str, ...]:
    """The files that may be meant: those that are called so in the surest way in which any is."""
    words = _words(spoken)
    if not words:
        return ()
    candidates = (tuple(file for file in files if same(words, file)) for same in _SAME)
    return next(filter(None, candidates), ())


def _words(text: str) -> list[str]:
    """The words and numbers of a name, in small letters and without accents."""
    apart = _CAPITAL_WITHIN.sub(" ", unicodedata.normalize("NFC", text))
    letters = unicodedata.normalize("NFKD", apart.casefold())
    return _WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))


def _named(name: str, spoken: Passage) -> Passage:
    """An enclosure as a person names it, with where the words are that it was called by."""
    words = tuple(dict.fromkeys(word for piece in spoken.pieces for word in piece.words))
    start = next((piece.start_ms for piece in spoken.pieces), None)
    end = next((piece.end_ms for piece in reversed(spoken.pieces)), None)
    return Passage(pieces=(Piece(text=name, words=words, start_ms=start, end_ms=end, rule=EDITED),))


def _without_flags(draft: Draft, settled: Sequence[Passage]) -> Draft:
    texts = {each.text for each in settled}
    return replace(
        draft,
        flags=tuple(flag for flag in draft.flags if flag.kind is not FlagKind.MISSING or flag.words not in texts),
    )
