"""Which draft to look at first."""

from __future__ import annotations

from collections.abc import Iterable

from dictation.model.draft import Draft, FlagKind
from dictation.model.review import StoredDraft

_WORST_FIRST = tuple(FlagKind)
"""The flags are declared in the order of what they can cost."""


def riskiest_first(drafts: Iterable[StoredDraft]) -> tuple[StoredDraft, ...]:
    """The drafts in the order in which a secretary should look at them.

    The worst kind of flag decides, then how many there are of it, then the next worst; among equals urgent drafts come
    first, then those that were dictated first.
    """
    return tuple(sorted(drafts, key=lambda stored: (_risk(stored.draft), not stored.draft.urgent, stored.id)))


def _risk(draft: Draft) -> tuple[int, ...]:
    """How many flags of each kind, worst kind first; negative, so that more sorts before fewer."""
    unresolved = sum(not recipient.resolved for recipient in draft.recipients)
    kinds = [flag.kind for flag in draft.flags]
    return (-unresolved, *(-kinds.count(kind) for kind in _WORST_FIRST))
