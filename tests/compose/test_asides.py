"""Transcripts without speakers: what secretary and client say to each other stays out, what is for the recipient in."""

from __future__ import annotations

import pytest

from dictation.model.draft import DraftKind, FlagKind, LeftOutReason
from tests.compose.calls import compose, transcript
from tests.compose.drafts import ENDING, OPENING, email, flagged, left_out, only, paragraphs

BEFORE = "The hull is dry. The paint came last week. We have new fenders in the store."
BEHIND = "The invoice goes to the yard. The rudder was fitted last week. We open in the spring."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Sorry, six or sixteen?", "Six."),
        ("Which Helen is that?", "Helen Marsh."),
        ("Is that with a capital?", "Yes."),
        ("Is that April or March, Ayu?", "March, I think."),
        ("Is that all of them, Nora?", "All of them."),
        ("Shall I look up the account number?", "No, don't bother."),
        ("How do you spell fender?", "F, e, n, d, e, r."),
        ("Did you say fenders?", "I did."),
        ("Could you say that again?", "Of course."),
        ("Do you mean the blue ones?", "Yes, the blue ones."),
        ("Sorry, I lost you there.", "I said new fenders."),
    ],
)
def test_a_question_of_the_secretary_and_its_answer_are_no_text(question: str, answer: str) -> None:
    call = email(BEFORE, question, answer, BEHIND)
    (draft,) = call.drafts
    assert draft.body_text == f"{BEFORE} {BEHIND}"
    assert f"{question} {answer}" in left_out(call)


@pytest.mark.parametrize(
    "question",
    [
        "Can you collect the sails on Thursday?",
        "Would you let me know whether the pontoon is free?",
        "Is the crane still out of order?",
        "When will the new propeller arrive?",
        "Have you heard from the harbour office?",
        "How many boats are still afloat?",
    ],
)
def test_a_question_to_the_recipient_is_text(question: str) -> None:
    call = email(f"The mast is ready. {question} We launch at the end of the month.")
    (draft,) = call.drafts
    assert draft.body_text == f"The mast is ready. {question} We launch at the end of the month."
    assert question not in left_out(call)


@pytest.mark.parametrize(
    "remark",
    [
        "Where was I?",
        "Hang on a second.",
        "Bear with me.",
        "Let me think.",
        "Are you still there?",
        "Don't put this in.",
        "What's the word?",
    ],
)
def test_a_remark_to_the_secretary_in_the_middle_of_a_text_is_none(remark: str) -> None:
    call = email("The mooring chain was replaced in April.", remark, "The next inspection is due in October.")
    (draft,) = call.drafts
    assert draft.body_text == "The mooring chain was replaced in April. The next inspection is due in October."
    assert remark in left_out(call, LeftOutReason.CHAT)


def test_words_left_out_are_listed_with_the_times_at_which_they_were_said() -> None:
    turns = (f"{OPENING} {BEFORE}", "Sorry, six or sixteen?", "Six.", f"{BEHIND} {ENDING}")
    heard = transcript(*turns).words
    (left,) = [left for left in compose(*turns).left_out if left.reason is LeftOutReason.CHAT]
    assert left.text == "Sorry, six or sixteen? Six."
    assert [heard[word].text for word in left.words] == ["Sorry,", "six", "or", "sixteen?", "Six."]
    assert (left.start_ms, left.end_ms) == (heard[left.words[0]].start_ms, heard[left.words[-1]].end_ms)


@pytest.mark.parametrize("called", ["as a list, Ayu,", "if you can, Ayu,", "on time, Ayu,"])
def test_the_secretary_called_by_name_in_the_text_is_left_out(called: str) -> None:
    words = called.removesuffix(", Ayu,")
    call = email(f"Please send me the keys {called} before the weekend.")
    (draft,) = call.drafts
    assert "Ayu" not in draft.body_text
    assert words in draft.body_text
    assert "before the weekend." in draft.body_text
    assert "Ayu," in left_out(call, LeftOutReason.CHAT)


@pytest.mark.parametrize(
    "sentence",
    ["Ayu will ring you about the keys.", "Please leave the keys with Ayu on Friday.", "Ask for Ayu Lestari."],
)
def test_the_secretary_spoken_of_in_the_text_stays_in_it(sentence: str) -> None:
    draft = only(f"{OPENING} The slip is free again. {sentence} {ENDING}")
    assert draft.body_text == f"The slip is free again. {sentence}"


BORDER = [
    "Is that right?",
    "Do you mean the blue ones?",
    "That is what he said, anyway.",
    "Nobody told me about that.",
    "You know the one I mean.",
    "I think it was Tuesday.",
    "What do you think?",
    "Did they really?",
]


@pytest.mark.parametrize("sentence", BORDER)
def test_what_may_be_text_or_talk_is_flagged_whichever_it_was_taken_for(sentence: str) -> None:
    """Or it is so much like talk that it is left out, and listed."""
    call = email(BEFORE, sentence, BEHIND)
    (draft,) = call.drafts
    assert draft.body_text.startswith(BEFORE)
    assert draft.body_text.endswith(BEHIND)
    written = sentence in draft.body_text
    flags = [flag for flag in flagged(draft, FlagKind.ASIDE) if flag.words == sentence]
    assert written or sentence in left_out(call)
    for flag in flags:
        assert ("was written" in flag.message) is written
        assert flag.start_ms is not None


def test_what_is_near_the_border_is_flagged_where_it_was_written_and_where_it_was_left_out() -> None:
    question = "Do you mean the blue ones?"
    (written,) = email(BEFORE, question, BEHIND).drafts
    (answered,) = email(BEFORE, question, "Yes, the blue ones.", BEHIND).drafts
    assert question in written.body_text
    assert question not in answered.body_text
    (in_text,), (out_of_it,) = flagged(written, FlagKind.ASIDE), flagged(answered, FlagKind.ASIDE)
    assert (in_text.words, out_of_it.words) == (question, question)
    assert "was written" in in_text.message
    assert "was left out" in out_of_it.message


@pytest.mark.parametrize(
    ("turns", "meant"),
    [
        (
            (
                "I would like the deposit to be,",
                "what did we say?",
                "Ten percent.",
                "Ten, yes. I would like the deposit to be ten percent of the price.",
            ),
            "I would like the deposit to be 10% of the price.",
        ),
        (
            ("The keel will be laid in,", "hang on a second.", "The keel will be laid in the first week of May."),
            "The keel will be laid in the first week of May.",
        ),
        (
            ("We have moved the dinghies to,", "where was I?", "We have moved the dinghies to the upper yard."),
            "We have moved the dinghies to the upper yard.",
        ),
    ],
)
def test_a_sentence_broken_off_for_an_aside_and_begun_anew_is_written_once(turns: tuple[str, ...], meant: str) -> None:
    (draft,) = email("The yard is open again.", *turns, "Please tell the others.").drafts
    assert draft.body_text == f"The yard is open again. {meant} Please tell the others."


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("The mast comes on the, hang on a second. The fourth of May.", "The mast comes on 4 May."),
        ("The key is in the, hang on a second. The sail loft.", "The key is in the sail loft."),
        ("Please put it in the, hang on a second. The tool shed.", "Please put it in the tool shed."),
    ],
)
def test_a_sentence_broken_off_for_an_aside_goes_on_behind_it(said: str, meant: str) -> None:
    (draft,) = email(f"The hull is dry. The paint is here. {said} Please pay the carrier by transfer.").drafts
    assert draft.body_text == f"The hull is dry. The paint is here. {meant} Please pay the carrier by transfer."


def test_a_question_about_what_was_said_takes_nothing_back() -> None:
    call = email("The survey is on Tuesday.", "Did I say Tuesday or Wednesday, Ayu?", "Tuesday.", "The hull is dry.")
    assert "The survey is on Tuesday." in paragraphs(call.drafts[0])[0]


@pytest.mark.parametrize(
    "said", ["The next one is a letter.", "The last thing is a letter.", "The other one will be a letter."]
)
def test_what_an_item_will_be_is_no_change_to_another(said: str) -> None:
    first = "An email to Tom. Hi Tom, comma. The hull is dry. Thanks, Nora. End of email."
    second = "A letter to Helen Marsh. Dear Helen, comma. The survey is done. Yours sincerely, Nora. End of letter."
    call = compose(first, "Got that. And the next one?", f"{said} {second}")
    assert [draft.kind for draft in call.drafts] == [DraftKind.EMAIL, DraftKind.LETTER]
    assert not any(flag.kind is FlagKind.CORRECTION for draft in call.drafts for flag in draft.flags)


@pytest.mark.parametrize(
    "aside",
    [
        "Don't put this in, but she has never paid on time, not once.",
        "Off the record, he is a scoundrel.",
        "This isn't for the letter, but I may sell the yard.",
        "Oh, between you and me, I would not sail in it.",
    ],
)
def test_what_is_said_not_to_be_written_is_not_written(aside: str) -> None:
    call = email(f"{BEFORE} {aside} {BEHIND}")
    assert paragraphs(call.drafts[0]) == [f"{BEFORE} {BEHIND}"]


def test_what_is_said_not_to_be_written_is_not_written_in_indonesian() -> None:
    aside = "Eh, ini jangan ditulis ya, tapi saya tidak percaya sama dia."
    call = compose(
        "Email ke Tom. Halo Tom, koma. Tiangnya sudah datang. Cat juga sudah ada.", aside, "Salam, Nora.", language="id"
    )
    assert paragraphs(call.drafts[0]) == ["Tiangnya sudah datang. Cat juga sudah ada."]


@pytest.mark.parametrize(
    "close",
    [
        "Lots of love, no, too much, best wishes, Nora.",
        "Yours sincerely, no, she's known me for years, put best wishes, Nora.",
        "Kind regards, actually, make that best wishes, Nora.",
        "Yours faithfully, sorry, that's too stiff. Best wishes, Nora.",
    ],
)
def test_a_close_may_be_taken_back_for_another(close: str) -> None:
    draft = only(f"An email to Tom. Hi Tom, comma. {BEFORE} {close} End of email.")
    assert (paragraphs(draft), draft.closing.text) == ([BEFORE], "Best wishes,")


def test_a_subject_begins_behind_what_the_client_hesitates_with() -> None:
    draft = only(f"An email to Tom. Subject, oh, new fenders. Hi Tom, comma. {BEFORE} {ENDING}")
    assert draft.subject.text == "New fenders"


@pytest.mark.parametrize(
    "strike",
    [
        "Don't put that in.",
        "No, don't say that.",
        "Actually, better not put that.",
        "Oh no, don't write that, it'll only annoy him.",
    ],
)
def test_a_sentence_that_is_not_to_be_said_is_taken_back(strike: str) -> None:
    call = email(f"{BEFORE} He was never much of a sailor. {strike} {BEHIND}")
    assert paragraphs(call.drafts[0]) == [f"{BEFORE} {BEHIND}"]


@pytest.mark.parametrize("text", ["The owners don't write that in their reports.", "Please don't say that to Helen."])
def test_what_others_do_not_say_is_text(text: str) -> None:
    call = email(f"{BEFORE} {text} {BEHIND}")
    assert paragraphs(call.drafts[0]) == [f"{BEFORE} {text} {BEHIND}"]


@pytest.mark.parametrize("answer", ["Yes, that's right.", "Yes, exactly.", "Yeah, that's fine.", "No, don't bother."])
def test_no_part_of_an_answer_is_written(answer: str) -> None:
    call = email("Please buy six fenders.", "Hang on, is that for this week?", answer, "Charge them to the yard.")
    assert call.drafts[0].body_text == "Please buy six fenders. Charge them to the yard."


def test_a_question_that_is_written_though_it_is_answered_is_flagged() -> None:
    question = "Shall I look up the account number?"
    (draft,) = email("Please buy six fenders.", question, "No, don't bother.", "Charge them to the yard.").drafts
    assert question not in draft.body_text or question in [flag.words for flag in flagged(draft, FlagKind.ASIDE)]


def test_a_sentence_left_out_behind_a_question_is_flagged_where_it_may_be_text() -> None:
    said = "The café opens with us."
    asked = "Is that April or March, Ayu?"
    (draft,) = email("The hull is dry. We open at Easter.", asked, f"{said} Please tell the others.").drafts
    assert said in draft.body_text or said in [flag.words for flag in flagged(draft, FlagKind.ASIDE)]


@pytest.mark.parametrize("answer", ["Thirty, three oh.", "Thirty, not thirteen.", "Thirty, with a three."])
def test_an_answer_is_left_out_to_the_end_of_its_sentence(answer: str) -> None:
    call = email(BEFORE, "Sorry, thirty or thirteen?", f"{answer} {BEHIND}")
    assert paragraphs(call.drafts[0]) == [f"{BEFORE} {BEHIND}"]
