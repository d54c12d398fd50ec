#!/usr/bin/env python3
"""Recordings an hour with several workers, what a killed one costs, and the memory of a long batch.

    python benchmarks/batch.py [--workers 1 2] [--recordings 16] [--seconds 20] [--runs 3] [--json]
    python benchmarks/batch.py --memory 500 [--seconds 4]

Every recording is a piece of ``samples/thursday-call.flac`` at a loudness of its own, so that no two are the same. A
batch is the one of ``dictation batch``: workers that are processes, a SQLite store, every draft stored; its time is
from the first job given out to the last one ended, with the start of the workers and the loading of the model in it.
Each worker computes with one thread. Runs of a table are interleaved, and the fastest of each counts. *Efficiency* is
the recordings an hour in multiples of one worker's, for each worker. *CPU* is the seconds that processors worked for a
recording, start of the workers and all: where a machine has other work, its growth tells what workers cost each other.

A worker is killed by the system's signal 9 when half of the recordings are done; the cost is the time that the batch
takes longer.

``--memory`` runs one batch of so many with two workers, and tells what each holds after the first fifth of its
recordings, and at the end.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np

from dictation import pipeline
from dictation.home import init_home
from dictation.model.people import Client, Secretary
from dictation.transcribe.audio import blocks
from dictation.transcribe.engine import SAMPLE_RATE

SAMPLE = Path(__file__).parents[1] / "samples" / "thursday-call.flac"
CLIENT = Client(
    key="ines",
    name="Ines Ferraz",
    email="ines@ferraztimber.example",
    secretary=Secretary(name="Ari Ode", email="ari@ferraztimber.example"),
)
Watch = Callable[[pipeline.Event], None]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--recordings", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--model", default="", help="a name, or the path of weights")
    parser.add_argument("--memory", type=int, metavar="RECORDINGS")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), args.memory or args.recordings, args.seconds, args.engine, args.model)
        rows = memory(bench) if args.memory else table(bench, args.workers, args.runs)
    if args.json:
        print(json.dumps(rows, indent=1))
    else:
        show(rows)


def now() -> datetime:
    """The present moment; of a module, so that workers find it."""
    return datetime.now(UTC)


class Bench:
    """Recordings, and homes in which they are new."""

    def __init__(self, folder: Path, recordings: int, seconds: int, engine: str, model: str) -> None:
        self.recordings = recordings
        self._folder, self._seconds = folder, seconds
        self._hearing = pipeline.Hearing(engine=engine, model=model, language="en", notify=lambda _: None)
        sound = np.concatenate(list(blocks(SAMPLE)), axis=1)
        for number in range(recordings):
            first = number * SAMPLE_RATE % max(1, sound.shape[1] - seconds * SAMPLE_RATE)
            loud = np.float32(0.7 + 0.2 * number / recordings)
            _write(folder / "in" / f"{number}.wav", loud * sound[:, first : first + seconds * SAMPLE_RATE])
        # The embedded recogniser builds its model, and Whisper's weights are prepared, before the clock starts.
        self.run(1, limit=1)

    def run(self, workers: int, *, watch: Watch = lambda _: None, limit: int | None = None) -> float:
        """The seconds of a batch in a new home, which has what was built before but no transcript."""
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            home = init_home(Path(name))
            home.cache.rmdir()
            home.cache.symlink_to(self._folder / "cache")
            (self._folder / "cache").mkdir(exist_ok=True)
            for kept in (self._folder / "cache").glob("transcripts/*"):
                kept.unlink()
            with pipeline.open_workspace(home.path, database="", actor="bench", clock=now) as opened:
                opened.store.add_client(CLIENT)
                found = pipeline.find_recordings(opened, [self._folder / "in"], client=CLIENT.key)
                plan = pipeline.plan_batch(opened, found.recordings, client="", looked=lambda _: None)
                maker = pipeline.JobMaker(opened, hearing=self._hearing, call_date=None)
                jobs = [maker.job(each) for each in plan[:limit]]
            place = pipeline.Place(home=home.path, database="", actor="bench", clock=now, threads=1)
            began = time.perf_counter()
            with pipeline.team(place, workers) as team:
                for job in jobs:
                    team.add(job)
                while team.busy:
                    for event in team.events():
                        watch(event)
                return time.perf_counter() - began


def table(bench: Bench, sizes: list[int], runs: int) -> list[dict[str, object]]:
    """Recordings an hour with each number of workers, and with one of them killed."""
    took: dict[tuple[int, bool], list[float]] = defaultdict(list)
    worked: dict[int, list[float]] = defaultdict(list)
    for _ in range(runs):
        for size in sizes:
            before = _worked_s()
            took[size, False].append(bench.run(size))
            worked[size].append((_worked_s() - before) / bench.recordings)
            took[size, True].append(bench.run(size, watch=_killing(bench.recordings // 2)))
    best = {key: min(seconds) for key, seconds in took.items()}
    an_hour = {size: bench.recordings * 3600 / best[size, False] for size in sizes}
    return [
        {
            "workers": size,
            "recordings_an_hour": round(an_hour[size]),
            "efficiency": round(an_hour[size] / an_hour[sizes[0]] / size * sizes[0], 2),
            "cpu_s": round(min(worked[size]), 2),
            "a_killed_worker_costs_s": round(best[size, True] - best[size, False], 1),
        }
        for size in sizes
    ]


def memory(bench: Bench) -> list[dict[str, object]]:
    """What each of two workers holds after a fifth of its recordings, and at the end."""
    held: dict[int, list[int]] = defaultdict(list)

    def look(event: pipeline.Event) -> None:
        if isinstance(event, pipeline.Ended):
            for process in multiprocessing.active_children():
                held[process.pid or 0].append(_mib(process.pid or 0))

    seconds = bench.run(2, watch=look)
    return [
        {
            "recordings": bench.recordings,
            "seconds": round(seconds),
            "after_a_fifth_mib": each[len(each) // 5],
            "at_the_end_mib": each[-1],
        }
        for each in held.values()
    ]


def show(rows: list[dict[str, object]]) -> None:
    """Print the rows as a table."""
    lines = [list(rows[0]), *([str(cell) for cell in row.values()] for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _killing(after: int) -> Watch:
    """Kills a worker when so many recordings are done."""
    ended = 0

    def watch(event: pipeline.Event) -> None:
        nonlocal ended
        ended += isinstance(event, pipeline.Ended)
        if isinstance(event, pipeline.Ended) and ended == after:
            multiprocessing.active_children()[0].kill()

    return watch


def _worked_s() -> float:
    """What processors worked for workers that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _mib(process: int) -> int:
    found = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"), re.MULTILINE)
    return int(found[1]) // 1024 if found else 0


def _write(path: Path, sound: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="stereo")
        frame = av.AudioFrame.from_ndarray(
            (sound.T.reshape(1, -1) * 32767).astype(np.int16), format="s16", layout="stereo"
        )
        frame.sample_rate = SAMPLE_RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)


if __name__ == "__main__":
    main()
