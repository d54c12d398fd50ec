"""The frozen types as JSON and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from dictation.errors import StoreError
from dictation.model.draft import Draft

T = TypeVar("T")


def encode(value: object) -> Any:
    """Anything made of the frozen types, as JSON has it."""
    return msgspec.to_builtins(value)


def decode(content: Any, kind: type[T], place: str) -> T:
    """The value that :func:`encode` made ``content`` of.

    Raises:
        StoreError: It is not what a value of that kind looks like.
    """
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as exc:
        raise StoreError(
            f"the store holds something that this version cannot read: {exc}",
            place=place,
            remedy="open it with the version that wrote it",
        ) from exc


def encode_draft(draft: Draft) -> dict[str, Any]:
    """A draft as JSON, with the names of its times' zones.

    JSON has but the distance from UTC of a moment, and an invitation says "BST", not "+01:00".
    """
    return {
        "draft": encode(draft),
        "send_at_zone": _zone(draft.send_at),
        "meeting_zone": _zone(draft.meeting.start if draft.meeting else None),
    }


def decode_draft(content: dict[str, Any], place: str) -> Draft:
    """The draft that :func:`encode_draft` made ``content`` of.

    Raises:
        StoreError: It is not what a draft looks like.
    """
    draft = decode(content["draft"], Draft, place)
    if draft.send_at is not None:
        draft = replace(draft, send_at=_in_zone(draft.send_at, content["send_at_zone"]))
    if draft.meeting is not None:
        start = _in_zone(draft.meeting.start, content["meeting_zone"])
        draft = replace(draft, meeting=replace(draft.meeting, start=start))
    return draft


def _zone(moment: datetime | None) -> str | None:
    zone = moment.tzinfo if moment is not None else None
    return zone.key if isinstance(zone, ZoneInfo) else None


def _in_zone(moment: datetime, zone: str | None) -> datetime:
    return moment.astimezone(ZoneInfo(zone)) if zone else moment
