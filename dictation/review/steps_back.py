"""Which of a draft's revisions undoing and redoing lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Steps:
    """Numbers of revisions, each that of the change itself; None where there is nothing before or after."""

    now: int
    """The change whose text stands now."""
    back: int | None
    forth: int | None


def steps(restored: Iterable[int | None]) -> Steps:
    """Where the last revision stands between others.

    Going back makes a new revision with the text of an earlier one, so that all that ever was stays in its place. What
    is before and after follows from that: a person's change is put behind the revision it was made from, and what was
    undone before it is no longer to be had by redoing.

    Args:
        restored: For each revision from the first on the number of the one whose text it took again, None for a change.
    """
    line: list[int] = []
    at = -1
    for number, taken in enumerate(restored, 1):
        if taken is None:
            line = [*line[: at + 1], number]
        at = line.index(taken or number)
    return Steps(
        now=line[at],
        back=line[at - 1] if at > 0 else None,
        forth=line[at + 1] if at + 1 < len(line) else None,
    )
