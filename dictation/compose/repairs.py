"""Speech repairs: what a speaker takes back in passing.

A repair has three parts (Shriberg 1994): the reparandum that is taken back, an editing term ("no, sorry", "make that")
and the repair that stands in its place. The editing term is found by the language data; how far back the reparandum
reaches is told by :mod:`.parallels`, what is said again without an editing term by :mod:`.stumbles`. Where the evidence
is too weak, nothing is taken back and the place is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dictation.compose.interregna import FRAGMENT, Interregna, Interregnum
from dictation.compose.language import Language, Term
from dictation.compose.likeness import Likeness
from dictation.compose.parallels import Place, Search, clause_end
from dictation.compose.stumbles import Stumbles
from dictation.compose.tokens import Token

CERTAIN, LIKELY = 0.5, 0.05
"""How alike repair and reparandum have to be: where somebody looks at what is doubtful, and where nobody does."""

_NEEDED = 0.65
"""How much an editing term and the likeness of what stands around it have to come to."""
_STRUCK = 0.6
"""How alike words after "scratch that" have to be to words before it to stand in their place alone."""
_SET_OFF = 4
"""How many words a repair may have that is set off by commas on both sides."""
_SEEN = 60
"""How many of the words kept a repair may reach back over."""
_ANEW = 3
"""How many words have to be said again for a sentence to be begun anew."""
_ALIKE = 0.75
"""How alike two things have to be with a remark between them."""
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


def reparandum(said: Sequence[Token], tokens: Sequence[Token], begun: int, language: Language) -> int | None:
    """Where in ``said`` the words begin that the words of ``tokens`` at ``begun`` are said in the place of, surely.

    For what a command takes back in the middle of a sentence: "we come on Monday, scratch that, on Tuesday".
    """
    if not said or begun >= len(tokens) or said[-1].ends_sentence:
        return None
    seen = max(0, len(said) - _SEEN)
    best = Search(said[seen:], tokens, begun, language, Likeness(language, {})).best()
    return None if best is None or best.score <= _STRUCK else seen + best.start


class _Repairer:
    """One pass over a text, from left to right: what is kept so far is what later repairs may take back."""

    def __init__(self, tokens: Sequence[Token], language: Language, names: Mapping[str, str], least: float) -> None:
        self._tokens, self._language, self._least = tokens, language, least
        self._likeness = Likeness(language, names)
        self._stumbles = Stumbles(tokens, language, self._likeness)
        self._interregna = Interregna(tokens, language, self._likeness)
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
        between = self._interregna.at(place, self._kept)
        if between is not None and not self._says_nothing(between):
            after = self._mend(between)
            if after is not None:
                return after
        filler = self._filler(place)
        if filler:
            self._hand_on_ending(place + filler - 1)
            return place + filler
        if between is not None and between.term is Term.SURE and between.start == place and self._kept:
            self._doubtful.append((between.start, between.end))
        repeat = self._clause_again(place)
        if repeat is None:
            repeat = self._stumbles.repeated(place, self._kept)
        if repeat is not None:
            self._take_back(repeat)
        self._kept.append(place)
        return place + 1

    def _says_nothing(self, between: Interregnum) -> bool:
        """Whether what may be an editing term is none for who takes only what is certain.

        A hesitation alone is no correction, and in a text with punctuation a word that mostly is none stands apart.
        """
        if self._least < CERTAIN:
            return False
        if between.term is None:
            return between.behind is None
        if not self._punctuated or between.term not in (Term.MAYBE, Term.LIKELY):
            return False
        denies = between.end - between.start == 1 and self._tokens[between.start].norm in self._language.words.negations
        # "In the yard, not in the shop" corrects nothing; "in the yard, not, in the shop" may.
        return not self._tokens[between.start - 1].after or (denies and not self._tokens[between.start].after)

    def _take_back(self, start: int) -> None:
        for index in self._kept[start:]:
            self._endings.pop(index, None)
        del self._kept[start:]

    def _hand_on_ending(self, last: int) -> None:
        """A sentence that ends with a filler ends with the word before it."""
        if self._kept and self._tokens[last].ends_sentence and not self._tokens[self._kept[-1]].ends_sentence:
            self._endings[self._kept[-1]] = self._tokens[last].after

    # ------------------------------------------------------------ fillers

    def _filler(self, place: int) -> int:
        """How many tokens at ``place`` are a filler: "um", "you know" between commas, or a word broken off."""
        if self._tokens[place].norm in self._language.words.fillers or self._is_broken_off(place):
            return 1
        begins = place == 0 or self._tokens[place - 1].after
        for phrase in self._language.words.set_off_fillers if begins else ():
            part = self._tokens[place : place + len(phrase)]
            if tuple(token.norm for token in part) == phrase and part[-1].after == ",":
                return len(phrase)
        return 0

    def _is_broken_off(self, place: int) -> bool:
        """Whether a word is left after its first letters and then said: "th- the", "pe- peneliti"."""
        token = self._tokens[place]
        if token.after != "-" or place + 1 >= len(self._tokens):
            return False
        following = self._tokens[place + 1].norm
        shared = min(2, len(token.norm))
        return following[:shared] == token.norm[:shared] and len(following) >= len(token.norm) - 1

    # ------------------------------------------------------------ repairs

    def _mend(self, between: Interregnum) -> int | None:
        """Carry out the repair after an editing term; returns the place at which to go on, or None for no repair."""
        if between.end >= len(self._tokens):
            return self._strike(between) if between.term is Term.STRIKE else None
        named = self._named(between)
        if named is not None:
            return named
        self._drop_echo()
        seen = max(0, len(self._kept) - _SEEN)
        view = [self._tokens[index] for index in self._kept[seen:]]
        search = Search(view, self._tokens, between.end, self._language, self._likeness)
        best = search.best()
        if best is not None and self._is_enough(between, best, seen):
            if between.behind is not None:
                self._dropped.add(between.behind)
            return self._replace(search, best, seen)
        if between.term is Term.STRIKE:
            return self._strike(between)
        if between.term in (None, Term.LIKELY, Term.SURE) and search.function_word(verbs=between.term is not None):
            self._take_back(len(self._kept) - 1)
            return between.end
        if between.term is Term.SURE and search.continues():
            return between.end
        return self._taken_up_again(between) if between.term is not None else None

    def _is_enough(self, between: Interregnum, best: Place, seen: int) -> bool:
        if best.score < self._least or best.score + between.strength < _NEEDED:
            return False
        if between.term is Term.STRIKE:
            return best.score > _STRUCK and not self._tokens[self._kept[-1]].ends_sentence
        last = self._tokens[self._kept[-1]]
        if not (last.ends_sentence or ";" in last.after) or between.term is None:
            return True
        # A sentence after a sentence is a correction only if it is a fragment, or says the same again in part.
        length = clause_end(self._tokens, between.end) - between.end
        if best.same >= 2:
            return True
        if between.term is not Term.SURE and length > len(self._kept) - seen - best.start + 1:
            return False
        return length <= FRAGMENT and not self._likeness.traits(self._tokens[between.end]) & {"subject", "clause"}

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

    def _replace(self, search: Search, best: Place, seen: int) -> int:
        """Put the repair in the place of the reparandum, but for what the reparandum has beyond it.

        Args:
            search: what found the place.
            best: the place, in the words that the search saw.
            seen: where those begin among all that were kept.
        """
        begun = search.begun
        last = self._kept[-1]
        tail = search.tail(best)
        if tail is None:
            self._close_over(search, best)
            self._endings.update(self._kept_ending(last, begun))
            self._take_back(seen + best.start)
            return begun
        index, end = seen + tail[0], tail[1]
        staying = self._kept[index:]
        before_tail = self._tokens[self._kept[index - 1]].after
        self._take_back(seen + best.start)
        self._kept.extend([*range(begun, end), *staying])
        self._endings[end - 1] = before_tail
        asked = self._tokens[last].ends_sentence and self._tokens[end - 1].ends_sentence
        self._endings[staying[-1]] = self._tokens[last if asked else end - 1].after
        return end

    def _close_over(self, search: Search, best: Place) -> None:
        """Take away the comma behind a repair that is set off within a clause: "check her, I mean his, account".

        Where nothing but the words taken back is said again it is no insertion, and the comma its clause's own.
        """
        if best.same >= len(search.view) - best.start:
            return
        end = clause_end(self._tokens, search.begun)
        if self._least >= CERTAIN and not self._likeness.is_function(self._tokens[end - 1]):
            return
        commas = self._tokens[self._kept[-1]].after == "," == self._tokens[end - 1].after
        if commas and end < len(self._tokens) and end - search.begun <= _SET_OFF and search.goes_on_after(best.start):
            self._endings[end - 1] = ""

    def _kept_ending(self, last: int, begun: int) -> dict[int, str]:
        """A question stays one when its end is said anew: "… on the fourth? No, make that the sixth."."""
        if not self._tokens[last].ends_sentence:
            return {}
        end = next((place for place in range(begun, len(self._tokens)) if self._tokens[place].ends_sentence), None)
        return {} if end is None else {end: self._tokens[last].after}

    def _strike(self, between: Interregnum) -> int | None:
        """Take back the sentence that "scratch that" stands after."""
        if self._punctuated and not between.set_off and between.end - between.start < 3:
            return None
        start = 0
        for index in range(len(self._kept) - 2, -1, -1):
            if self._tokens[self._kept[index]].ends_sentence:
                start = index + 1
                break
        self._take_back(start)
        return between.end

    def _named(self, between: Interregnum) -> int | None:
        """A repair that names what it takes back: "no, not June, July", "no, July, not June", "bukan ini, tapi itu"."""
        words, begun = self._language.words, between.end
        said = self._tokens[begun - 1].norm in words.negations and between.end - between.start == 1
        if self._tokens[begun].norm in words.negations or said:
            begun += 0 if said else 1
            for end in range(begun + 1, min(begun + 4, len(self._tokens) - 1) + 1):
                follows = self._tokens[end : end + 1]
                contrast = bool(follows) and follows[0].norm in words.contrasts
                if (contrast or (not said and self._tokens[end - 1].after == ",")) and end + contrast < len(
                    self._tokens
                ):
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
        if start is None:
            return None
        seen = max(0, len(self._kept) - _SEEN)
        view = [self._tokens[index] for index in self._kept[seen:]]
        search = Search(view, self._tokens, begun, self._language, self._likeness)
        place = Place(start=start - seen, score=1.0)
        rest = self._kept[start + len(old) :]
        ends = all(self._likeness.is_function(self._tokens[index]) for index in rest)
        return self._replace(search, place, seen) if ends or search.tail(place) is not None else None

    def _find(self, old: Sequence[int]) -> int | None:
        """The index in what was kept at which words like those at ``old`` were last said."""
        norms = [self._tokens[place].norm for place in old]
        for start in range(len(self._kept) - len(norms), max(-1, len(self._kept) - 30), -1):
            if norms and [self._tokens[index].norm for index in self._kept[start : start + len(norms)]] == norms:
                return start
        return None

    def _taken_up_again(self, between: Interregnum) -> int | None:
        """What is said again after a remark: "by noon on Friday, no, I'm mixing them up, by noon on Monday".

        Two words that are said again tell it, or a thing of the same kind: an amount, a date.
        """
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
            mended = self._same_kind_again(begun)
            if mended is not None:
                return mended
        return None

    def _same_kind_again(self, begun: int) -> int | None:
        """Put what begins at ``begun`` in the place of the thing of its kind that was said last."""
        if self._tokens[self._kept[-1]].ends_sentence:
            return None
        seen = max(0, len(self._kept) - _SEEN)
        view = [self._tokens[index] for index in self._kept[seen:]]
        search = Search(view, self._tokens, begun, self._language, self._likeness)
        best = search.best()
        if best is None or best.score < _ALIKE or not search.is_same_form(best):
            return None
        return self._replace(search, best, seen)

    def _clause_again(self, place: int) -> int | None:
        """The index in what was kept from which on three words are said again, as a sentence begun anew has them."""
        ahead = [token.norm for token in self._tokens[place : place + _ANEW]]
        if not self._kept or not self._tokens[place - 1].after or len(ahead) < _ANEW:
            return None
        for index in range(len(self._kept) - 1, max(-1, len(self._kept) - _SEEN), -1):
            start = index == 0 or bool(self._tokens[self._kept[index - 1]].after)
            if start and [self._tokens[at].norm for at in self._kept[index : index + _ANEW]] == ahead:
                return index
            if index and self._tokens[self._kept[index - 1]].ends_sentence:
                return None
        return None
