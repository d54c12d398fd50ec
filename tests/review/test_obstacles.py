from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.model.draft import Draft, DraftKind, Meeting, Paragraph, ParagraphKind, Passage, Piece, Recipient
from dictation.review import Route, obstacles, route
from tests import strategies

SAYS_YES = (Paragraph(lines=(Passage(pieces=(Piece(text="We agree.", words=(4, 5)),)),)),)
QUARRY = ("Dunmore Quarry", "7 Well Road", "Galway")
BOTH = Recipient(name="Nuala Fahy", email="nuala@dunmore.example", address=QUARRY)
ONLY_EMAIL = replace(BOTH, address=())
ONLY_POST = replace(BOTH, email="")
NEITHER = replace(BOTH, email="", address=())

EMAIL = Draft(kind=DraftKind.EMAIL, to=(BOTH,), body=SAYS_YES)
LETTER = replace(EMAIL, kind=DraftKind.LETTER)


def add_to(draft: Draft, who: Recipient) -> Draft:
    return replace(draft, to=(*draft.to, who))


def add_cc(draft: Draft, who: Recipient) -> Draft:
    return replace(draft, cc=(*draft.cc, who))


def add_bcc(draft: Draft, who: Recipient) -> Draft:
    return replace(draft, bcc=(*draft.bcc, who))


@pytest.mark.parametrize("kind", [DraftKind.EMAIL, DraftKind.LETTER, DraftKind.MEMO])
def test_nothing_stands_in_the_way_of_a_draft_with_text_and_an_address(kind: DraftKind) -> None:
    assert obstacles(replace(EMAIL, kind=kind)) == ()


@pytest.mark.parametrize("kind", [DraftKind.EMAIL, DraftKind.MEMO])
def test_what_is_no_letter_goes_by_email_however_it_was_to_travel(kind: DraftKind) -> None:
    assert route(replace(EMAIL, kind=kind, to=(ONLY_POST,), delivery="courier")) is Route.EMAIL


@pytest.mark.parametrize(
    ("letter", "way"),
    [
        (LETTER, Route.EMAIL),
        (replace(LETTER, delivery="registered post"), Route.PAPER),
        (replace(LETTER, to=(ONLY_POST,)), Route.PAPER),
        (replace(LETTER, to=(ONLY_EMAIL,), cc=(ONLY_POST,)), Route.PAPER),
    ],
)
def test_a_letter_goes_on_paper_where_it_has_to(letter: Draft, way: Route) -> None:
    assert route(letter) is way


@pytest.mark.parametrize("place", [add_to, add_cc, add_bcc])
def test_everybody_needs_to_be_reachable_and_settled(place: Callable[[Draft, Recipient], Draft]) -> None:
    doubtful = replace(BOTH, name="Nuala", heard="Miss Fay", resolved=False)
    registered = replace(LETTER, delivery="registered post")
    assert obstacles(place(EMAIL, doubtful)) == ("It is not settled who 'Miss Fay' is.",)
    assert obstacles(place(EMAIL, ONLY_POST)) == ("Nuala Fahy has no email address.",)
    assert obstacles(place(registered, ONLY_EMAIL)) == ("Nuala Fahy has no postal address.",)


def test_a_letter_to_somebody_without_any_address_cannot_go() -> None:
    assert obstacles(replace(LETTER, to=(NEITHER,))) == ("Nuala Fahy has no postal address.",)


@pytest.mark.parametrize("kind", list(DraftKind))
def test_a_draft_needs_somebody_it_is_addressed_to(kind: DraftKind) -> None:
    assert "It is addressed to nobody." in obstacles(replace(EMAIL, kind=kind, to=(), cc=(BOTH,)))


@pytest.mark.parametrize("text", ["", " ", "\n"])
@pytest.mark.parametrize("kind", list(ParagraphKind))
def test_a_draft_needs_text(text: str, kind: ParagraphKind) -> None:
    blank = (Paragraph(lines=(Passage(pieces=(Piece(text=text, words=(1,)),)),), kind=kind),)
    assert obstacles(replace(EMAIL, body=())) == ("It has no text.",)
    assert obstacles(replace(EMAIL, body=blank)) == ("It has no text.",)


def test_an_invitation_needs_a_time_and_no_text() -> None:
    invite = replace(EMAIL, kind=DraftKind.INVITE, body=())
    assert obstacles(invite) == ("It invites to a meeting, and does not say when.",)
    meeting = Meeting(start=datetime(2026, 9, 2, 14, 0, tzinfo=UTC), minutes=30)
    assert obstacles(replace(invite, meeting=meeting)) == ()


def test_somebody_who_is_named_twice_is_told_of_once() -> None:
    assert obstacles(replace(EMAIL, to=(NEITHER,), cc=(NEITHER,))) == ("Nuala Fahy has no email address.",)


@settings(max_examples=100, deadline=None)
@given(draft=strategies.drafts(), place=st.sampled_from((add_to, add_cc, add_bcc)))
def test_no_draft_with_an_unsettled_recipient_can_be_approved(
    draft: Draft, place: Callable[[Draft, Recipient], Draft]
) -> None:
    unsettled = Recipient(name="", heard="Mr Quill", resolved=False)
    assert "It is not settled who 'Mr Quill' is." in obstacles(place(draft, unsettled))
