"""When and where an invitation asks people to come, as it is told in passing."""

from __future__ import annotations

import pytest

from dictation.model.draft import DraftKind, FlagKind
from tests.compose.drafts import flagged, names, only


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


@pytest.mark.parametrize(
    ("told", "subject", "place"),
    [
        ("on Friday at ten for an hour in the chart room about the moorings.", "The moorings", "chart room"),
        ("on Friday at ten in the chart room to go over the winter storage.", "The winter storage", "chart room"),
        ("on Friday at ten about the new crane at the boathouse.", "The new crane", "boathouse"),
        ("on Friday at ten to talk about the insurance.", "The insurance", ""),
        ("on Friday at ten. Room, the sail loft. Subject, spring launch.", "Spring launch", "sail loft"),
    ],
)
def test_what_it_is_about_and_where_is_told_in_one_breath(told: str, subject: str, place: str) -> None:
    draft = only(f"Set up a meeting with Helen Marsh {told}")
    assert draft.meeting is not None
    assert (draft.subject.text, draft.meeting.place) == (subject, place)


@pytest.mark.parametrize(
    ("told", "subject", "place"),
    [
        ("hari Jumat jam sepuluh di ruang layar soal tambatan.", "Tambatan", "ruang layar"),
        ("hari Jumat jam sepuluh di gudang untuk membahas asuransi.", "Asuransi", "gudang"),
        ("hari Jumat jam sepuluh mengenai derek baru.", "Derek baru", ""),
    ],
)
def test_what_it_is_about_is_told_in_one_breath_in_indonesian(told: str, subject: str, place: str) -> None:
    draft = only(f"Undangan rapat untuk Helen Marsh {told}", language="id")
    assert draft.meeting is not None
    assert (draft.subject.text, draft.meeting.place) == (subject, place)


def test_a_subject_that_is_named_is_the_subject() -> None:
    draft = only("Set up a meeting with Helen Marsh on Friday at ten about the moorings. Subject, spring launch.")
    assert draft.subject.text == "Spring launch"


def test_the_text_of_an_invitation_says_about_as_it_likes() -> None:
    draft = only(
        "Set up a meeting with Helen Marsh on Friday at ten. Subject, spring launch. Text, colon. We have to talk "
        "about the crane in the yard. End of invitation."
    )
    assert draft.subject.text == "Spring launch"
    assert draft.body_text == "We have to talk about the crane in the yard."


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("next Friday at ten", "next Friday"),
        ("Friday at ten", ""),
        ("next Friday the eighteenth of September at ten", ""),
        ("tomorrow at ten", ""),
    ],
)
def test_a_day_that_may_be_a_week_later_is_flagged(told: str, words: str) -> None:
    draft = only(f"Set up a meeting with Helen Marsh for {told}. Subject, the moorings. End of invitation.")
    assert draft.meeting is not None
    assert [flag.words for flag in flagged(draft, FlagKind.DATE)] == ([words] if words else [])
