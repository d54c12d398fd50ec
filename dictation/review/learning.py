"""What a secretary's corrections teach: names and words of a client that recognisers mishear."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dictation.model.draft import Draft, Flag, FlagKind, Passage, Piece
from dictation.model.lexicon import Term
from dictation.review.wording import cut, differences, map_passages, retyped, tokens

LEARNED = "lexicon"
"""The rule of text that was put right as it had been before."""

IsCommon = Callable[[str], bool]
"""Whether a word, in lower case, is one of the language's own that everybody uses."""

_LONGEST = 4
"""Words: what is misheard and learned is a name or a term, not a sentence."""
_ALIKE = 0.5
"""Two spellings of one sound share at least so much of their letters, or of their metaphones, in order."""
_SENTENCE_ENDS = re.compile(r"[.!?:]\W*$")
_ORDER = tuple(FlagKind)
_APART = "\n"
"""Between the texts of a draft, so that no change reaches over two of them."""


def learned(before: Draft, after: Draft, *, is_common: IsCommon) -> tuple[Term, ...]:
    """The terms that a person's change of a draft teaches.

    A few words were replaced by others that sound like them, and what stands there now is a name or no common word:
    "Pederson" by "Pedersen", "day wee" by "Dewi". A change of mind ("Tuesday" to "Thursday") teaches nothing, nor does
    one of figures.
    """
    old, new = _words(before), _words(after)
    terms: dict[Term, None] = {}
    for same, a, b, c, d in differences(old, new):
        if same or not (0 < b - a <= 2 * _LONGEST and 0 < d - c <= 2 * _LONGEST):
            continue
        heard, written = _bare(old[a:b]), _bare(new[c:d])
        named = any(_is_capital(new, place) for place in range(c, d))
        if _teaches(heard, written, is_common) and (named or _is_rare(written, is_common)):
            terms[Term(written=written, heard=heard)] = None
    return tuple(terms)


def put_right(draft: Draft, terms: Iterable[Term], *, is_common: IsCommon) -> Draft:
    """``draft`` with what was misheard before written as it was put right, each place flagged.

    Where a word of what was heard is a common one, nothing is changed: it means itself most often. What is written
    keeps where it came from.
    """
    flags: list[Flag] = []
    right = draft
    for term in sorted(terms, key=lambda each: -len(each.heard)):
        if term.heard and _is_rare(term.heard, is_common):
            right = map_passages(right, _Rewriter(term, flags))
    if not flags:
        return draft
    return replace(right, flags=tuple(sorted((*draft.flags, *flags), key=lambda flag: _ORDER.index(flag.kind))))


class _Rewriter:
    """Puts one term right in a passage, and notes where."""

    def __init__(self, term: Term, flags: list[Flag]) -> None:
        self._term, self._flags = term, flags
        self._pattern = re.compile(rf"(?<!\w){re.escape(term.heard)}(?!\w)", re.IGNORECASE)

    def __call__(self, passage: Passage) -> Passage:
        pieces: list[Piece] = []
        end = 0
        for found in self._pattern.finditer(passage.text):
            if found[0] == self._term.written:
                continue
            pieces += cut(passage, end, found.start())
            pieces += self._written(cut(passage, found.start(), found.end()), found[0])
            end = found.end()
        return Passage(pieces=(*pieces, *cut(passage, end, len(passage.text)))) if end else passage

    def _written(self, heard: Sequence[Piece], words: str) -> tuple[Piece, ...]:
        written = retyped(self._term.written, heard, rule=LEARNED)
        message = f"“{self._term.written}” is written for “{words}”, as it was put right before"
        times = {"start_ms": written[0].start_ms, "end_ms": written[0].end_ms}
        self._flags.append(Flag(kind=FlagKind.NAME, message=message, words=words, **times))
        return written


def _words(draft: Draft) -> list[str]:
    return [token for passage in draft.passages for token in (*tokens(passage.text), _APART)]


def _bare(words: Sequence[str]) -> str:
    """The words without the punctuation around them."""
    return re.sub(r"^\W+|\W+$", "", "".join(words).strip()) if _APART not in words else ""


def _teaches(heard: str, written: str, is_common: IsCommon) -> bool:
    both = heard + written
    if not (heard and written) or heard == written or any(map(str.isdigit, both)):
        return False
    if max(len(heard.split()), len(written.split())) > _LONGEST:
        return False
    known = all(is_common(word) for word in written.casefold().split())
    return not known and _sound_alike(_letters(heard), _letters(written))


def _sound_alike(heard: str, written: str) -> bool:
    # Most commands change no word of a draft.
    from jellyfish import metaphone  # noqa: PLC0415
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    spelled = Indel.normalized_similarity(heard, written)
    return max(spelled, Indel.normalized_similarity(metaphone(heard), metaphone(written))) >= _ALIKE


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.casefold()))


def _is_rare(text: str, is_common: IsCommon) -> bool:
    return not any(is_common(word) for word in text.casefold().split())


def _is_capital(words: Sequence[str], place: int) -> bool:
    """Whether a word has a capital that no beginning of a sentence gave it."""
    letters = "".join(filter(str.isalpha, words[place]))
    begins = place == 0 or words[place - 1] == _APART or _SENTENCE_ENDS.search(words[place - 1]) is not None
    return any(map(str.isupper, letters[1:])) or (letters[:1].isupper() and not begins)
