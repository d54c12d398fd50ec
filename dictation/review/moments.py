"""Moments as people type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from dictation.errors import InputError

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]+(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)\s*(\S*)")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


def read_moment(text: str, zone: str, *, place: str) -> datetime:
    """A moment such as ``2026-05-12 10:00``, in the IANA zone, or in one that stands behind it.

    Of a time that clocks show twice the first is meant.

    Raises:
        InputError: It is no date and time, or clocks never show it; ``place`` is where it was typed.
    """
    example = "2026-05-12 10:00"
    mistake = InputError(
        f"{text!r} is no date and time",
        place=place,
        remedy=f"write it as {example}, in {zone}, or with another zone behind it: {example} Asia/Jakarta",
    )
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise mistake
    day, time, own = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day} {time:0>5}").replace(tzinfo=_zone(own or zone))
    except (ValueError, OSError, KeyError) as exc:  # ZoneInfo raises all of these for what is no zone
        raise mistake from exc
    require_shown(moment)
    return moment


def require_shown(moment: datetime) -> None:
    """Refuse a time that clocks never show.

    Raises:
        InputError: They are put forward over it.
    """
    if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise InputError(
            f"clocks never show {moment:%H:%M} on {moment:%d %B %Y}: they are put forward over it",
            place=f"the time zone {moment.tzinfo}",
            remedy="give another time",
        )


def _zone(text: str) -> tzinfo:
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        return UTC if text.upper() in {"UTC", "Z"} else ZoneInfo(text)
    distance = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    return timezone(-distance if offset[1] == "-" else distance)
