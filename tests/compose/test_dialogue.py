"""What the secretary asks for and the client answers fills the draft's fields, and a no fills none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dictation.model.draft import Draft
from tests.compose.drafts import names, only

HEAD = "An email to Gareth Pike."
TEXT = "Dear Gareth, comma. The engine came on Monday. It runs well. Regards, Nora."


def after_the_head(*turns: str) -> Draft:
    return only(HEAD, *turns, f"{TEXT} End of email.")


def after_the_text(*turns: str) -> Draft:
    return only(f"{HEAD} {TEXT}", *turns, "End of email.")


def after_the_end(*turns: str) -> Draft:
    return only(f"{HEAD} {TEXT} End of email.", *turns, "Okay. Thank you.")


WHEREVER = pytest.mark.parametrize("ask", [after_the_head, after_the_text, after_the_end])
BODY = "The engine came on Monday. It runs well."


@WHEREVER
@pytest.mark.parametrize(
    ("question", "answer", "enclosed"),
    [
        ("Anything to attach?", "The price list.", "price list"),
        ("Anything to enclose?", "The floor plan.", "floor plan"),
        ("Any attachments?", "The winter brochure.", "winter brochure"),
    ],
)
def test_what_is_asked_to_go_with_it_is_an_enclosure(
    ask: Callable[..., Draft], question: str, answer: str, enclosed: str
) -> None:
    draft = ask(question, answer)
    assert [enclosure.text for enclosure in draft.enclosures] == [enclosed]
    assert draft.body_text == BODY


@WHEREVER
@pytest.mark.parametrize(
    ("question", "answer", "subject"),
    [
        ("Is there a subject?", "Engine trials.", "Engine trials"),
        ("What's the subject?", "Winter storage.", "Winter storage"),
        ("Do you want a subject line?", "Yes, engine trials.", "Engine trials"),
        ("Is there a heading?", "Oh, the new engine.", "The new engine"),
    ],
)
def test_what_is_asked_for_as_the_subject_is_the_subject(
    ask: Callable[..., Draft], question: str, answer: str, subject: str
) -> None:
    draft = ask(question, answer)
    assert draft.subject.text == subject
    assert draft.body_text == BODY


@WHEREVER
@pytest.mark.parametrize(
    "question",
    [
        "Shall I copy in Helen?",
        "Copy to Helen Marsh?",
        "Should I copy in Helen Marsh?",
        "Shall I copy Helen in?",
        "Do you want Helen copied in?",
        "Shall I put Helen in copy?",
        "Shall I send Helen a copy?",
        "Should Helen get a copy?",
    ],
)
@pytest.mark.parametrize("answer", ["Yes.", "Yes please.", "Oh yes, please."])
def test_a_copy_that_is_proposed_and_agreed_to_is_sent(ask: Callable[..., Draft], question: str, answer: str) -> None:
    draft = ask(question, answer)
    assert [recipient.name for recipient in draft.cc] == ["Helen Marsh"]
    assert names(draft) == ["Gareth Pike"]
    assert draft.body_text == BODY


@WHEREVER
@pytest.mark.parametrize(
    "question",
    ["Should I copy anybody in?", "Anybody in copy?", "Who should I copy?", "Any copies?", "Should anyone get a copy?"],
)
@pytest.mark.parametrize(
    ("answer", "people"),
    [
        ("Helen Marsh.", ["Helen Marsh"]),
        ("Helen, please.", ["Helen Marsh"]),
        ("Yes, Helen Marsh.", ["Helen Marsh"]),
        ("Just Helen.", ["Helen Marsh"]),
        ("Um, Ms Marsh.", ["Helen Marsh"]),
        ("Let me think. Helen.", ["Helen Marsh"]),
        ("Helen and Ellen March.", ["Helen Marsh", "Ellen March"]),
        ("The berth list.", ["Berth Holders"]),
        ("No.", []),
        ("Not Helen.", []),
        ("No, nobody.", []),
    ],
)
def test_whom_the_answer_names_gets_a_copy(
    ask: Callable[..., Draft], question: str, answer: str, people: list[str]
) -> None:
    draft = ask(question, answer)
    assert [recipient.name for recipient in draft.cc] == people
    assert names(draft) == ["Gareth Pike"]
    assert draft.salutation.text == "Dear Gareth,"
    assert draft.body_text == BODY


@pytest.mark.parametrize(
    ("answer", "people"), [("Yes, and Ellen.", ["Helen Marsh", "Ellen March"]), ("No, Ellen.", ["Ellen March"])]
)
def test_an_answer_may_name_others_than_the_question_proposed(answer: str, people: list[str]) -> None:
    assert [one.name for one in after_the_end("Shall I copy Helen in?", answer).cc] == people


def test_a_blind_copy_is_asked_for_likewise() -> None:
    draft = after_the_end("Should I blind copy anybody?", "Helen.")
    assert [recipient.name for recipient in draft.bcc] == ["Helen Marsh"]
    assert not draft.cc


@WHEREVER
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Shall I copy in Helen?", "No. Helen knows already."),
        ("Shall I copy in Helen?", "No, not this time."),
        ("Shall I copy Helen in?", "No, don't."),
        ("Is there a subject?", "No."),
        ("Do you want a subject line?", "No, thanks."),
        ("Is there a heading?", "Nope."),
    ],
)
def test_a_no_fills_nothing(ask: Callable[..., Draft], question: str, answer: str) -> None:
    draft = ask(question, answer)
    assert not draft.subject
    assert not draft.cc
    assert not draft.enclosures
    assert draft.body_text == BODY


@pytest.mark.parametrize(
    "said",
    [
        "Winter storage, that's the subject.",
        "Winter storage, that's your subject.",
        "Winter storage, put that as the subject.",
        "Winter storage, call it that.",
        "Put winter storage as the subject.",
    ],
)
def test_a_subject_may_be_said_before_it_is_announced(said: str) -> None:
    draft = after_the_head(said)
    assert draft.subject.text == "Winter storage"
    assert draft.body_text == BODY


@WHEREVER
@pytest.mark.parametrize(
    "question",
    ["Anything to attach?", "Any attachments?", "Shall I attach anything?", "Do you want to attach something?"],
)
@pytest.mark.parametrize("answer", ["No.", "No, nothing.", "Nothing, thanks.", "Not this time.", "I don't think so."])
def test_an_answer_that_declines_is_no_enclosure(ask: Callable[..., Draft], question: str, answer: str) -> None:
    draft = ask(question, answer)
    assert not draft.enclosures
    assert draft.body_text == BODY


@WHEREVER
@pytest.mark.parametrize(
    "question",
    ["Anything to attach?", "Any attachments?", "Shall I attach anything?", "Do you want to attach something?"],
)
@pytest.mark.parametrize(
    "answer",
    ["Yes, the floor plan and a map.", "Yes please. The floor plan and a map.", "The floor plan and a map, please."],
)
def test_a_yes_is_no_part_of_what_is_enclosed(ask: Callable[..., Draft], question: str, answer: str) -> None:
    draft = ask(question, answer)
    assert [enclosure.text for enclosure in draft.enclosures] == ["floor plan", "map"]


@pytest.mark.parametrize("question", ["Ada lampiran?", "Ada yang mau dilampirkan?", "Lampirannya apa?"])
@pytest.mark.parametrize(
    ("answer", "enclosed"),
    [
        ("Tidak.", []),
        ("Nggak ada, makasih.", []),
        ("Ya, denah lantai.", ["denah lantai"]),
        ("Iya. Denah lantai.", ["denah lantai"]),
    ],
)
def test_answers_about_enclosures_are_understood_in_indonesian(question: str, answer: str, enclosed: list[str]) -> None:
    draft = only(
        "Email untuk Tom. Halo Tom, koma. Mesin datang hari Senin. Terima kasih, Nora. Selesai email.",
        question,
        answer,
        "Oke.",
        language="id",
    )
    assert [enclosure.text for enclosure in draft.enclosures] == enclosed


@pytest.mark.parametrize(
    "said",
    [
        "Winter storage is the subject.",
        "Winter storage will be the title.",
        "Winter storage can be your subject line.",
        "Winter storage, that's the subject.",
        "Winter storage as the heading.",
        "Let's make winter storage the subject.",
    ],
)
def test_a_subject_is_said_before_its_announcement(said: str) -> None:
    draft = after_the_head(said)
    assert draft.subject.text == "Winter storage"
    assert draft.body_text == BODY


def test_a_subject_set_off_from_its_announcement_is_kept_whole() -> None:
    assert after_the_head("What the crane is for, that's the subject.").subject.text == "What the crane is for"


@pytest.mark.parametrize(
    "said",
    [
        "Sewa dermaga itu judulnya.",
        "Sewa dermaga adalah perihalnya.",
        "Sewa dermaga sebagai subjek.",
        "Sewa dermaga jadi judulnya.",
    ],
)
def test_a_subject_is_said_before_its_announcement_in_indonesian(said: str) -> None:
    text = "Halo Tom, koma. Survei hari Senin. Terima kasih, Nora. Selesai email."
    assert only("Email untuk Tom.", said, text, language="id").subject.text == "Sewa dermaga"
