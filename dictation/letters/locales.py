"""Dates, times and countries as a reader of the language and the country writes them (Unicode CLDR, through babel)."""

from __future__ import annotations

import datetime
from functools import lru_cache

import babel.dates
from babel import Locale, UnknownLocaleError


@lru_cache(maxsize=64)
def locale_for(language: str, territory: str) -> Locale:
    """The language as written in its own region, else in the territory; English where it is unknown."""
    primary, _, region = language.replace("_", "-").partition("-")
    regions = (region, territory) if region else (territory,)
    for identifier in (*(f"{primary}_{each}" for each in regions), primary):
        try:
            return Locale.parse(identifier)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_GB")


def long_date(day: datetime.date, locale: Locale) -> str:
    """Such as "10 March 2026", "March 10, 2026", "10 Maret 2026"."""
    return babel.dates.format_date(day, "long", locale=locale)


def weekday_and_date(day: datetime.date, locale: Locale) -> str:
    """Such as "Tuesday 10 March 2026", with the punctuation of the language."""
    return babel.dates.format_date(day, "full", locale=locale)


def time_of_day(moment: datetime.datetime, locale: Locale) -> str:
    """Such as "14:30", "2:30 PM", "14.30"."""
    return babel.dates.format_time(moment, "short", tzinfo=moment.tzinfo, locale=locale)


def country_names(territory: str, locale: Locale) -> tuple[str, ...]:
    """What the territory is called in the language and in English."""
    names = (locale.territories.get(territory), Locale.parse("en").territories.get(territory))
    return tuple(name for name in names if name)
