"""Dates, times and lengths, worked out from the day of the call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from dictation.compose.language import Language
from dictation.compose.tokens import Token
from dictation.compose.written.form import Written

_FIRST_HOUR = 7
"""Before, nobody meets who does not say that it is in the morning."""
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A day, a time of day, or both, as far as they were said."""

    day: date | None = None
    at: time | None = None
    until: time | None = None


def find_moment(tokens: Sequence[Token], language: Language, today: date) -> Moment:
    """The first day and the first time of day that the tokens name, and a second time as the end.

    A weekday is the next one after ``today``; a day without a year, or without a month, is the next such day from
    ``today`` on.
    """
    written = list(language.written.write(tokens))
    late = any(token.norm in language.moments.afternoon for token in tokens)
    times = [moment for moment in (_time(part, language) for part in written) if moment is not None]
    times = times or list(_bare_hours(tokens, language))
    if len(times) == 1 and late and times[0].hour < 12:
        times = [times[0].replace(hour=times[0].hour + 12)]
    if len(times) > 1 and times[0] < times[1] and times[0].hour + 12 < times[1].hour + 1:
        times[0] = times[0].replace(hour=times[0].hour + 12)  # "from two to three forty-five p.m."
    return Moment(
        day=_day(written, language, today)
        or _relative_day(tokens, language, today)
        or _weekday(tokens, language, today),
        at=times[0] if times else None,
        until=times[1] if len(times) > 1 else None,
    )


def awake(times: Iterable[time], tokens: Sequence[Token], language: Language) -> Iterator[time]:
    """Times at which people meet: "at half past two" is in the afternoon, unless the morning was spoken of."""
    as_told = any(token.norm in language.moments.morning for token in tokens)
    for at in times:
        yield at if as_told or not 0 < at.hour < _FIRST_HOUR else at.replace(hour=at.hour + 12)


def either_week(tokens: Sequence[Token], language: Language, today: date) -> Sequence[Token]:
    """The words of a weekday that may be this week's or the next one's, where no date settles it: "next Friday"."""
    if _day(language.written.write(tokens), language, today) or _relative_day(tokens, language, today):
        return ()
    pairs = (tokens[place : place + 2] for place in range(len(tokens) - 1))
    weekdays, coming = language.moments.weekdays.keys(), language.moments.coming
    return next(
        (pair for pair in pairs if {each.norm for each in pair} & weekdays and {each.norm for each in pair} & coming),
        (),
    )


def at_zone(day: date, at: time, zone: tzinfo) -> datetime:
    """A moment in the client's zone."""
    return datetime.combine(day, at, tzinfo=zone)


def find_minutes(tokens: Sequence[Token], language: Language) -> int | None:
    """The length that the tokens name: "ninety minutes", "an hour and a half"."""
    moments, total, place = language.moments, 0, 0
    while place < len(tokens):
        phrase = _phrase_at(tokens, place, moments.lengths)
        if phrase is not None:
            total, place = total + phrase[1], phrase[0]
            continue
        number = language.numbers.cardinal(tokens, place)
        if number is None:
            place += 1
            continue
        place = number[0]
        unit = tokens[place].norm if place < len(tokens) else ""
        if unit in moments.minutes or unit in moments.hours:
            total += number[1] * (60 if unit in moments.hours else 1)
    return total or None


def _phrase_at(tokens: Sequence[Token], place: int, phrases: Mapping[tuple[str, ...], int]) -> tuple[int, int] | None:
    """The end and the value of the longest phrase at ``place``."""
    longest = max((len(phrase) for phrase in phrases), default=0)
    for length in range(min(longest, len(tokens) - place), 0, -1):
        value = phrases.get(tuple(token.norm for token in tokens[place : place + length]))
        if value is not None:
            return place + length, value
    return None


def _time(part: Written, language: Language) -> time | None:
    if part.rule != "time":
        return None
    clock = _CLOCK.search(part.text)
    if clock is None:
        return None
    hour, minute = int(clock[1]), int(clock[2] or 0)
    if any(token.norm in language.moments.afternoon for token in part.tokens) and hour < 12:
        hour += 12
    return time(hour % 24, minute)


def _bare_hours(tokens: Sequence[Token], language: Language) -> Iterator[time]:
    """Hours that are told by the word before them alone: "tomorrow morning at nine"."""
    for place in range(1, len(tokens)):
        hour = next(language.numbers.below(tokens, place, 13), None)
        if hour is not None and hour[1] and tokens[place - 1].norm in language.moments.before_hour:
            yield time(hour[1] % 24)


def _day(written: Iterable[Written], language: Language, today: date) -> date | None:
    for part in written:
        if part.rule == "date":
            found = _calendar_day(part, language, today)
            if found is not None:
                return found
    return None


def _relative_day(tokens: Sequence[Token], language: Language, today: date) -> date | None:
    for place in range(len(tokens)):
        phrase = _phrase_at(tokens, place, language.moments.days)
        if phrase is not None:
            return today + timedelta(days=phrase[1])
    return None


def _weekday(tokens: Sequence[Token], language: Language, today: date) -> date | None:
    named = (language.moments.weekdays.get(token.norm) for token in tokens)
    weekday = next((day for day in named if day is not None), None)
    return None if weekday is None else today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _calendar_day(part: Written, language: Language, today: date) -> date | None:
    named = (language.moments.months.get(token.norm) for token in part.tokens)
    month = next((month for month in named if month is not None), None)
    figures = [int(figure) for figure in re.findall(r"\d+", part.text)]
    day = next((figure for figure in figures if figure <= 31), None)
    year = next((figure for figure in figures if figure > 1000), None)
    if day is None:
        return None
    if month is not None:
        return _safe_date(year, month, day, today)
    for ahead in range(62):
        candidate = today + timedelta(days=ahead)
        if candidate.day == day:
            return candidate
    return None


def _safe_date(year: int | None, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year or today.year, month, day)
    except ValueError:
        return None
    return found.replace(year=found.year + 1) if year is None and found < today - timedelta(days=60) else found
