"""Changes to what was already dictated: "change Tuesday to Wednesday", "it should be ninety", in any item.

A client names what he wants changed as he remembers it, without its articles or in part. It is looked for in that
order: the very words, the words but for small ones at their beginning, all words that mean something close together.
Where he only says what is right, it takes the place of the one thing of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dictation.compose.boundaries import SENTENCE, Boundaries
from dictation.compose.items import Item
from dictation.compose.language import Language
from dictation.compose.tokens import Token

_SPREAD = 3
"""How many other words may stand between those that are named."""


class Reviser:
    """Changes the bodies of items. Each method returns the places taken out, or None where nothing fits."""

    def __init__(self, tokens: Sequence[Token], boundaries: Boundaries, language: Language) -> None:
        self._tokens, self._boundaries, self._language = tokens, boundaries, language
        words = language.words
        self._small = words.function_words | words.articles | words.determiners

    def replace(self, item: Item, old: Sequence[int], new: Sequence[int]) -> list[int] | None:
        """Put the words at ``new`` in the place of the last ones in the body that ``old`` names."""
        found = self._find(item.body, old)
        if found is None or not new:
            return None
        if self._runs_over_a_verb(item.body[slice(*found)], old):
            return self._replace_within(item, found, old, new)
        return self._put(item, *found, self._only_what_differs(item.body[found[1] :], old, new))

    def _runs_over_a_verb(self, found: Sequence[int], old: Sequence[int]) -> bool:
        """Whether what was found has a verb between the words that ``old`` names: "the survey *is* on Monday"."""
        classes = self._language.words.classes
        between = set(self._norms(found)) - set(self._norms(old))
        return any("auxiliary" in classes.get(norm, ()) for norm in between)

    def _replace_within(
        self, item: Item, found: tuple[int, int], old: Sequence[int], new: Sequence[int]
    ) -> list[int] | None:
        """Change in the words found only what differs between ``old`` and ``new``, if it stands together there."""
        while len(old) > 1 and len(new) > 1 and self._norm(old[-1]) == self._norm(new[-1]):
            old, new = old[:-1], new[:-1]
        while len(old) > 1 and len(new) > 1 and self._norm(old[0]) == self._norm(new[0]):
            old, new = old[1:], new[1:]
        start, end = found
        for at in range(start, end - len(old) + 1):
            if self._norms(item.body[at : at + len(old)]) == self._norms(old):
                return self._put(item, at, at + len(old), new)
        return None

    def correct(self, item: Item, new: Sequence[int]) -> list[int] | None:
        """Put what stands at ``new`` in the place of the only thing of its kind: an amount, a date, a weekday.

        What is said with it ("thirty-four windows") tells which of several is meant.
        """
        said = [self._tokens[place] for place in new]
        length, kind = self._kind_at(said, 0)
        if not kind:
            return None
        view = [self._tokens[place] for place in item.body]
        found = [
            (at, at + size) for at in range(len(view)) for size, other in [self._kind_at(view, at)] if other == kind
        ]
        found = [span for number, span in enumerate(found) if not number or span[0] >= found[number - 1][1]]
        with_it = [token.norm for token in said[length : length + 1]]
        same = [span for span in found if with_it and [token.norm for token in view[span[1] : span[1] + 1]] == with_it]
        fitting = same or found
        if len(fitting) != 1 or [token.norm for token in view[slice(*fitting[0])]] == [t.norm for t in said[:length]]:
            return None
        return self._put(item, *fitting[0], list(new[:length]))

    def correct_about(self, item: Item, about: Sequence[int], new: Sequence[int]) -> list[int] | None:
        """Put what stands at ``new`` in the place of the one thing of its kind that is said of ``about``.

        "The fee should be ninety pounds" changes the amount in the sentence about the fee, not the word "fee".
        """
        thing = self._thing_in(new)
        if thing is None or self._thing_in(about) is not None:
            return self.replace(item, about, new)
        start, end, kind = thing
        wanted = [self._norm(place) for place in about if self._norm(place) not in self._small]
        found: list[tuple[int, int]] = []
        for first, last in self._sentences(item.body):
            if wanted and set(wanted) <= set(self._norms(item.body[first:last])):
                found.extend((first + a, first + b) for a, b in self._things(item.body[first:last], kind))
        if len(found) != 1 or self._norms(item.body[slice(*found[0])]) == self._norms(new[start:end]):
            return None
        return self._put(item, *found[0], list(new[start:end]))

    def names_what_it_is_about(self, old: Sequence[int], new: Sequence[int]) -> bool:
        """Whether ``old`` is no thing of a kind but what has one: "change *the fee* to ninety pounds"."""
        named = bool(old) and self._norm(old[0]) in self._language.words.articles
        return named and self._thing_in(old) is None and self._thing_in(new) is not None

    def _thing_in(self, places: Sequence[int]) -> tuple[int, int, str] | None:
        """Where the first thing of a kind begins and ends at ``places``, behind no more than small words."""
        view = [self._tokens[place] for place in places]
        for at in range(len(view)):
            size, kind = self._kind_at(view, at)
            if kind:
                return at, at + size, kind
            if view[at].norm not in self._small and not self._language.words.classes.get(view[at].norm):
                return None
        return None

    def _things(self, places: Sequence[int], kind: str) -> list[tuple[int, int]]:
        """Where things of a kind are at ``places``; a bare number is of the kind of the one in any amount."""
        view, found, at = [self._tokens[place] for place in places], list[tuple[int, int]](), 0
        while at < len(view):
            size, other = self._kind_at(view, at)
            number = self._language.numbers.cardinal(view, at) if kind == "number" else None
            if number is not None:
                size, other = number[0] - at, "number"
            if size and other == kind:
                found.append((at, at + size))
            at += size or 1
        return found

    def delete(self, item: Item, old: Sequence[int]) -> list[int] | None:
        """Take the last words out of the body that ``old`` names."""
        found = self._find(item.body, old)
        return None if found is None else self._take_out(item, *found)

    def delete_about(self, item: Item, about: Sequence[int]) -> list[int] | None:
        """Take the one sentence out of the body that has most of the words at ``about``."""
        wanted = {self._tokens[place].norm for place in about} - self._small
        spans = list(self._sentences(item.body))
        shared = [len(wanted & {self._tokens[place].norm for place in item.body[slice(*span)]}) for span in spans]
        if not shared or not max(shared) or shared.count(max(shared)) > 1:
            return None
        return self._take_out(item, *spans[shared.index(max(shared))])

    # ------------------------------------------------------------ carrying out

    def _put(self, item: Item, start: int, end: int, new: Sequence[int]) -> list[int]:
        removed = item.body[start:end]
        item.endings[new[-1]] = self._tokens[removed[-1]].after
        item.body[start:end] = list(new)
        return removed

    def _take_out(self, item: Item, start: int, end: int) -> list[int]:
        removed = item.body[start:end]
        ended = self._tokens[removed[-1]].ends_sentence
        whole = start == 0 or self._tokens[item.body[start - 1]].ends_sentence
        if start and ended and not whole:
            item.endings[item.body[start - 1]] = self._tokens[removed[-1]].after
        elif start and self._tokens[item.body[start - 1]].after == "," and self._tokens[removed[-1]].after == ",":
            item.endings[item.body[start - 1]] = ""
        del item.body[start:end]
        return removed

    def _only_what_differs(self, rest: Sequence[int], old: Sequence[int], new: Sequence[int]) -> Sequence[int]:
        """The new words without those that only tell where they belong.

        "Make that the price as of the eighth of June, not the fifth" puts "the eighth" in the place of "the fifth":
        what begins like the old words counts, and what the body goes on with anyway does not.
        """
        starts = [number for number, place in enumerate(new) if self._norm(place) == self._norm(old[0])]
        if starts and len(new) > len(old) + 2:
            new = new[starts[-1] :]
        for length in range(len(new) - 1, 0, -1):
            if self._norms(new[-length:]) == self._norms(rest[:length]):
                return new[:-length]
        return new

    # ------------------------------------------------------------ finding

    def _find(self, body: Sequence[int], named: Sequence[int]) -> tuple[int, int] | None:
        """Where the body last has what is named."""
        bare = list(named)
        while bare and self._norm(bare[0]) in self._small:
            bare = bare[1:]
        for wanted in (list(named), bare):
            for start in range(len(body) - len(wanted), -1, -1):
                if wanted and self._norms(body[start : start + len(wanted)]) == self._norms(wanted):
                    return start, start + len(wanted)
        return self._close_together(body, [place for place in named if self._norm(place) not in self._small])

    def _close_together(self, body: Sequence[int], wanted: Sequence[int]) -> tuple[int, int] | None:
        """Where the body has all words of ``wanted``, two or more, in order, with few others between them."""
        norms = self._norms(wanted)
        for start in range(len(body) - 1, -1, -1):
            if len(norms) < 2 or self._norm(body[start]) != norms[0]:
                continue
            end, left = start + 1, norms[1:]
            while left and end < min(len(body), start + len(norms) + _SPREAD):
                left = left[1:] if self._norm(body[end]) == left[0] else left
                end += 1
            if not left:
                return start, end
        return None

    def _kind_at(self, tokens: Sequence[Token], place: int) -> tuple[int, str]:
        """How many tokens at ``place`` are one thing of a kind, and the kind; 0 and nothing for none."""
        form = self._language.written.form_at(tokens, place)
        if form is not None:
            return form[0] - place, form[1]
        number = self._language.numbers.cardinal(tokens, place)
        if number is not None:
            return number[0] - place, "number"
        return (1, "weekday") if tokens[place].norm in self._language.moments.weekdays else (0, "")

    def _sentences(self, body: Sequence[int]) -> Iterator[tuple[int, int]]:
        start = 0
        for index in range(1, len(body) + 1):
            begins = index == len(body) or self._boundaries.before[body[index]] >= SENTENCE
            if begins and (index == len(body) or body[index] not in self._boundaries.marks):
                yield start, index
                start = index

    def _norm(self, place: int) -> str:
        return self._tokens[place].norm

    def _norms(self, places: Sequence[int]) -> list[str]:
        return [self._norm(place) for place in places]
