"""Questions about copies and their answers: "Shall I copy Ann in?" "Yes.", "Should anybody get a copy?" "Ann Lee."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dictation.compose.address_book import AddressBook
from dictation.compose.boundaries import SENTENCE, Boundaries
from dictation.compose.language import Cue, Language
from dictation.compose.patterns import Found, Match
from dictation.compose.tokens import Token

COPIES = frozenset({"copy", "blind-copy"})
_WEIGHT = 5.0
_WITHIN = 2
"""How many sentences after a question its answer may end: "Let me think. Ann."."""
_LEADING = 1
"""How many words of any kind may lead to the names of an answer: "just Ann"."""


class CopyQuestions:
    """Finds whom a question proposes to send a copy, and whom its answer names."""

    def __init__(self, tokens: Sequence[Token], boundaries: Boundaries, language: Language, book: AddressBook) -> None:
        self._tokens, self._boundaries, self._language, self._book = tokens, boundaries, language, book

    def proposed(self, cue: Match[Cue], start: int, end: int) -> range:
        """The places of those who are named in a question: by its cue, behind it, or else anywhere in it."""
        people = cue.values.get("people")
        inside = [range(people.start, people.end)] if people else []
        for part in (*inside, range(cue.end, end), range(start, end)):
            named = self._named(part.start, part.stop)
            if named:
                return range(named[0], named[-1] + 1)
        return range(0)

    def answered(self) -> Iterator[Match[Cue]]:
        """The answers that name people, each as a cue of what was asked about."""
        label, left = "", 0
        for start, end in self._sentences():
            if "?" in self._tokens[end - 1].after:
                label, left = self._asked(start, end), _WITHIN
            elif label and left:
                answer = self._answer(label, start, end)
                if answer is not None:
                    yield answer
                denied = any(token.norm in self._language.words.no for token in self._tokens[start:end])
                left = 0 if answer is not None or denied else left - 1

    def _sentences(self) -> Iterator[tuple[int, int]]:
        start = 0
        for place in range(1, len(self._tokens) + 1):
            if place == len(self._tokens) or self._boundaries.before[place] >= SENTENCE:
                yield start, place
                start = place

    def _asked(self, start: int, end: int) -> str:
        cues = (cue for place in range(start, end) for cue in self._language.cues.at(self._tokens, place))
        return next((cue.payload.label for cue in cues if cue.payload.label in COPIES and cue.end <= end), "")

    def _answer(self, label: str, start: int, end: int) -> Match[Cue] | None:
        """An answer of names and of little words alone; of "yes, and Ann" the names."""
        words = self._language.words
        named = self._named(start, end)
        small = words.fillers | words.yes | words.no | words.joiners | words.articles | words.onward
        others = [place for place in range(start, end) if place not in named and self._tokens[place].norm not in small]
        leading = [place for place in others if named and place < named[0] and not self._tokens[place].after]
        denied = any(self._tokens[place].norm in words.denials - words.no for place in others)
        if not named or leading != others or len(others) > _LEADING or denied:
            return None
        first = named[0]
        begun = first if first > start and self._tokens[first - 1].norm in words.joiners else start
        values = {"people": Found(value=None, start=first, end=named[-1] + 1)}
        return Match(payload=Cue(label=label, weight=_WEIGHT), start=begun, end=end, values=values)

    def _named(self, start: int, end: int) -> list[int]:
        """The places of the names in a stretch: those of the address book, or, where there are none, by capitals."""
        part = self._tokens[start:end]
        known = [start + at for mention in self._book.mentions(part) for at in range(mention.start, mention.end)]
        if known or not self._book.punctuated:
            return known
        words = self._language.words
        ordinary = words.yes | words.no | words.fillers | words.function_words | words.capitalised | words.pronouns
        capitals = [
            place
            for place in range(start, end)
            if self._tokens[place].text[:1].isupper() and self._tokens[place].norm not in ordinary | self._book.nobody
        ]
        return capitals if any(not self._tokens[place].starts_sentence for place in capitals) else []
