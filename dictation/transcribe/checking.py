"""Whether the recognisers can be loaded, and have their weights."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dictation.errors import EngineError
from dictation.model.check import Check, Verdict
from dictation.transcribe.choosing import FASTEST
from dictation.transcribe.whisper.weights import DEFAULT_MODEL, is_model_name, is_whole, list_models, model_path

_LIBRARIES = {"whisper": "whisper", FASTEST: "faster_whisper", "embedded": "pocketsphinx"}
_WITHOUT_WEIGHTS = ("embedded", "openai-compatible")
_PATIENCE_S = 120
"""PyTorch is read from the disk for half a minute where it was never read before."""


def check_recognisers(cache: Path, *, engine: str, model: str) -> Iterator[Check]:
    """Whether each recogniser's library can be loaded, and the weights are whole that ``engine`` would take.

    ``model`` is the one of the settings; empty for the largest that is here. Nothing is fetched.
    """
    for name, library in _LIBRARIES.items():
        needed = name == engine or (engine == "auto" and name != "whisper")
        yield _library(name, library, needed=needed)
    if engine not in _WITHOUT_WEIGHTS:
        try:
            yield _weights(cache, model)
        except EngineError as exc:
            yield Check.failed("weights", exc)


def _library(name: str, library: str, *, needed: bool) -> Check:
    """Loaded in a process of its own: one that was made for another processor ends the process that loads it."""
    command = [sys.executable, "-c", f"import {library}"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=False)  # noqa: S603 - our own
    except subprocess.TimeoutExpired:
        wrong = f"is not loaded within {_PATIENCE_S} seconds"
    else:
        if not done.returncode:
            return Check(subject=f"recogniser {name}", verdict=Verdict.OK, found="it can be loaded")
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        ended = done.returncode < 0 and signal.Signals(-done.returncode).name
        wrong = f"ends the program with {ended}" if ended else f"cannot be loaded: {last}"
    return Check(
        subject=f"recogniser {name}",
        verdict=Verdict.WRONG if needed else Verdict.WARNING,
        found=f"its library {wrong}",
        remedy="install the program anew, in an environment of its own",
    )


def _weights(cache: Path, model: str) -> Check:
    here = [weights.name for weights in list_models(cache) if weights.path]
    name = model or (here[-1] if here else DEFAULT_MODEL)
    if not is_model_name(name) and Path(name).exists():
        return Check(subject="weights", verdict=Verdict.OK, found=f"{name} is there")
    path = model_path(name, cache)
    if path is None:
        return Check(
            subject="weights",
            verdict=Verdict.WRONG if model else Verdict.WARNING,
            found=f"those of Whisper's {name} are not on this machine",
            remedy=f"fetch them with: dictation models fetch {name}",
        )
    whole = is_whole(name, path)
    return Check(
        subject="weights",
        verdict=Verdict.OK if whole else Verdict.WRONG,
        found=f"those of Whisper's {name} are {'as they were published' if whole else 'damaged'} ({path})",
        remedy="" if whole else f"fetch them anew with: dictation models fetch {name}",
    )
