"""What is played goes to the sound device, and where there is none that is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dictation.transcribe.audio import blocks
from tests.cli.program import CLIENT, Program
from tests.cli.spoken import PITCHES
from tests.cli.terminal import Terminal
from tests.record.sound_server import RATE, ROOT, Call, sound_server

CARDS = Path("/proc/asound/cards").read_text("ascii") if Path("/proc/asound/cards").exists() else ""
PLAY = [sys.executable, "-m", "dictation"]


@pytest.mark.usefixtures("heard")
def test_what_is_played_is_what_was_said(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    with sound_server(folder) as server:
        path = tmp_path / "played.wav"
        call = Call(server, path, "--device", "line", "--client", CLIENT, "--home", program.home)
        call.wait_for("Recording.")
        subprocess.run(
            [*PLAY, "--home", program.home, "play", "1", "--flag", "2"], env=call.environment, cwd=ROOT, check=True
        )
        assert call.end()[0] == 0
    sound = np.concatenate(list(blocks(path)), axis=1)[0]
    spectrum = np.abs(np.fft.rfft(sound))
    loud = {hertz: spectrum[round(hertz * sound.size / RATE) + np.arange(-20, 21)].max() for hertz in PITCHES}
    # "Plums" is the fourth word; with it is heard what was said a second and a half before.
    assert sorted(sorted(loud, key=loud.__getitem__)[-3:]) == [500, 700, 900]


@pytest.mark.skipif("[" in CARDS, reason="there is a sound card")
@pytest.mark.usefixtures("heard")
def test_without_a_sound_device_one_is_told_how_to_hear_it_all_the_same(program: Program, tmp_path: Path) -> None:
    nowhere = {"HOME": str(tmp_path), "PULSE_SERVER": "unix:/nowhere"}
    with Terminal(program.home, "review", 1, columns=300, env=nowhere) as terminal:
        terminal.until("]? ")
        terminal.press("p")
        shown = terminal.until("]? ")
        assert "Not done: " in shown
        assert "--clip FILE" in shown
        terminal.press("q")
        assert terminal.end() == 0
    with Terminal(program.home, "play", 1, columns=300, env=nowhere) as terminal:
        assert terminal.end() == 1
        assert "Remedy:" in terminal.shown
