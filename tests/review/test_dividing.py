"""A draft made two, and two made one: no word is lost, and nobody gets what was meant for somebody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.errors import InputError
from dictation.model.draft import Draft, DraftKind, Flag, FlagKind, Paragraph, Passage, Piece, Recipient
from dictation.review import merge, split
from tests.strategies import drafts


def passage(text: str, place: int = 0) -> Passage:
    return Passage(pieces=(Piece(text=text, words=(place,), start_ms=1000 * place, end_ms=1000 * place + 900),))


def flag(kind: FlagKind, place: int) -> Flag:
    return Flag(kind=kind, message=f"about {place}", start_ms=1000 * place, end_ms=1000 * place + 900)


EMAIL = Draft(
    kind=DraftKind.EMAIL,
    to=(Recipient(name="Ivo Reed", email="ivo@reed.example"),),
    subject=passage("the barn", 1),
    salutation=passage("Dear Ivo,", 2),
    body=(
        Paragraph(lines=(passage("The barn is dry.", 3),)),
        Paragraph(lines=(passage("Tell Joan that the hay is cut.", 4), passage("It is good hay.", 5))),
    ),
    closing=passage("Best wishes,", 6),
    enclosures=(passage("the plan", 7),),
    flags=(flag(FlagKind.RECIPIENT, 0), flag(FlagKind.NAME, 4), flag(FlagKind.DATE, 3)),
)


def everything(*texts: Draft) -> list[Piece]:
    return [piece for draft in texts for each in (*draft.passages, *draft.enclosures) for piece in each.pieces]


def test_the_second_draft_begins_with_the_paragraph_and_is_addressed_to_nobody() -> None:
    first, second = split(EMAIL, paragraph=2)
    assert (first.body_text, second.body_text) == ("The barn is dry.", EMAIL.body[1].text)
    assert (first.to, first.subject, first.enclosures) == (EMAIL.to, EMAIL.subject, EMAIL.enclosures)
    assert (second.recipients, second.subject.text, second.enclosures) == ((), "", ())
    assert first.closing == second.closing == EMAIL.closing
    assert [each.message for each in first.flags] == ["about 0", "about 3"]
    assert [each.message for each in second.flags] == ["about 4"]


@pytest.mark.parametrize(
    ("words", "above", "below"),
    [
        ("that the hay", "The barn is dry.\n\nTell Joan", "that the hay is cut.\nIt is good hay."),
        ("It is", "The barn is dry.\n\nTell Joan that the hay is cut.", "It is good hay."),
        ("Tell", "The barn is dry.", "Tell Joan that the hay is cut.\nIt is good hay."),
    ],
)
def test_the_second_draft_begins_with_the_words(words: str, above: str, below: str) -> None:
    first, second = split(EMAIL, before=words)
    assert (first.body_text, second.body_text) == (above, below)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"paragraph": 1}, "no text"),
        ({"paragraph": 3}, "no paragraph 3"),
        ({"before": "The barn"}, "no text"),
        ({"before": "hay"}, "stands 2 times"),
        ({"before": "straw"}, "does not stand"),
        ({"before": "Dear"}, "does not stand"),
    ],
)
def test_where_there_is_nothing_to_split_it_is_told(place: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        split(EMAIL, **place)  # type: ignore[arg-type]


@given(drafts(), st.data())
def test_what_was_split_and_merged_again_is_what_it_was(draft: Draft, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(draft.body) + 1))
    try:
        first, second = split(draft, paragraph=number)
    except InputError:
        texts = [[line.text for line in each.lines] for each in draft.body]
        assert not all("".join(map("".join, part)).strip() for part in (texts[: number - 1], texts[number - 1 :]))
        return
    assert set(everything(draft)) == set(everything(first, second))
    merged = merge(first, second)
    assert (merged.body, merged.to, merged.closing) == (draft.body, draft.to, draft.closing)


def test_of_two_drafts_the_head_of_the_first_stays_and_every_enclosure() -> None:
    other = Draft(
        kind=DraftKind.LETTER,
        to=(Recipient(name="Joan"),),
        body=(Paragraph(lines=(passage("The plough is sold.", 11),)),),
        closing=passage("Yours,", 12),
        enclosures=(passage("the bill", 13),),
        flags=(flag(FlagKind.RECIPIENT, 10), flag(FlagKind.NAME, 11)),
    )
    merged = merge(EMAIL, other)
    assert merged.body == EMAIL.body + other.body
    assert (merged.kind, merged.to, merged.salutation, merged.closing) == (
        EMAIL.kind,
        EMAIL.to,
        EMAIL.salutation,
        EMAIL.closing,
    )
    assert [each.text for each in merged.enclosures] == ["the plan", "the bill"]
    assert [each.message for each in merged.flags] == ["about 0", "about 4", "about 11", "about 3"]
    assert merge(Draft(kind=DraftKind.MEMO), other).closing == other.closing
