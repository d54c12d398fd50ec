"""What stands between something said amiss and its repair: editing terms ("no, sorry", "or rather") and fillers.

Most editing terms are ordinary words as well. What the language data says of a term, how it is set off, and the words
beside it give it a strength; :mod:`.repairs` adds to it how well a repair agrees with what it would take back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dictation.compose.language import Language, Term
from dictation.compose.likeness import Likeness
from dictation.compose.parallels import clause_end
from dictation.compose.patterns import Match
from dictation.compose.tokens import Token

FRAGMENT = 6
"""How many words a correction may have that is a sentence of its own: "Sorry, Tuesday."."""
STRENGTH = {Term.STRIKE: 1.0, Term.SURE: 1.0, Term.LIKELY: 0.55, Term.APART: 0.5, Term.MAYBE: 0.3}
_ORDINARY = 0.8
"""What a word before an editing term counts against it, after which it may be an ordinary word."""
_FILLER, _MORE_FILLERS = -0.5, 0.4
"""What a filler counts for an editing term, and what more than one of them add."""
_APART, _HALF_APART, _CLOSED, _LONG = 0.4, 0.1, 0.2, 0.2
"""What pauses or punctuation before and after an editing term, and a second word of it, count."""
_BARE = 0.2
"""What it counts that a term stands between two words of which neither is a function word."""
_PAUSE_MS = 250


@dataclass(frozen=True, kw_only=True, slots=True)
class Interregnum:
    """Editing terms and fillers between a reparandum and its repair."""

    start: int
    end: int
    strength: float
    term: Term | None
    """The strongest term; None where there are only fillers."""
    set_off: bool
    """Whether punctuation was heard before or after it."""
    behind: int | None = None
    """The place of a further term behind the repair."""


class Interregna:
    """Finds interregna in one text."""

    def __init__(self, tokens: Sequence[Token], language: Language, likeness: Likeness) -> None:
        self._tokens, self._language, self._likeness = tokens, language, likeness

    def at(self, place: int, kept: Sequence[int]) -> Interregnum | None:
        """The editing terms and fillers at ``place``, all of them."""
        if not kept or kept[-1] >= place or self._tokens[kept[-1]].norm == self._tokens[place].norm:
            return None  # "I I mean" is first of all a word said twice
        words, norm = self._language.words, self._tokens[place].norm
        if norm not in words.fillers and norm not in words.leads and not self._language.editing_terms.begins(norm):
            return None
        at, found, fillers = place, list[Match[Term]](), 0
        if (
            self._tokens[place].norm in words.leads
            and place + 1 < len(self._tokens)
            and self._term(place, kept) is None
        ):
            at += 1
        while at < len(self._tokens):
            term = self._term(at, kept, led=at > place)
            if term is not None:
                found.append(term)
                at = term.end
            elif self._tokens[at].norm in words.fillers:
                fillers += 1
                at += 1
            else:
                break
        if at == place or self._leads_to_itself(place, at):
            return None
        behind = self._behind(place, at)
        if not found and not fillers and behind is None and not self._breaks_off(at, kept):
            return None
        terms = [term.payload for term in found]
        strongest = Term.SURE if Term.SURE in terms else max(terms, key=STRENGTH.__getitem__, default=None)
        strength = self._strength(place, at, found) if found else _FILLER + _MORE_FILLERS * (fillers > 1)
        if behind is not None:
            strength, strongest = max(strength, STRENGTH[Term.SURE]), strongest or Term.SURE
        set_off = bool(self._tokens[place - 1].after or self._tokens[at - 1].after)
        return Interregnum(start=place, end=at, strength=strength, term=strongest, behind=behind, set_off=set_off)

    def _leads_to_itself(self, place: int, end: int) -> bool:
        """Whether a word is said twice that might lead to an editing term: "and, er, and"."""
        again = end < len(self._tokens) and self._tokens[end].norm == self._tokens[place].norm
        return again and end > place + 1 and self._tokens[place].norm in self._language.words.leads

    def _breaks_off(self, begun: int, kept: Sequence[int]) -> bool:
        """Whether "or" stands between a question left at its verb and another one: "what did, or why would"."""
        last, first = self._tokens[kept[-1]], self._tokens[begun] if begun < len(self._tokens) else None
        open_end = self._likeness.traits(last) & {"auxiliary", "article", "preposition"}
        return first is not None and bool(open_end) and "question" in self._likeness.traits(first)

    def _behind(self, place: int, begun: int) -> int | None:
        """Where an editing term stands behind its repair: "the red one, or the blue one rather"."""
        words = self._language.words
        if begun == place or begun >= len(self._tokens) or self._tokens[place].norm in words.contrasts | words.joiners:
            return None
        last = clause_end(self._tokens, begun) - 1
        near = begun < last <= begun + FRAGMENT
        return last if near and self._tokens[last].norm in words.behind else None

    def _strength(self, start: int, end: int, found: Sequence[Match[Term]]) -> float:
        words = self._language.words
        strength = max(STRENGTH[term.payload] for term in found)
        apart = bool(self._tokens[start - 1].after) or self._tokens[start].pause_ms >= _PAUSE_MS
        closed = bool(self._tokens[end - 1].after)
        if apart:
            # "By default, no" has a comma before it and is no correction.
            strength += _APART if closed or strength > STRENGTH[Term.MAYBE] else _HALF_APART
        elif (
            self._tokens[found[0].start - 1].norm in words.ordinary_after | words.determiners
            and found[0].start == start
        ):
            strength -= _ORDINARY
        elif self._between_content(start, end):
            strength += _BARE
        strength += _CLOSED if closed else 0.0
        return strength + (_LONG if len(found) > 1 or found[0].end - found[0].start > 1 else 0.0)

    def _between_content(self, start: int, end: int) -> bool:
        """Whether words stand on both sides that say something by themselves: "how many apples no pears"."""
        words = self._language.words
        if end >= len(self._tokens) or self._tokens[end - 1].after or self._tokens[start].norm in words.leads:
            return False
        if self._tokens[end - 1].norm in words.negations:  # "its colour is not red"
            return False
        return not any(self._likeness.is_function(token) for token in (self._tokens[start - 1], self._tokens[end]))

    def _term(self, place: int, kept: Sequence[int], *, led: bool = False) -> Match[Term] | None:
        """The longest editing term at ``place`` that is not plainly an ordinary word."""
        terms = self._language.editing_terms
        matches = terms.at(self._tokens, place) if terms.begins(self._tokens[place].norm) else ()
        best = max(matches, key=lambda match: (match.end, STRENGTH[match.payload]), default=None)
        if best is None:
            return None
        words = self._language.words
        before = self._tokens[place - 1] if place else None
        joined = not led and before is not None and not before.after and self._tokens[place].pause_ms < _PAUSE_MS
        if best.payload is Term.APART and joined:
            return None
        if best.payload is Term.STRIKE and joined and before is not None and before.norm in words.ordinary_after:
            return None
        closed = bool(self._tokens[best.end - 1].after)
        if best.payload is Term.STRIKE and self._tokens[place].norm in words.denials and (joined or not closed):
            return None  # "we don't write that kind of letter"
        follows = self._tokens[best.end].norm if best.end < len(self._tokens) else ""
        open_end = not self._tokens[best.end - 1].after and best.payload in (Term.MAYBE, Term.LIKELY)
        if open_end and follows in words.ordinary_before and not self._was_said(follows, kept):
            return None
        return best

    def _was_said(self, norm: str, kept: Sequence[int]) -> bool:
        """Whether a word was said just before: "to marketing, sorry to sales"."""
        return any(self._tokens[index].norm == norm for index in kept[-FRAGMENT:])
