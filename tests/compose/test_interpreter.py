"""What a client says on the telephone becomes the correspondence that was meant."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from dictation.errors import LanguageDataError
from dictation.model.draft import Draft, DraftKind, FlagKind, LeftOutReason
from tests.compose.calls import compose


def only(*turns: str, language: str = "en") -> Draft:
    (draft,) = compose(*turns, language=language).drafts
    return draft


def names(draft: Draft) -> list[str]:
    return [recipient.name for recipient in draft.to]


def test_an_email_with_spoken_punctuation_becomes_a_finished_email() -> None:
    draft = only(
        "Morning, Ayu. Just the one today.",
        "An email to Gareth Pike at Pike Marine Engines. Subject, engine for the Kittiwake. Dear Gareth, comma. "
        "The engine came on Monday, comma, thank you. Full stop. New paragraph. "
        "Can you fit it by the twentieth of September, question mark. Kind regards, Nora. End of email.",
        "Thank you. Bye.",
    )
    assert draft.kind is DraftKind.EMAIL
    assert names(draft) == ["Gareth Pike"]
    assert draft.subject.text == "Engine for the Kittiwake"
    assert draft.salutation.text == "Dear Gareth,"
    assert [paragraph.text for paragraph in draft.body] == [
        "The engine came on Monday, thank you.",
        "Can you fit it by 20 September?",
    ]
    assert draft.closing.text == "Kind regards,"


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("First, a letter to Helen Marsh.", DraftKind.LETTER),
        ("Take a letter, please, to Helen Marsh.", DraftKind.LETTER),
        ("Would you do a letter for Helen Marsh at Tidewater.", DraftKind.LETTER),
        ("Item two, email to Helen Marsh.", DraftKind.EMAIL),
        ("Then I need a quick email to Helen Marsh.", DraftKind.EMAIL),
        ("Can you drop Helen Marsh a line.", DraftKind.EMAIL),
        ("Next is a phone message for Helen Marsh.", DraftKind.MEMO),
    ],
)
def test_an_item_opens_in_many_wordings(opening: str, kind: DraftKind) -> None:
    draft = only(f"{opening} Dear Helen, comma. The survey is done. Full stop. Regards, Nora. End of message.")
    assert draft.kind is kind
    assert names(draft) == ["Helen Marsh"]
    assert draft.body_text == "The survey is done."


@pytest.mark.parametrize(
    "end", ["End of letter.", "That's the end of that letter.", "That's it for that one.", "Letter ends."]
)
def test_an_item_ends_in_many_wordings(end: str) -> None:
    first, second = compose(
        f"A letter to Helen Marsh. Dear Helen, comma. The survey is done. Full stop. Yours sincerely, Nora. {end}",
        "Got that.",
        "Next, an email to Tom. Hi Tom, comma. Please sweep the yard. Full stop. Thanks, Nora. End of email.",
    ).drafts
    assert (first.body_text, second.body_text) == ("The survey is done.", "Please sweep the yard.")


def test_copies_go_where_the_client_says() -> None:
    draft = only(
        "An email to Gareth Pike, copy to Helen Marsh, and blind copy Ellen March. Subject, invoice. "
        "Dear Gareth, comma. The invoice is wrong. Full stop. Regards, Nora. End of email."
    )
    assert [r.name for r in draft.cc] == ["Helen Marsh"]
    assert [r.name for r in draft.bcc] == ["Ellen March"]


def test_a_list_is_a_paragraph_of_its_own_and_its_entries_have_no_full_stop() -> None:
    draft = only(
        "An email to Tom. Hi Tom, comma. Please order the following, colon. Bullet, two tins of varnish. "
        "Bullet, twelve metres of rope. End of list. I will collect them. Full stop. Thanks, Nora. End of email."
    )
    assert [paragraph.text for paragraph in draft.body] == [
        "Please order the following:",
        "- Two tins of varnish\n- 12 metres of rope",
        "I will collect them.",
    ]


def test_command_words_in_their_ordinary_sense_stay_text() -> None:
    draft = only(
        "A letter to Helen Marsh. Re, the grace period. Dear Helen, comma. There is a comma missing in the letter you "
        "sent. Full stop. The subject of the next paragraph is not clear. Full stop. Regards, Nora. End of letter."
    )
    assert draft.subject.text == "The grace period"
    assert draft.body_text == (
        "There is a comma missing in the letter you sent. The subject of the next paragraph is not clear."
    )


def test_scratch_that_takes_back_the_last_sentence_and_says_so() -> None:
    correspondence = compose(
        "An email to Tom. Hi Tom, comma. The crane is broken. Full stop. Ring the hire firm. Full stop. Scratch that. "
        "I have rung the hire firm. Full stop. Thanks, Nora. End of email."
    )
    assert correspondence.drafts[0].body_text == "The crane is broken. I have rung the hire firm."
    corrected = [left.text for left in correspondence.left_out if left.reason is LeftOutReason.CORRECTED]
    assert any("Ring the hire firm." in text for text in corrected)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("We will come on Monday, scratch that, on Tuesday.", "We will come on Tuesday."),
        ("We like it. The price is high. Scratch that.", "We like it."),
        ("The crates go out on Friday. Delete the last two words. Today.", "The crates go out today."),
        ("We meet on the fourteenth of March, no, the sixteenth.", "We meet on 16 March."),
        ("Please check her, I mean his, account.", "Please check his account."),
    ],
)
def test_only_what_is_said_anew_is_taken_back(said: str, meant: str) -> None:
    draft = only(f"An email to Tom. Hi Tom, comma. {said} Thanks, Nora. End of email.")
    assert draft.body_text == meant
    assert not draft.flags


def test_a_cancelled_item_is_no_draft_but_its_words_are_listed() -> None:
    correspondence = compose(
        "A letter to Helen Marsh. Dear Helen, comma. I am writing about the claim. Full stop. "
        "Actually, no. Cancel the whole letter.",
        "Okay.",
        "An email to Tom. Hi Tom, comma. Please lock the gate. Full stop. Thanks, Nora. End of email.",
    )
    assert [draft.body_text for draft in correspondence.drafts] == ["Please lock the gate."]
    cancelled = " ".join(left.text for left in correspondence.left_out if left.reason is LeftOutReason.CANCELLED)
    assert "I am writing about the claim." in cancelled


def test_delivery_urgency_enclosures_and_delay_are_fields_and_not_text() -> None:
    letter, email = compose(
        "A letter to Helen Marsh. Dear Helen, comma. I enclose the survey and two photographs. Full stop. "
        "Yours sincerely, Nora Ferris. End of letter. Please send that one by special delivery.",
        "An email to Gareth Pike. Dear Gareth, comma. Our stand is booked. Full stop. Regards, Nora. End of email. "
        "Attach the floor plan to that one. Mark it urgent. Send it on Friday at ten a.m.",
    ).drafts
    assert letter.delivery == "special delivery"
    assert [enclosure.text for enclosure in letter.enclosures] == ["survey", "two photographs"]
    assert [enclosure.text for enclosure in email.enclosures] == ["floor plan"]
    assert email.urgent
    assert email.send_at == datetime(2026, 9, 11, 10, tzinfo=ZoneInfo("Europe/London"))
    assert email.body_text == "Our stand is booked."


def test_an_invitation_has_a_time_a_length_and_a_place() -> None:
    draft = only(
        "A meeting invitation to Gareth Pike and Helen Marsh. Subject, winter lay-up. "
        "The time is Thursday the seventeenth of September at half past two in the afternoon, for forty-five minutes, "
        "and the place is the sail loft. Text, colon. Please bring your lists. Full stop. End of invitation."
    )
    assert draft.kind is DraftKind.INVITE
    assert names(draft) == ["Gareth Pike", "Helen Marsh"]
    assert draft.meeting is not None
    assert draft.meeting.start == datetime(2026, 9, 17, 14, 30, tzinfo=ZoneInfo("Europe/London"))
    assert (draft.meeting.minutes, draft.meeting.place) == (45, "sail loft")
    assert draft.body_text == "Please bring your lists."


def test_the_same_text_again_to_somebody_else() -> None:
    first, second = compose(
        "An email to Gareth Pike. Subject, closing day. Dear Gareth, comma. We are closed on Friday. Full stop. "
        "Regards, Nora. End of email.",
        "And send the same email, separately, to Helen Marsh. Dear Helen for that one.",
    ).drafts
    assert (first.salutation.text, second.salutation.text) == ("Dear Gareth,", "Dear Helen,")
    assert names(second) == ["Helen Marsh"]
    assert second.body_text == first.body_text == "We are closed on Friday."


def test_what_the_secretary_says_is_never_text_where_speakers_are_known() -> None:
    (draft,) = compose(
        "An email to Tom. Hi Tom, comma. Please buy six fenders. Full stop.",
        "Sorry, six or sixteen?",
        "Please charge them to the yard. Full stop. Thanks, Nora. End of email.",
        speakers=("A", "B", "A"),
    ).drafts
    assert draft.body_text == "Please buy six fenders. Please charge them to the yard."


def test_an_indonesian_letter() -> None:
    draft = only(
        "Yang pertama, surat untuk Helen Marsh. Perihal, penawaran cat. Dengan hormat, koma. "
        "Kami menawarkan dua ratus lima puluh kaleng cat seharga tiga juta rupiah. Titik. Alinea baru. "
        "Mohon dijawab paling lambat tanggal dua puluh satu September. Titik. Hormat kami, Nora. Selesai suratnya.",
        language="id",
    )
    assert draft.salutation.text == "Dengan hormat,"
    assert draft.body_text == (
        "Kami menawarkan 250 kaleng cat seharga Rp3.000.000.\n\nMohon dijawab paling lambat tanggal 21 September."
    )
    assert draft.closing.text == "Hormat kami,"


def test_a_call_in_which_nobody_dictates_has_no_drafts() -> None:
    assert compose("Hello, Ayu. How is your mother?", "Much better, thank you.").drafts == ()


def test_a_language_without_data_is_refused_by_name() -> None:
    with pytest.raises(LanguageDataError, match="'xx'"):
        compose("Bonjour.", language="xx")


def test_an_earlier_item_can_be_changed_after_it_was_ended() -> None:
    first, second = compose(
        "A letter to Helen Marsh. Dear Helen, the survey is on Monday, as agreed. Regards, Nora. End of letter.",
        "An email to Tom. Hi Tom, comma. The slip is closed. Full stop. Thanks, Nora. End of email.",
        "Oh, in the letter to Helen, change Monday to Thursday. Thank you. Bye.",
    ).drafts
    assert first.body_text == "The survey is on Thursday, as agreed."
    assert second.body_text == "The slip is closed."


def test_a_change_that_finds_nothing_to_change_is_flagged_with_its_words() -> None:
    correspondence = compose(
        "A letter to Helen Marsh. Dear Helen, comma. The survey is on Monday. Full stop. Regards, Nora. End of letter. "
        "And change Friday to Thursday."
    )
    (draft,) = correspondence.drafts
    assert draft.body_text == "The survey is on Monday."
    unplaced = [left.text for left in correspondence.left_out if left.reason is LeftOutReason.UNPLACED]
    assert unplaced == ["And change Friday to Thursday."]
    (flag,) = [flag for flag in draft.flags if flag.kind is FlagKind.CORRECTION]
    assert "Friday" in flag.words
    assert flag.start_ms is not None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("The mast costs four hundred, no, sorry, five hundred pounds.", "The mast costs £500."),
        ("Come on the fourth, no, make that the sixth of May.", "Come on 6 May."),
        ("It goes to Helen, sorry, I mean to Ellen.", "It goes to Ellen."),
        ("We close on Monday, wait, no, Tuesday.", "We close on Tuesday."),
        ("The boat was, um, was lifted out, er, yesterday.", "The boat was lifted out yesterday."),
        ("The rope is, you know, too short.", "The rope is too short."),
        ("Tell him no, we are not open.", "Tell him no, we are not open."),
        ("It was a long, long winter.", "It was a long, long winter."),
    ],
)
def test_what_is_taken_back_in_passing_is_not_written(said: str, meant: str) -> None:
    draft = only(f"An email to Tom. Hi Tom, comma. {said} Thanks, Nora. End of email.")
    assert draft.body_text == meant


def test_a_correction_that_cannot_be_placed_stays_and_is_flagged() -> None:
    draft = only("An email to Tom. Hi Tom, comma. The varnish is dry, no, sorry, blue. Thanks, Nora. End of email.")
    assert draft.body_text == "The varnish is dry, no, sorry, blue."
    assert FlagKind.CORRECTION in {flag.kind for flag in draft.flags}


def test_an_english_item_in_an_indonesian_call_is_written_in_english() -> None:
    first, second = compose(
        "Yang pertama, email untuk Tom. Perihal, cat. Halo Tom, koma. Cat sudah datang. Titik. Terima kasih, Nora. "
        "Selesai email.",
        "Yang kedua, surat bahasa Inggris untuk Helen Marsh. Subject, the survey. Dear Helen, thank you for the survey "
        "of the fourth of May. We have paid the two hundred and fifty pounds. New paragraph. The boat will be ready on "
        "Friday. "
        "Yours sincerely, Nora Ferris. Selesai suratnya.",
        language="id",
    ).drafts
    assert (first.language, second.language) == ("id", "en")
    assert second.body_text == (
        "Thank you for the survey of 4 May. We have paid the £250.\n\nThe boat will be ready on Friday."
    )


def test_errands_are_notes_and_are_never_written() -> None:
    correspondence = compose(
        "An email to Tom. Hi Tom, comma. The crane is back. Full stop. Thanks, Nora. End of email.",
        "Okay.",
        "Oh, and could you book me a table for Thursday. That's all. Bye.",
    )
    assert [draft.body_text for draft in correspondence.drafts] == ["The crane is back."]
    assert [note.text for note in correspondence.notes] == ["book me a table for Thursday"]


def test_somebody_who_is_not_in_the_book_is_named_as_spelled_and_flagged() -> None:
    draft = only(
        "A letter to a new tenant, Moira Kirkbride. That's K, i, r, k, b, r, y, d, e. Dear Ms Kirkbryde, comma. "
        "Welcome. Full stop. Regards, Nora. End of letter."
    )
    assert names(draft) == ["Moira Kirkbryde"]
    assert not draft.to[0].resolved
    assert draft.flags[0].kind is FlagKind.RECIPIENT


def test_without_punctuation_commands_are_found_all_the_same() -> None:
    draft = only(
        "an email to gareth pike at pike marine engines subject the new engine dear gareth comma",
        "the engine is due on the third of may full stop",
        "new paragraph",
        "the price is four hundred pounds comma as agreed full stop",
        "scratch that",
        "the price is five hundred pounds full stop",
        "kind regards nora",
        "end of email",
    )
    assert names(draft) == ["Gareth Pike"]
    assert draft.salutation.text == "Dear Gareth,"
    assert draft.body_text == "The engine is due on 3 May.\n\nThe price is £500."


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ("An email to Gareth Jones.", "Gareth Jones"),
        ("A letter to Thomas Marsh at the bank.", "Thomas Marsh"),
        ("an email to gareth jones", "Gareth Jones"),
    ],
)
def test_a_stranger_who_shares_a_name_with_a_contact_is_not_taken_for_the_contact(opening: str, name: str) -> None:
    draft = only(opening, "dear sir comma", "the mast is here full stop", "kind regards nora", "end of email")
    assert names(draft) == [name]
    assert not draft.to[0].resolved
    assert draft.flags[0].kind is FlagKind.RECIPIENT
    assert draft.flags[0].start_ms is not None


def test_a_courtesy_after_a_command_is_text_where_the_sentence_goes_on() -> None:
    commanded = only("A letter to Helen Marsh. Dear Helen, one. New paragraph, please. Two. Regards, Nora.")
    goes_on = only(
        "a letter to helen marsh", "dear helen comma one full stop", "new paragraph please ring me", "end of letter"
    )
    assert commanded.body_text == "One.\n\nTwo."
    assert goes_on.body_text == "One.\n\nPlease ring me."


def test_marks_said_in_one_breath_are_marks_in_a_punctuated_transcript_too() -> None:
    draft = only(
        "A letter to Helen Marsh. Dear Helen comma The door is open full stop New paragraph Please call me. "
        "Regards, Nora. End of letter."
    )
    assert draft.salutation.text == "Dear Helen,"
    assert draft.body_text == "The door is open.\n\nPlease call me."


@pytest.mark.parametrize(
    ("ending", "left"),
    [
        ("Three. Delete that paragraph. Four.", "One.\n\nFour."),
        ("New paragraph. Three. Scratch the last paragraph.", "One.\n\nTwo."),
    ],
)
def test_a_paragraph_that_is_taken_back_leaves_those_before_it(ending: str, left: str) -> None:
    draft = only(
        f"A letter to Helen Marsh. Dear Helen, one. New paragraph. Two. {ending} Regards, Nora. End of letter."
    )
    assert draft.body_text == left


def test_taking_back_the_only_paragraph_starts_the_text_anew() -> None:
    draft = only(
        "A letter to Helen Marsh. Dear Helen, one. Two. Delete that paragraph. Three. Regards, Nora. End of letter."
    )
    assert draft.body_text == "Three."
