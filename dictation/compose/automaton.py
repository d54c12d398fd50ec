"""Many templates matched at once.

A call is searched for hundreds of templates at every word. They are put into one automaton (Thompson 1968), whose
states after a word are found by one look-up that is remembered, so that templates which begin alike cost one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dictation.compose.tokens import Token

Slot = Callable[[Sequence[Token], int], Iterator[tuple[int, object]]]
"""Given tokens and a place, all ends (exclusive) at which the slot may stop, best first, with the value there."""


@dataclass(slots=True)
class _State:
    """A place between two nodes of one template or, at the start, of all."""

    words: dict[str, list[int]] = field(default_factory=dict)
    slots: list[tuple[Slot, int]] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    """States that are reached without a word."""
    commas: list[int] = field(default_factory=list)
    """States that are reached without a word, or over a comma that was heard."""
    accepts: int | None = None
    """The number of the template that ends here."""


States = frozenset[int]


class Automaton:
    """A set of templates, each known by its number; built by :class:`dictation.compose.patterns.Grammar`."""

    def __init__(self) -> None:
        self._states: list[_State] = [_State()]
        self._followers: dict[tuple[States, str], States] = {}
        self._closures: dict[tuple[States, str], States] = {}
        self._slots: dict[States, tuple[tuple[Slot, States], ...]] = {}
        self._accepted: dict[States, tuple[int, ...]] = {}

    @property
    def start(self) -> int:
        """The state before anything was matched."""
        return 0

    def new_state(self) -> int:
        """Another state."""
        self._states.append(_State())
        return len(self._states) - 1

    def add_word(self, source: int, norm: str, target: int) -> None:
        """From ``source`` a word leads to ``target``."""
        self._states[source].words.setdefault(norm, []).append(target)

    def add_slot(self, source: int, slot: Slot, target: int) -> None:
        """From ``source`` whatever a slot finds leads to ``target``."""
        self._states[source].slots.append((slot, target))

    def add_free(self, source: int, target: int, *, comma: bool = False) -> None:
        """From ``source`` nothing, or with ``comma`` nothing but a comma, leads to ``target``."""
        state = self._states[source]
        (state.commas if comma else state.free).append(target)

    def accept(self, state: int, number: int) -> None:
        """In ``state`` template ``number`` is matched."""
        self._states[state].accepts = number

    def begins(self, norm: str) -> bool:
        """Whether any template may begin with a word."""
        states = self._closure(frozenset({self.start}), "")
        return any(self._states[state].slots or norm in self._states[state].words for state in states)

    def longest(self, tokens: Sequence[Token], place: int) -> Mapping[int, int]:
        """Each template that matches at ``place``, with the longest end (exclusive) of its matches."""
        reached: dict[int, States] = {place: frozenset({self.start})}
        ends: dict[int, int] = {}
        while reached:
            at = min(reached)
            states = reached.pop(at)
            heard = tokens[at - 1].after if at > place else ""
            if at > place:
                ends.update(dict.fromkeys(self._accepts(states), at))
            if at < len(tokens) and heard in ("", ","):
                self._step(tokens, at, self._closure(states, heard), reached)
        return ends

    def _step(self, tokens: Sequence[Token], at: int, states: States, reached: dict[int, States]) -> None:
        """Add what is reached over the token at ``at``, or over what a slot finds there."""
        norm = tokens[at].norm
        following = self._followers.get((states, norm))
        if following is None:
            following = frozenset(target for state in states for target in self._states[state].words.get(norm, ()))
            self._followers[states, norm] = following
        if following:
            reached[at + 1] = reached.get(at + 1, frozenset()) | following
        for slot, targets in self._slots_of(states):
            for end, _ in slot(tokens, at):
                reached[end] = reached.get(end, frozenset()) | targets

    def _slots_of(self, states: States) -> tuple[tuple[Slot, States], ...]:
        """Each slot that may begin in ``states``, once, with all states that it leads to."""
        found = self._slots.get(states)
        if found is None:
            targets: dict[Slot, set[int]] = {}
            for state in sorted(states):
                for slot, target in self._states[state].slots:
                    targets.setdefault(slot, set()).add(target)
            found = tuple((slot, frozenset(reached)) for slot, reached in targets.items())
            self._slots[states] = found
        return found

    def _accepts(self, states: States) -> tuple[int, ...]:
        """The templates that are matched in ``states``, whatever punctuation follows."""
        found = self._accepted.get(states)
        if found is None:
            numbers = (self._states[state].accepts for state in self._closure(states, ""))
            found = tuple(number for number in numbers if number is not None)
            self._accepted[states] = found
        return found

    def _closure(self, states: States, heard: str) -> States:
        """The states reached from ``states`` without a word: over a comma at least once where one was heard."""
        known = self._closures.get((states, heard))
        if known is not None:
            return known
        found: set[tuple[int, bool]] = {(state, not heard) for state in states}
        left = list(found)
        while left:
            state, crossed = left.pop()
            steps = [(target, crossed) for target in self._states[state].free]
            steps += [(target, True) for target in self._states[state].commas]
            new = [step for step in steps if step not in found]
            found.update(new)
            left.extend(new)
        closed = frozenset(state for state, crossed in found if crossed)
        self._closures[states, heard] = closed
        return closed
