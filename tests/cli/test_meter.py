from __future__ import annotations

import pytest

from dictation.cli.meter import meter_line


@pytest.mark.parametrize("columns", [20, 40, 60, 79, 100, 300])
@pytest.mark.parametrize("paused", [False, True])
def test_the_meter_never_needs_more_than_a_line(columns: int, paused: bool) -> None:
    line = meter_line(6_125_000, {"client": -12.0, "secretary": -90.0}, paused, columns)
    assert len(line) <= columns
    assert line.isascii()
    assert line.startswith("paused 102:05" if paused else "REC 102:05")


def test_the_meter_says_in_words_what_its_bars_show() -> None:
    line = meter_line(5_000, {"client": -30.0, "secretary": -90.0}, False, 100)
    client, secretary = line.split("secretary")
    assert "-30 dB" in client
    assert "silent" in secretary
    bar = client[client.index("[") + 1 : client.index("]")]
    assert bar.count("#") == pytest.approx(len(bar) / 2, abs=1)
    assert "#" not in secretary
    assert "too loud" in meter_line(5_000, {"call": -0.1}, False, 100)
    assert "p pauses, q ends" in line
    assert "p resumes" in meter_line(5_000, {"call": -20.0}, True, 100)
