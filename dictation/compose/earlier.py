"""Which of several items a client means who speaks of one again: "in the one to the bank", "back to the windows"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dictation.compose.address_book import AddressBook
from dictation.compose.items import Item
from dictation.compose.language import Language
from dictation.compose.tokens import Token

_ADDRESSEE, _NAMED, _COUNTED, _SUBJECT, _KIND, _WORD = 3.0, 2.5, 2.5, 1.5, 0.8, 0.7


class ItemFinder:
    """Compares what an item is called by with whom it goes to, what kind it is, and what it is about."""

    def __init__(self, tokens: Sequence[Token], language: Language, book: AddressBook) -> None:
        self._tokens, self._language, self._book = tokens, language, book
        words = language.words
        self._small = words.function_words | words.articles | words.joiners | words.determiners | words.titles
        self._named: dict[tuple[int, ...], set[str]] = {}
        """Whom words name, by their places: each change asks it of all items."""

    def find(self, items: Sequence[Item], named: Sequence[int], least: float = 0.1) -> Item | None:
        """The item that the words at ``named`` fit best, of equals the latest; None where they fit none.

        ``least``: how well they have to fit, a name of an addressee counting for 3.
        """
        counted = self._counted([self._tokens[place] for place in named], items)
        ranked = [(self._fit(item, counted, named), order) for order, item in enumerate(items)]
        best = max(ranked, default=(0.0, 0))
        return items[best[1]] if best[0] >= least else None

    def naming(self, places: Sequence[int]) -> Sequence[int]:
        """``places``, if there is more than small words at them, which name nothing: "in *the* letter"."""
        return places if self._norms(places) - self._small else ()

    def addressees(self, item: Item) -> set[str]:
        """The names of the contacts that an item's addressing or salutation may mean."""
        places = [place for span in item.addressing for place in range(span.start, span.end)]
        return self._people([*places, *item.salutation])

    def _people(self, places: Sequence[int]) -> set[str]:
        key = tuple(places)
        if key not in self._named:
            mentions = self._book.mentions([self._tokens[place] for place in places])
            self._named[key] = {contact.name for mention in mentions for contact, _ in mention.candidates}
        return self._named[key]

    def _fit(self, item: Item, counted: Item | None, named: Sequence[int]) -> float:
        words = self._language.words
        called = [self._tokens[place] for place in named]
        fit = _ADDRESSEE if self._people(named) & self.addressees(item) else 0.0
        norms = {token.norm.removesuffix("'s") for token in called} - self._small
        addressed = self._norms(place for span in item.addressing for place in range(span.start, span.end))
        if not fit and norms & (addressed | self._norms(item.salutation)) - set(words.kinds):
            fit += _NAMED
        fit += _KIND if any(words.kinds.get(norm) == item.kind for norm in norms) else 0.0
        fit += _COUNTED if counted is item else 0.0
        about = norms - set(words.kinds)
        subject = self._norms(place for span in item.spans("subject") for place in range(span.start, span.end))
        told = self._norms([*item.body, *item.before, *item.side])
        return fit + _SUBJECT * len(about & subject) + _WORD * min(len(about & told), 3)

    def _norms(self, places: Iterable[int]) -> set[str]:
        return {self._tokens[place].norm for place in places}

    def _counted(self, called: Sequence[Token], items: Sequence[Item]) -> Item | None:
        """The item that an ordinal counts: "the second one"."""
        for place in range(len(called)):
            ordinal = self._language.numbers.ordinal(called, place)
            if ordinal is not None and 0 < ordinal[1] <= len(items):
                return items[ordinal[1] - 1]
        return None
