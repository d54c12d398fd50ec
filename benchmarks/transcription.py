#!/usr/bin/env python3
"""Seconds that recognition takes a minute of a call, beside what the bare libraries take for the same.

    python benchmarks/transcription.py [--audio FILE] [--models tiny] [--engines whisper] [--runs 3] [--hour] [--json]

The call has two channels; every engine hears both and gives every word its time. The Whisper networks have the true
dimensions of their names, random weights, and write 220 tokens a minute of speech: so times are real and text is not.
Each run has a process of its own, in which the model is loaded and warmed
up on ten seconds before the clock starts; the runs of a table are interleaved, and the fastest of each counts, since
whatever else a machine does only makes it slower.

    bare default    faster-whisper's WhisperModel.transcribe, each channel from its first second to its last
    bare batched    faster-whisper's BatchedInferencePipeline with its own voice activity detector, windows by 8
    bare whisper    openai-whisper's transcribe, likewise default
    faster-whisper  this program: hearing the file through, voice activity, windows by 8, mending
    whisper         the same with PyTorch

``--hour`` measures instead the memory that a call of an hour takes over one of a minute.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import resource
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.random_whisper import SIZES, TOKENS_A_MINUTE, checkpoint
from dictation.transcribe import coverage, transcribe
from dictation.transcribe.audio import blocks
from dictation.transcribe.channels import each_side, survey
from dictation.transcribe.engine import SAMPLE_RATE, Samples
from dictation.transcribe.pauses import stretches
from dictation.transcribe.whisper.windows import packed

SAMPLE = Path(__file__).parents[1] / "samples" / "monday-call.flac"
WARM_S = 10
ENGINES = ("bare default", "bare batched", "faster-whisper", "bare whisper", "whisper")
HOW: dict[str, Any] = {"language": "en", "word_timestamps": True, "condition_on_previous_text": False}
"""How the bare libraries are asked. Their own loops would give a window the text before, too, which random weights,
whose text follows from the position, cannot take; without it they are faster."""
BARE = {"faster-whisper": ("bare default", "bare batched"), "whisper": ("bare whisper",)}
"""What each of this program's engines is compared with."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--audio", type=Path, default=SAMPLE)
    parser.add_argument("--models", nargs="*", choices=SIZES, default=["tiny", "base", "small"])
    parser.add_argument("--engines", nargs="*", choices=WAYS, default=[*ENGINES])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--hour", action="store_true")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        rows = hour(args.audio, where) if args.hour else table(args.audio, args.models, args.engines, args.runs, where)
    if args.json:
        print(json.dumps(rows, indent=1))
    else:
        show(rows)


def table(audio: Path, models: list[str], names: list[str], runs: int, folder: Path) -> list[dict[str, object]]:
    """Every engine's fastest run with each model, and what the bare libraries take in multiples of ours."""
    rows: list[dict[str, object]] = []
    for size in models:
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
        for _ in range(runs):
            for name in names:
                found[name].append(in_a_process(name, size, audio, folder))
                print(f"{name} {size}: {found[name][-1][0]:.2f} s a minute", file=sys.stderr, flush=True)
        best = {name: min(each) for name, each in found.items()}
        for name in names:
            ratios = {bare: round(best[bare][0] / best[name][0], 2) for bare in BARE.get(name, ()) if bare in best}
            rows.append(row(name, size, *best[name], ratios))
    return rows


def row(name: str, size: str, seconds: float, mib: float, ratios: dict[str, float]) -> dict[str, object]:
    """A line of the table."""
    return {"engine": name, "model": size, "s_a_minute": round(seconds, 2), "peak_mib": round(mib)} | (
        {"times_faster_than": ratios} if ratios else {}
    )


def hour(audio: Path, folder: Path) -> list[dict[str, object]]:
    """The memory of a minute's and of an hour's call, with the recogniser and without."""
    minute, long = (repeated(audio, seconds, folder / f"{seconds}.wav") for seconds in (60, 3600))
    rows: list[dict[str, object]] = []
    for name, size in (("no recogniser", ""), ("faster-whisper", "tiny")):
        short = in_a_process(name, size, minute, folder)[1]
        seconds, mib = in_a_process(name, size, long, folder)
        rows.append(
            {
                "engine": name,
                "model": size,
                "s_a_minute": round(seconds, 2),
                "a_minute_mib": round(short),
                "an_hour_mib": round(mib),
                "more_mib": round(mib - short),
            }
        )
    return rows


def show(rows: list[dict[str, object]]) -> None:
    """Print the rows as a table."""
    columns = list(dict.fromkeys(column for each in rows for column in each))
    lines = [columns, *([str(each.get(column, "")) for column in columns] for each in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(columns))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def in_a_process(name: str, size: str, audio: Path, folder: Path) -> tuple[float, float]:
    """Seconds a minute of the call, and the peak of memory in MiB."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(measured, name, size, audio, folder).result()


def measured(name: str, size: str, audio: Path, folder: Path) -> tuple[float, float]:
    """Measure in this process."""
    found = survey(audio)
    speech_s, windows = 0.0, 0
    for window in packed(stretches(each_side(blocks(audio), found.sides), joined_ms=500)):
        speech_s += sum(each.speech_ms for each in window.stretches) / 1000
        windows += 1
    # Those hear all of both channels, in windows of their own.
    whole = name in {"bare default", "bare whisper"}
    count = len(found.sides) * -(-found.duration_ms // 30_000) if whole else windows
    weights = checkpoint(size, folder, round(speech_s / 60 * TOKENS_A_MINUTE / count)) if size else None
    with tempfile.TemporaryDirectory(dir=folder) as cache:
        hear = WAYS[name](weights, Path(cache))
        hear(repeated(audio, WARM_S, folder / "warm.wav"))
        began = time.perf_counter()
        hear(audio)
        took = time.perf_counter() - began
    return took / (found.duration_ms / 60_000), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(engine: str) -> Callable[[Path | None, Path], Callable[[Path], None]]:
    """This program with one of its engines."""

    def prepared(weights: Path | None, cache: Path) -> Callable[[Path], None]:
        if weights:
            # Random attention finds times for few words of a window; what seems to have none would be heard again.
            coverage._LONGEST_GAP_MS = coverage._FEWEST_MS = 1_000_000  # noqa: SLF001

        def hear(path: Path) -> None:
            model = str(weights) if weights else None
            transcribe(path, engine=engine, model=model, language="en", cache=cache, notify=lambda _: None)

        return hear

    return prepared


def bare_faster(*, batched: bool) -> Callable[[Path | None, Path], Callable[[Path], None]]:
    """faster-whisper alone, each channel by itself."""

    def prepared(weights: Path | None, cache: Path) -> Callable[[Path], None]:
        from faster_whisper import BatchedInferencePipeline, WhisperModel  # noqa: PLC0415

        from dictation.transcribe.whisper.conversion import converted  # noqa: PLC0415

        assert weights is not None  # noqa: S101 - for the type checker
        folder = converted(weights, weights.stem, cache, lambda _: None)

        def hear(path: Path) -> None:
            model = WhisperModel(str(folder), compute_type="int8")
            for channel in channels(path):
                if batched:
                    found, _ = BatchedInferencePipeline(model).transcribe(channel, **HOW)
                else:
                    found, _ = model.transcribe(channel, **HOW)
                for _ in found:
                    pass

        return hear

    return prepared


def bare_whisper(weights: Path | None, _cache: Path) -> Callable[[Path], None]:
    """openai-whisper alone, each channel by itself."""
    import whisper  # noqa: PLC0415

    def hear(path: Path) -> None:
        model = whisper.load_model(str(weights))
        for channel in channels(path):
            model.transcribe(channel, fp16=False, **HOW)

    return hear


def only_sound(_weights: Path | None, _cache: Path) -> Callable[[Path], None]:
    """Sound and voice activity of this program, and no recogniser."""

    def hear(path: Path) -> None:
        for _ in packed(stretches(each_side(blocks(path), survey(path).sides), joined_ms=500)):
            pass

    return hear


WAYS = {
    "bare default": bare_faster(batched=False),
    "bare batched": bare_faster(batched=True),
    "bare whisper": bare_whisper,
    "faster-whisper": ours("faster-whisper"),
    "whisper": ours("whisper"),
    "no recogniser": only_sound,
}


def channels(path: Path) -> list[Samples]:
    """Every channel of the recording, whole, as the bare libraries want it."""
    sound = np.concatenate(list(blocks(path)), axis=1)
    return [np.ascontiguousarray(channel) for channel in sound]


def repeated(audio: Path, seconds: int, path: Path) -> Path:
    """A file with the first seconds of the recording, again and again until it is as long as that."""
    if path.exists():
        return path
    sound = list(blocks(audio))
    left = seconds * SAMPLE_RATE
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(sound[0]))
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        for block in itertools.cycle(sound):
            part = block[:, :left]
            file.writeframes((np.clip(part.T, -1, 1) * 32767).astype("<i2").tobytes())
            left -= part.shape[1]
            if not left:
                return path
    return path


if __name__ == "__main__":
    main()
