from __future__ import annotations

import numpy as np
import pytest

from dictation.record import Device, Input
from dictation.record.sides import LossWatch, Sides


def one(name: str, *, rate: int = 16_000) -> Input:
    device = Device(index=0, name=name, host_api="ALSA", channels=1, sample_rate=rate, default=False)
    return Input(device=device, channels=1)


def sound(samples: int, value: int) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    return np.full((samples, 1), value, np.int16)


def test_a_side_that_stops_becomes_silent_and_is_told_once_and_the_other_goes_on() -> None:
    sides = Sides((one("telephone"), one("microphone")))
    told = [*sides.add(0, sound(1600, 5), 0.0), *sides.add(1, sound(1600, 7), 0.0)]
    assert (sides.take() == [5, 7]).all()
    for n in range(1, 50):
        told += sides.add(0, sound(1600, 5), n / 10)
    taken = sides.take()
    assert len(taken) > 4 * 16_000
    assert (taken == [5, 0]).all()
    assert ["microphone" in event.text and event.loud for event in told] == [True]
    for n in range(50, 100):
        told += [*sides.add(1, sound(1600, 7), n / 10), *sides.add(0, sound(1600, 5), n / 10)]
    assert (sides.take()[-16_000:] == [5, 7]).all()
    assert len(told) == 1


def test_after_a_standstill_both_sides_are_whole_whichever_comes_first() -> None:
    sides = Sides((one("telephone"), one("microphone")))
    told = [*sides.add(0, sound(1600, 5), 0.0), *sides.add(1, sound(1600, 7), 0.0)]
    told += [event for _ in range(50) for event in sides.add(0, sound(1600, 5), 5.0)]
    told += [event for _ in range(50) for event in sides.add(1, sound(1600, 7), 5.1)]
    assert not told
    assert len(taken := sides.take()) == 51 * 1600
    assert (taken == [5, 7]).all()


def test_sides_that_begin_at_different_moments_are_put_side_by_side_by_what_came_last() -> None:
    sides = Sides((one("telephone"), one("microphone")))
    assert not list(sides.add(0, sound(3000, 1), 0.0))
    assert not list(sides.add(0, sound(1000, 2), 0.1))
    assert not list(sides.add(1, sound(1000, 9), 0.1))
    assert (sides.take() == [2, 9]).all()


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000, 96_000])
def test_devices_of_any_rate_become_one_rate(rate: int) -> None:
    sides = Sides((one("microphone", rate=rate),))
    for _ in range(100):
        list(sides.add(0, sound(rate // 20, 1000), 0.0))
    assert len(taken := sides.take()) == pytest.approx(5 * 16_000, abs=100)
    assert (taken[8000:-8000] == 1000).all()


def test_lost_sound_is_told_with_its_length_and_uneven_arrival_is_not() -> None:
    """Blocks of a quarter of a second come in pairs, as PulseAudio gives them; then three seconds are missing."""
    watch = LossWatch(one("microphone"))
    arrivals = [(4000, 100 + 0.5 * (n // 2)) for n in range(20)]
    arrivals += [(4000, 108 + 0.5 * (n // 2)) for n in range(20)]
    told = [event for samples, at in arrivals for event in watch.arrive(samples, at, overflow=False)]
    assert ["3.0 seconds" in event.text and event.loud for event in told] == [True]
    assert watch.lost_ms == 3000


@pytest.mark.parametrize("blocks_before", range(1, 20))
def test_sound_that_comes_late_is_not_lost(blocks_before: int) -> None:
    """The program stands still for four seconds at any moment, and is then given all of it."""
    watch = LossWatch(one("microphone"))
    moments = [n / 4 for n in range(60)]
    stop = moments[blocks_before]
    arrivals = [max(at, stop + 4) if at >= stop else at for at in moments]
    assert not [event for at in arrivals for event in watch.arrive(4000, at, overflow=False)]
    assert watch.lost_ms == 0


def test_what_portaudio_says_it_lost_is_told_not_oftener_than_every_two_seconds() -> None:
    watch = LossWatch(one("microphone"))
    told = [event for n in range(12) for event in watch.arrive(4000, 100 + n / 4, overflow=n in {2, 3, 5})]
    assert [("3 times" in event.text, event.loud) for event in told] == [(True, True)]
