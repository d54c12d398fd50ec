"""Meetings that people were invited to: changed, cancelled, and put into the client's own calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dictation.deliver import change_meeting, current_meetings, has_arrived
from dictation.errors import InputError
from dictation.model.calendar import CalendarEvent
from dictation.model.draft import DraftKind, Meeting
from dictation.model.people import Client
from dictation.model.review import StoredDraft
from dictation.pipeline.drafts import Desk
from dictation.pipeline.workspace import Workspace
from dictation.review import require_shown

_UNTOLD_MINUTES = 60
"""As composing takes it where nobody says how long a meeting lasts."""


def move_meeting(
    workspace: Workspace,
    number: int,
    *,
    start: datetime | None = None,
    minutes: int | None = None,
    place: str | None = None,
    by: str,
) -> StoredDraft:
    """Put a draft's meeting to another time or place, or say when it is; what is None stays as it is.

    While nobody has the invitation, the draft itself is changed. Else another draft is made that changes the meeting in
    everybody's calendar; like any draft it is approved and sent. ``start`` without a zone is in the client's.

    Raises:
        InputError: The draft invites to no meeting, the meeting is cancelled, another change of it waits, or clocks
            never show that time.
        Conflict: The draft was changed in the meantime.
    """
    stored = workspace.store.draft(number)
    when = None if start is None else _in_zone(start, workspace.store.client(stored.client))
    meeting = _require_meeting(stored, when)
    if stored.draft.update is not None and stored.draft.update.cancelled:
        raise InputError(
            f"draft {number} cancels its meeting", place=f"draft {number}", remedy="invite people to another one"
        )
    moved = Meeting(
        start=when or meeting.start,
        minutes=meeting.minutes if minutes is None else minutes,
        place=meeting.place if place is None else place,
    )
    if has_arrived(stored):
        return _follow_up(workspace, stored, moved, by=by)
    draft = replace(stored.draft, meeting=moved)
    return workspace.store.save_revision(number, draft, author=by, expected_revision=stored.revision)


def cancel_meeting(workspace: Workspace, number: int, *, by: str) -> StoredDraft:
    """Make the draft that takes a draft's meeting out of everybody's calendar; it is approved and sent as any other.

    Raises:
        InputError: The draft invites to no meeting, nobody has the invitation, the meeting is cancelled already, or a
            change of it waits.
    """
    stored = workspace.store.draft(number)
    _require_meeting(stored)
    return _follow_up(workspace, stored, None, by=by)


def list_meetings(workspace: Workspace, client: str) -> tuple[CalendarEvent, ...]:
    """The meetings of a client's approved and sent invitations, as they stand now, by their start.

    Raises:
        UnknownClient: There is no such client.
        TemplateError: The template of invitations is wrong.
        DeliveryError: Somebody has no usable address.
    """
    desks = (Desk(workspace, stored) for stored in current_meetings(workspace.store.drafts(client)))
    return tuple(event for desk in desks if (event := desk.event()) is not None)


def _follow_up(workspace: Workspace, stored: StoredDraft, meeting: Meeting | None, *, by: str) -> StoredDraft:
    last, draft = change_meeting(stored, workspace.store.drafts(stored.client), meeting)
    return workspace.store.add_draft(draft, after=last.id, author=by)


def _require_meeting(stored: StoredDraft, when: datetime | None = None) -> Meeting:
    """The meeting that a draft invites to; where it does not say when, one at that time."""
    if stored.draft.kind is not DraftKind.INVITE:
        raise InputError(
            f"draft {stored.id} is no invitation",
            place=f"draft {stored.id}",
            remedy="see which drafts are with: dictation list",
        )
    if stored.draft.meeting is not None:
        return stored.draft.meeting
    if when is None:
        raise InputError(
            f"draft {stored.id} does not say when its meeting is",
            place=f"draft {stored.id}",
            remedy=f'say it with: dictation reschedule {stored.id} --start "2026-05-04 15:00"',
        )
    return Meeting(start=when, minutes=_UNTOLD_MINUTES)


def _in_zone(moment: datetime, client: Client) -> datetime:
    """A time of day that somebody typed, where the client is."""
    if moment.tzinfo is not None:
        return moment.astimezone(ZoneInfo(client.timezone))
    local = moment.replace(tzinfo=ZoneInfo(client.timezone))
    require_shown(local)
    return local
