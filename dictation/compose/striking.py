"""What is taken back by a command while an item is dictated: its last words, sentence or paragraph, or all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dictation.compose.boundaries import SENTENCE, Boundaries
from dictation.compose.items import Item
from dictation.compose.language import Language
from dictation.compose.repairs import reparandum
from dictation.compose.spans import Span
from dictation.compose.tokens import Token
from dictation.model.draft import LeftOutReason


class Striker:
    """Strikes the end of an item's text; ``mark`` is told the places that are struck."""

    def __init__(
        self,
        tokens: Sequence[Token],
        boundaries: Boundaries,
        language: Language,
        mark: Callable[[Iterable[int], LeftOutReason], None],
    ) -> None:
        self._tokens, self._boundaries, self._language, self._mark = tokens, boundaries, language, mark

    def sentence(self, item: Item, _: Span) -> None:
        """Take back the last sentence."""
        self.from_index(item, self.sentence_start(item.body))

    def last(self, item: Item, span: Span) -> None:
        """Take back what is said anew after the command, or else the last sentence."""
        said = [self._tokens[place] for place in item.body]
        again = reparandum(said, self._tokens, span.end, self._language)
        self.from_index(item, self.sentence_start(item.body) if again is None else again)

    def words(self, item: Item, span: Span) -> None:
        """Take back as many words as the command says, or one."""
        count = span.cue.values.get("count") if span.cue is not None else None
        self.from_index(item, max(0, len(item.body) - (int(str(count.value)) if count is not None else 1)))

    def paragraph(self, item: Item, _: Span) -> None:
        """Take back the last paragraph that has any words; the break before it stays, for what is said instead."""
        begun, ended = 0, len(item.body)
        for index in reversed(range(len(item.body))):
            length = self._break_at(item.body[index])
            if length and index + length >= ended:
                ended = index  # a break with nothing after it belongs to no paragraph
            elif length:
                begun = index + length
                break
        self.from_index(item, begun)

    def all(self, item: Item, _: Span) -> None:
        """Take back the whole text."""
        self.from_index(item, 0)

    def from_index(self, item: Item, start: int) -> None:
        """Take back the text from an index of its body on."""
        self._mark(item.body[start:], LeftOutReason.CORRECTED)
        del item.body[start:]

    def _break_at(self, place: int) -> int:
        """How many tokens at ``place`` say that a new paragraph begins; 0 for none."""
        cues = self._language.cues.at(self._tokens, place)
        return max((match.end - match.start for match in cues if match.payload.label == "paragraph"), default=0)

    def sentence_start(self, body: Sequence[int]) -> int:
        """The index in ``body`` at which its last sentence begins."""
        for index in range(len(body) - 1, 0, -1):
            place = body[index]
            if self._boundaries.before[place] >= SENTENCE and place not in self._boundaries.marks:
                return index
        return 0
