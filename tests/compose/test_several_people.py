"""The same text to several people, and several people of whom the address book has none."""

from __future__ import annotations

import pytest

from dictation.model.draft import FlagKind
from tests.compose.calls import compose
from tests.compose.drafts import flagged, names, only

TEXT = "We are closed on Friday. The yard opens again on Monday. Regards, Nora. End of email."
BODY = "We are closed on Friday. The yard opens again on Monday."


@pytest.mark.parametrize("each", ["separately", "individually", "each his own", "one each"])
def test_each_of_several_people_is_greeted_by_his_own_name(each: str) -> None:
    drafts = compose(
        f"An email to Gareth Pike and Helen Marsh, {each}. Dear Gareth and dear Helen, comma. {TEXT}"
    ).drafts
    assert [names(draft) for draft in drafts] == [["Gareth Pike"], ["Helen Marsh"]]
    assert [draft.salutation.text for draft in drafts] == ["Dear Gareth,", "Dear Helen,"]
    assert [draft.body_text for draft in drafts] == [BODY, BODY]
    assert [draft.closing.text for draft in drafts] == ["Regards,", "Regards,"]


def test_several_people_who_are_greeted_together_get_one_and_the_same() -> None:
    draft = only(f"An email to Gareth Pike and Helen Marsh. Dear both, comma. {TEXT}")
    assert names(draft) == ["Gareth Pike", "Helen Marsh"]
    assert draft.salutation.text == "Dear both,"


@pytest.mark.parametrize(
    ("addressed", "people"),
    [
        ("Jane Frost and Paul Frost", ["Jane Frost", "Paul Frost"]),
        ("Jane Frost and Paul Rule at the mill", ["Jane Frost", "Paul Rule"]),
        ("Mrs Jane Frost and Mr Paul Frost", ["Jane Frost", "Paul Frost"]),
        ("Jane Frost and Paul Frost and Mary Bell", ["Jane Frost", "Paul Frost", "Mary Bell"]),
        ("Jane Frost, Paul Frost and Mary Bell", ["Jane Frost", "Paul Frost", "Mary Bell"]),
        ("Jane Frost, Paul Frost, and Mary Bell", ["Jane Frost", "Paul Frost", "Mary Bell"]),
        ("Jane Frost at Bell Works and Paul Rule", ["Jane Frost", "Paul Rule"]),
        ("Jane Frost at Hall and Partners", ["Jane Frost"]),
        ("Jane Frost, Bell Works, Penryn", ["Jane Frost"]),
    ],
)
def test_several_people_who_are_not_in_the_book_are_each_named_and_flagged(addressed: str, people: list[str]) -> None:
    draft = only(f"A letter to {addressed}. Dear all, comma. {TEXT}")
    assert names(draft) == people
    assert not any(recipient.resolved for recipient in draft.to)
    assert len(flagged(draft, FlagKind.RECIPIENT)) == len(people)


@pytest.mark.parametrize(
    ("addressed", "people"),
    [
        ("Gareth Pike and Jane Frost", ["Gareth Pike", "Jane Frost"]),
        ("Jane Frost and Gareth Pike", ["Jane Frost", "Gareth Pike"]),
        ("Gareth Pike, Jane Frost and Helen Marsh", ["Gareth Pike", "Jane Frost", "Helen Marsh"]),
        ("Gareth Pike, Helen Marsh and Jane Frost", ["Gareth Pike", "Helen Marsh", "Jane Frost"]),
        ("Gareth Pike as well as Jane Frost", ["Gareth Pike", "Jane Frost"]),
        ("Gareth Pike and also Jane Frost", ["Gareth Pike", "Jane Frost"]),
        ("Gareth Pike and, um, Jane Frost", ["Gareth Pike", "Jane Frost"]),
        ("Gareth Pike and to Jane Frost", ["Gareth Pike", "Jane Frost"]),
        ("Gareth Pike at Pike Marine Engines and Jane Frost at Bell Works", ["Gareth Pike", "Jane Frost"]),
    ],
)
def test_somebody_beside_a_contact_who_is_not_in_the_book_is_named_and_flagged(
    addressed: str, people: list[str]
) -> None:
    draft = only(f"An email to {addressed}. Dear all, comma. {TEXT}")
    assert names(draft) == people
    assert [flag.words for flag in flagged(draft, FlagKind.RECIPIENT)] == ["Jane Frost"]


@pytest.mark.parametrize(
    "more",
    ["of Pike and Sons", "at Hall and Partners", "about the Fastnet and the Regatta", "for Monday and Tuesday"],
)
def test_what_is_no_person_beside_a_contact_is_no_recipient(more: str) -> None:
    draft = only(f"An email to Gareth Pike {more}. Dear Gareth, comma. {TEXT}")
    assert names(draft) == ["Gareth Pike"]
    assert not flagged(draft, FlagKind.RECIPIENT)


def test_as_well_as_joins_contacts() -> None:
    assert names(only(f"An email to Gareth Pike as well as Helen Marsh. Dear both, comma. {TEXT}")) == [
        "Gareth Pike",
        "Helen Marsh",
    ]


TWO, THREE = ["Gareth Pike", "Helen Marsh"], ["Gareth Pike", "Helen Marsh", "Ellen March"]


@pytest.mark.parametrize(
    ("said", "people", "greeted"),
    [
        ("separately. Dear Gareth, dear Helen, comma.", TWO, ["Dear Gareth,", "Dear Helen,"]),
        ("separately. Dear Gareth for his, dear Helen for hers.", TWO, ["Dear Gareth,", "Dear Helen,"]),
        ("separately. Dear Gareth to him and dear Helen to her.", TWO, ["Dear Gareth,", "Dear Helen,"]),
        ("separately. Hello Gareth. Hello Helen.", TWO, ["Hello Gareth,", "Hello Helen,"]),
        ("separately. Dear Gareth, or dear Helen, comma.", TWO, ["Dear Gareth,", "Dear Helen,"]),
        ("one each, please. Dear Gareth, and dear Helen.", TWO, ["Dear Gareth,", "Dear Helen,"]),
        ("separately. Dear Gareth and Helen, comma.", TWO, ["Dear Gareth,", "Dear Helen,"]),
        ("separately. Dear Mr Pike and Ms Marsh, comma.", TWO, ["Dear Mr Pike,", "Dear Ms Marsh,"]),
        ("separately. Good morning Gareth and Helen, comma.", TWO, ["Good morning Gareth,", "Good morning Helen,"]),
        ("separately. Dear both, comma.", TWO, ["Dear both,", "Dear both,"]),
        ("one each. Dear Gareth, dear Helen, dear Ellen.", THREE, ["Dear Gareth,", "Dear Helen,", "Dear Ellen,"]),
        ("one each. Dear Gareth, dear Helen and dear Ellen.", THREE, ["Dear Gareth,", "Dear Helen,", "Dear Ellen,"]),
        ("one each. Dear Gareth and dear Helen and dear Ellen.", THREE, ["Dear Gareth,", "Dear Helen,", "Dear Ellen,"]),
        ("one each. Dear Gareth, Helen and Ellen, comma.", THREE, ["Dear Gareth,", "Dear Helen,", "Dear Ellen,"]),
    ],
)
def test_nobody_is_lost_who_is_to_be_greeted_by_his_own_name(said: str, people: list[str], greeted: list[str]) -> None:
    addressed = f"{', '.join(people[:-1])} and {people[-1]}"
    drafts = compose(f"An email to {addressed}, {said} {TEXT}").drafts
    assert [names(draft) for draft in drafts] == [[person] for person in people]
    assert [draft.salutation.text for draft in drafts] == greeted
    assert [draft.body_text for draft in drafts] == [BODY] * len(people)
    assert not any(flagged(draft, FlagKind.RECIPIENT) for draft in drafts)


@pytest.mark.parametrize("greeted", ["Dear Jane, dear Paul, comma.", "Dear Jane and Paul, comma."])
def test_people_who_are_not_in_the_book_are_greeted_by_their_own_names_too(greeted: str) -> None:
    drafts = compose(f"An email to Jane Frost and Paul Rule, separately. {greeted} {TEXT}").drafts
    assert [draft.salutation.text for draft in drafts] == ["Dear Jane,", "Dear Paul,"]
    assert [[flag.words for flag in flagged(draft, FlagKind.RECIPIENT)] for draft in drafts] == [
        ["Jane Frost"],
        ["Paul Rule"],
    ]


def test_of_several_who_are_greeted_by_name_one_who_is_not_is_flagged() -> None:
    *_, last = compose(
        f"An email to Gareth Pike, Helen Marsh and Ellen March, separately. Dear Gareth, dear Helen, comma. {TEXT}"
    ).drafts
    assert names(last) == ["Ellen March"]
    assert not last.salutation
    assert len(flagged(last, FlagKind.RECIPIENT)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Gareth Pike. Dear Gareth. No, dear Helen, comma.",
        "Gareth Pike. Dear Gareth, dear Helen, comma.",
        "Gareth Pike, no, Helen Marsh. Dear Gareth, no, dear Helen, comma.",
        "Gareth Pike, no, sorry, to Helen Marsh. Dear Helen, comma.",
    ],
)
def test_somebody_who_was_named_by_mistake_gets_nothing(said: str) -> None:
    draft = only(f"An email to {said} {TEXT}")
    assert names(draft) == ["Helen Marsh"]
    assert draft.salutation.text == "Dear Helen,"
    assert draft.body_text == BODY


@pytest.mark.parametrize("text", ["Helen and Ellen are coming.", "Helen, Ellen and I will come."])
def test_a_text_that_begins_with_names_is_none_of_the_salutation(text: str) -> None:
    draft = only(f"An email to Gareth Pike. Dear Gareth, {text} {TEXT}")
    assert draft.salutation.text == "Dear Gareth,"
    assert draft.body_text == f"{text} {BODY}"


@pytest.mark.parametrize(
    "addressed",
    [
        "Gareth Pike, no, sorry, to Jane Frost",
        "Gareth Pike, no, Jane Frost",
        "Gareth Pike at Pike Marine Engines, sorry, Jane Frost",
        "Paul Rule, no, wait, Jane Frost",
    ],
)
def test_somebody_who_is_not_in_the_book_takes_the_place_of_one_named_by_mistake(addressed: str) -> None:
    draft = only(f"An email to {addressed}. Dear Jane, comma. {TEXT}")
    assert names(draft) == ["Jane Frost"]
    assert len(flagged(draft, FlagKind.RECIPIENT)) == 1


def test_what_is_not_wanted_takes_nobody_back() -> None:
    draft = only(f"An email to Gareth Pike, no need to copy Helen Marsh. Dear Gareth, comma. {TEXT}")
    assert "Gareth Pike" in names(draft)


def test_a_weekday_is_nobody() -> None:
    call = compose("I must answer, she wrote on Saturday.", "Reply to Helen Marsh. Dear Helen, comma.", TEXT)
    assert [names(draft) for draft in call.drafts] == [["Helen Marsh"]]


def test_a_title_alone_is_nobody() -> None:
    call = compose("A letter to one new client. Dear Madam, comma.", TEXT)
    assert [names(draft) for draft in call.drafts] == [[]]


@pytest.mark.parametrize("asked", ["Who's it to?", "Who is that to?", "And who does it go to?"])
def test_a_name_that_answers_is_whole(asked: str) -> None:
    (draft,) = compose("I want to do a letter.", asked, "Moira Kirkbride.", f"Dear Ms Kirkbride, comma. {TEXT}").drafts
    assert names(draft) == ["Moira Kirkbride"]


def test_who_gets_a_blind_copy_gets_no_open_one() -> None:
    call = compose(
        f"An email to Tom. Hi Tom, comma. {TEXT}", "And copy Helen Marsh. Or rather, a blind copy to Helen Marsh."
    )
    (draft,) = call.drafts
    assert [one.name for one in draft.bcc] == ["Helen Marsh"]
    assert draft.cc == ()
