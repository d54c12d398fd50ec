"""How a machine's processors and memory are divided among workers that hear recordings at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dictation.transcribe.machine import free_megabytes, graphics_cards, processors
from dictation.transcribe.whisper.weights import list_models

_WITHOUT_WEIGHTS = 750
"""The memory of a worker that has none, in units of 10**6 bytes: of the embedded recogniser that builds its model."""
_LIBRARIES = 1000
"""That of the libraries that run Whisper's weights, with a batch of windows, likewise."""
_WEIGHTS = 3
"""That of the weights, in sizes of their download: faster-whisper's tiny took 1175 in all for a call of an hour."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """How a machine is divided."""

    workers: int
    threads: int
    """With how many each of them computes."""


def share_machine(engine: str, model: str, *, cache: Path, most: int | None, wanted: int | None) -> Share:
    """How many workers hear recordings at once, and with how many threads each.

    A processor each is the most that is of use, since one recording keeps several of them less busy than several
    recordings do; the models have to fit into the memory that is free; and a graphics card is not shared.

    Args:
        engine: The recogniser's name.
        model: Its model.
        cache: The folder with weights.
        most: How many recordings there are; None where that is not known.
        wanted: How many workers a person asked for; None leaves it to the machine.
    """
    cores = processors()
    workers = wanted or min(cores, _that_fit(engine, model, cache))
    if engine in {"whisper", "faster-whisper"} and graphics_cards() and not wanted:
        workers = len(graphics_cards())
    workers = max(1, workers if most is None else min(workers, most))
    return Share(workers=workers, threads=max(1, cores // workers))


def _that_fit(engine: str, model: str, cache: Path) -> int:
    free = free_megabytes()
    if free is None:
        return processors()
    return free // _memory(engine, model, cache)


def _memory(engine: str, model: str, cache: Path) -> int:
    """What a worker takes, in units of 10**6 bytes."""
    if engine not in {"whisper", "faster-whisper"}:
        return _WITHOUT_WEIGHTS
    known = {weights.name: weights.megabytes for weights in list_models(cache)}
    path = Path(model)
    size = known.get(model) or (path.stat().st_size // 10**6 if path.is_file() else max(known.values()))
    return _LIBRARIES + _WEIGHTS * size
