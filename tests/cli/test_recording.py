"""Calls recorded from a real sound server, by the program in a process of its own."""

from __future__ import annotations

import errno
import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dictation.transcribe import probe
from dictation.transcribe.audio import blocks
from tests.cli.program import CLIENT, SAMPLES, Program
from tests.record.sound_server import RATE, Call, lag, noise, sound_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with sound_server(tmp_path_factory.mktemp("server")) as environment:
        yield environment


def recorded(path: Path) -> NDArray[np.float32]:
    """The channels of a recording, as a recogniser gets them, of which nothing may be damaged."""
    damage: list[str] = []
    sound = np.concatenate(list(blocks(path, damaged=lambda _, why: damage.append(why))), axis=1)
    assert not damage
    assert probe(path).duration_ms == pytest.approx(sound.shape[1] * 1000 / RATE, abs=1)
    return sound


def begin(server: dict[str, str], program: Program, *arguments: object, **options: str) -> Call:
    """A call that has begun."""
    call = Call(server, *arguments, "--client", CLIENT, "--home", program.home, **options)
    call.wait_for("Recording.")
    return call


def test_what_is_played_is_in_the_file_and_not_a_sample_is_missing(server: dict[str, str], program: Program) -> None:
    client, secretary = noise(4, 1), noise(4, 2)
    call = begin(server, program, "--device", "line")
    call.play("line", client, secretary)
    code, out = call.end()
    assert code == 0, call.told
    path = Path(out.strip())
    assert path.parent == program.home / "recordings"
    assert re.fullmatch(rf"{CLIENT}-\d{{4}}-\d\d-\d\d-\d{{6}}\.wav", path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sound = recorded(path)
    for channel, played in zip(sound, (client, secretary), strict=True):
        # Wherever a piece is looked for, it is as late as the others: nothing was lost or doubled between them.
        pieces = [lag(played[start : start + RATE], channel) for start in range(0, 4 * RATE, RATE)]
        assert min(likeness for _, likeness in pieces) > 0.9
        late = [at - start for (at, _), start in zip(pieces, range(0, 4 * RATE, RATE), strict=True)]
        assert max(late) - min(late) <= 2


def test_two_devices_are_the_two_sides(server: dict[str, str], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    call = begin(server, program, path, "--client-device", "client", "--secretary-device", "secretary")
    client, secretary = noise(2, 3), noise(2, 4)
    call.play("client", client)
    call.play("secretary", secretary)
    assert call.end()[0] == 0, call.told
    left, right = recorded(path)
    (at_left, like_left), (at_right, like_right) = lag(client, left), lag(secretary, right)
    assert min(like_left, like_right) > 0.9
    assert at_right - at_left > client.size
    assert lag(client, right)[1] < 0.1


def test_two_devices_hear_the_same_moment_at_the_same_time(
    server: dict[str, str], program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "call.wav"
    call = begin(server, program, path, "--client-device", "line", "--secretary-device", "same")
    call.play("line", played := noise(2, 5), played)
    assert call.end()[0] == 0, call.told
    (at_left, like_left), (at_right, like_right) = (lag(played, side) for side in recorded(path))
    assert min(like_left, like_right) > 0.9
    assert abs(at_left - at_right) < 0.3 * RATE


def test_what_is_said_in_a_pause_is_left_out(server: dict[str, str], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    call = begin(server, program, path, "--device", "client", "--channels", 1)
    first, between, last = noise(1, 6), noise(2, 7), noise(1, 8)
    call.play("client", first)
    call.press("p")
    call.wait_for("Paused")
    # What is on its way when the key is pressed is kept, so what is not to be heard begins later.
    call.play("client", np.concatenate([np.zeros(2 * RATE, np.float32), between]))
    call.press(" ")
    call.wait_for("Recording again")
    call.play("client", last)
    code, out = call.end()
    assert (code, out.strip()) == (0, str(path)), call.told
    (sound,) = recorded(path)
    assert lag(first, sound)[1] > 0.9
    assert lag(last, sound)[1] > 0.9
    assert lag(between, sound)[1] < 0.3


def test_a_killed_recording_plays_to_its_last_moment(server: dict[str, str], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    call = begin(server, program, path, "--device", "line")
    call.play("line", played := noise(3, 9), noise(3, 10))
    call.process.kill()
    assert call.end("")[0] == -signal.SIGKILL
    client, _ = recorded(path)
    # paplay ends when the last was played; half a second of it may have been on its way.
    assert lag(played[: 2 * RATE + RATE // 2], client)[1] > 0.9


def test_a_full_disk_ends_the_recording_and_keeps_it(server: dict[str, str], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    call = begin(server, program, path, "--device", "client", "--channels", 1, setting="ulimit -f 100; ")
    call.play("client", played := noise(5, 11))
    code, out = call.end("")
    assert (code, out) == (1, "")
    assert os.strerror(errno.EFBIG) in call.told
    assert f"{path}, which holds what was said in the first 3 seconds" in call.told
    (sound,) = recorded(path)
    assert 100 * 1024 - path.stat().st_size < 2
    assert sound.size > 3 * RATE
    assert lag(played[:RATE], sound)[1] > 0.9


def test_a_silent_side_is_warned_of_and_told_when_it_is_heard(
    server: dict[str, str], program: Program, tmp_path: Path
) -> None:
    call = begin(server, program, tmp_path / "call.wav", "--device", "line")
    sound = noise(6, 12)
    call.play("line", sound, np.zeros_like(sound))
    call.wait_for("NOTHING IS HEARD of the secretary for 5 seconds.")
    call.play("line", sound[:RATE], sound[:RATE])
    call.wait_for("The secretary is heard again.")
    assert call.end()[0] == 0
    assert "of the client" not in call.told


def test_a_program_that_stands_still_for_seconds_loses_nothing(
    server: dict[str, str], program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "call.wav"
    call = begin(server, program, path, "--device", "client", "--channels", 1, "--json")
    call.process.send_signal(signal.SIGSTOP)
    call.play("client", played := noise(4, 13))
    call.process.send_signal(signal.SIGCONT)
    code, out = call.end()
    (sound,) = recorded(path)
    assert lag(played, sound)[1] > 0.9
    assert code == 0
    told = json.loads(out)
    assert told.pop("duration_ms") == pytest.approx(sound.size * 1000 / RATE, abs=1)
    assert told == {"path": str(path), "lost_ms": 0}


def test_a_device_that_dies_ends_the_recording_and_keeps_it(
    program: Program, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path / "call.wav"
    with sound_server(tmp_path_factory.mktemp("dying")) as server:
        call = begin(server, program, path, "--device", "client", "--channels", 1)
        call.play("client", played := noise(1, 14))
        os.kill(int(server["SERVER_PID"]), signal.SIGKILL)
        code, out = call.end("")
    assert (code, out) == (1, "")
    assert "no more sound comes from the device" in call.told
    (sound,) = recorded(path)
    assert lag(played, sound)[1] > 0.9


def test_an_interrupt_ends_the_recording_and_keeps_it(server: dict[str, str], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    call = begin(server, program, path, "--device", "client", "--process")
    call.play("client", played := noise(1, 15))
    call.process.send_signal(signal.SIGINT)
    code, out = call.end("")
    assert (code, out) == (130, "")
    assert f"{path} is written" in call.told
    assert lag(played, recorded(path)[0])[1] > 0.9
    assert program.ok("list", "--json").json == []


def test_devices_are_listed_by_name(server: dict[str, str]) -> None:
    code, out = Call(server, "--list-devices", "--json").end("")
    assert code == 0
    assert {"line", "client", "secretary", "same"} <= {device["name"] for device in json.loads(out)}
    code, out = Call(server, "--list-devices").end("")
    assert code == 0
    assert re.search(r"^ *secretary +ALSA", out, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--device", "trumpet"), 1, "there is no sound device 'trumpet'; secretary, ALSA; name"),
        (("--device", "e"), 1, "sound devices have 'e' in their names; client, ALSA; name"),
        (("--device", "line", "there.wav"), 1, "there.wav is there already; there.wav; another name"),
        (("--device", "line", "new.mp3"), 1, "WAV; new.mp3; .wav"),
        (("--device", "line", "nowhere/new.wav"), 1, "No such file; nowhere; a folder that is there"),
        (("--device", "line", "--client", "nobody"), 1, "nobody"),
        (("--client-device", "line"), 2, "--secretary-device"),
        (("--device", "line", "--client-device", "client", "--secretary-device", "same"), 2, "one device"),
        (("--client", ""), 2, "whose call"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_recorded(
    server: dict[str, str], program: Program, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    (tmp_path / "there.wav").write_bytes(b"dear")
    names = [str(tmp_path / each) if each.endswith((".wav", ".mp3")) else each for each in arguments]
    call = Call(server, "--home", program.home, "--client", CLIENT, *names)
    assert call.end("")[0] == code, call.told
    for part in words.split("; "):
        assert part in call.told
    assert "Traceback" not in call.told
    assert [path.name for path in tmp_path.rglob("*.[wm][ap][v3]")] == ["there.wav"]
    assert (tmp_path / "there.wav").read_bytes() == b"dear"


def test_a_machine_without_a_sound_device_is_told_of(program: Program, tmp_path: Path) -> None:
    if not find_library("portaudio"):
        pytest.skip("needs libportaudio2")
    nothing = {"HOME": str(tmp_path), "PULSE_SERVER": "unix:/nowhere", "XDG_RUNTIME_DIR": str(tmp_path)}
    if json.loads(Call(nothing, "--list-devices", "--json").end("")[1]):
        pytest.skip("this machine has a sound device of its own")
    call = Call(nothing, "--home", program.home, "--client", CLIENT)
    assert call.end("")[0] == 1
    assert "there is no sound device to record from" in call.told
    assert "Remedy:" in call.told


def test_a_machine_without_portaudio_is_told_of(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search for the system's libraries finds none: what sounddevice makes of that is its own."""
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.delitem(sys.modules, "_sounddevice", raising=False)
    monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
    result = program("record", "--list-devices")
    assert result.code == 1
    assert "PortAudio" in result.told["Error"]
    assert "libportaudio2" in result.told["Remedy"]


@pytest.mark.parametrize("accessible", ["", "1"])
def test_a_terminal_shows_a_meter_unless_somebody_needs_lines_alone(
    server: dict[str, str], program: Program, tmp_path: Path, accessible: str
) -> None:
    path = tmp_path / "call.wav"
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dictation", "--home", program.home, "record", "-c", CLIENT, path, "--device", "line"],
        env={**os.environ, **server, "DICTATION_ACCESSIBLE": accessible, "COLUMNS": "100"},
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    shown = b""

    def wait_for(words: bytes) -> None:
        nonlocal shown
        while words not in shown:
            shown += os.read(ours, 1000)

    wait_for(b"Recording.")
    if not accessible:
        wait_for(b"REC 0:02")
    os.write(ours, b"p")
    wait_for(b"Paused")
    if not accessible:
        wait_for(b"\rpaused")
    os.write(ours, b"q")
    wait_for(b"is written")
    assert process.wait(60) == 0
    os.close(theirs)
    os.close(ours)
    drawn = [line for line in shown.split(b"\r") if b"client [" in line]
    assert bool(drawn) is not bool(accessible)
    assert max(map(len, drawn), default=0) < 100
    assert b"\x1b" not in shown
    assert recorded(path).size


def test_drafts_are_shown_while_the_client_speaks_and_made_of_the_whole_call_at_the_end(
    server: dict[str, str], program: Program, tmp_path: Path
) -> None:
    program.ok("client", "import", SAMPLES / "clients.json")
    program.ok("contacts", "import", "hale", SAMPLES / "contacts.json")
    sound = np.concatenate(list(blocks(SAMPLES / "monday-call.flac")), axis=1)[:, int(15.8 * RATE) : 60 * RATE]
    path = tmp_path / "call.wav"
    call = Call(
        server,
        *("--home", program.home, "--client", "hale", path, "--device", "line"),
        *("--live", "--engine", "embedded", "--json"),
    )
    call.wait_for("Recording.")
    call.play("line", *sound)
    call.wait_for("~ 1. email to Susan Parker")
    assert not program.ok("list", "--json").json
    code, out = call.end()
    assert code == 0, call.told
    (made,) = json.loads(out)
    assert (made["engine"], made["path"]) == ("embedded", str(path))
    assert [draft["to"] for draft in made["drafts"]] == [["Susan Parker"]]
    assert [draft["id"] for draft in program.ok("list", "--json").json] == [made["drafts"][0]["id"]]
    # The recogniser was at work all the while, and no sample is missing.
    client = recorded(path)[0]
    late = [lag(sound[0, start : start + 4 * RATE], client)[0] - start for start in range(0, 40 * RATE, 8 * RATE)]
    assert max(late) - min(late) <= 2


def test_a_recogniser_that_fails_while_the_client_speaks_leaves_the_recording_alone(
    server: dict[str, str], program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "call.wav"
    options = ("--live", "--engine", "embedded", "--language", "id")
    where = ("--client", CLIENT, "--home", program.home, path, "--device", "client", "--channels", 1)
    call = Call(server, *where, *options)
    # Whether the recogniser fails before the first sound comes is a matter of luck.
    call.wait_for("Recording.", "hears English only", "No more drafts are shown until the call ends.")
    call.play("client", played := noise(1, 16))
    assert call.end()[0] == 1  # the whole call cannot be heard in that language, either
    assert lag(played, recorded(path)[0])[1] > 0.9
