"""Drafts of invitations → the meetings that they put into calendars (RFC 5545, 5546)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from dictation.deliver.addressing import mailbox
from dictation.deliver.outcomes import outcomes
from dictation.errors import InputError
from dictation.model.calendar import CalendarEvent, CalendarUser
from dictation.model.delivery import Outcome
from dictation.model.draft import Draft, DraftKind, Flag, FlagKind, Meeting, MeetingUpdate
from dictation.model.people import Client
from dictation.model.review import DraftState, StoredDraft

_MEETINGS = UUID("02a31e33-afad-4a56-901d-8af1b3e7ef7a")
"""The namespace of the meetings' own UUIDs (RFC 9562, 5.5)."""
_LOOK_AT_THE_TEXT = Flag(
    kind=FlagKind.DATE, message="the meeting was changed: the text may still tell of the old time or place"
)


def invited_to(draft: Draft) -> Meeting | None:
    """The meeting that a draft puts into calendars; None where it is no invitation."""
    return draft.meeting if draft.kind is DraftKind.INVITE else None


def meeting_uid(stored: StoredDraft) -> str:
    """What calendars know the meeting of an invitation by.

    It is made of what the store keeps of the first invitation for good: its number and when it was composed.
    """
    update = stored.draft.update
    return update.uid if update else str(uuid5(_MEETINGS, f"{stored.created_at.isoformat()} {stored.id}"))


def plan_event(stored: StoredDraft, meeting: Meeting, client: Client, *, title: str) -> CalendarEvent:
    """The meeting that a draft invites to, changes or cancels, as calendars are to have it.

    The client calls it, the secretary sends, those under To have to come, those under Cc may. Nobody under Bcc is
    named. ``title`` is what the meeting is called where no subject was dictated. The same draft gives the same event,
    today and when it is sent.

    Raises:
        DeliveryError: Somebody has no usable address.
    """
    draft = stored.draft
    return CalendarEvent(
        uid=meeting_uid(stored),
        sequence=_sequence(stored),
        # A change is a draft of its own, made later than what it changes.
        stamp=stored.created_at,
        start=meeting.start,
        minutes=meeting.minutes,
        zone=client.timezone,
        summary=draft.subject.text or title,
        place=meeting.place,
        text=draft.body_text,
        organizer=_user(client.name, client.email),
        secretary=_user(client.secretary.name, client.secretary.email),
        attendees=_attendees(draft),
        cancelled=draft.update is not None and draft.update.cancelled,
    )


def has_arrived(stored: StoredDraft) -> bool:
    """Whether anybody has the draft, or may have it."""
    standing = outcomes(stored.deliveries, stored.approval).values()
    return stored.state is DraftState.SENDING or any(
        outcome in {Outcome.ACCEPTED, Outcome.UNKNOWN} for outcome in standing
    )


def current_meetings(drafts: Iterable[StoredDraft]) -> tuple[StoredDraft, ...]:
    """Of invitations that are approved or have arrived, the latest for each meeting, in the order of their start."""
    latest: dict[str, StoredDraft] = {}
    for stored in drafts:
        approved = stored.approval is not None and stored.state is not DraftState.AWAITING_CLIENT
        if invited_to(stored.draft) is None or not (approved or has_arrived(stored)):
            continue
        before = latest.get(meeting_uid(stored))
        if before is None or _sequence(stored) >= _sequence(before):
            latest[meeting_uid(stored)] = stored
    return tuple(sorted(latest.values(), key=_start))


def change_meeting(
    asked: StoredDraft, drafts: Iterable[StoredDraft], meeting: Meeting | None
) -> tuple[StoredDraft, Draft]:
    """The invitation to the meeting of ``asked`` that holds now, and the draft that changes or cancels it.

    ``drafts`` are all of the client's; ``meeting`` is None where it is not to take place. The draft goes to everybody
    who was invited.

    Raises:
        InputError: Nobody has the invitation yet, the meeting is cancelled already, or another change of it waits.
    """
    same = [stored for stored in drafts if invited_to(stored.draft) and meeting_uid(stored) == meeting_uid(asked)]
    arrived = [stored for stored in same if has_arrived(stored)]
    waiting = [stored for stored in same if stored not in arrived and stored.state is not DraftState.REJECTED]
    if not arrived:
        raise InputError(
            f"nobody has the invitation of draft {asked.id} yet",
            place=f"draft {asked.id}",
            remedy=f"lay it aside with: dictation reject {asked.id}",
        )
    if waiting:
        raise InputError(
            f"draft {waiting[0].id} changes or cancels the same meeting, and was not sent yet",
            place=f"draft {waiting[0].id}",
            remedy=f"send it, or lay it aside with: dictation reject {waiting[0].id}",
        )
    last = max(arrived, key=_sequence)
    if last.draft.update is not None and last.draft.update.cancelled:
        raise InputError(
            f"the meeting of draft {asked.id} was cancelled by draft {last.id}",
            place=f"draft {last.id}",
            remedy="invite to another one",
        )
    update = MeetingUpdate(uid=meeting_uid(last), sequence=_sequence(last) + 1, cancelled=meeting is None)
    if meeting is None:
        return last, replace(last.draft, update=update, body=(), enclosures=(), send_at=None, flags=())
    flags = (_LOOK_AT_THE_TEXT,) if last.draft.body else ()
    return last, replace(last.draft, update=update, meeting=meeting, send_at=None, flags=flags)


def _attendees(draft: Draft) -> tuple[CalendarUser, ...]:
    """Everybody who is named, once."""
    guests: dict[str, CalendarUser] = {}
    for recipients, optional in ((draft.to, False), (draft.cc, True)):
        for recipient in recipients:
            guest = replace(_user(recipient.name, recipient.email), optional=optional)
            guests.setdefault(guest.email.casefold(), guest)
    return tuple(guests.values())


def _user(name: str, email: str) -> CalendarUser:
    return CalendarUser(name=name, email=mailbox(name, email))


def _sequence(stored: StoredDraft) -> int:
    return stored.draft.update.sequence if stored.draft.update else 0


def _start(stored: StoredDraft) -> tuple[datetime, int]:
    return (stored.draft.meeting.start if stored.draft.meeting else stored.created_at, stored.id)
