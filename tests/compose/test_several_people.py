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
    ],
)
def test_several_people_who_are_not_in_the_book_are_each_named_and_flagged(addressed: str, people: list[str]) -> None:
    draft = only(f"A letter to {addressed}. Dear all, comma. {TEXT}")
    assert names(draft) == people
    assert not any(recipient.resolved for recipient in draft.to)
    assert len(flagged(draft, FlagKind.RECIPIENT)) == len(people)
