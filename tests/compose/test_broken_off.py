"""Sentences that are held up in the middle, by a thought or a question, and go on or are completed by the answer."""

from __future__ import annotations

import pytest

from tests.compose.drafts import email, only

BEFORE = "The hull is dry. The paint is here."
AFTER = "Please pay it by transfer. It will be late."


@pytest.mark.parametrize(
    "held",
    [
        "hang on.",
        "hold on a second.",
        "let me think.",
        "let me see.",
        "one moment.",
        "just a second.",
        "wait a moment.",
    ],
)
@pytest.mark.parametrize(
    ("begun", "goes_on", "written"),
    [
        ("Order the paint by,", "The twelfth.", "Order the paint by the 12th."),
        ("The key is in the,", "The sail loft.", "The key is in the sail loft."),
        ("The key is in the,", "Sail loft.", "The key is in the sail loft."),
    ],
)
def test_a_sentence_that_was_held_up_goes_on(begun: str, held: str, goes_on: str, written: str) -> None:
    (draft,) = email(f"{BEFORE} {begun} {held} {goes_on} {AFTER}").drafts
    assert draft.body_text == f"{BEFORE} {written} {AFTER}"


@pytest.mark.parametrize("echo", ["The twelfth, yes.", "The twelfth. Right."])
def test_what_was_answered_is_written_once(echo: str) -> None:
    (draft,) = email(f"{BEFORE} Order the paint by, hang on.", "The twelfth.", f"{echo} {AFTER}").drafts
    assert draft.body_text.startswith(f"{BEFORE} Order the paint by the 12th.")
    assert draft.body_text.count("12th") == 1


@pytest.mark.parametrize(
    ("begun", "answer", "echo", "written"),
    [
        (
            "The rent is due by, when's that?",
            "The thirty-first.",
            "The thirty-first, right.",
            "The rent is due by the 31st.",
        ),
        (
            "The rent is due by, when is that again?",
            "The thirty-first.",
            "The thirty-first, yes.",
            "The rent is due by the 31st.",
        ),
        (
            "The crane is booked for, what did you say?",
            "Half past nine.",
            "Half past nine, yes.",
            "The crane is booked for 9:30.",
        ),
    ],
)
def test_an_answer_completes_a_sentence(begun: str, answer: str, echo: str, written: str) -> None:
    (draft,) = email(f"{BEFORE} {begun}", answer, f"{echo} That is a Sunday. {AFTER}").drafts
    assert draft.body_text == f"{BEFORE} {written} That is a Sunday. {AFTER}"


def test_a_sentence_that_was_held_up_goes_on_in_indonesian() -> None:
    draft = only(
        "Email untuk Tom. Halo Tom, koma. Kapal sudah kering. Cat dipesan untuk, saya cek dulu. Tanggal dua belas. "
        "Mohon dibayar.",
        "Terima kasih, Nora. Selesai email.",
        language="id",
    )
    assert draft.body_text == "Kapal sudah kering. Cat dipesan untuk tanggal 12. Mohon dibayar."


def test_a_question_that_follows_a_whole_sentence_stays() -> None:
    text = "The rent is due. When is that? Please hold on a second."
    (draft,) = email(f"{BEFORE} {text} {AFTER}").drafts
    assert text in draft.body_text
