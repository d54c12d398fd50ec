"""What of a stretch of text is written: not the onset, the call of a name, or the rest of an answer."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from dictation.compose.boundaries import CLAUSE, SENTENCE, Boundaries
from dictation.compose.items import Item
from dictation.compose.language import Language
from dictation.compose.phases import IN_TEXT
from dictation.compose.reported import telling
from dictation.compose.tokens import Token
from dictation.model.draft import LeftOutReason


class Writer:
    """Adds text to items. ``called``: norms of the secretary's names; ``mark`` is told why a word is no text."""

    def __init__(
        self,
        tokens: Sequence[Token],
        boundaries: Boundaries,
        language: Language,
        *,
        odds: Mapping[int, float],
        called: Container[str],
        mark: Callable[[Iterable[int], LeftOutReason], None],
    ) -> None:
        self._tokens, self._boundaries, self._language = tokens, boundaries, language
        self._odds, self._called, self._mark = odds, called, mark

    def write(self, item: Item, places: list[int], *, behind_talk: bool) -> None:
        """Add what of ``places`` is text to the item's, ``behind_talk`` where talk or an aside was said before it."""
        places = self._without_rest_of_answer(places) if behind_talk else places
        item.asides.extend((part, True) for part in self._doubtful(places))
        commanded = self._commanded(places)
        places = [place for place in places if place in commanded or not self._is_called(place)]
        if item.reported:
            told = set(telling(self._tokens, self._boundaries, self._language, places, that=item.reported))
            self._mark(told, LeftOutReason.COMMAND)
            places = [place for place in places if place not in told]
        if places and not item.body:
            places = self._without_onset(self._without_leading_mark(item, places))
        item.body.extend(places)

    def _without_rest_of_answer(self, places: list[int]) -> list[int]:
        """``places`` without what ends a sentence that was begun as talk: "yes, that's right"."""
        if not places or self._boundaries.before[places[0]] >= SENTENCE:
            return places
        cues = [cue for cue in self._language.cues.at(self._tokens, places[0]) if cue.payload.label == "aside"]
        ends = [cue.end for cue in cues if self._boundaries.before[cue.end] >= SENTENCE]
        rest = places[: max(ends) - places[0]] if ends else []
        self._mark(rest, LeftOutReason.CHAT)
        return places[len(rest) :]

    def _commanded(self, places: Sequence[int]) -> set[int]:
        """The places that belong to commands about the text's shape."""
        cues = (cue for place in places for cue in self._language.cues.at(self._tokens, place))
        return {place for cue in cues if cue.payload.label in IN_TEXT for place in range(cue.start, cue.end)}

    def _is_called(self, place: int) -> bool:
        """Whether the secretary is called by name in passing: "as a list, Dewi,"."""
        token = self._tokens[place]
        apart = self._boundaries.before[place] >= CLAUSE and self._boundaries.before[place + 1] >= CLAUSE
        if token.norm in self._called and apart and self._boundaries.punctuated:
            self._mark([place], LeftOutReason.CHAT)
            return True
        return False

    def _doubtful(self, places: Sequence[int]) -> Iterator[range]:
        """The sentences among ``places`` that sound like talk."""
        for place in places:
            if self._boundaries.before[place] >= SENTENCE and self._odds.get(place, 0.0) > 0:
                end = next(
                    (at for at in range(place + 1, places[-1] + 1) if self._boundaries.before[at] >= SENTENCE), None
                )
                yield range(place, end or places[-1] + 1)

    def _without_leading_mark(self, item: Item, places: list[int]) -> list[int]:
        """A mark said before any text belongs to the salutation, or to the command that began the text."""
        mark = self._boundaries.marks.get(places[0])
        if mark is None or mark.payload.side:
            return places
        if item.salutation and item.salutation[-1] == mark.start - 1:
            item.salutation.extend(range(mark.start, mark.end))
        return [place for place in places if place >= mark.end]

    def _without_onset(self, places: list[int]) -> list[int]:
        """A word that only leads from the head to the text is none of it: "Then, …"."""
        onset = bool(places) and self._tokens[places[0]].norm in self._language.words.onsets
        return places[1:] if onset and self._tokens[places[0]].after == "," else places
