"""A real sound server with sound devices that are nobody's, and the program recording from them."""

from __future__ import annotations

import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.transcribe.sounds import write

ROOT = Path(__file__).parents[2]
RATE = 16_000
_PATIENCE_S = 120
_SINKS = {"line": 2, "client": 1, "secretary": 1}
"""What can be played to, with channels; what is played to one is recorded from the device of the same name."""
_SERVER = "load-module module-native-protocol-unix socket={socket} auth-anonymous=1\n" + "".join(
    f"load-module module-null-sink sink_name={name} rate=48000 channels={channels}\n"
    for name, channels in _SINKS.items()
)
_DEVICES = "".join(
    f'pcm.{name} {{ type pulse; device "{sink}.monitor"; hint {{ show on; description "{name}" }} }}\n'
    for name, sink in (*zip(_SINKS, _SINKS, strict=True), ("same", "line"))
)
"""``same`` hears what ``line`` does."""


@contextmanager
def sound_server(folder: Path) -> Iterator[dict[str, str]]:
    """A PulseAudio of our own; gives the environment in which programs use it and no other."""
    if not all(map(shutil.which, ("pulseaudio", "paplay"))):
        pytest.skip("needs pulseaudio, pulseaudio-utils, libasound2-plugins and libportaudio2")
    folder.chmod(0o700)
    (folder / "server.pa").write_text(_SERVER.format(socket=folder / "socket"), encoding="utf-8")
    (folder / ".asoundrc").write_text(_DEVICES, encoding="utf-8")
    environment = {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_SERVER": f"unix:{folder / 'socket'}",
    }
    # It goes into the background once it is ready.
    starting = f"""pulseaudio -n -F {folder}/server.pa --daemonize=yes --use-pid-file=yes --exit-idle-time=-1
        --disallow-exit=no --disable-shm=yes --log-target=file:{folder}/log"""
    subprocess.run(starting.split(), env={**os.environ, **environment}, capture_output=True, check=True)
    server = int((folder / "pulse" / "pid").read_text("ascii"))
    handle = os.pidfd_open(server)
    try:
        yield environment | {"SERVER_PID": str(server)}
    finally:
        with suppress(ProcessLookupError):  # a test may have killed it
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        select.select([handle], [], [], _PATIENCE_S)
        os.close(handle)


def noise(seconds: float, seed: int) -> NDArray[np.float32]:
    """Noise that is like no other, too low for half a sample's delay to matter, at :data:`RATE`."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=int(seconds * RATE)))
    hertz = np.fft.rfftfreq(int(seconds * RATE), 1 / RATE)
    sound = np.fft.irfft(np.where((hertz > 200) & (hertz < 2000), spectrum, 0))
    return np.asarray(0.3 * sound / np.abs(sound).max(), np.float32)


def lag(played: NDArray[np.float32], recorded: NDArray[np.float32]) -> tuple[int, float]:
    """Where in the recording a sound is, in samples, and how like it is what is there: 1 for the same."""
    size = played.size + recorded.size
    products = np.fft.irfft(np.fft.rfft(recorded, size) * np.fft.rfft(played, size).conj(), size)
    at = int(products[: recorded.size].argmax())
    there = recorded[at : at + played.size]
    likeness = float(np.dot(there, played[: there.size]) / (np.linalg.norm(there) * np.linalg.norm(played) + 1e-9))
    return at, likeness


class Call:
    """The program, recording in a process of its own."""

    def __init__(self, environment: Mapping[str, str], *arguments: object, setting: str = "") -> None:
        program = [sys.executable, "-W", "error::ResourceWarning", "-m", "dictation", "record", *map(str, arguments)]
        self.environment = {**os.environ, **environment}
        self.process = subprocess.Popen(
            ["bash", "-c", f'{setting}exec "$@"', "bash", *program],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=ROOT,
            # A shell that runs the tests in the background has its children ignore interrupts.
        )
        self.told = ""
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, args=(self.process.stderr,))
        self._reader.start()

    def wait_for(self, *words: str) -> None:
        """Wait for lines with all these words on standard error, in whatever order they come."""
        waiting = list(words)
        while waiting:
            line = self._lines.get(timeout=_PATIENCE_S)
            assert line, f"the program ended without saying {waiting}:\n{self.told}"
            waiting = [each for each in waiting if each not in line]

    def play(self, device: str, *channels: NDArray[np.float32]) -> None:
        """Play a sound to its end."""
        path = Path(self.environment["HOME"]) / f"{device}-{threading.get_ident()}.wav"
        self.play_file(device, write(path, *channels, rate=RATE))

    def play_file(self, device: str, path: Path) -> None:
        """Play a file to its end."""
        subprocess.run(
            ["paplay", f"--device={device}", "--latency-msec=500", path], env=self.environment, check=True, timeout=600
        )

    def press(self, key: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(key)
        self.process.stdin.flush()

    def end(self, key: str = "q") -> tuple[int, str]:
        """Press the key, if one is to be pressed, and wait for the end; gives exit code and standard output."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if key:
            self.press(key)
        out = self.process.stdout.read()
        code = self.process.wait(_PATIENCE_S)
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()
        return code, out

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self.told += line
                self._lines.put(line)
        self._lines.put("")
