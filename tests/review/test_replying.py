"""Drafts that answer a message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dictation.model.draft import Answered, Flag, FlagKind, Passage, Piece, Recipient
from dictation.model.people import Contact
from dictation.model.received import Received
from dictation.review import reply
from tests.review.test_obstacles import BOTH, EMAIL

MARGIN = Recipient(name="M. Fahy (office)", email="NUALA@dunmore.example")
RECEIVED = Received(
    subject="Stone for the pier", answer_to=(MARGIN,), thread=Answered(message_id="<7@dunmore.example>")
)
BOOK = (
    Contact(name=BOTH.name, email=BOTH.email, address=BOTH.address),
    Contact(name="Somebody else", email="else@dunmore.example"),
)


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("Stone for the pier", "Re: Stone for the pier"),
        ("RE: Stone", "Re: Stone"),
        ("Re:re: Stone", "Re: Stone"),
        ("Fire: a stone fell", "Re: Fire: a stone fell"),
        ("Reinforced concrete", "Re: Reinforced concrete"),
        ("", ""),
    ],
)
def test_an_answer_bears_the_subject_where_none_was_dictated(subject: str, told: str) -> None:
    assert reply(EMAIL, replace(RECEIVED, subject=subject), BOOK).subject.text == told


def test_what_was_dictated_stays() -> None:
    dictated = replace(EMAIL, subject=Passage(pieces=(Piece(text="The pier", words=(1, 2)),)))
    answered = reply(dictated, RECEIVED, BOOK)
    assert answered == replace(dictated, answers=RECEIVED.thread)


def test_it_goes_to_the_sender_as_the_address_book_has_them_where_nobody_is_named() -> None:
    flagged = replace(EMAIL, to=(), flags=(Flag(kind=FlagKind.RECIPIENT, message="to nobody"),))
    answered = reply(flagged, RECEIVED, BOOK)
    assert (answered.to, answered.flags) == ((BOTH,), ())
    assert reply(flagged, RECEIVED, ()).to == (MARGIN,)
    with_copy = reply(replace(flagged, cc=(BOTH,)), RECEIVED, ())
    assert (with_copy.to, with_copy.cc) == ((MARGIN,), (BOTH,))
