"""Messages that wait for somebody's call, meetings put into a calendar, and what is told of a letter at its end."""

from __future__ import annotations

import pytest

from dictation.model.draft import DraftKind
from tests.compose.calls import compose
from tests.compose.drafts import names, only, paragraphs

TEXT = "The mast is in the long shed. End of message."


@pytest.mark.parametrize(
    "opening",
    [
        "When Gareth rings, just give him this.",
        "If Gareth calls back while I'm out, here's what you tell him.",
        "And next time Gareth phones, because he will, pass this on.",
        "As soon as Gareth comes in, let him know.",
        "When Gareth phones, and he will, there's a message for him.",
        "When Gareth rings about his engine, can you pass this on for me?",
    ],
)
def test_a_message_waits_for_a_call(opening: str) -> None:
    draft = only(opening, TEXT)
    assert (draft.kind, names(draft)) == (DraftKind.MEMO, ["Gareth Pike"])
    assert paragraphs(draft) == ["The mast is in the long shed."]


@pytest.mark.parametrize(
    "opening",
    [
        "Kalau Gareth telepon lagi, tolong bilang begini.",
        "Nanti begitu Gareth datang, sampaikan ini.",
        "Jika Gareth menelepon, kasih tahu.",
    ],
)
def test_a_message_waits_for_a_call_in_indonesian(opening: str) -> None:
    draft = only(opening, "Tiangnya ada di gudang panjang. Selesai pesannya.", language="id")
    assert (draft.kind, names(draft)) == (DraftKind.MEMO, ["Gareth Pike"])
    assert paragraphs(draft) == ["Tiangnya ada di gudang panjang."]


@pytest.mark.parametrize(
    "opening",
    [
        "Get Gareth Pike and Helen Marsh on the calendar for Friday at ten.",
        "Put Gareth Pike and Helen Marsh in the diary for Friday at ten.",
        "Put something in the diary for Gareth Pike and Helen Marsh, Friday at ten.",
        "Can you pencil Gareth Pike and Helen Marsh in on our calendar for Friday at ten.",
    ],
)
def test_two_people_are_put_into_the_calendar(opening: str) -> None:
    draft = only(opening, "Subject, winter storage. That's it for the invite.")
    assert (draft.kind, names(draft)) == (DraftKind.INVITE, ["Gareth Pike", "Helen Marsh"])


@pytest.mark.parametrize(
    "order",
    ["Attach the survey.", "Enclose the survey.", "Put the survey in the envelope.", "Stick the survey in with that."],
)
def test_what_to_enclose_may_be_told_before_the_close(order: str) -> None:
    draft = only(
        f"A letter to Helen Marsh. Dear Helen, comma. The hull is sound. {order} Yours sincerely, Nora Ferris."
    )
    assert paragraphs(draft) == ["The hull is sound."]
    assert [enclosure.text for enclosure in draft.enclosures] == ["survey"]


def test_what_others_are_asked_to_enclose_is_text() -> None:
    call = compose("A letter to Helen Marsh. Dear Helen, comma. Please enclose the form. Yours sincerely, Nora Ferris.")
    (draft,) = call.drafts
    assert paragraphs(draft) == ["Please enclose the form."]


@pytest.mark.parametrize("verb", ["replace the mast with a new one", "delete the entry for May", "add a second coat"])
def test_a_verb_in_a_sentence_changes_nothing(verb: str) -> None:
    draft = only(f"An email to Tom. Hi Tom, comma. The yard is open again. We can {verb}. Thanks, Nora. End of email.")
    assert paragraphs(draft) == [f"The yard is open again. We can {verb}."]
