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
_SHORT = 6
"""Most words that tell what was asked for, where a yes stands before them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question about a field, and the places of what it proposes, if it does."""

    label: str
    proposed: tuple[int, ...] = ()
    agreed: bool = False
    """Whether it was answered by a mere yes, so that what it asks for is still to be named."""


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

    def question_end(self, cue_end: int, end: int) -> int | None:
        """Where the sentence ends that a field's cue is in, up to ``end``, if it is a question."""
        for place in range(cue_end - 1, end):
            if self._tokens[place].ends_sentence:
                return place + 1 if "?" in self._tokens[place].after else None
        return None

    def answer(self, start: int, end: int) -> Iterator[tuple[str, tuple[int, ...]]]:
        """What is said between ``start`` and ``end`` in answer to a question just asked, as :meth:`hear` tells it."""
        if self._question is not None and start < end:
            yield from self._answer(self._question, start, end, sure=True)

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
        """A question about a field; "anything" proposes nothing."""
        behind = range(cue.end, end)
        proposed = tuple(self._copies.proposed(cue, start, end) if cue.payload.label in COPIES else behind)
        indefinite = any(self._tokens[place].norm in self._language.words.indefinite for place in proposed)
        return Question(label=cue.payload.label, proposed=() if indefinite else proposed)

    def _answer(
        self, question: Question, start: int, end: int, *, sure: bool = False
    ) -> Iterator[tuple[str, tuple[int, ...]]]:
        """What an answer says: a thing of its own, or yes to what was proposed.

        ``sure``: whether it is known to be the answer, so that it needs no article to be told from other talk.
        """
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
        if question.label != "subject" and self._declines(place, end):
            self._question = None
            return
        while end - 1 > place and self._tokens[end - 1].norm in words.yes:
            end -= 1  # "the floor plan, please"
        sure = sure or (question.agreed and end - place <= _SHORT)
        named = place < end and (sure or question.label == "subject" or self._tokens[place].norm in words.articles)
        if named and not any(cue.payload.label == "aside" for cue in self._language.cues.at(self._tokens, place)):
            self._question = None
            yield question.label, tuple(range(place, end))
        elif agreed and place == end and question.proposed:
            self._question = None
            yield question.label, question.proposed
        elif agreed and place == end:
            self._question = Question(label=question.label, agreed=True)

    def _declines(self, start: int, end: int) -> bool:
        """Whether an answer turns down what was asked: "not this time", "I don't think so"."""
        words = self._language.words
        norms = [self._tokens[place].norm for place in range(start, end)]
        return bool(norms) and (
            norms[0] in words.denials or (norms[0] in words.pronouns and not words.denials.isdisjoint(norms))
        )
