"""When and where an invitation asks people to come, as it is told in passing."""

from __future__ import annotations

import pytest

from dictation.model.draft import DraftKind
from tests.compose.drafts import names, only


@pytest.mark.parametrize(
    ("told", "hour", "minutes"),
    [
        ("on Friday at half past two", (14, 30), 60),
        ("on Friday at three for an hour and a half", (15, 0), 90),
        ("on Friday at six in the morning", (6, 0), 60),
        ("on Friday at 5 am", (5, 0), 60),
        ("on Friday at nine", (9, 0), 60),
        ("on Friday at seven", (7, 0), 60),
        ("on Friday at twelve", (12, 0), 60),
    ],
)
def test_nobody_is_asked_to_come_before_dawn_who_was_not_told_so(
    told: str, hour: tuple[int, int], minutes: int
) -> None:
    draft = only(f"Set up a meeting with Helen Marsh {told}. Subject, the moorings. End of invitation.")
    assert (draft.kind, names(draft)) == (DraftKind.INVITE, ["Helen Marsh"])
    assert draft.meeting is not None
    assert ((draft.meeting.start.hour, draft.meeting.start.minute), draft.meeting.minutes) == (hour, minutes)


@pytest.mark.parametrize(
    ("told", "hour"), [("jam tiga", 15), ("jam tiga sore", 15), ("jam enam pagi", 6), ("jam sembilan", 9)]
)
def test_it_is_the_same_in_indonesian(told: str, hour: int) -> None:
    draft = only(f"Undangan rapat untuk Helen Marsh hari Jumat {told}. Perihal tambatan. Selesai.", language="id")
    assert draft.meeting is not None
    assert draft.meeting.start.hour == hour
