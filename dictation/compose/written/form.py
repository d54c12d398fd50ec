"""Applying a language's written-form rules to what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dictation.compose.automaton import Slot
from dictation.compose.patterns import Grammar, Match, Template
from dictation.compose.tokens import Heard, Token
from dictation.compose.written.figures import Figure
from dictation.compose.written.numbers import NumberReader

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenRule:
    """One rule of a language's ``written.toml``."""

    name: str
    say: tuple[Template, ...]
    write: str
    after: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    not_before_name: bool = False
    """Whether a capitalised word directly after speaks against the rule ("at four twelve Elm Street" is no time)."""
    then: tuple[Template, ...] = ()
    """What must follow, if anything: ("twelve" before "Mill Lane")."""

    def fits(self, tokens: Sequence[Token], start: int, end: int, slots: Mapping[str, Slot]) -> bool:
        """Whether the words around a match are those that the rule asks for; "" is the border of a phrase."""
        previous = tokens[start - 1].norm if start and not tokens[start - 1].ends_sentence else ""
        following = tokens[end].norm if end < len(tokens) and not tokens[end - 1].after else ""
        return (
            (not self.after or previous in self.after)
            and previous not in self.not_after
            and (not self.before or following in self.before)
            and following not in self.not_before
            and not (self.not_before_name and following and tokens[end].text[:1].isupper())
            and (not self.then or (bool(following) and self._is_followed(tokens, end, slots)))
        )

    def _is_followed(self, tokens: Sequence[Token], end: int, slots: Mapping[str, Slot]) -> bool:
        return any(True for template in self.then for _ in template.match(tokens, end, slots))

    def text(self, values: Mapping[str, object]) -> str:
        """The rule's ``write`` with the slots' values in it."""
        signs = frozenset(value for value in values.values() if isinstance(value, str))
        texts = {
            name: str(value.beside(signs) if isinstance(value, Figure) else value) for name, value in values.items()
        }
        chosen = _OPTIONAL.sub(lambda part: part[1] if set(_SLOT.findall(part[1])) <= set(values) else "", self.write)
        return _SLOT.sub(lambda slot: texts[slot[1]], chosen)


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A stretch of tokens as it is to be written; ``rule`` is empty where it stays as heard."""

    text: str
    """With the opening punctuation heard before it where a rule wrote it."""
    tokens: tuple[Token, ...]
    rule: str = ""

    @property
    def before(self) -> str:
        """Punctuation heard directly before the stretch that ``text`` does not have."""
        return "" if self.rule else self.tokens[0].before

    @property
    def after(self) -> str:
        """Punctuation heard directly after the stretch."""
        return self.tokens[-1].after


class WrittenForm:
    """A language's rules, ready to use."""

    def __init__(self, rules: Sequence[WrittenRule], slots: Mapping[str, Slot], numbers: NumberReader) -> None:
        self._numbers, self._slots = numbers, slots
        entries = [(template, (order, rule)) for order, rule in enumerate(rules) for template in rule.say]
        self._grammar: Grammar[tuple[int, WrittenRule]] = Grammar(entries, slots)

    def write(self, tokens: Sequence[Token]) -> Iterator[Written]:
        """The tokens in written form, every token in exactly one stretch, in order."""
        place, tokens = 0, Heard(tokens)
        while place < len(tokens):
            best = self._best(tokens, place)
            if best is None:
                yield self._as_heard(tokens[place])
                place += 1
                continue
            rule = best.payload[1]
            text = tokens[place].before + rule.text({name: found.value for name, found in best.values.items()})
            if text.endswith(".") and tokens[best.end - 1].after.startswith("."):
                text = text[:-1]  # one full stop ends the ordinal and the sentence
            yield Written(text=text, tokens=tokens[place : best.end], rule=rule.name)
            place = best.end

    def _as_heard(self, token: Token) -> Written:
        compound = self._numbers.compound(token)
        if compound is None:
            return Written(text=token.text, tokens=(token,))
        return Written(text=token.before + compound, tokens=(token,), rule="number")

    def form_at(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """The end (exclusive) and the rule's name of what is written otherwise than said at ``place``."""
        best = self._best(tokens, place)
        return None if best is None else (best.end, best.payload[1].name)

    def _best(self, tokens: Sequence[Token], place: int) -> Match[tuple[int, WrittenRule]] | None:
        matches = [
            match
            for match in self._grammar.at(tokens, place)
            if match.payload[1].fits(tokens, place, match.end, self._slots)
            and not any(token.before for token in tokens[place + 1 : match.end])
        ]
        return max(matches, key=lambda match: (match.end, -match.payload[0]), default=None)
