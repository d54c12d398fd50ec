"""A time zone as a calendar carries it (RFC 5545, 3.6.5).

The library has a way to make one, but tells the beginning of summer time in summer time already, where the standard
asks for the time that clocks show until then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Observance:
    """What the clocks of a zone show after a change."""

    before: timedelta
    """Their distance from UTC until the change."""
    after: timedelta
    name: str
    summer: bool


def write_time_zone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone with its changes from the year before ``first`` to the year after ``last``.

    Where clocks change by a rule it is told as one, which every calendar understands; else the days are listed.
    """
    from icalendar import Timezone  # noqa: PLC0415

    begin = datetime(max(first.year - 1, 1), 1, 1, tzinfo=UTC)
    end = datetime(min(last.year + 2, 9999), 1, 1, tzinfo=UTC)
    onsets: defaultdict[_Observance, list[datetime]] = defaultdict(list)
    for moment in _changes(zone, begin, end):
        onsets[_observance(zone, moment)].append(moment)
    if not any(moment <= first for moments in onsets.values() for moment in moments):
        onsets[_observance(zone, begin)].insert(0, begin)
    written = Timezone()
    written.add("tzid", zone.key)
    for observance, moments in sorted(onsets.items(), key=lambda each: each[1][0]):
        written.add_component(_write(observance, [_naive(moment, observance.before) for moment in moments]))
    return written


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which the clocks of a zone change, to the second, in UTC."""
    day = begin
    while day < end:
        low, high = day, day + _DAY
        if _shown(zone, low) != _shown(zone, high):
            while high - low > _SECOND:
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if _shown(zone, middle) == _shown(zone, low) else (low, middle)
            yield high
        day += _DAY


def _shown(zone: ZoneInfo, moment: datetime) -> tuple[timedelta | None, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _observance(zone: ZoneInfo, moment: datetime) -> _Observance:
    after = moment.astimezone(zone)
    return _Observance(
        before=_offset((moment - _SECOND).astimezone(zone)),
        after=_offset(after),
        name=after.tzname() or "",
        summer=bool(after.dst()),
    )


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _naive(moment: datetime, offset: timedelta) -> datetime:
    return (moment + offset).replace(tzinfo=None)


def _write(observance: _Observance, onsets: Sequence[datetime]) -> TimezoneStandard | TimezoneDaylight:
    from icalendar import TimezoneDaylight, TimezoneStandard  # noqa: PLC0415

    written = TimezoneDaylight() if observance.summer else TimezoneStandard()
    written.add("dtstart", onsets[0])
    rule = _rule(onsets)
    if rule:
        written.add("rrule", rule)
    elif len(onsets) > 1:
        written.add("rdate", list(onsets[1:]))
    written.add("tzoffsetfrom", observance.before)
    written.add("tzoffsetto", observance.after)
    written.add("tzname", observance.name)
    return written


def _rule(onsets: Sequence[datetime]) -> dict[str, str | int] | None:
    """The rule by which clocks change every year, such as on the last Sunday of March; None where there is none."""
    years = [onset.year for onset in onsets]
    if len(onsets) < 3 or years != list(range(years[0], years[0] + len(onsets))):
        return None
    if len({(onset.month, onset.weekday(), onset.time()) for onset in onsets}) > 1:
        return None
    weeks = {(onset.day - 1) // 7 + 1 for onset in onsets}
    in_the_last = all((onset + timedelta(days=7)).month != onset.month for onset in onsets)
    if not in_the_last and len(weeks) > 1:
        return None
    week = -1 if in_the_last else weeks.pop()
    return {"FREQ": "YEARLY", "BYMONTH": onsets[0].month, "BYDAY": f"{week}{_WEEKDAYS[onsets[0].weekday()]}"}
