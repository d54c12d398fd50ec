"""Meetings → the client's calendar on a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dictation.deliver import plan_calendar
from dictation.errors import Conflict
from dictation.home import calendar_account, read_entries, write_entries
from dictation.model.calendar import CalendarChange
from dictation.pipeline.meetings import list_meetings
from dictation.pipeline.workspace import Workspace
from dictation.post.caldav import CalendarSession
from dictation.writers import write_calendar


@dataclass(frozen=True, kw_only=True, slots=True)
class PutMeetings:
    """What came of putting a client's meetings into the calendar."""

    done: tuple[CalendarChange, ...]
    unchanged: int
    """How many were there as they are to be."""
    conflicts: tuple[Conflict, ...]
    """One for each meeting that stays as somebody else made it there."""


def put_meetings(
    workspace: Workspace, client: str, *, environ: Mapping[str, str], overwrite: bool = False
) -> PutMeetings:
    """Bring the client's calendar up to date: new and changed meetings are put there, withdrawn ones taken out.

    A meeting that somebody else changed there is left as it is, unless it is to be overwritten. What was done is kept
    after each step.

    Raises:
        SettingsError: No calendar is set, or there is no password for it.
        ConnectionFailed: The server cannot be reached; the rest may be put there later.
        AuthenticationFailed: It refuses the login.
        DeliveryError: It refuses a meeting.
    """
    account = calendar_account(workspace.home, workspace.settings, client, environ)
    contents = {event.uid: write_calendar([event]) for event in list_meetings(workspace, client)}
    entries = read_entries(workspace.home, client, account.url)
    plan = plan_calendar(contents, entries)
    done: list[CalendarChange] = []
    conflicts: list[Conflict] = []
    with CalendarSession(account) as session:
        for change in plan:
            try:
                entry = session.make(change, overwrite=overwrite)
            except Conflict as exc:
                conflicts.append(exc)
                continue
            entries.pop(change.uid, None)
            if entry is not None:
                entries[change.uid] = entry
            write_entries(workspace.home, client, account.url, entries)
            done.append(change)
    unchanged = len(contents.keys() - {change.uid for change in plan})
    return PutMeetings(done=tuple(done), unchanged=unchanged, conflicts=tuple(conflicts))
