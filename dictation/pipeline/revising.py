"""Drafts changed by a person: edited as a text, split, merged, taken back, compared, listened to.

``seen`` is the revision that the person looked at; None for the present one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dictation import review
from dictation.errors import InputError
from dictation.model.review import DraftState, StoredDraft
from dictation.pipeline.learning import keep_change
from dictation.pipeline.work import require_undecided
from dictation.pipeline.workspace import Workspace
from dictation.review import Clip, Run
from dictation.transcribe import Sound, cut_sound

Editing = Callable[[str], str]
"""Gives a text to a person and returns what became of it."""

_DECIDED = frozenset({DraftState.AWAITING_CLIENT, DraftState.APPROVED, DraftState.QUEUED, DraftState.REJECTED})
_BEFORE_MS, _AFTER_MS = 1500, 300
"""Of a clip, so that its first word is understood and its last one whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stepped:
    """What undoing or redoing came to."""

    stored: StoredDraft
    told: str
    """What was done, in words."""
    beside: StoredDraft | None = None
    """The other draft that a split had made or a merging had rejected, if it went along."""


def edit_text(
    workspace: Workspace, number: int, editing: Editing, *, by: str, text: str | None = None, seen: int | None = None
) -> StoredDraft:
    """Let somebody edit a draft as a text, ``text`` or that of the draft, and keep what came of it.

    A mistake is told above the text, and the text given back to be put right.

    Raises:
        InputError: There is no such draft; or a mistake was left as it was.
        Conflict: The draft has left the house, or was changed meanwhile.
    """
    stored = workspace.store.open_draft(number, seen)
    client = workspace.store.client(stored.client)
    book = workspace.store.contacts(stored.client)
    text = text or review.write_draft(stored.draft)
    told, left = None, ""
    while True:
        edited = editing(text)
        if told is not None and edited in {text, left}:
            raise told
        left = edited
        try:
            draft = review.read_draft(edited, stored.draft, book, client.timezone)
        except InputError as exc:
            told, text = exc, review.write_mistake(edited, exc)
        else:
            # Whoever approved it meanwhile must not have the approval taken back by somebody who does not know of it.
            if draft != stored.draft:
                require_undecided(workspace, stored)
            return keep_change(workspace, stored, draft, by=by)


def split(
    workspace: Workspace, number: int, *, paragraph: int = 0, before: str = "", by: str, seen: int | None = None
) -> tuple[StoredDraft, StoredDraft]:
    """Make two drafts of one, the second from a paragraph on, counted from 1, or from words of the body.

    Raises:
        InputError: There is no such draft or place.
        Conflict: The draft has left the house, or was changed since it was seen.
    """
    stored = workspace.store.open_draft(number, seen)
    first, second = review.split(stored.draft, paragraph=paragraph, before=before)
    return workspace.store.split(number, first, second, author=by, expected_revision=stored.revision)


def merge(
    workspace: Workspace,
    number: int,
    other: int,
    *,
    by: str,
    seen: int | None = None,
    seen_other: int | None = None,
) -> StoredDraft:
    """Put a draft's text behind that of another, whose head stays, and reject it.

    Raises:
        InputError: There is no such draft, or they are not two of one recording.
        Conflict: One of them has left the house, or was changed since it was seen.
    """
    stored, second = workspace.store.open_draft(number, seen), workspace.store.open_draft(other, seen_other)
    if number == other or stored.call is None or (stored.client, stored.call) != (second.client, second.call):
        raise InputError(
            f"draft {number} and draft {other} are not two drafts of one recording",
            place=f"recordings {stored.call} and {second.call}",
            remedy="copy the text with: dictation edit ID",
        )
    return workspace.store.merge(
        number,
        review.merge(stored.draft, second.draft),
        other,
        author=by,
        expected_revision=stored.revision,
        expected_other=second.revision,
    )


def undo(workspace: Workspace, number: int, *, by: str, seen: int | None = None) -> Stepped:
    """Take back what was last done to a draft: its approval or rejection, else its last change.

    Raises:
        InputError: There is no such draft, or nothing to take back.
        Conflict: The draft has left the house, or was changed since it was seen.
    """
    stored = workspace.store.open_draft(number, seen)
    if stored.state in _DECIDED:
        opened = workspace.store.reopen(number, by=by, expected_revision=stored.revision)
        return Stepped(stored=opened, told=f"Draft {number} is no longer {stored.state}.")
    return _step(workspace, stored, by, forth=False)


def redo(workspace: Workspace, number: int, *, by: str, seen: int | None = None) -> Stepped:
    """Make a change again that was taken back; raises as :func:`undo` does."""
    return _step(workspace, workspace.store.open_draft(number, seen), by, forth=True)


def compare(workspace: Workspace, number: int, old: int | None = None, new: int | None = None) -> tuple[Run, ...]:
    """What changed from one revision of a draft to another; from the first to the last unless told.

    Raises:
        InputError: There is no such draft or revision.
    """
    drafts = {each.number: each.draft for each in workspace.store.revisions(number)}
    before, after = min(drafts) if old is None else old, max(drafts) if new is None else new
    for asked in (before, after):
        if asked not in drafts:
            raise InputError(
                f"draft {number} has no revision {asked}",
                place=f"draft {number}",
                remedy=f"give a number from 1 to {max(drafts)}",
            )
    return review.compare(drafts[before], drafts[after])


def listen(workspace: Workspace, stored: StoredDraft, clip: Clip, *, more_before_ms: int = 0) -> Sound:
    """What is to be heard in a stretch of a draft's call, with a little before it.

    Raises:
        InputError: The draft comes from no recording.
        AudioError: The recording is not there any more, or cannot be heard.
    """
    if stored.call is None:
        raise InputError(f"draft {stored.id} was not dictated", place=f"draft {stored.id}", remedy="read it instead")
    recording = workspace.store.call(stored.call).recording
    return cut_sound(recording, clip.start_ms - _BEFORE_MS - more_before_ms, clip.end_ms + _AFTER_MS)


def _step(workspace: Workspace, stored: StoredDraft, by: str, *, forth: bool) -> Stepped:
    number = stored.id
    places = review.steps(each.restores for each in workspace.store.revisions(number))
    target, changed = (places.forth, places.forth) if forth else (places.back, places.now)
    if target is None:
        raise InputError(
            f"there is nothing to {'redo' if forth else 'undo'} in draft {number}",
            place=f"draft {number}, revision {stored.revision}",
            remedy=f"see what happened to it with: dictation log {number}",
        )
    # The first entry that names a revision is that of its making.
    detail = next(each.detail for each in workspace.store.history(number) if each.detail.get("revision") == changed)
    other = detail.get("new draft") or detail.get("with draft")
    # Asked for first: where it has left the house, nothing is taken back.
    beside = workspace.store.open_draft(int(other)) if other else None
    wanted = ("new draft" in detail) is forth
    if beside is not None and wanted is (beside.state is not DraftState.REJECTED):
        beside = None
    restored = workspace.store.restore(
        number,
        target,
        author=by,
        expected_revision=stored.revision,
        rejecting=None if wanted else beside,
        reopening=beside if wanted else None,
    )
    told = f"Draft {number} is as it was in revision {target}; that is revision {restored.revision} now."
    if beside is None:
        return Stepped(stored=restored, told=told)
    told += f" Draft {beside.id} is {'there again' if wanted else 'rejected'}."
    return Stepped(stored=restored, told=told, beside=workspace.store.draft(beside.id))
