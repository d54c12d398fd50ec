"""Where a draft is to be heard in its call, and which words are shown as doubtful."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from dictation.model.draft import Draft, Flag, FlagKind
from dictation.review import flag_clips, mark_doubtful, sentences
from tests.review.test_text_form import LETTER, heard
from tests.strategies import drafts


def test_sentences_are_those_of_the_draft_with_the_time_of_their_words() -> None:
    draft = replace(LETTER, body=(replace(LETTER.body[0], lines=(heard("The loom? It works. Or not.", 30),)),))
    assert [(each.text, each.start_ms, each.end_ms) for each in sentences(draft)] == [
        ("the blankets", 10_000, 11_900),
        ("Dear Runa,", 20_000, 21_900),
        ("The loom?", 30_000, 31_900),
        ("It works.", 32_000, 33_900),
        ("Or not.", 34_000, 35_900),
        ("Kind regards,", 60_000, 61_900),
    ]


def test_a_flag_is_heard_where_it_is_about_and_keeps_its_number() -> None:
    nowhere = Flag(kind=FlagKind.MISSING, message="there is no subject")
    clips = flag_clips(replace(LETTER, flags=(nowhere, *LETTER.flags)))
    assert clips[0] is None
    assert [(each.text, each.start_ms, each.end_ms) for each in clips if each] == [
        ("Mr Berg", 0, 900),
        ("forty", 32_000, 32_900),
        ("May", 35_000, 35_900),
    ]


def test_doubtful_words_stand_between_marks() -> None:
    assert mark_doubtful(LETTER).body[0].text == "We need ‹forty› blankets by ‹May.›"


@given(drafts())
def test_marks_are_all_that_is_added(draft: Draft) -> None:
    plain = [each.text.replace("‹", "").replace("›", "") for each in draft.passages]
    assert [each.text.replace("‹", "").replace("›", "") for each in mark_doubtful(draft).passages] == plain
