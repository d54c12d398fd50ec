"""What a person puts right in a draft is put right, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dictation.errors import InputError
from dictation.model.draft import Draft, DraftKind, Flag, FlagKind, Paragraph, Passage, Piece
from dictation.review import reword

WORDS = ("We", " would", " like", " to", " order", " to", " glass", " doors.")


def draft(*texts: str) -> Draft:
    pieces = tuple(
        Piece(text=text, words=(place,), start_ms=1000 * place, end_ms=1000 * place + 900)
        for place, text in enumerate(texts)
    )
    return Draft(kind=DraftKind.EMAIL, body=(Paragraph(lines=(Passage(pieces=pieces),)),))


def pieces(changed: Draft) -> tuple[Piece, ...]:
    return changed.body[0].lines[0].pieces


def test_a_misheard_word_is_put_right_and_the_rest_keeps_its_origin() -> None:
    changed = reword(draft(*WORDS), "to glass", "two glass")
    assert changed.body_text == "We would like to order two glass doors."
    kept = [(piece.text, piece.words) for piece in pieces(changed) if piece.rule != "edited"]
    assert [text for text, _ in kept] == ["We", " would", " like", " to", " order", " ", " doors."]
    (typed,) = [piece for piece in pieces(changed) if piece.rule == "edited"]
    assert (typed.text, typed.words, typed.start_ms, typed.end_ms) == ("two glass", (5, 6), 5000, 6900)


def test_what_was_put_right_is_no_longer_flagged_and_the_rest_is() -> None:
    def flag(start_ms: int) -> Flag:
        kind = FlagKind.UNCERTAIN_WORD
        return Flag(kind=kind, message="not heard clearly", start_ms=start_ms, end_ms=start_ms + 900)

    about_to, about_like = flag(5000), flag(2000)
    original = draft(*WORDS)
    flagged = Draft(kind=original.kind, body=original.body, flags=(about_to, about_like))
    assert reword(flagged, "to glass", "two glass").flags == (about_like,)


@pytest.mark.parametrize(("old", "told"), [("windows", "does not stand"), ("to", "stands 2 times"), ("", "not stand")])
def test_words_that_are_not_there_once_are_refused(old: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        reword(draft(*WORDS), old, "two")


@given(texts=st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=8), new=st.text(max_size=8), data=st.data())
def test_exactly_the_words_named_are_changed(texts: list[str], new: str, data: st.DataObject) -> None:
    original = draft(*texts)
    whole = original.body[0].lines[0].text
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    old = whole[start:end]
    assume(whole.find(old) == start == whole.rfind(old))
    changed = reword(original, old, new)
    assert changed.body[0].lines[0].text == whole[:start] + new + whole[end:]
    untouched = [piece for piece in pieces(changed) if piece.rule != "edited"]
    assert {word for piece in pieces(changed) for word in piece.words} == set(range(len(texts)))
    assert all(piece.text in texts[piece.words[0]] for piece in untouched)
