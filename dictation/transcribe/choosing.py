"""Which recogniser hears a recording."""

from __future__ import annotations

from pathlib import Path

from dictation.errors import EngineError
from dictation.transcribe.engine import Engine, Notify
from dictation.transcribe.whisper.weights import (
    DEFAULT_MODEL,
    Download,
    can_fetch,
    fetch_model,
    is_model_name,
    list_models,
    model_path,
)

ENGINES = ("auto", "whisper", "faster-whisper", "embedded")


def choose_engine(
    engine: str,
    *,
    model: str | None,
    language: str | None,
    cache: Path,
    notify: Notify,
    download: Download | None = None,
) -> Engine:
    """The recogniser of that name; ``auto`` is the best that can be had on this machine.

    That is faster-whisper, the fastest that runs Whisper's weights, if there are any here or to be fetched: those
    asked for, else the largest that are here, else ``base``. Without any it is the embedded recogniser, and the user is
    told so.

    Raises:
        EngineError: There is no recogniser of that name.
        WeightsUnavailable: The weights asked for are neither here nor to be fetched.
    """
    if engine not in ENGINES:
        raise EngineError(
            f"There is no recogniser {engine!r}", place="--engine", remedy=f"Choose one of {', '.join(ENGINES)}."
        )
    if engine == "embedded":
        return _embedded(cache, notify)
    wanted = model or _largest_here(cache, language)
    if engine == "auto" and wanted is None and not can_fetch(DEFAULT_MODEL):
        notify(
            "No Whisper weights are on this machine and none can be fetched now, so the embedded recogniser is used: "
            "it needs no download, but mishears far more. For Whisper: dictation models fetch base"
        )
        return _embedded(cache, notify)
    name = wanted or DEFAULT_MODEL
    weights = _weights(name, cache, notify, download)
    if engine == "whisper":
        from dictation.transcribe.whisper.whisper_engine import WhisperEngine  # noqa: PLC0415 - loads torch

        return WhisperEngine(weights, name)
    from dictation.transcribe.whisper.faster_whisper_engine import FasterWhisperEngine  # noqa: PLC0415 - loads CTranslate2

    return FasterWhisperEngine(weights, name, cache, notify)


def _embedded(cache: Path, notify: Notify) -> Engine:
    from dictation.transcribe.embedded.decoder import EmbeddedEngine  # noqa: PLC0415 - loads PocketSphinx

    return EmbeddedEngine(cache, notify)


def _largest_here(cache: Path, language: str | None) -> str | None:
    here = [
        weights.name for weights in list_models(cache) if weights.path and (weights.multilingual or language == "en")
    ]
    return here[-1] if here else None


def _weights(name: str, cache: Path, notify: Notify, download: Download | None) -> Path:
    """Where the weights of that name, or at that path, are; fetched if need be."""
    if not is_model_name(name) and Path(name).exists():
        return Path(name)
    path = model_path(name, cache)
    if path is None:
        notify(f"Fetching Whisper's weights {name}; this is done once.")
        path = fetch_model(name, cache, download)
    return path
