"""Many templates matched at once.

A call is searched for hundreds of templates at every word. They are put into one automaton (Thompson 1968), which is
made deterministic where it is used: each set of states becomes a node once, with one table of the words that lead on
from it. Only words and slots of the templates make nodes, so that there are no more of them than the templates have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dictation.compose.tokens import Token

Slot = Callable[[Sequence[Token], int], Iterator[tuple[int, object]]]
"""Given tokens and a place, all ends (exclusive) at which the slot may stop, best first, with the value there."""

Begins = Callable[[str], bool]
States = frozenset[int]


@dataclass(frozen=True, eq=False, slots=True)
class GatedSlot:
    """A slot that finds something only where the word, by its norm, may begin it; slots of one gate are asked once."""

    begins: Begins
    find: Slot

    def __call__(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        """What the slot finds at ``place``."""
        return self.find(tokens, place) if self.begins(tokens[place].norm) else iter(())


@dataclass(eq=False, slots=True)
class _Node:
    """The states that templates may be in after a word or a slot."""

    states: States
    closed: Collection[int]
    """With the states that are reached from them without a word."""
    accepts: tuple[int, ...]
    """The templates that are matched here, whatever punctuation follows."""
    ways: dict[str, _Ways] = field(default_factory=dict)
    """How they go on, by the punctuation that was heard: none, or a comma."""


@dataclass(eq=False, slots=True)
class _Ways:
    """What leads on from a node: each word and slot once, with all that it leads to."""

    targets: dict[str, set[int]]
    nodes: dict[str, _Node]
    """The targets of words that were heard, as nodes."""
    slots: tuple[tuple[Begins | None, list[tuple[Slot, _Node]]], ...]
    """The slots, by what tells of a first word whether they find anything."""


class Automaton:
    """A set of templates, each known by its number; built by :class:`dictation.compose.patterns.Grammar`."""

    def __init__(self) -> None:
        self._count = 1
        self._words: dict[int, list[tuple[str, int]]] = {}
        self._slots: dict[int, list[tuple[Slot, int]]] = {}
        self._free: dict[int, list[int]] = {}
        """States that are reached without a word, by the state before."""
        self._commas: dict[int, list[int]] = {}
        """States that are reached without a word, or over a comma that was heard."""
        self._accepts: dict[int, int] = {}
        self._nodes: dict[States, _Node] = {}

    @property
    def start(self) -> int:
        """The state before anything was matched."""
        return 0

    def new_state(self) -> int:
        """Another state."""
        self._count += 1
        return self._count - 1

    def add_word(self, source: int, norm: str, target: int) -> None:
        """From ``source`` a word leads to ``target``."""
        self._words.setdefault(source, []).append((norm, target))

    def add_slot(self, source: int, slot: Slot, target: int) -> None:
        """From ``source`` whatever a slot finds leads to ``target``."""
        self._slots.setdefault(source, []).append((slot, target))

    def add_free(self, source: int, target: int, *, comma: bool = False) -> None:
        """From ``source`` nothing, or with ``comma`` nothing but a comma, leads to ``target``."""
        (self._commas if comma else self._free).setdefault(source, []).append(target)

    def accept(self, state: int, number: int) -> None:
        """In ``state`` template ``number`` is matched."""
        self._accepts[state] = number

    def begins(self, norm: str) -> bool:
        """Whether any template may begin with a word."""
        ways = self._first_ways
        return bool(ways.slots) or norm in ways.targets

    def longest(self, tokens: Sequence[Token], place: int) -> Mapping[int, int]:
        """Each template that matches at ``place``, with the longest end (exclusive) of its matches."""
        ends: dict[int, int] = {}
        if place >= len(tokens):
            return ends
        reached: dict[int, list[_Node]] = {}
        self._step(tokens, place, self._first_ways, reached)
        while reached:
            at = min(reached)
            heard = tokens[at - 1].after
            for node in reached.pop(at):
                for number in node.accepts:
                    ends[number] = at
                if at < len(tokens) and heard in ("", ","):
                    self._step(tokens, at, node.ways.get(heard) or self._ways(node, heard), reached)
        return ends

    def _step(self, tokens: Sequence[Token], at: int, ways: _Ways, reached: dict[int, list[_Node]]) -> None:
        """Add what is reached over the token at ``at``, or over what a slot finds there."""
        norm = tokens[at].norm
        if norm in ways.targets:
            following = ways.nodes.get(norm)
            if following is None:
                following = ways.nodes[norm] = self._node(frozenset(ways.targets[norm]))
            self._reach(tokens, at + 1, following, reached)
        for begins, slots in ways.slots:
            if begins is None or begins(norm):
                for slot, target in slots:
                    for end, _ in slot(tokens, at):
                        self._reach(tokens, end, target, reached)

    def _reach(self, tokens: Sequence[Token], at: int, node: _Node, reached: dict[int, list[_Node]]) -> None:
        """Add a node that is reached before the token at ``at``, unless nothing can come of it."""
        if not node.accepts:
            heard = tokens[at - 1].after
            if at >= len(tokens) or heard not in ("", ","):
                return
            ways = node.ways.get(heard) or self._ways(node, heard)
            if not ways.slots and tokens[at].norm not in ways.targets:
                return
        nodes = reached.setdefault(at, [])
        if node not in nodes:
            nodes.append(node)

    @cached_property
    def _first_ways(self) -> _Ways:
        """What templates begin with."""
        return self._ways(self._node(frozenset({self.start})), "")

    def _node(self, states: States) -> _Node:
        """The node of a set of states."""
        node = self._nodes.get(states)
        if node is None:
            closed = self._spread(states, self._free, self._commas)
            accepts = tuple(self._accepts[state] for state in closed if state in self._accepts)
            node = self._nodes[states] = _Node(states=states, closed=closed, accepts=accepts)
        return node

    def _ways(self, node: _Node, heard: str) -> _Ways:
        """What leads on from a node after the punctuation ``heard``."""
        words: dict[str, set[int]] = {}
        slots: dict[Slot, set[int]] = {}
        for state in self._over_comma(node.states) if heard else node.closed:
            for norm, target in self._words.get(state, ()):
                words.setdefault(norm, set()).add(target)
            for slot, target in self._slots.get(state, ()):
                slots.setdefault(slot, set()).add(target)
        gates: dict[Begins | None, list[tuple[Slot, _Node]]] = {}
        for slot, targets in slots.items():
            gate, find = (slot.begins, slot.find) if isinstance(slot, GatedSlot) else (None, slot)
            gates.setdefault(gate, []).append((find, self._node(frozenset(targets))))
        found = _Ways(targets=words, nodes={}, slots=tuple(gates.items()))
        node.ways[heard] = found
        return found

    def _over_comma(self, states: States) -> Collection[int]:
        """The states reached from ``states`` without a word, over a place for a comma at least once."""
        before = self._spread(states, self._free)
        crossed = (target for state in before for target in self._commas.get(state, ()))
        return self._spread(crossed, self._free, self._commas)

    def _spread(self, states: Iterable[int], *steps: Mapping[int, Sequence[int]]) -> Collection[int]:
        """The states, and all that ``steps`` lead to from them."""
        found = dict.fromkeys(states)
        left = list(found)
        while left:
            state = left.pop()
            for step in steps:
                for target in step.get(state, ()):
                    if target not in found:
                        found[target] = None
                        left.append(target)
        return found
