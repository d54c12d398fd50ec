"""Drafts → decisions, one after another. Who decides is a port: a person at a terminal, a script, a test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol

from dictation.errors import DictationError, InputError
from dictation.model.document import DocumentFormat
from dictation.model.review import DraftState, StoredDraft
from dictation.pipeline import revising
from dictation.pipeline.consulting import enter_approval, enter_rejection
from dictation.pipeline.drafts import Desk, approval_told, lay_out_draft
from dictation.pipeline.revising import Editing
from dictation.pipeline.work import Claims, claiming, require_undecided
from dictation.pipeline.workspace import Workspace
from dictation.review import Clip, Session, Step, begin, flag_clips, sentences
from dictation.transcribe import Sound, at_speed
from dictation.writers import write_text

_SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_REWIND_MS = 3000


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """What is played next."""

    clips: tuple[tuple[str, Clip], ...] = ()
    """What can be heard of a draft, each with what it is: "flag 1", "sentence 2"."""
    at: int = 0
    more_before_ms: int = 0
    """How much more than usual is played before it."""
    speed: float = 1.0


class Reviewer(Protocol):
    """Whoever looks at drafts and decides about them."""

    def next_step(self, stored: StoredDraft, session: Session, cursor: Cursor) -> Step:
        """Show a draft and ask what to do with it. HELP never comes from here: it is the reviewer's own."""

    def tell(self, text: str) -> None:
        """Tell what was done."""

    def fail(self, error: DictationError) -> None:
        """Tell what could not be done."""

    def ask(self, question: str) -> str:
        """The answer to a question; empty where there is none."""

    def editor(self, number: int) -> AbstractContextManager[Editing]:
        """What a draft's text is edited with. What was typed is kept where that ends with an error."""

    def read(self, text: str) -> None:
        """Show a long text."""

    def preview(self, name: str, pdf: bytes) -> None:
        """Show a document."""

    def play(self, sound: Sound) -> None:
        """Play a sound."""


def review(
    workspace: Workspace, drafts: Iterable[StoredDraft], reviewer: Reviewer, *, by: str, take_over: bool = False
) -> Session:
    """Have a reviewer decide about drafts, the riskiest first, until all are decided or the reviewer stops.

    The draft that is looked at is claimed. One that somebody else has open is left out, unless these are to be taken
    over. What cannot be done is told to the reviewer and nothing else comes of it. Nothing is sent.

    Returns:
        The session as it ended.
    """
    with claiming(workspace, by=by) as claims:
        return _Review(workspace, begin(drafts), reviewer, by, claims, take_over=take_over).run()


class _Review:
    def __init__(
        self, workspace: Workspace, session: Session, reviewer: Reviewer, by: str, claims: Claims, *, take_over: bool
    ) -> None:
        self._workspace, self._reviewer, self._by, self._claims = workspace, reviewer, by, claims
        self._session = session
        self._to_take_over = set(session.numbers) if take_over else set()
        self._known: dict[int, StoredDraft] = {}
        """The drafts as the reviewer saw or left them."""
        self._cursor = Cursor()
        self._steps: dict[Step, Callable[[StoredDraft], None]] = {
            Step.APPROVE: self._approve,
            Step.REJECT: self._reject,
            Step.EDIT: self._edit,
            Step.SPLIT: self._split,
            Step.MERGE: self._merge,
            Step.UNDO: self._undo,
            Step.REDO: self._redo,
            Step.PREVIEW: self._preview,
            Step.PAGER: self._page,
            Step.PLAY: self._play,
            Step.REWIND: self._rewind,
            Step.NEXT_UNDECIDED: lambda _: self._move(1, undecided=True),
            Step.PREVIOUS_UNDECIDED: lambda _: self._move(-1, undecided=True),
            Step.NEXT: lambda _: self._move(1, undecided=False),
            Step.PREVIOUS: lambda _: self._move(-1, undecided=False),
            Step.NEXT_CLIP: lambda _: self._point(1),
            Step.PREVIOUS_CLIP: lambda _: self._point(-1),
            Step.SLOWER: lambda _: self._change_speed(-1),
            Step.FASTER: lambda _: self._change_speed(1),
        }

    def run(self) -> Session:
        shown: StoredDraft | None = None
        while True:
            stored = self._open()
            if stored is None:
                return self._session
            self._note(stored)
            if shown is None or (stored.id, stored.draft) != (shown.id, shown.draft):
                self._cursor = Cursor(clips=_clips(stored), speed=self._cursor.speed)
            shown = stored
            step = self._reviewer.next_step(stored, self._session, self._cursor)
            if step is Step.QUIT:
                return self._session
            try:
                self._steps[step](stored)
            except DictationError as exc:
                self._reviewer.fail(exc)
            if step in {Step.APPROVE, Step.REJECT, Step.MERGE} and not self._session.undecided:
                return self._session

    def _open(self) -> StoredDraft | None:
        """The draft that is looked at, or the next that nobody else has open; None where others have all of them."""
        while True:
            number = self._session.current
            stored, other = self._claims.open(number, take_over=number in self._to_take_over)
            self._to_take_over.discard(number)
            if other is None:
                return stored
            self._reviewer.tell(
                f"Draft {number} is left out: {other.by} has it open. "
                f"Take it over with: dictation review {number} --take-over"
            )
            rest = self._session.without(number)
            if rest is None:
                return None
            self._session = rest

    def _note(self, stored: StoredDraft) -> None:
        """Remember how the reviewer knows a draft."""
        self._known[stored.id] = stored
        self._session = self._session.seen(stored)

    def _seen(self, number: int) -> int | None:
        """The revision of a draft that the reviewer knows, about which nobody else decided since.

        Raises:
            Conflict: Somebody did.
        """
        known = self._known.get(number)
        if known is None:
            return None
        now = self._workspace.store.draft(number)
        if (now.revision, now.state) != (known.revision, known.state):
            # What is there now is shown next, and known from then on.
            self._session = self._session.at_draft(number)
        require_undecided(self._workspace, known)
        return known.revision

    def _approve(self, stored: StoredDraft) -> None:
        seen = self._seen(stored.id)
        approved = enter_approval(self._workspace, stored.id, by=self._by, seen=seen)
        self._decided(approved, approval_told(self._workspace, approved))

    def _reject(self, stored: StoredDraft) -> None:
        rejected = enter_rejection(self._workspace, stored.id, by=self._by, seen=self._seen(stored.id))
        self._decided(rejected, f"Draft {stored.id} is rejected.")

    def _decided(self, stored: StoredDraft, told: str) -> None:
        self._reviewer.tell(told)
        self._note(stored)
        self._session = self._session.did().moved(1, undecided=True)

    def _edit(self, stored: StoredDraft) -> None:
        seen = self._seen(stored.id)
        with self._reviewer.editor(stored.id) as editing:
            edited = revising.edit_text(self._workspace, stored.id, editing, by=self._by, seen=seen)
        if edited.revision == stored.revision:
            self._reviewer.tell(f"Draft {stored.id} is unchanged.")
        else:
            self._changed(edited, f"Draft {stored.id} is revision {edited.revision}.")

    def _split(self, stored: StoredDraft) -> None:
        for number, paragraph in enumerate(stored.draft.body, 1):
            self._reviewer.tell(f"{number:>3}  {paragraph.text}")
        answer = self._reviewer.ask("The second draft begins with paragraph number, or with the words:")
        if answer:
            place = {"paragraph": int(answer)} if answer.isascii() and answer.isdigit() else {"before": answer}
            seen = self._seen(stored.id)
            first, second = revising.split(self._workspace, stored.id, by=self._by, seen=seen, **place)
            self._changed(first, f"Draft {second.id} is split off. Say whom it goes to.", beside=second)

    def _merge(self, stored: StoredDraft) -> None:
        others: dict[int, int] = {}
        for each in self._workspace.store.drafts(stored.client, DraftState.DRAFT):
            if each.call == stored.call and each.id != stored.id:
                others[each.id] = each.revision
                to = ", ".join(recipient.name for recipient in each.draft.to)
                self._reviewer.tell(f"{each.id:>3}  {each.draft.kind} to {to}: {each.draft.subject.text}")
        answer = self._reviewer.ask(f"The text of which draft is put behind that of draft {stored.id}? Number:")
        if answer:
            other, seen = self._workspace.store.draft(_number(answer)), self._seen(stored.id)
            seen_other = others.get(other.id)
            merged = revising.merge(self._workspace, stored.id, other.id, by=self._by, seen=seen, seen_other=seen_other)
            other = self._workspace.store.draft(other.id)
            self._changed(merged, f"Draft {other.id} is in draft {stored.id} now, and rejected itself.", beside=other)

    def _changed(self, stored: StoredDraft, told: str, beside: StoredDraft | None = None) -> None:
        self._reviewer.tell(told)
        self._session = self._session.did()
        for each in (stored, beside):
            if each is not None:
                self._note(each)

    def _undo(self, stored: StoredDraft) -> None:
        done = self._session.done
        number = done[-1] if done else stored.id
        stepped = revising.undo(self._workspace, number, by=self._by, seen=self._seen(number))
        self._stepped(stepped)
        self._session = replace(self._session, done=done[:-1], undone=(*self._session.undone, stepped.stored.id))

    def _redo(self, stored: StoredDraft) -> None:
        undone = self._session.undone
        number = undone[-1] if undone else stored.id
        stepped = revising.redo(self._workspace, number, by=self._by, seen=self._seen(number))
        self._stepped(stepped)
        self._session = replace(self._session, undone=undone[:-1], done=(*self._session.done, stepped.stored.id))

    def _stepped(self, stepped: revising.Stepped) -> None:
        self._reviewer.tell(stepped.told)
        self._session = self._session.at_draft(stepped.stored.id)
        for each in (stepped.stored, stepped.beside):
            if each is not None:
                self._note(each)

    def _preview(self, stored: StoredDraft) -> None:
        desk = Desk(self._workspace, stored)
        self._reviewer.preview(desk.file_name(DocumentFormat.PDF), desk.write(DocumentFormat.PDF))

    def _page(self, stored: StoredDraft) -> None:
        self._reviewer.read(write_text(lay_out_draft(self._workspace, stored)))

    def _play(self, stored: StoredDraft) -> None:
        cursor = self._cursor
        if not cursor.clips:
            self._reviewer.tell(f"Nothing of draft {stored.id} was spoken.")
            return
        _, clip = cursor.clips[cursor.at]
        sound = revising.listen(self._workspace, stored, clip, more_before_ms=cursor.more_before_ms)
        self._reviewer.play(sound if cursor.speed == 1 else at_speed(sound, cursor.speed))

    def _rewind(self, stored: StoredDraft) -> None:
        self._cursor = replace(self._cursor, more_before_ms=self._cursor.more_before_ms + _REWIND_MS)
        self._play(stored)

    def _point(self, by: int) -> None:
        at = min(max(self._cursor.at + by, 0), max(len(self._cursor.clips) - 1, 0))
        self._cursor = replace(self._cursor, at=at, more_before_ms=0)

    def _change_speed(self, by: int) -> None:
        at = min(max(_SPEEDS.index(self._cursor.speed) + by, 0), len(_SPEEDS) - 1)
        self._cursor = replace(self._cursor, speed=_SPEEDS[at])

    def _move(self, by: int, *, undecided: bool) -> None:
        before = self._session
        self._session = before.moved(by, undecided=undecided)
        if self._session == before:
            self._reviewer.tell(f"There is no other {'undecided draft' if undecided else 'draft'}.")


def _number(answer: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", answer):
        raise InputError(f"{answer!r} is no number of a draft", place="what was typed", remedy="type one of the list")
    return int(answer)


def _clips(stored: StoredDraft) -> tuple[tuple[str, Clip], ...]:
    flags = ((f"flag {number}", clip) for number, clip in enumerate(flag_clips(stored.draft), 1) if clip is not None)
    spoken = ((f"sentence {number}", clip) for number, clip in enumerate(sentences(stored.draft), 1))
    return (*flags, *spoken)
