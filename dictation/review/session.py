"""A person's way through drafts: where she is, what is undecided, what can be taken back.

The steps are those of :class:`Step`, whoever asks for them: a key at a terminal, a line of a script, a test.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from dictation.model.review import DraftState, StoredDraft
from dictation.review.risk import riskiest_first


class Step(StrEnum):
    """What a reviewer can ask for, by its key."""

    APPROVE = "y"
    REJECT = "n"
    EDIT = "e"
    SPLIT = "s"
    MERGE = "m"
    NEXT_UNDECIDED = "j"
    PREVIOUS_UNDECIDED = "k"
    NEXT = "J"
    PREVIOUS = "K"
    UNDO = "z"
    REDO = "Z"
    PREVIEW = "v"
    PAGER = "P"
    PLAY = "p"
    NEXT_CLIP = "."
    PREVIOUS_CLIP = ","
    REWIND = "b"
    SLOWER = "<"
    FASTER = ">"
    HELP = "?"
    QUIT = "q"


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """Drafts that are looked at, one of them now."""

    numbers: tuple[int, ...]
    """The drafts, in the order in which they are looked at."""
    undecided: frozenset[int]
    at: int = 0
    """Place of the draft that is looked at."""
    done: tuple[int, ...] = ()
    """Drafts that something was done to, the last one last."""
    undone: tuple[int, ...] = ()
    """Drafts that something was taken back of, the last one last."""

    @property
    def current(self) -> int:
        """Number of the draft that is looked at."""
        return self.numbers[self.at]

    def moved(self, by: int, *, undecided: bool) -> Session:
        """At the next draft, or with -1 the previous one, that is undecided, or at any; behind the last is the first.

        Where there is no such draft, it stays.
        """
        places = [(self.at + by * distance) % len(self.numbers) for distance in range(1, len(self.numbers))]
        wanted = (place for place in places if not undecided or self.numbers[place] in self.undecided)
        return replace(self, at=next(wanted, self.at))

    def at_draft(self, number: int) -> Session:
        """At the draft of that number, which comes behind the present one if it was not in the session."""
        if number in self.numbers:
            return replace(self, at=self.numbers.index(number))
        behind = self.at + 1
        return replace(self, numbers=(*self.numbers[:behind], number, *self.numbers[behind:]), at=behind)

    def without(self, number: int) -> Session | None:
        """Without a draft, at the one behind it; None where it is the only one."""
        numbers = tuple(each for each in self.numbers if each != number)
        if not numbers:
            return None
        behind = self.at - (self.numbers.index(number) < self.at)
        return replace(self, numbers=numbers, undecided=self.undecided - {number}, at=behind % len(numbers))

    def seen(self, stored: StoredDraft) -> Session:
        """With the state that a draft has by now; one that is new comes behind the present one."""
        known = self if stored.id in self.numbers else replace(self.at_draft(stored.id), at=self.at)
        waits = stored.state is DraftState.DRAFT
        undecided = known.undecided | {stored.id} if waits else known.undecided - {stored.id}
        return replace(known, undecided=undecided)

    def did(self) -> Session:
        """After something was done to the present draft: what was undone before cannot be redone."""
        return replace(self, done=(*self.done, self.current), undone=())


def begin(drafts: Iterable[StoredDraft]) -> Session:
    """A session of at least one draft, the riskiest first."""
    ordered = riskiest_first(drafts)
    undecided = frozenset(each.id for each in ordered if each.state is DraftState.DRAFT)
    return Session(numbers=tuple(each.id for each in ordered), undecided=undecided)
