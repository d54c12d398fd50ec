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
        ("Jane Frost at Quay Works and Paul Rule", ["Jane Frost", "Paul Rule"]),
        ("Jane Frost at Hall and Partners", ["Jane Frost"]),
        ("Jane Frost, Quay Works, Penryn", ["Jane Frost"]),
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
        ("Gareth Pike at Pike Marine Engines and Jane Frost at Quay Works", ["Gareth Pike", "Jane Frost"]),
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
