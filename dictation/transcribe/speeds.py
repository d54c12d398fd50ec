"""How fast a recogniser is on this machine: measured once when somebody asks, and kept.

What it hears is ``speech.ogg``, 51 seconds of a synthetic voice that dictates a letter and an email: two stretches of
the client's side of ``samples/monday-call.flac``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from dictation.errors import EngineError
from dictation.transcribe.audio import blocks
from dictation.transcribe.cache_files import write_file
from dictation.transcribe.engine import SAMPLE_RATE, Engine, Stretch, Vocabulary
from dictation.transcribe.machine import machine_name

_SPEECH = Path(__file__).with_name("speech.ogg")


@dataclass(frozen=True, kw_only=True, slots=True)
class Speed:
    """What a recogniser took for the speech that this program measures with."""

    engine: str
    model: str
    seconds_a_minute: float
    """Seconds of work for a minute of speech, once the model is loaded."""
    machine: str
    """On which machine; see :func:`machine_name <dictation.transcribe.machine.machine_name>`."""
    measured_at: datetime


def measure(engine: Engine, *, clock: Callable[[], datetime]) -> Speed:
    """Let the recogniser hear the speech, and leave out what it takes before it hears anything.

    That is found by hearing the first stretch alone; before it the same is done once for what is only done once.

    Raises:
        EngineError: It cannot do its work.
    """
    from dictation.transcribe.pauses import stretches  # noqa: PLC0415 - loads the network that finds speech

    once = list(stretches(blocks(_SPEECH), joined_ms=engine.joined_ms))
    again = [replace(stretch, start_ms=stretch.start_ms + 60_000) for stretch in once]
    first, others = once[:1], [*once[1:], *again]
    _seconds(engine, first)
    took = _seconds(engine, [*first, *others]) - _seconds(engine, first)
    heard = sum(stretch.samples.size for stretch in others) / SAMPLE_RATE
    return Speed(
        engine=engine.name,
        model=engine.model,
        seconds_a_minute=took * 60 / heard,
        machine=machine_name(),
        measured_at=clock(),
    )


def known_speeds(cache: Path) -> tuple[Speed, ...]:
    """What was measured on this machine, in the order of measuring.

    Raises:
        EngineError: The file with the figures cannot be read.
    """
    machine = machine_name()
    return tuple(speed for speed in _kept(cache) if speed.machine == machine)


def keep_speed(speed: Speed, cache: Path) -> None:
    """Keep a figure in place of an older one of the same recogniser, model and machine.

    Raises:
        EngineError: It cannot be stored.
    """
    same = (speed.engine, speed.model, speed.machine)
    kept = [each for each in _kept(cache) if (each.engine, each.model, each.machine) != same]
    file = _file(cache)
    try:
        write_file(file, msgspec.json.format(msgspec.json.encode([*kept, speed])))
    except OSError as exc:
        raise EngineError(
            f"The measured speed cannot be stored: {exc.strerror}",
            place=str(file),
            remedy="Make room there, or make the folder writable.",
        ) from exc


def _seconds(engine: Engine, speech: Sequence[Stretch]) -> float:
    began = time.perf_counter()
    for _ in engine.recognise(iter(speech), language="en", vocabulary=Vocabulary()):
        pass
    return time.perf_counter() - began


def _kept(cache: Path) -> list[Speed]:
    file = _file(cache)
    try:
        return msgspec.json.decode(file.read_bytes(), type=list[Speed])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.DecodeError) as exc:
        raise EngineError(
            f"The measured speeds cannot be read: {exc}", place=str(file), remedy="Remove the file, and measure again."
        ) from exc


def _file(cache: Path) -> Path:
    return cache / "speeds.json"
