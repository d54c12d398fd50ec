"""How alike two words are: by their form, their word class, and what they stand for."""

from __future__ import annotations

from collections.abc import Mapping

from dictation.compose.language import Language
from dictation.compose.tokens import Token

_KINDS = frozenset("number ordinal weekday month name time".split())
"""Traits that tell what a word stands for, more than how it is used."""
_LEXICAL = frozenset({"day", "part", "unit", "title"})
"""Word classes whose words say something by themselves."""
_ACRONYM = frozenset({"name"})
_LONG_ENDING = 5
"""How many letters at the end of two words make them likely to be opposites: "increased" and "decreased"."""


class Likeness:
    """Compares words of one text. ``names``: the words of known names, by their norm."""

    def __init__(self, language: Language, names: Mapping[str, str]) -> None:
        self._language, self._names = language, names
        self._traits: dict[tuple[str, bool], frozenset[str]] = {}
        self._classes = language.words.classes
        number = language.numbers.words
        self._number_words = {*number.hyphenated, *number.scales, *number.whole} - set(number.ordinals)

    def traits(self, token: Token) -> frozenset[str]:
        """What is known of a word: its word classes, and whether it is a number, a month, a name and the like."""
        named = token.text[:1].isupper() and not token.starts_sentence
        if token.text.isupper() and len(token.text) > 1 and named:
            return _ACRONYM
        key = (token.norm, named)
        found = self._traits.get(key)
        if found is None:
            found = self._traits[key] = frozenset(self._find(token.norm, named=named))
        return found

    def _find(self, norm: str, *, named: bool) -> set[str]:
        bare = norm.removesuffix("'s")
        traits = set(self._classes.get(norm, ()))
        moments, numbers = self._language.moments, self._language.numbers.words
        if norm in self._number_words or norm[:1].isdecimal():
            traits.add("number")
        prefixed = any(norm.removeprefix(p).strip("-") in numbers.digits for p in numbers.ordinal_prefixes)
        if norm in self._number_words:
            prefixed = False
        if norm in numbers.ordinals or (norm[:1].isdecimal() and norm[-1:].isalpha()) or prefixed:
            traits = (traits - {"number"}) | {"ordinal"}
        if bare in moments.weekdays:
            traits.add("weekday")
        if bare in moments.months:
            traits.add("month")
        if not traits and (bare in self._names or (named and norm not in self._language.words.capitalised)):
            traits.add("name")
        if norm != bare and not traits & {"clause", "question"}:
            traits |= {"possessive", "determiner"}
        return traits

    def is_function(self, token: Token) -> bool:
        """Whether a word belongs to a closed class: it says little by itself."""
        classes = self._classes.get(token.norm)
        return classes is not None and not classes <= _LEXICAL and self.traits(token) is not _ACRONYM

    def between(self, old: Token, new: Token) -> float:
        """How alike two words are, from -0.4 to 1."""
        if old.norm == new.norm:
            return 1.0
        shared = self.traits(old) & self.traits(new)
        if shared:
            return 0.9 if shared & _KINDS else 0.6
        function = self.is_function(old), self.is_function(new)
        if any(function):
            return -0.2 if all(function) else -0.4
        if (self.traits(old) ^ self.traits(new)) & _KINDS - {"name"}:
            return 0.05
        if old.norm[-_LONG_ENDING:] == new.norm[-_LONG_ENDING:] and min(len(old.norm), len(new.norm)) > _LONG_ENDING:
            return 0.6
        shared_ending = self._same_ending(old.norm, new.norm)
        return (0.6 if shared_ending > 2 else 0.4) if shared_ending else 0.15

    def _same_ending(self, old: str, new: str) -> int:
        """How long the ending of the language's list that both have is, or the beginning ("di-"); 0 for none."""
        return max(
            (
                len(ending)
                for ending in self._language.words.endings
                if min(len(old), len(new)) > len(ending) + 1
                and (
                    old.startswith(ending[:-1]) and new.startswith(ending[:-1])
                    if ending.endswith("-")
                    else old.endswith(ending) and new.endswith(ending)
                )
            ),
            default=0,
        )
