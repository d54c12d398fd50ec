"""Speech is packed into full windows, and every word is found again where it was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dictation.transcribe.engine import SAMPLE_RATE, Stretch
from dictation.transcribe.whisper.network import TimedToken
from dictation.transcribe.whisper.windows import Window, packed
from tests.transcribe.scripted import stretch


@st.composite
def calls(draw: st.DrawFn) -> list[Stretch]:
    """Stretches of two sides that follow each other, each at most 28 seconds long."""
    found: list[Stretch] = []
    ends = [0, 0]
    for number in range(draw(st.integers(0, 20))):
        side = draw(st.integers(0, 1))
        start_ms = ends[side] + draw(st.integers(0, 5000))
        tenths = draw(st.integers(1, 280))
        found.append(stretch(number, start_ms, tenths / 10, side))
        ends[side] = found[-1].end_ms
    return found


@given(calls())
def test_every_stretch_is_in_one_window_of_its_side_and_no_window_is_too_long(call: list[Stretch]) -> None:
    windows = list(packed(iter(call)))
    for window in windows:
        assert len({each.channel for each in window.stretches}) == 1
        assert window.seconds <= 30
        assert window.sound.size == round(window.seconds * SAMPLE_RATE)
    for side in (0, 1):
        spoken = [each.start_ms for window in windows for each in window.stretches if each.channel == side]
        assert spoken == [each.start_ms for each in call if each.channel == side]


@given(calls())
def test_two_windows_of_a_side_that_follow_each_other_are_more_than_one_could_hold(call: list[Stretch]) -> None:
    for side in (0, 1):
        windows = [window for window in packed(iter(call)) if window.stretches[0].channel == side]
        for one, other in pairwise(windows):
            assert one.seconds + other.stretches[0].samples.size / SAMPLE_RATE > 30


@given(calls(), st.data())
def test_a_word_gets_the_times_at_which_it_was_said(call: list[Stretch], data: st.DataObject) -> None:
    for window in packed(iter(call)):
        tokens, said = [], []
        offset_ms = 0
        for number, each in enumerate(window.stretches):
            length_ms = each.end_ms - each.start_ms
            first = data.draw(st.integers(0, length_ms - 60))
            last = data.draw(st.integers(first + 20, length_ms))
            start, end = (offset_ms + first) / 1000, (offset_ms + last) / 1000
            tokens.append(TimedToken(text=f" word{number}", start=start, end=end, probability=0.5))
            said.append([(f"word{number}", each.start_ms + first, each.start_ms + last)])
            offset_ms += length_ms
        found = [[(word.text, word.start_ms, word.end_ms) for word in words] for words in window.places(tokens)]
        assert found == said


def test_a_token_without_a_blank_goes_on_with_the_word_before() -> None:
    window = Window(stretches=(stretch(0, 1000, 5),))
    tokens = [
        TimedToken(text=" thirty", start=0.5, end=0.9, probability=0.9),
        TimedToken(text="-five", start=0.9, end=1.2, probability=0.4),
        TimedToken(text=" ", start=1.2, end=1.3, probability=0.1),
        TimedToken(text=" crates", start=1.4, end=1.9, probability=0.8),
    ]
    (words,) = window.places(tokens)
    assert [(word.text, word.start_ms, word.end_ms, word.probability) for word in words] == [
        ("thirty-five", 1500, 2200, 0.4),
        ("crates", 2400, 2900, 0.8),
    ]


def test_a_word_that_reaches_over_a_pause_stays_on_the_side_of_its_middle() -> None:
    one, other = stretch(0, 0, 5), stretch(1, 60_000, 5)
    late = TimedToken(text=" over", start=4.8, end=5.6, probability=1.0)
    first, second = Window(stretches=(one, other)).places([late])
    assert not first
    assert [(word.start_ms, word.end_ms) for word in second] == [(60_000, 60_600)]


def test_a_window_is_given_as_soon_as_the_next_stretch_does_not_fit() -> None:
    drawn: list[Stretch] = []

    def speech() -> Iterator[Stretch]:
        for number in range(9):
            drawn.append(stretch(number, number * 10_000, 9))
            yield drawn[-1]

    next(packed(speech()))
    assert len(drawn) == 4


def test_a_stretch_that_is_to_be_heard_alone_has_a_window_of_its_own() -> None:
    first, alone, last = stretch(1, 0, 5), replace(stretch(2, 6000, 5), alone=True), stretch(3, 12_000, 5)
    windows = [[each.start_ms for each in window.stretches] for window in packed([first, alone, last])]
    assert windows == [[6000], [0, 12_000]]
