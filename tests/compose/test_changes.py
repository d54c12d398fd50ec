"""Changes to what was dictated before, in the middle of something else or at the end of the call."""

from __future__ import annotations

import pytest

from dictation.model.draft import FlagKind, LeftOutReason
from tests.compose.calls import compose
from tests.compose.drafts import flagged, left_out

LETTER = (
    "A letter to Helen Marsh. Dear Helen, comma. The survey is on Monday at noon. The fee is eighty pounds. "
    "We expect forty boats. The tide table is wrong. Yours sincerely, Nora. End of letter."
)
BEGUN = "An email to Tom. Hi Tom, comma. The slip is closed on Friday. The winch is broken."
GOES_ON = "Please keep the gate locked. Thanks, Nora. End of email."
ENDED = "An email to Tom. Hi Tom, comma. The boats go out on Monday. The winch is broken. Thanks, Nora. End of email."

BODY = "The survey is on Monday at noon. The fee is £80. We expect 40 boats. The tide table is wrong."
OTHER = "The slip is closed on Friday. The winch is broken. Please keep the gate locked."

CHANGES = pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        # by the words themselves
        ("In the letter to Helen, change Monday to Thursday.", "Monday", "Thursday"),
        ("In the one to Helen, change noon to ten o'clock.", "noon", "10 o'clock"),
        ("In the letter to Helen, change eighty to ninety.", "£80", "£90"),
        ("In the letter to Helen, where I said eighty pounds, make it ninety pounds.", "£80", "£90"),
        ("In Helen's letter, instead of Monday, put Thursday.", "Monday", "Thursday"),
        ("In the letter to Helen, make that Thursday instead of Monday.", "Monday", "Thursday"),
        # in part, without the small words
        ("In the letter to Helen, change survey to inspection.", "survey", "inspection"),
        ("In the letter to Helen, change a tide table to the tide tables.", "The tide table", "The tide tables"),
        # by kind
        ("Oh, in the letter to Helen, make it ninety pounds.", "£80", "£90"),
        ("In the letter to Helen, it should be fifty.", "40", "50"),
        ("In the letter to Helen, make it Thursday.", "Monday", "Thursday"),
        # by the sentence
        (
            "Going back to the letter to Helen, take out the sentence about the tide table.",
            " The tide table is wrong.",
            "",
        ),
        ("In the letter to Helen, lose the line about the boats.", " We expect 40 boats.", ""),
        # the item by its ordinal or by its kind
        ("In the first one, change Monday to Thursday.", "Monday", "Thursday"),
        ("In the first letter, change Monday to Thursday.", "Monday", "Thursday"),
    ],
)


def changed(old: str, new: str) -> str:
    assert old in BODY
    return BODY.replace(old, new)


@CHANGES
@pytest.mark.parametrize("back", ["", " Right, back to Tom."])
def test_a_change_to_an_earlier_item_leads_back_to_where_the_text_was(said: str, old: str, new: str, back: str) -> None:
    letter, email = compose(LETTER, BEGUN, said + back, GOES_ON).drafts
    assert letter.body_text == changed(old, new)
    assert email.body_text == OTHER
    assert not flagged(letter, FlagKind.CORRECTION)
    assert not flagged(email, FlagKind.CORRECTION)


@CHANGES
def test_a_change_after_the_last_item_is_made_in_the_one_that_is_named(said: str, old: str, new: str) -> None:
    letter, email = compose(LETTER, ENDED, said, "Okay. Bye.").drafts
    assert letter.body_text == changed(old, new)
    assert email.body_text == "The boats go out on Monday. The winch is broken."


@pytest.mark.parametrize(
    "said",
    [
        "Change Monday to Thursday. Do that in both.",
        "Change Monday to Thursday. The same change in both.",
        "In the letter to Helen, change Monday to Thursday. And make the same change in all of them.",
        "In the letter to Helen, change Monday to Thursday. Do it in both of them.",
        "In the letter to Helen, change Monday to Thursday. Same thing for the other one.",
        "In the letter to Helen, change Monday to Thursday. The same in the email.",
        "In the letter to Helen, change Monday to Thursday. Same for Tom.",
        "In both, change Monday to Thursday.",
        "Oh, and in both of them, make it Thursday.",
        "In all of these, make that Thursday.",
        "In the letter and the email, change Monday to Thursday.",
        "Change Monday to Thursday in both.",
        "Make it Thursday in both of them, please.",
    ],
)
def test_a_change_in_both_is_made_in_both(said: str) -> None:
    letter, email = compose(LETTER, ENDED, said, "Okay. Bye.").drafts
    assert letter.body_text == changed("Monday", "Thursday")
    assert email.body_text == "The boats go out on Thursday. The winch is broken."


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("In the letter to Helen,", "change Wednesday to Thursday."),
        ("In the letter to Helen,", "take out the sentence about the moon."),
        ("In the letter to Helen,", "make it half past nine."),
        ("In the letter to Helen,", "delete the regatta."),
        ("In the first one,", "make it five percent."),
    ],
)
def test_a_change_that_fits_nowhere_is_flagged_with_its_words_and_nothing_is_lost(where: str, change: str) -> None:
    call = compose(LETTER, BEGUN, f"{where} {change}", GOES_ON)
    letter, email = call.drafts
    assert (letter.body_text, email.body_text) == (BODY, OTHER)
    (flag,) = flagged(letter, FlagKind.CORRECTION)
    assert flag.words == change
    assert flag.start_ms is not None
    assert left_out(call, LeftOutReason.UNPLACED) == change


def test_what_a_change_took_out_is_listed_as_corrected() -> None:
    call = compose(LETTER, ENDED, "In the letter to Helen, take out the sentence about the tide table.", "Okay. Bye.")
    assert left_out(call, LeftOutReason.CORRECTED) == "The tide table is wrong."


@pytest.mark.parametrize(
    "said", ["add a sentence at the end, please bring the keys.", "at the end, put in, please bring the keys."]
)
def test_a_sentence_added_to_an_earlier_item_stands_at_its_end(said: str) -> None:
    letter, email = compose(LETTER, BEGUN, f"In the letter to Helen, {said}", GOES_ON).drafts
    assert letter.body_text == f"{BODY} Please bring the keys."
    assert email.body_text == OTHER


@pytest.mark.parametrize(
    "said",
    [
        "In the letter, make it Thursday.",
        "On the letter, change Monday to Thursday.",
        "Oh, and in that letter, the day should be Thursday.",
        "Back to the letter. Make it Thursday.",
    ],
)
def test_a_change_is_made_in_the_item_that_is_named_by_its_kind_alone(said: str) -> None:
    letter, email = compose(LETTER, ENDED, said, "Okay. Bye.").drafts
    assert letter.body_text == changed("Monday", "Thursday")
    assert email.body_text == "The boats go out on Monday. The winch is broken."
    assert not flagged(email, FlagKind.CORRECTION)


INDONESIAN = (
    "Surat untuk Helen Marsh. Dengan hormat, koma. Survei hari Senin. Hormat saya, Nora. Selesai surat.",
    "Email untuk Tom. Halo Tom, koma. Kapal datang hari Senin. Terima kasih, Nora. Selesai email.",
)


@pytest.mark.parametrize(
    "said",
    [
        "Di suratnya, ganti Senin jadi Kamis.",
        "Di surat tadi, ganti Senin jadi Kamis.",
        "Pada suratnya, ubah Senin menjadi Kamis.",
    ],
)
def test_a_change_in_the_item_named_by_its_kind_is_made_in_indonesian(said: str) -> None:
    letter, email = compose(*INDONESIAN, said, "Oke. Dah.", language="id").drafts
    assert (letter.body_text, email.body_text) == ("Survei hari Kamis.", "Kapal datang hari Senin.")


def test_words_that_may_lead_to_an_earlier_item_are_flagged_where_no_change_follows() -> None:
    _, email = compose(LETTER, BEGUN, "In the letter, we said Monday.", GOES_ON).drafts
    assert "In the letter," in [flag.words for flag in flagged(email, FlagKind.CORRECTION)]


def test_a_change_that_can_be_made_in_no_other_item_is_flagged_and_begins_no_copy() -> None:
    said = "In the letter to Helen, change eighty to ninety. Same thing for the other one."
    letter, email = compose(LETTER, ENDED, said, "Okay. Bye.").drafts
    assert letter.body_text == changed("£80", "£90")
    (flag,) = flagged(letter, FlagKind.CORRECTION)
    assert flag.words == "Same thing for the other one."
    assert email.body_text == "The boats go out on Monday. The winch is broken."


def test_a_change_asked_for_in_both_that_fits_neither_is_flagged() -> None:
    letter, email = compose(LETTER, ENDED, "In both, change Friday to Sunday.", "Okay. Bye.").drafts
    assert letter.body_text == BODY
    assert "change Friday to Sunday." in [flag.words for flag in flagged(email, FlagKind.CORRECTION)]


def test_the_same_to_somebody_new_is_a_copy_behind_a_change_too() -> None:
    said = "Change boats to ships. The same to Ellen March."
    _, email, copy = compose(LETTER, ENDED, said, "Okay. Bye.").drafts
    assert email.body_text == copy.body_text == "The ships go out on Monday. The winch is broken."


def test_a_text_may_begin_with_in_both() -> None:
    text = "The hull is dry. In both, the winch is broken. For all of them, we are grateful."
    assert compose(f"An email to Tom. Hi Tom, comma. {text}", "Thanks, Nora. End of email.").drafts[0].body_text == text


@pytest.mark.parametrize(
    "said",
    [
        "Di keduanya, ganti Senin jadi Kamis.",
        "Untuk semua surat, ganti Senin menjadi Kamis.",
        "Ganti Senin jadi Kamis. Perubahan yang sama di kedua surat.",
        "Ganti Senin jadi Kamis. Sama juga untuk yang lain, ya.",
    ],
)
def test_a_change_in_both_is_made_in_both_in_indonesian(said: str) -> None:
    letter, email = compose(*INDONESIAN, said, "Oke. Dah.", language="id").drafts
    assert (letter.body_text, email.body_text) == ("Survei hari Kamis.", "Kapal datang hari Kamis.")


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("The fee should be ninety pounds.", "£80", "£90"),
        ("The fee ought to be ninety.", "£80", "£90"),
        ("The fee should read ninety pounds, not eighty.", "£80", "£90"),
        ("Change the fee to ninety pounds.", "£80", "£90"),
        ("Make the fee into ninety pounds.", "£80", "£90"),
        ("The survey should be on Tuesday.", "Monday", "Tuesday"),
        ("The boats should be fifty.", "40", "50"),
        ("The survey should be the inspection.", "The survey", "The inspection"),
        ("Change the fee to the price.", "The fee", "The price"),
        ("Change the tide table to the tide tables.", "The tide table", "The tide tables"),
    ],
)
def test_what_is_said_of_a_thing_changes_its_amount_or_its_day_and_not_its_name(said: str, old: str, new: str) -> None:
    (letter,) = compose(LETTER, said, "Okay. Bye.").drafts
    assert letter.body_text == changed(old, new)
    assert not flagged(letter, FlagKind.CORRECTION)


@pytest.mark.parametrize("said", ["The crane should be ninety pounds.", "The survey has to be at ten o'clock."])
def test_what_is_said_of_a_thing_without_an_amount_is_flagged(said: str) -> None:
    (letter,) = compose(LETTER, said, "Okay. Bye.").drafts
    assert letter.body_text == BODY
    assert [flag.words for flag in flagged(letter, FlagKind.CORRECTION)] == [said]


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("Change the survey on Monday to the inspection on Monday.", "The survey", "The inspection"),
        ("Change the survey on Monday to the survey on Tuesday.", "Monday", "Tuesday"),
        ("Instead of the survey on Monday, put the inspection on Monday.", "The survey", "The inspection"),
        ("Where I said the survey on Monday, make it the inspection on Monday.", "The survey", "The inspection"),
    ],
)
def test_a_change_leaves_the_verb_between_the_words_that_it_names(said: str, old: str, new: str) -> None:
    (letter,) = compose(LETTER, said, "Okay. Bye.").drafts
    assert letter.body_text == changed(old, new)


def test_a_change_that_would_swallow_a_verb_is_flagged() -> None:
    said = "Change the survey on Monday to a visit by Helen."
    (letter,) = compose(LETTER, said, "Okay. Bye.").drafts
    assert letter.body_text == BODY
    assert [flag.words for flag in flagged(letter, FlagKind.CORRECTION)] == [said]
