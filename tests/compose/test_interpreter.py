"""What a client says on the telephone becomes the correspondence that was meant."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from dictation.errors import LanguageDataError
from dictation.model.draft import Draft, DraftKind, LeftOutReason
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
