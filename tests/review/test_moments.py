"""Dates and times as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dictation.errors import InputError
from dictation.review import read_moment

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("typed", "in_utc"),
    [
        ("2026-07-01 8:30", datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        ("2026-12-01T08:30", datetime(2026, 12, 1, 8, 30, tzinfo=UTC)),
        ("2026-07-01 08:30 Asia/Jakarta", datetime(2026, 7, 1, 1, 30, tzinfo=UTC)),
        ("2026-07-01 08:30 -05:30", datetime(2026, 7, 1, 14, 0, tzinfo=UTC)),
        ("2026-07-01 08:30 z", datetime(2026, 7, 1, 8, 30, tzinfo=UTC)),
        # Twice that night, at 0:30 and at 1:30 UTC.
        ("2026-10-25 01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_its_zone_in_summer_and_in_winter(typed: str, in_utc: datetime) -> None:
    assert read_moment(typed, LONDON, place="here").astimezone(UTC) == in_utc


def test_a_time_that_clocks_never_show_is_refused() -> None:
    with pytest.raises(InputError, match=r"never show 01:30 on 29 March 2026.*Europe/London"):
        read_moment("2026-03-29 01:30", LONDON, place="here")


@pytest.mark.parametrize("typed", ["tomorrow", "2026-02-30 10:00", "2026-02-03", "2026-02-03 10:00 Mars/Olympus", ""])
def test_what_is_no_time_is_told_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(InputError, match=r"no date and time; at here; write it as 2026-05-12 10:00, in Europe/London"):
        read_moment(typed, LONDON, place="here")
