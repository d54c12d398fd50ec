"""What comes of a question and its answer: "Anything to attach?" "The price list." makes an enclosure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dictation.compose.address_book import AddressBook
from dictation.compose.boundaries import SENTENCE, Boundaries
from dictation.compose.copies import COPIES, CopyQuestions
from dictation.compose.language import Cue, Language
from dictation.compose.patterns import Match
from dictation.compose.tokens import Token

ASKED = frozenset({"subject", "enclosure", "copy", "blind-copy"})
"""Labels of the fields that an answer may fill."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question about a field, and the places of what it proposes, if it does."""

    label: str
    proposed: tuple[int, ...] = ()


class Dialogue:
    """Follows the talk of a call, utterance by utterance, and tells what fields it fills."""

    def __init__(self, tokens: Sequence[Token], boundaries: Boundaries, language: Language, book: AddressBook) -> None:
        self._tokens, self._boundaries, self._language = tokens, boundaries, language
        self._copies = CopyQuestions(tokens, boundaries, language, book)
        self._question: Question | None = None

    def forget(self) -> None:
        """Something else is spoken of."""
        self._question = None

    def ask(self, cue: Match[Cue], end: int) -> None:
        """A field was asked for, by the client himself: "the subject, what shall we say?"."""
        self._question = self._proposing(cue, cue.start, end)

    def hear(self, start: int, end: int) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The label and the value's places of each field that the talk from ``start`` to ``end`` fills."""
        for first, last in self._parted(start, end):
            if "?" in self._tokens[last - 1].after:
                self._question = self._asked(first, last) or self._question
                continue
            if self._question is not None:
                yield from self._answer(self._question, first, last)

    def _parted(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        first = start
        for place in range(start + 1, end + 1):
            if place == end or self._boundaries.before[place] >= SENTENCE:
                yield first, place
                first = place

    def _asked(self, start: int, end: int) -> Question | None:
        for place in range(start, end):
            for cue in self._language.cues.at(self._tokens, place):
                if cue.payload.label in ASKED and cue.end <= end:
                    return self._proposing(cue, start, end)
        return None

    def _proposing(self, cue: Match[Cue], start: int, end: int) -> Question:
        behind = range(cue.end, end)
        proposed = self._copies.proposed(cue, start, end) if cue.payload.label in COPIES else behind
        return Question(label=cue.payload.label, proposed=tuple(proposed))

    def _answer(self, question: Question, start: int, end: int) -> Iterator[tuple[str, tuple[int, ...]]]:
        """What an answer says: a thing of its own, or yes to what was proposed."""
        words = self._language.words
        if question.label in COPIES and self._tokens[end - 1].norm in words.joiners:
            end -= 1  # "Yes, and Ann": whoever is named besides is an answer of its own
        place, agreed = start, False
        while place < end and self._tokens[place].norm in words.fillers | words.yes | words.no:
            if self._tokens[place].norm in words.no:
                self._question = None
                return
            agreed = agreed or self._tokens[place].norm in words.yes
            place += 1
        named = place < end and (question.label == "subject" or self._tokens[place].norm in words.articles)
        if named and not any(cue.payload.label == "aside" for cue in self._language.cues.at(self._tokens, place)):
            self._question = None
            yield question.label, tuple(range(place, end))
        elif agreed and place == end and question.proposed:
            self._question = None
            yield question.label, question.proposed
