"""How alike a repair is to what it may stand in the place of.

Speakers begin a repair where they can take the sentence up again: at a word of the same form or the same kind as the
first word of what they take back (Levelt 1983, the well-formedness rule). So each place at which a reparandum may
begin is scored by how well the words from there on agree with the words of the repair, and the best one is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dictation.compose.language import Language
from dictation.compose.likeness import Likeness
from dictation.compose.tokens import Token

_FOLLOWS_NO_DETERMINER = frozenset("article possessive preposition question auxiliary subject clause".split())
_FOLLOWS_NO_PREPOSITION = frozenset("preposition auxiliary subject clause".split())
_DETERMINERS = frozenset({"article", "possessive"})
_OPENERS = frozenset({"question", "subject", "clause"})
_EXCHANGED = frozenset("article possessive preposition question".split())
_COMPARED, _WINDOW = 6, 12
"""How many words of the repair are compared, a number being one, and among how many they are looked for."""
_REACH, _CLAUSE_REACH = 10, 30
"""How many words back a reparandum may begin: anywhere, and at the beginning of a clause."""
_AGAIN, _NEAR = 0.3, 3
"""What it counts that the very word was said a few words ago."""
_LONGEST_CLAUSE = 40
_LONGEST_TAIL = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a reparandum begins, as an index into the words kept, and how much speaks for it."""

    start: int
    score: float
    same: int = 0
    """How many words at its beginning are said again."""


def clause_end(tokens: Sequence[Token], begun: int) -> int:
    """Where the words at ``begun`` end (exclusive): at the first punctuation, if there is any before long."""
    last = min(begun + _LONGEST_CLAUSE, len(tokens))
    return next((place + 1 for place in range(begun, last) if tokens[place].after), last)


def unit_at(tokens: Sequence[Token], place: int, language: Language) -> int:
    """How many tokens at ``place`` are one number, or digits said one by one; 1 for any other word."""
    end = place
    while end < len(tokens):
        found = language.numbers.ordinal(tokens, end) or language.numbers.cardinal(tokens, end)
        if found is None:
            break
        end = found[0]
        if tokens[end - 1].after:
            break
    return max(1, end - place)


def units_of(tokens: Sequence[Token], start: int, language: Language) -> list[int]:
    """Where the words and numbers from ``start`` on begin."""
    starts = []
    while start < len(tokens):
        starts.append(start)
        start += unit_at(tokens, start, language)
    return starts


class Search:
    """Looks for the reparandum of the repair that begins at ``begun``, among the tokens ``view`` that were kept."""

    def __init__(
        self, view: Sequence[Token], tokens: Sequence[Token], begun: int, language: Language, likeness: Likeness
    ) -> None:
        self.view, self.tokens, self.begun = view, tokens, begun
        self._language, self._likeness = language, likeness
        repair = tokens[begun : min(clause_end(tokens, begun), begun + _WINDOW)]
        self._repair = [repair[at] for at in units_of(repair, 0, language)][:_COMPARED]
        self._first = likeness.traits(self._repair[0])
        self._sentence = self._sentence_start()
        self._asks = self._is_question(tokens, begun)
        self._rule = self._form(tokens, begun)

    def best(self) -> Place | None:
        """The most likely place, or None where there is nothing that could be taken back."""
        starts = self._starts()
        places = [self._judge(starts, number) for number in range(len(starts))]
        return max(places, key=lambda place: (place.score, place.start), default=None)

    def _sentence_start(self) -> int:
        for index in range(len(self.view) - 2, -1, -1):
            if self.view[index].ends_sentence:
                return index + 1
        return 0

    def _starts(self) -> list[int]:
        """Where words begin that may be taken back; nothing begins in the middle of a number."""
        earliest = max(self._sentence, len(self.view) - _CLAUSE_REACH)
        starts = units_of(self.view, earliest, self._language)
        inner = self._inner_digit()
        return sorted({*starts, inner}) if inner is not None and inner >= earliest else starts

    def _inner_digit(self) -> int | None:
        """Where as many digits stand at the end as the repair has, from the same digit on: "one two, no, one three"."""
        numbers = self._language.numbers
        found = numbers.digit_run(self.tokens, self.begun)
        start = len(self.view) - (found[0] - self.begun if found else 0)
        if found is None or not 0 < start < len(self.view):
            return None
        digits = all(numbers.digit(token) for token in self.view[start - 1 :])
        return start if digits and self.view[start].norm == self.tokens[self.begun].norm else None

    def _form(self, tokens: Sequence[Token], place: int) -> str:
        """The name of the written form that something said has: a time of day, an amount."""
        found = self._language.written.form_at(tokens, place)
        return "" if found is None else found[1]

    def _judge(self, starts: Sequence[int], number: int) -> Place:
        start = starts[number]
        old = [self.view[at] for at in starts[number:]]
        first = self._likeness.between(old[0], self._repair[0])
        if self._rule and first < 0.9 and self._form(self.view, start) == self._rule:
            first = 0.9
        if len(old) == 1 and not self._likeness.is_function(old[0]) and self._expands(old[0]):
            first = max(first, 0.6)
        opens = self._opens_clause(start)
        if self._asks and opens and self._is_question(self.view, start):
            first = max(first, 0.6)
        if len(old) > _REACH and not (opens and first > 0.5):
            return Place(start=start, score=-1.0)
        pairs = list(zip(old[1:], self._repair[1:], strict=False))
        first = max(first, self._behind_article(old[0]))
        if first < 0.3:  # a function word that happens to stand further on is no sign of a parallel
            pairs = [pair for pair in pairs if not any(map(self._likeness.is_function, pair))]
        score = first + 0.5 * sum(self._likeness.between(*pair) for pair in pairs)
        score -= self._cost(first, opens=opens) * (len(old) - 1)
        score += _AGAIN if first == 1.0 and len(old) <= _NEAR else 0.0
        score += (
            self._fit(start) + self._restarts(start, old, opens=opens) + (self._same_end(old) if first > 0 else 0.0)
        )
        same = 0
        for one, other in zip(old, self._repair, strict=False):
            if one.norm != other.norm:
                break
            same += 1
        return Place(start=start, score=score, same=same)

    def _cost(self, first: float, *, opens: bool) -> float:
        """What each further word of the reparandum counts against it."""
        if first > 0.5 and opens:
            return 0.03
        alone = len(self._repair) == 1 and first > 0.5  # what stands behind the word will stay
        return 0.06 if alone else 0.12

    def _behind_article(self, old: Token) -> float:
        """How alike a word is to what the repair has behind an article: "in Canada, no, the Netherlands"."""
        if "article" not in self._first or len(self._repair) < 2 or self._likeness.is_function(old):
            return -1.0
        alike = self._likeness.between(old, self._repair[1])
        return alike - 0.1 if alike > 0.1 else -1.0

    def _expands(self, last: Token) -> bool:
        """Whether the repair says the last word with more before it: "ten, no, half past ten"."""
        return any(token.norm == last.norm for token in self._repair[1:4])

    def is_same_form(self, place: Place) -> bool:
        """Whether the repair and what stands at ``place`` are an amount each, a date each, a number each."""
        old = self._likeness.traits(self.view[place.start])
        return "number" in old & self._first or (bool(self._rule) and self._form(self.view, place.start) == self._rule)

    def goes_on_after(self, start: int) -> bool:
        """Whether the clause of a reparandum goes on behind it.

        It has begun before, and with no word like "if", or its verb follows.
        """
        before = [self._likeness.traits(token) for token in self.view[self._sentence : start]]
        if not before:
            end = clause_end(self.tokens, self.begun)
            return end < len(self.tokens) and "auxiliary" in self._likeness.traits(self.tokens[end])
        return not any("conjunction" in traits and "demonstrative" not in traits for traits in before)

    def continues(self) -> bool:
        """Whether the repair goes on where the last word kept leaves the sentence open: "on, let's say, Thursday"."""
        last = self._likeness.traits(self.view[-1])
        return bool(last & (_DETERMINERS | {"preposition"})) and not self._fit(len(self.view))

    def function_word(self, *, verbs: bool) -> bool:
        """Whether a single function word is said in another form: "before, um, after the war".

        With ``verbs`` also "do, sorry, does": after a mere filler a second auxiliary mostly goes on with the first.
        """
        shared = self._likeness.traits(self.view[-1]) & self._first
        return bool(shared & _EXCHANGED) or (verbs and "auxiliary" in shared)

    def _opens_clause(self, start: int) -> bool:
        if start in (0, self._sentence):
            return True
        before = self.view[start - 1]
        return bool(before.after) or ("conjunction" in self._likeness.traits(before) and bool(self._first & _OPENERS))

    def _is_question(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether a question begins: "which year", "in which year"."""
        first = self._likeness.traits(tokens[place])
        if "question" in first or "preposition" not in first or place + 1 >= len(tokens):
            return "question" in first
        return "question" in self._likeness.traits(tokens[place + 1])

    def _restarts(self, start: int, old: Sequence[Token], *, opens: bool) -> float:
        """What speaks for a clause begun anew: the same kind of opening, and that the old one was left unfinished."""
        if start in (0, self._sentence) and self._asks and self._is_question(self.view, start):
            return 0.8
        shared = self._likeness.traits(old[0]) & self._first & _OPENERS
        if not opens or not shared:
            return 0.0
        unfinished = self._likeness.is_function(old[-1]) or len(old) <= 2
        same = old[0].norm == self._repair[0].norm
        return 0.4 if unfinished else (0.0 if same else -1.0)

    def _fit(self, start: int) -> float:
        """Whether the repair can follow what stands before the reparandum."""
        if start in (0, self._sentence):
            return 0.0
        before = self._likeness.traits(self.view[start - 1])
        if before & _DETERMINERS and self._first & _FOLLOWS_NO_DETERMINER:
            return -1.0
        if "preposition" in before and self._first & _FOLLOWS_NO_PREPOSITION:
            return -0.6
        return 0.0

    def _same_end(self, old: Sequence[Token]) -> float:
        """A repair that ends with the word that was said last: "fault structure, no, crystal structure"."""
        length = len(old)
        if not 2 <= length <= len(self._repair) or self._likeness.is_function(old[-1]):
            return 0.0
        return 0.5 if self._repair[length - 1].norm == old[-1].norm else 0.0

    def tail(self, place: Place) -> tuple[int, int] | None:
        """What stays of a reparandum whose repair names only its beginning anew.

        "The fourteenth of March, no, the sixteenth" leaves "of March": the repair is word for word of the same kind as
        what it replaces, and nothing follows it. Returns the index in ``view`` from which words stay and the place at
        which the repair ends.
        """
        end = clause_end(self.tokens, self.begun)
        if any(token.after for token in self.view[place.start : -1]):
            return None
        index = self._same_last_word(place.start, end) or self._same_kinds(place, end)
        again = place.same >= 2  # the beginning was said again, and only a function word surely goes on behind it
        if again and index is not None and index < len(self.view) and not self._likeness.is_function(self.view[index]):
            return None
        if index is None or not 0 < len(self.view) - index <= (_REACH if again else _LONGEST_TAIL):
            return None
        return index, end

    def _same_last_word(self, start: int, end: int) -> int | None:
        """Where the reparandum goes on after the word that the repair ends with: "its name of …, no, the old name"."""
        last = self.tokens[end - 1]
        if self._likeness.is_function(last) or end - self.begun < 2:
            return None
        found = (index for index in range(start + 1, len(self.view)) if self.view[index].norm == last.norm)
        return next((index + 1 for index in found if abs(index - start - (end - 1 - self.begun)) <= 1), None)

    def _same_kinds(self, place: Place, end: int) -> int | None:
        """Where the reparandum goes on after words that are all of the same kind as those of the repair."""
        at, index = self.begun, place.start
        while at < end and index < len(self.view):
            old, new = self.view[index], self.tokens[at]
            least = 0.1 if index - place.start >= max(2, place.same) <= place.same else 0.6
            least = 0.3 if index == place.start else least
            if self._likeness.between(old, new) < least:
                return None
            at += unit_at(self.tokens, at, self._language)
            index += unit_at(self.view, index, self._language)
        return index if at == end else None
