"""Who of several recipients is greeted how: "Dear Ann and dear Ben", "Dear Ann and Ben", "Hello Ann. Hello Ben."."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dictation.compose.address_book import AddressBook
from dictation.compose.items import Item
from dictation.compose.language import Words
from dictation.compose.tokens import Token, normalise
from dictation.model.draft import Recipient


@dataclass(frozen=True, kw_only=True)
class Greetings:
    """The greetings that were said for an item, and whom each is for."""

    tokens: Sequence[Token]
    words: Words
    book: AddressBook
    item: Item

    def said(self) -> list[list[int]]:
        """The places of every greeting of its own, "Dear Ann and dear Ben", in which somebody is named."""
        item, words = self.item, self.words
        greetings: list[list[int]] = []
        for place in sorted({*item.side, *item.salutation, *(at for each in item.salutations for at in each)}):
            token = self.tokens[place]
            if token.norm in words.vocatives:
                greetings.append([place])
            elif greetings and greetings[-1][-1] == place - 1 and not self._parts(token):
                begun = greetings[-1][0]
                if place == begun + 1 or not self.tokens[place - 1].after:
                    greetings[-1].append(place)
        return [places for places in greetings if self._named(places)]

    def _parts(self, token: Token) -> bool:
        return self.words.joins(token.norm) or token.norm in self.words.onward

    def own(self, recipient: Recipient) -> list[int] | None:
        """The places of the greeting for a recipient alone, if he is named in any; with others' names left out."""
        for places in self.said():
            if any(self._is(name, recipient) for name in self._named(places)):
                return places
        for places in (self.item.salutation, *reversed(self.item.salutations)):
            named = self._named(places)
            for name in named:
                if self._is(name, recipient):
                    return [*(place for place in places if place < named[0][0]), *name]
        return None

    def names_somebody(self) -> bool:
        """Whether the item's salutation is for somebody by name, and not "Dear all"."""
        return any(self._named(self.item.salutation))

    def _named(self, places: Sequence[int]) -> list[list[int]]:
        """The places of each name in a greeting, with the title before it."""
        part = [self.tokens[place] for place in places]
        known = {at for mention in self.book.mentions(part) for at in range(mention.start, mention.end)}
        names: list[list[int]] = []
        for at, (place, token) in enumerate(zip(places, part, strict=True)):
            capital = at > 0 and token.text[:1].isupper() and not token.starts_sentence and self.book.punctuated
            if at not in known and (not capital or token.norm in self.words.vocatives):
                continue
            if names and names[-1][-1] == place - 1 and not self.tokens[place - 1].after:
                names[-1].append(place)
            else:
                names.append([place])
        return names

    def _is(self, name: Sequence[int], recipient: Recipient) -> bool:
        part = [self.tokens[place] for place in name]
        mentions = self.book.mentions(part)
        if any(contact.name == recipient.name for mention in mentions for contact, _ in mention.candidates):
            return True
        own = {normalise(word) for word in recipient.name.split()} - self.words.titles
        return not recipient.resolved and bool(own & {token.norm for token in part})
