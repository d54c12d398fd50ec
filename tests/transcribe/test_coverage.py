"""Where somebody speaks there are words, or it is told that there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hypothesis import given
from hypothesis import strategies as st

from dictation.model.transcript import MarkKind, Word
from dictation.transcribe.coverage import covered
from dictation.transcribe.engine import Heard, Stretch
from tests.transcribe.scripted import stretch


class Ear:
    """Hears of each stretch the words that were said in it, the first time without those it skips."""

    def __init__(self, said: Iterable[Word], *, skips: Iterable[str] = (), never: Iterable[str] = ()) -> None:
        self.said = list(said)
        self.skips = set(skips)
        self.never = set(never)
        self.asked: list[tuple[int, int]] = []

    def __call__(self, stretches: Iterable[Stretch]) -> Iterator[Heard]:
        first = not self.asked
        for each in stretches:
            self.asked.append((each.start_ms, each.end_ms))
            missed = self.never | (self.skips if first else set())
            words = [
                word
                for word in self.said
                if word.start_ms >= each.start_ms and word.end_ms <= each.end_ms and word.text not in missed
            ]
            yield Heard(stretch=each, words=tuple(words), language="en")


def word(text: str, start_ms: int, end_ms: int | None = None) -> Word:
    return Word(text=text, start_ms=start_ms, end_ms=end_ms or start_ms + 400)


SAID = [word(f"w{n}", 10_000 + n * 500) for n in range(40)]
LATER = {f"w{n}" for n in range(20, 40)}


def test_what_has_words_is_heard_once() -> None:
    ear = Ear(SAID)
    (heard,) = covered(ear, [stretch(1, 10_000, 20)])
    assert list(heard.words) == SAID
    assert not heard.marks
    assert len(ear.asked) == 1


def test_speech_without_words_is_heard_again_alone_and_marked() -> None:
    ear = Ear(SAID, skips=LATER)
    (heard,) = covered(ear, [stretch(1, 10_000, 20)])
    assert list(heard.words) == SAID
    (mark,) = heard.marks
    assert mark.kind is MarkKind.RETRIED
    assert 19_500 <= mark.start_ms <= 20_500
    assert mark.end_ms == 30_000
    assert ear.asked[1][0] >= 19_000


def test_speech_that_stays_without_words_is_listed() -> None:
    (heard,) = covered(Ear(SAID, never=LATER), [stretch(1, 10_000, 20)])
    assert list(heard.words) == SAID[:20]
    (mark,) = heard.marks
    assert mark.kind is MarkKind.UNHEARD
    assert mark.end_ms - mark.start_ms > 9000


def test_a_stretch_without_any_word_is_listed_even_if_it_is_short() -> None:
    heard = {each.stretch.start_ms: each for each in covered(Ear([]), [stretch(1, 0, 0.5), stretch(2, 5000, 0.2)])}
    assert [mark.kind for mark in heard[0].marks] == [MarkKind.UNHEARD]
    assert not heard[5000].marks


def test_a_word_drawn_out_over_what_was_skipped_does_not_hide_it() -> None:
    said = [word("Thanks", 10_000, 19_800), *SAID[20:]]
    (heard,) = covered(Ear(said), [stretch(1, 10_000, 20)])
    assert [mark.kind for mark in heard.marks] == [MarkKind.UNHEARD]


def test_a_long_figure_takes_its_time() -> None:
    said = [word("Pay", 10_000), word("1,234,567.89", 10_500, 15_500), word("today", 15_600)]
    (heard,) = covered(Ear(said), [stretch(1, 10_000, 6)])
    assert not heard.marks


@given(st.sets(st.integers(0, 39)), st.sets(st.integers(0, 39)))
def test_every_second_of_speech_has_words_near_it_or_is_listed(skipped: set[int], lost: set[int]) -> None:
    ear = Ear(SAID, skips={f"w{n}" for n in skipped}, never={f"w{n}" for n in lost})
    (heard,) = covered(ear, [stretch(1, 10_000, 20)])
    told = [(each.start_ms, each.end_ms) for each in heard.words]
    told += [(mark.start_ms, mark.end_ms) for mark in heard.marks if mark.kind is MarkKind.UNHEARD]
    for second in range(10_000, 30_000, 100):
        assert any(start - 1300 <= second <= end + 1300 for start, end in told)
