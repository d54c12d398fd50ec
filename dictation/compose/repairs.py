"""Speech repairs: what a speaker takes back in passing.

A repair has three parts (Shriberg 1994): the reparandum that is taken back, an editing term ("no, sorry", "make that")
and the repair that stands in its place. The editing term is found by the language data; how far back the reparandum
reaches is told by :mod:`.parallels`, what is said again without an editing term by :mod:`.stumbles`. Where the evidence
is too weak, nothing is taken back and the place is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dictation.compose.language import Language, Term
from dictation.compose.parallels import Likeness, Place, Search, clause_end
from dictation.compose.patterns import Match
from dictation.compose.stumbles import Stumbles
from dictation.compose.tokens import Token

CERTAIN, LIKELY = 0.5, 0.05
"""How alike repair and reparandum have to be: where somebody looks at what is doubtful, and where nobody does."""

_STRENGTH = {Term.STRIKE: 1.0, Term.SURE: 1.0, Term.LIKELY: 0.55, Term.APART: 0.5, Term.MAYBE: 0.3}
_ORDINARY = 0.8
"""What a word before an editing term counts against it, after which it may be an ordinary word."""
_FILLER = -0.5
_NEEDED = 0.65
"""How much an editing term and the likeness of what stands around it have to come to."""
_APART, _HALF_APART, _CLOSED, _LONG = 0.4, 0.1, 0.2, 0.2
"""What pauses or punctuation before and after an editing term, and a second word of it, count."""
_PAUSE_MS = 250
_FRAGMENT = 6
"""How many words a correction may have that is a sentence of its own: "Sorry, Tuesday."."""
_REMARK = 9
"""How many words of a remark may stand before what is said again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repaired:
    """Indices into the tokens: those that stay, and the editing terms of which it is not clear what they change."""

    kept: tuple[int, ...]
    """In the order in which they are to be written: what a repair leaves of the reparandum stands after the repair."""
    endings: dict[int, str]
    """Punctuation other than what was heard after a token, by its index: a sentence keeps its end."""
    doubtful: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Interregnum:
    """Editing terms and fillers between a reparandum and its repair."""

    start: int
    end: int
    strength: float
    term: Term | None
    """The strongest term; None where there are only fillers."""
    behind: int | None = None
    """The place of a further term behind the repair."""


def repair(
    tokens: Sequence[Token], language: Language, names: Mapping[str, str], *, least: float = CERTAIN
) -> Repaired:
    """Carry out fillers, repeats and corrections in passing.

    Args:
        tokens: what was said.
        language: the language that it was said in.
        names: the words of known names, by their norm.
        least: how alike a repair and what it replaces have to be, ``CERTAIN`` or ``LIKELY``.
    """
    return _Repairer(tokens, language, names, least).run()


class _Repairer:
    """One pass over a text, from left to right: what is kept so far is what later repairs may take back."""

    def __init__(
        self, tokens: Sequence[Token], language: Language, names: Mapping[str, str], least: float
    ) -> None:
        self._tokens, self._language, self._least = tokens, language, least
        self._likeness = Likeness(language, names)
        self._stumbles = Stumbles(tokens, language, self._likeness)
        self._punctuated = any(token.after for token in tokens)
        self._kept: list[int] = []
        self._endings: dict[int, str] = {}
        self._doubtful: list[tuple[int, int]] = []
        self._dropped: set[int] = set()

    def run(self) -> Repaired:
        place = 0
        while place < len(self._tokens):
            place = self._step(place)
        return Repaired(kept=tuple(self._kept), endings=self._endings, doubtful=tuple(self._doubtful))

    def _step(self, place: int) -> int:
        """Take or leave what stands at ``place``; returns the place after it."""
        if place in self._dropped:
            self._hand_on_ending(place)
            return place + 1
        between = self._interregnum(place)
        if between is not None:
            after = self._mend(between)
            if after is not None:
                return after
        filler = self._filler(place)
        if filler:
            self._hand_on_ending(place + filler - 1)
            return place + filler
        if between is not None and between.term is Term.SURE and between.start == place and self._kept:
            self._doubtful.append((between.start, between.end))
        repeat = self._stumbles.repeated(place, self._kept)
        if repeat is not None:
            self._take_back(repeat)
        self._kept.append(place)
        return place + 1

    def _take_back(self, start: int) -> None:
        for index in self._kept[start:]:
            self._endings.pop(index, None)
        del self._kept[start:]

    def _hand_on_ending(self, last: int) -> None:
        """A sentence that ends with a filler ends with the word before it."""
        if self._kept and self._tokens[last].ends_sentence and not self._view(self._kept[-1]).ends_sentence:
            self._endings[self._kept[-1]] = self._tokens[last].after

    def _view(self, index: int) -> Token:
        return self._tokens[index]

    # ------------------------------------------------------------ editing terms

    def _filler(self, place: int) -> int:
        """How many tokens at ``place`` are a filler: "um", or "you know" between commas."""
        if self._tokens[place].norm in self._language.words.fillers:
            return 1
        begins = place == 0 or self._tokens[place - 1].after
        for phrase in self._language.words.set_off_fillers if begins else ():
            part = self._tokens[place : place + len(phrase)]
            if tuple(token.norm for token in part) == phrase and part[-1].after == ",":
                return len(phrase)
        return 0

    def _interregnum(self, place: int) -> _Interregnum | None:
        """The editing terms and fillers at ``place``, all of them."""
        if not self._kept or self._kept[-1] >= place:
            return None
        words = self._language.words
        at, found, fillers = place, list[Match[Term]](), 0
        if self._tokens[place].norm in words.leads and place + 1 < len(self._tokens) and self._term(place) is None:
            at += 1
        while at < len(self._tokens):
            term = self._term(at, led=at > place)
            if term is not None:
                found.append(term)
                at = term.end
            elif self._tokens[at].norm in words.fillers:
                fillers += 1
                at += 1
            else:
                break
        if at == place:
            return None
        behind = self._behind(place, at)
        if not found and not fillers and behind is None and not self._breaks_off(at):
            return None
        terms = [term.payload for term in found]
        strongest = Term.SURE if Term.SURE in terms else max(terms, key=_STRENGTH.__getitem__, default=None)
        strength = self._strength(place, at, found)
        if behind is not None:
            strength, strongest = max(strength, _STRENGTH[Term.SURE]), strongest or Term.SURE
        return _Interregnum(start=place, end=at, strength=strength, term=strongest, behind=behind)

    def _breaks_off(self, begun: int) -> bool:
        """Whether "or" stands between a question that was left at its verb and another one: "what did, or why would"."""
        last, first = self._tokens[self._kept[-1]], self._tokens[begun] if begun < len(self._tokens) else None
        open_end = self._likeness.traits(last) & {"auxiliary", "article", "preposition"}
        return first is not None and bool(open_end) and "question" in self._likeness.traits(first)

    def _behind(self, place: int, begun: int) -> int | None:
        """Where an editing term stands behind its repair: "the red one, or the blue one rather"."""
        words = self._language.words
        if begun == place or begun >= len(self._tokens) or self._tokens[place].norm in words.contrasts | words.joiners:
            return None
        last = clause_end(self._tokens, begun) - 1
        return last if begun < last <= begun + _FRAGMENT and self._tokens[last].norm in self._language.words.behind else None

    def _strength(self, start: int, end: int, found: Sequence[Match[Term]]) -> float:
        words = self._language.words
        if not found:
            return _FILLER
        strength = max(_STRENGTH[term.payload] for term in found)
        apart = bool(self._tokens[start - 1].after) or self._tokens[start].pause_ms >= _PAUSE_MS
        closed = bool(self._tokens[end - 1].after)
        if apart:
            # "By default, no" has a comma before it and is no correction.
            strength += _APART if closed or strength > _STRENGTH[Term.MAYBE] else _HALF_APART
        elif self._tokens[found[0].start - 1].norm in words.ordinary_after | words.determiners and found[0].start == start:
            strength -= _ORDINARY
        strength += _CLOSED if closed else 0.0
        return strength + (_LONG if len(found) > 1 or found[0].end - found[0].start > 1 else 0.0)

    def _term(self, place: int, *, led: bool = False) -> Match[Term] | None:
        """The longest editing term at ``place`` that is not plainly an ordinary word."""
        matches = self._language.editing_terms.at(self._tokens, place)
        best = max(matches, key=lambda match: (match.end, _STRENGTH[match.payload]), default=None)
        if best is None:
            return None
        words = self._language.words
        before = self._tokens[place - 1] if place else None
        joined = not led and before is not None and not before.after and self._tokens[place].pause_ms < _PAUSE_MS
        if best.payload is Term.APART and joined:
            return None
        if best.payload is Term.STRIKE and joined and before is not None and before.norm in words.ordinary_after:
            return None
        follows = self._tokens[best.end].norm if best.end < len(self._tokens) else ""
        open_end = not self._tokens[best.end - 1].after and best.payload in (Term.MAYBE, Term.LIKELY)
        if open_end and follows in words.ordinary_before and not self._was_said(follows):
            return None
        return best

    def _was_said(self, norm: str) -> bool:
        """Whether a word was said just before: "to marketing, sorry to sales"."""
        return any(self._tokens[index].norm == norm for index in self._kept[-_FRAGMENT:])

    # ------------------------------------------------------------ repairs

    def _mend(self, between: _Interregnum) -> int | None:
        """Carry out the repair after an editing term; returns the place at which to go on, or None for no repair."""
        if between.end >= len(self._tokens):
            return self._strike(between) if between.term is Term.STRIKE else None
        named = self._named(between)
        if named is not None:
            return named
        self._drop_echo()
        search = Search([self._tokens[i] for i in self._kept], self._tokens, between.end, self._language, self._likeness)
        best = search.best()
        if best is not None and self._is_enough(between, best):
            if between.behind is not None:
                self._dropped.add(between.behind)
            return self._replace(search, best)
        if between.term is Term.STRIKE:
            return self._strike(between)
        if between.term is None and search.function_word():
            self._take_back(len(self._kept) - 1)
            return between.end
        if between.term is Term.SURE and search.continues():
            return between.end
        return self._taken_up_again(between) if between.term is not None else None

    def _is_enough(self, between: _Interregnum, best: Place) -> bool:
        if best.score < self._least or best.score + between.strength < _NEEDED:
            return False
        if between.term is Term.STRIKE:
            return best.score > 0.6 and not self._tokens[self._kept[-1]].ends_sentence
        last = self._tokens[self._kept[-1]]
        if not (last.ends_sentence or ";" in last.after) or between.term is None:
            return True
        # A sentence after a sentence is a correction only if it is a fragment, or says the same again in part.
        length = clause_end(self._tokens, between.end) - between.end
        if best.same >= 2:
            return True
        return length <= _FRAGMENT and not self._likeness.traits(self._tokens[between.end]) & {"subject", "clause"}

    def _drop_echo(self) -> None:
        """Take out a question that only says the last words again: "We need nine. Nine? No, ten."."""
        if "?" not in self._tokens[self._kept[-1]].after:
            return
        for length in range(1, min(3, len(self._kept) // 2) + 1):
            echo, before = self._kept[-length:], self._kept[-2 * length : -length]
            same = [self._tokens[i].norm for i in echo] == [self._tokens[i].norm for i in before]
            if same and self._tokens[before[-1]].ends_sentence:
                self._take_back(len(self._kept) - length)
                return

    def _replace(self, search: Search, best: Place) -> int:
        """Put the repair in the place of the reparandum, but for what the reparandum has beyond it."""
        begun = search.begun
        last = self._kept[-1]
        tail = search.tail(best)
        if tail is None:
            self._endings.update(self._kept_ending(last, begun))
            self._take_back(best.start)
            return begun
        index, end = tail
        staying = self._kept[index:]
        before_tail = self._tokens[self._kept[index - 1]].after
        self._take_back(best.start)
        self._kept.extend([*range(begun, end), *staying])
        self._endings[end - 1] = before_tail
        asked = self._tokens[last].ends_sentence and self._tokens[end - 1].ends_sentence
        self._endings[staying[-1]] = self._tokens[last if asked else end - 1].after
        return end

    def _kept_ending(self, last: int, begun: int) -> dict[int, str]:
        """A question stays one when its end is said anew: "… on the fourth? No, make that the sixth."."""
        end = next((place for place in range(begun, len(self._tokens)) if self._tokens[place].ends_sentence), None)
        if end is None or not self._tokens[last].ends_sentence:
            return {}
        return {end: self._tokens[last].after}

    def _strike(self, between: _Interregnum) -> int | None:
        """Take back the sentence that "scratch that" stands after."""
        apart = between.strength > _STRENGTH[Term.STRIKE] + _LONG or between.end - between.start > 2
        if self._punctuated and not apart:
            return None
        start = 0
        for index in range(len(self._kept) - 2, -1, -1):
            if self._tokens[self._kept[index]].ends_sentence:
                start = index + 1
                break
        self._take_back(start)
        return between.end

    def _named(self, between: _Interregnum) -> int | None:
        """A repair that names what it takes back: "no, not June, July", "no, July, not June", "bukan merah, tapi biru"."""
        words, begun = self._language.words, between.end
        said = self._tokens[begun - 1].norm in words.negations and between.end - between.start == 1
        if self._tokens[begun].norm in words.negations or said:
            begun += 0 if said else 1
            for end in range(begun + 1, min(begun + 4, len(self._tokens) - 1) + 1):
                follows = self._tokens[end : end + 1]
                contrast = bool(follows) and follows[0].norm in words.contrasts
                if (contrast or (not said and self._tokens[end - 1].after == ",")) and end + contrast < len(self._tokens):
                    return self._exchange(range(begun, end), end + contrast)
            return None
        end = clause_end(self._tokens, begun)
        negation = next((p for p in range(begun + 1, end - 1) if self._tokens[p].norm in words.negations), None)
        opens = self._likeness.traits(self._tokens[begun]) & {"question", "subject", "clause", "auxiliary"}
        if negation is None or negation - begun > 4 or opens:
            return None
        start = self._find(range(negation + 1, end))
        if start is None:
            return None
        new, rest = list(range(begun, negation)), self._kept[start + end - negation - 1 :]
        self._take_back(start)
        self._kept.extend([*new, *rest])
        self._endings[new[-1]] = "" if rest else self._tokens[end - 1].after
        if rest:
            self._endings[rest[-1]] = self._tokens[end - 1].after
        return end

    def _exchange(self, old: Sequence[int], begun: int) -> int | None:
        """Put what begins at ``begun`` in the place of the last words kept that read like ``old``."""
        start = self._find(old)
        if start is None or start + len(old) != len(self._kept):
            return None
        self._take_back(start)
        return begun

    def _find(self, old: Sequence[int]) -> int | None:
        """The index in what was kept at which words like those at ``old`` were last said."""
        norms = [self._tokens[place].norm for place in old]
        for start in range(len(self._kept) - len(norms), max(-1, len(self._kept) - 30), -1):
            if norms and [self._tokens[index].norm for index in self._kept[start : start + len(norms)]] == norms:
                return start
        return None

    def _taken_up_again(self, between: _Interregnum) -> int | None:
        """Two words said again after a remark: "by noon on Friday, no, I'm mixing them up, by noon on Monday"."""
        for begun in range(between.end + 1, min(between.end + _REMARK, len(self._tokens) - 1)):
            if self._tokens[begun - 1].ends_sentence:
                return None
            if self._tokens[begun - 1].after != ",":
                continue
            again = (self._tokens[begun].norm, self._tokens[begun + 1].norm)
            for index in range(len(self._kept) - 2, max(-1, len(self._kept) - _REMARK), -1):
                if (self._tokens[self._kept[index]].norm, self._tokens[self._kept[index + 1]].norm) == again:
                    self._endings.update(self._kept_ending(self._kept[-1], begun))
                    self._take_back(index)
                    return begun
        return None
