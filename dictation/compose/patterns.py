"""Sentence templates over tokens, in the notation of hassil (Home Assistant's intent templates).

A template is words with ``[optional parts]``, ``(one|or another)``, ``{slots}`` and ``<rules>``, the last being other
templates by name. ``{slot:name}`` stores what the slot finds under another name. Slots are filled by functions, so that
"{cardinal} (pounds|quid)" reads any amount. A match does not run over punctuation that the recogniser heard, but for a
comma where the template has ``,``. Source of the notation: https://github.com/home-assistant/hassil.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from dictation.compose.automaton import Automaton, Slot
from dictation.compose.tokens import Heard, Token

_SLOT = re.compile(r"\{([a-z_]+)(?::([a-z_]+))?\}")
_LEXEME = re.compile(r"\s*(\{[^{}]*\}|<[^<>]*>|[\[\]()|]|[^\s\[\]()|{}<>]+)")


ANY = "any"


class TemplateSyntaxError(ValueError):
    """A template cannot be read; the message says where."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a slot found: ``value`` as the slot's function gave it, at tokens ``start`` to ``end`` (exclusive)."""

    value: object
    start: int
    end: int


Values = Mapping[str, Found]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Word:
    norm: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _SlotUse:
    kind: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Comma:
    """Where the recogniser may have put a comma."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Choice:
    options: tuple[tuple[_Node, ...], ...]


_Node = _Word | _SlotUse | _Comma | _Choice


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A compiled template."""

    source: str
    nodes: tuple[_Node, ...] = field(repr=False)
    has_slots: bool = field(repr=False)

    def slot_kinds(self) -> frozenset[str]:
        """All slots that the template uses."""
        return _slot_kinds(self.nodes)

    def match(
        self, tokens: Sequence[Token], start: int, slots: Mapping[str, Slot]
    ) -> Iterator[tuple[int, dict[str, Found]]]:
        """All ends (exclusive) at which the template, begun at ``start``, may stop, with its slots' values."""
        yield from _match(self.nodes, tokens, start, slots, {})


def compile_template(source: str, rules: Mapping[str, str] | None = None) -> Template:
    """Read a template.

    Raises:
        TemplateSyntaxError: a bracket without its twin, an unknown rule, or nothing in it.
    """
    reader = _Reader(source, rules or {})
    nodes = reader.sequence("")
    if not nodes:
        raise TemplateSyntaxError(f"the template {source!r} is empty")
    return Template(source=source, nodes=nodes, has_slots=bool(_slot_kinds(nodes)))


class _Reader:
    """Recursive descent over a template's lexemes."""

    def __init__(self, source: str, rules: Mapping[str, str]) -> None:
        self.source, self.rules = source, rules
        self.lexemes = [match[1] for match in _LEXEME.finditer(source.strip())]
        self.place = 0

    def sequence(self, closer: str) -> tuple[_Node, ...]:
        nodes: list[_Node] = []
        while self.place < len(self.lexemes):
            lexeme = self.lexemes[self.place]
            if lexeme == closer or (lexeme == "|" and closer):
                return tuple(nodes)
            self.place += 1
            nodes.extend(self._node(lexeme))
        if closer:
            raise TemplateSyntaxError(f"{closer!r} is missing in {self.source!r}")
        return tuple(nodes)

    def _node(self, lexeme: str) -> tuple[_Node, ...]:
        if lexeme in "([":
            options = self._options(")" if lexeme == "(" else "]")
            return (_Choice(options=options if lexeme == "(" else (*options, ())),)
        if lexeme in ")]|":
            raise TemplateSyntaxError(f"{lexeme!r} without its beginning in {self.source!r}")
        if lexeme[0] == "{":
            match = _SLOT.fullmatch(lexeme)
            if match is None:
                raise TemplateSyntaxError(f"{lexeme!r} is no slot in {self.source!r}")
            return (_SlotUse(kind=match[1], name=match[2] or match[1]),)
        if lexeme[0] == "<":
            rule = self.rules.get(lexeme[1:-1])
            if rule is None:
                raise TemplateSyntaxError(f"no rule is called {lexeme} in {self.source!r}")
            return _Reader(f"({rule})", self.rules).sequence("")
        return (_Comma(),) if lexeme == "," else (_Word(norm=lexeme.casefold()),)

    def _options(self, closer: str) -> tuple[tuple[_Node, ...], ...]:
        options = [self.sequence(closer)]
        while self.place < len(self.lexemes) and self.lexemes[self.place] == "|":
            self.place += 1
            options.append(self.sequence(closer))
        self.place += 1
        return tuple(options)


def _slot_kinds(nodes: Sequence[_Node]) -> frozenset[str]:
    kinds: frozenset[str] = frozenset()
    for node in nodes:
        if isinstance(node, _SlotUse):
            kinds |= {node.kind}
        elif isinstance(node, _Choice):
            kinds = kinds.union(*(_slot_kinds(option) for option in node.options))
    return kinds


def _match(
    nodes: Sequence[_Node],
    tokens: Sequence[Token],
    place: int,
    slots: Mapping[str, Slot],
    values: dict[str, Found],
    *,
    crossing: str = ANY,
) -> Iterator[tuple[int, dict[str, Found]]]:
    """``crossing``: the punctuation over which the next token may be reached (``ANY`` before the first)."""
    if not nodes:
        yield place, values
        return
    node, rest = nodes[0], nodes[1:]
    if isinstance(node, _Comma):
        yield from _match(rest, tokens, place, slots, values, crossing=crossing or ",")
        return
    if isinstance(node, _Choice):
        for option in node.options:
            yield from _match((*option, *rest), tokens, place, slots, values, crossing=crossing)
        return
    if place >= len(tokens) or (crossing != ANY and tokens[place - 1].after not in ("", crossing)):
        return
    if isinstance(node, _Word):
        if tokens[place].norm == node.norm:
            yield from _match(rest, tokens, place + 1, slots, values, crossing="")
        return
    for end, value in slots[node.kind](tokens, place):
        found = Found(value=value, start=place, end=end)
        yield from _match(rest, tokens, end, slots, {**values, node.name: found}, crossing="")


Payload = TypeVar("Payload")


@dataclass(frozen=True, kw_only=True, slots=True)
class Match(Generic[Payload]):
    """A template that matched tokens ``start`` to ``end`` (exclusive)."""

    payload: Payload
    start: int
    end: int
    values: Values


class Grammar(Generic[Payload]):
    """Many templates, each with what it stands for, matched all at once."""

    def __init__(self, entries: Iterable[tuple[Template, Payload]], slots: Mapping[str, Slot]) -> None:
        self._parts: tuple[_Part[Payload], ...] = (_Part(list(entries), slots),)

    def __or__(self, other: Grammar[Payload]) -> Grammar[Payload]:
        """All templates of both, each with its own slots: for a call in two languages."""
        both: Grammar[Payload] = Grammar((), {})
        both._parts = (*self._parts, *other._parts)
        return both

    def begins(self, norm: str) -> bool:
        """Whether any template may begin with a word: much sooner told than where one matches."""
        return any(part.automaton.begins(norm) for part in self._parts)

    def at(self, tokens: Sequence[Token], place: int) -> Sequence[Match[Payload]]:
        """Every match that begins at ``place``: each template's longest, in the order of the templates."""
        if not isinstance(tokens, Heard):
            return self._at(tokens, place)
        known: list[Sequence[Match[Payload]] | None] = tokens.memory(self)
        found = known[place]
        if found is None:
            found = known[place] = self._at(tokens, place)
        return found

    def _at(self, tokens: Sequence[Token], place: int) -> Sequence[Match[Payload]]:
        found: Sequence[Match[Payload]] = ()
        for part in self._parts:
            ends = part.automaton.longest(tokens, place)
            if ends:
                found = (*found, *part.matches(tokens, place, ends))
        return found


class _Part(Generic[Payload]):
    """Templates with slots in common; the automaton is built when it is first asked for."""

    def __init__(self, entries: Sequence[tuple[Template, Payload]], slots: Mapping[str, Slot]) -> None:
        self._entries, self._slots = entries, slots

    @cached_property
    def automaton(self) -> Automaton:
        automaton = Automaton()
        for number, (template, _) in enumerate(self._entries):
            end = automaton.new_state()
            _add(automaton, template.nodes, automaton.start, end, self._slots)
            automaton.accept(end, number)
        return automaton

    def matches(self, tokens: Sequence[Token], place: int, ends: Mapping[int, int]) -> Iterator[Match[Payload]]:
        """The matches at ``place`` of the templates in ``ends``, in their order."""
        for number in sorted(ends):
            template, payload = self._entries[number]
            end = ends[number]
            values = _Values(template, tokens, place, end, self._slots) if template.has_slots else {}
            yield Match(payload=payload, start=place, end=end, values=values)


class _Values(Mapping[str, Found]):
    """What the slots of a match found, looked for when it is first asked for: most matches come to nothing."""

    def __init__(
        self, template: Template, tokens: Sequence[Token], start: int, end: int, slots: Mapping[str, Slot]
    ) -> None:
        self._template, self._tokens, self._slots = template, tokens, slots
        self._start, self._end = start, end

    @cached_property
    def _found(self) -> Values:
        matches = self._template.match(self._tokens, self._start, self._slots)
        return next((values for stop, values in matches if stop == self._end), {})

    def __getitem__(self, name: str) -> Found:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _add(automaton: Automaton, nodes: Sequence[_Node], source: int, target: int, slots: Mapping[str, Slot]) -> None:
    """Let ``nodes`` lead from the state ``source`` to the state ``target``."""
    if not nodes:
        automaton.add_free(source, target)
    for number, node in enumerate(nodes, 1):
        behind = target if number == len(nodes) else automaton.new_state()
        match node:
            case _Word(norm=norm):
                automaton.add_word(source, norm, behind)
            case _SlotUse(kind=kind):
                automaton.add_slot(source, slots[kind], behind)
            case _Comma():
                automaton.add_free(source, behind, comma=True)
            case _Choice(options=options):
                for option in options:
                    _add(automaton, option, source, behind, slots)
        source = behind
