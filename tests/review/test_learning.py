"""What a correction teaches, and what is made of it in the next call."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.model.draft import Draft, DraftKind, FlagKind, Paragraph, Passage, Piece
from dictation.model.lexicon import Term
from dictation.review import learned, put_right

COMMON = frozenset(
    "the a to and with please send on for of we will meet her him it is there two too week tuesday thursday march "
    "may boat boats sail copy letter thank you sea see order glass".split()
)


def is_common(word: str) -> bool:
    return word.strip(".,:;!?") in COMMON


def draft(*lines: str, subject: str = "") -> Draft:
    """A draft in which every word is a piece with a time of its own."""
    paragraphs = tuple(Paragraph(lines=(said(line),)) for line in lines)
    return Draft(kind=DraftKind.EMAIL, subject=said(subject), body=paragraphs)


def said(text: str) -> Passage:
    words = [f"{' ' if place else ''}{word}" for place, word in enumerate(text.split())]
    return Passage(
        pieces=tuple(
            Piece(text=word, words=(place,), start_ms=1000 * place, end_ms=1000 * place + 900)
            for place, word in enumerate(words)
        )
    )


@pytest.mark.parametrize(
    ("before", "after", "written", "heard"),
    [
        ("Please send it to Pederson.", "Please send it to Pedersen.", "Pedersen", "Pederson"),
        ("We will meet day wee on Tuesday.", "We will meet Dewi on Tuesday.", "Dewi", "day wee"),
        ("the boat is a gaff ketch", "the boat is a GafKetch", "GafKetch", "gaff ketch"),
        ("thank you for the jib furla", "thank you for the jib furler", "furler", "furla"),
        ("We will meet at Mouse Hole.", "We will meet at Mousehole.", "Mousehole", "Mouse Hole"),
    ],
)
def test_a_name_or_a_rare_word_that_was_misheard_is_learned(before: str, after: str, written: str, heard: str) -> None:
    assert learned(draft(before), draft(after), is_common=is_common) == (Term(written=written, heard=heard),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We will meet on Tuesday.", "We will meet on Thursday."),  # a change of mind
        ("Please send two.", "Please send too."),
        ("Please send it to Rowe.", "Please send it to Marchetti."),  # another person
        ("Order 12 for her.", "Order 20 for her."),
        ("There is a boat.", "The boat is there."),
        ("We will see her.", "We will see her. Thank you for the glass, Ingrid."),  # added, not put right
        ("Please send it to Pederson.", "Please send it."),
        ("please send it", "Please send it"),
        ("We meet Ida Berglund of Tjuvholmen Sail.", "We meet Ina Bergland of Tuvholmen Sails on the quay of Oslo."),
    ],
)
def test_a_change_of_mind_teaches_nothing(before: str, after: str) -> None:
    terms = learned(draft(before), draft(after), is_common=is_common)
    assert all(len(term.written.split()) <= 4 for term in terms)
    assert not [term for term in terms if term.written.split()[0] not in {"Ina", "Tuvholmen"}]


def test_a_change_does_not_reach_over_two_texts() -> None:
    before, after = draft("Pederson will sail", subject="Boat"), draft("Pedersen will sail", subject="Letter")
    assert learned(before, after, is_common=is_common) == (Term(written="Pedersen", heard="Pederson"),)


def test_what_was_put_right_is_written_so_the_next_time_flagged_and_knows_when_it_was_said() -> None:
    terms = (Term(written="Pedersen", heard="Pederson"), Term(written="Dewi", heard="day wee"))
    called = draft("Please send it to Pederson, and meet Day Wee.", subject="Pederson’s boat")
    right = put_right(called, terms, is_common=is_common)
    assert right.body_text == "Please send it to Pedersen, and meet Dewi."
    assert right.subject.text == "Pedersen’s boat"
    flags = [(flag.kind, flag.words, flag.start_ms, flag.end_ms) for flag in right.flags]
    assert sorted(flags[:2], key=lambda flag: flag[2] or 0) == [
        (FlagKind.NAME, "Pederson", 0, 900),
        (FlagKind.NAME, "Pederson", 4000, 4900),
    ]
    assert flags[2] == (FlagKind.NAME, "Day Wee", 7000, 8900)
    (piece,) = [piece for line in right.body[0].lines for piece in line.pieces if "Dewi" in piece.text]
    assert (piece.words, piece.rule) == ((7, 8), "lexicon")


def test_common_words_mean_themselves_and_parts_of_words_stay() -> None:
    terms = (Term(written="Cee", heard="sea"), Term(written="Bote", heard="boat"), Term(written="Ant", heard="ann"))
    called = draft("The boat is annual, and we see the sea.")
    assert put_right(called, terms, is_common=is_common) is called


def test_what_is_written_right_already_is_not_flagged() -> None:
    called = draft("Send it to Mousehole.")
    assert put_right(called, (Term(written="Mousehole", heard="mousehole"),), is_common=is_common) is called


@given(
    words=st.lists(st.sampled_from(["pederson", "Pederson,", "boat", "“Pederson”", "the", "pedersons"]), max_size=8),
)
def test_every_other_character_stays_where_it_came_from(words: list[str]) -> None:
    called = draft(" ".join(words))
    right = put_right(called, (Term(written="Pedersen", heard="pederson"),), is_common=is_common)
    expected = (
        " ".join(words)
        .replace("Pederson", "Pedersen")
        .replace("pederson", "Pedersen")
        .replace("Pedersens", "pedersons")
    )
    assert right.body_text == expected
    kept = [piece for piece in right.body[0].lines[0].pieces if piece.rule != "lexicon"]
    assert all(
        piece.text in old.text for piece in kept for old in called.body[0].lines[0].pieces if piece.words == old.words
    )
