"""Work lists, and claims on the draft that somebody has open."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from dictation.errors import Conflict, StoreError
from dictation.model.people import same_person
from dictation.model.review import Claim, DraftState, StoredDraft
from dictation.pipeline.workspace import Workspace
from dictation.review import TO_DO, held

RENEWED_EVERY_S = 180
"""How often an open draft gives a sign, so that its claim outlives one or two that are lost."""


def work_list(
    workspace: Workspace,
    *,
    client: str | None = None,
    state: DraftState | None = None,
    whose: str | None = None,
    unassigned: bool = False,
    due_by: datetime | None = None,
) -> tuple[StoredDraft, ...]:
    """The drafts that wait for a person, or are in a state, what is due first at the top.

    Raises:
        UnknownClient: There is no such client.
    """
    states = TO_DO if state is None else {state}
    found = workspace.store.work(client, states, whose=whose, unassigned=unassigned)
    return tuple(sorted((each for each in found if due_by is None or each.due <= due_by), key=lambda each: each.due))


def is_colleague(workspace: Workspace, name: str) -> bool:
    """Whether anybody of that name has worked in this store, or is a client's secretary."""
    return any(same_person(name, known) for known in workspace.store.colleagues())


def require_undecided(workspace: Workspace, known: StoredDraft) -> None:
    """Raise where somebody else decided about a draft since it was as a person knows it, text or no text.

    Raises:
        Conflict: Its state is another, at the same revision.
    """
    now = workspace.store.draft(known.id)
    if now.revision == known.revision and now.state is not known.state:
        who = workspace.store.history(known.id)[-1].actor
        raise Conflict(
            f"draft {known.id} is {now.state} by now, not {known.state}: {who} was at it",
            place=f"draft {known.id}",
            remedy="look at it again, and decide then",
        )


class Claims:
    """The claims of one program, which has one draft open at a time."""

    def __init__(self, workspace: Workspace, by: str) -> None:
        self._workspace, self._by = workspace, by
        self.session = secrets.token_hex(8)

    def open(self, number: int, *, take_over: bool = False) -> tuple[StoredDraft, Claim | None]:
        """A draft that is opened here, or looked at again, and the claim of whoever else has it open.

        Raises:
            UnknownDraft: There is no such draft.
        """
        stored = self._workspace.store.claim(number, session=self.session, by=self._by, take_over=take_over)
        claim = held(stored, self._workspace.clock())
        return stored, claim if claim is not None and claim.session != self.session else None


@contextmanager
def claiming(workspace: Workspace, *, by: str, renewed_every_s: float = RENEWED_EVERY_S) -> Iterator[Claims]:
    """Claims that are renewed while the block lasts, however long a person thinks, and given back in the end."""
    claims, over = Claims(workspace, by), threading.Event()

    def renew() -> None:
        # A store that is lost is told by the next step; until then the claim lapses, as it has to.
        with suppress(StoreError):
            while not over.wait(renewed_every_s):
                workspace.store.renew_claim(claims.session)

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield claims
    finally:
        over.set()
        thread.join()
        with suppress(StoreError):  # it lapses by itself
            workspace.store.give_back(claims.session)
