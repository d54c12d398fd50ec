"""Times of words that can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dictation.model.transcript import MarkKind, Word
from dictation.transcribe.timing import in_order
from tests.transcribe.scripted import stretch

STRETCH = stretch(1, 10_000, 8)


def words(*times: tuple[int, int]) -> list[Word]:
    return [Word(text=f"w{n}", start_ms=a, end_ms=b) for n, (a, b) in enumerate(times)]


def times(given_: list[Word]) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for word in in_order(given_, STRETCH)[0]]


@given(st.lists(st.tuples(st.integers(8000, 20_000), st.integers(8000, 20_000)), max_size=30))
def test_words_keep_their_order_and_stay_in_their_stretch(pairs: list[tuple[int, int]]) -> None:
    found, marks = in_order(words(*pairs), STRETCH)
    assert [word.text for word in found] == [f"w{n}" for n in range(len(pairs))]
    before = STRETCH.start_ms
    for word in found:
        assert before <= word.start_ms <= word.end_ms <= STRETCH.end_ms
        before = word.start_ms
    for mark in marks:
        assert STRETCH.start_ms <= mark.start_ms <= mark.end_ms <= STRETCH.end_ms


def test_times_that_can_be_stay_as_they_are_and_are_not_marked() -> None:
    good = words((10_000, 10_300), (10_300, 10_900), (11_500, 11_600), (17_000, 18_000))
    found, marks = in_order(good, STRETCH)
    assert list(found) == good
    assert not marks


def test_a_word_without_length_gets_some_and_the_next_keeps_its_own() -> None:
    assert times(words((10_000, 10_400), (10_600, 10_600), (11_000, 11_400))) == [
        (10_000, 10_400),
        (10_600, 10_850),
        (11_000, 11_400),
    ]


def test_words_piled_up_at_the_end_are_laid_one_behind_the_other() -> None:
    piled = words((17_000, 17_900), (18_000, 18_000), (18_000, 18_000), (18_000, 18_000))
    found, marks = in_order(piled, STRETCH)
    assert all(word.end_ms > word.start_ms for word in found)
    assert found[-1].end_ms == 18_000
    assert [mark.kind for mark in marks] == [MarkKind.TIMES]


def test_a_word_that_runs_backward_is_put_behind_the_one_before_and_marked() -> None:
    found, marks = in_order(words((12_000, 12_500), (10_200, 10_600), (13_000, 13_400)), STRETCH)
    assert [word.start_ms for word in found] == [12_000, 12_000, 13_000]
    assert [mark.kind for mark in marks] == [MarkKind.TIMES]
