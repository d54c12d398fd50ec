"""Whisper's engines by the library that runs the weights; none is loaded before it hears something."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from dictation.transcribe.endpoint.address import Endpoint
from dictation.transcribe.engine import Engine, Notify
from dictation.transcribe.whisper.hearing import WhisperEngine
from dictation.transcribe.whisper.network import Network


def openai_whisper(weights: Path, model: str) -> Engine:
    """openai-whisper's own library; ``weights`` is a checkpoint of it."""

    def load() -> Network:
        from dictation.transcribe.whisper.openai_whisper import load_network  # noqa: PLC0415 - loads torch

        return load_network(weights, model)

    return WhisperEngine("whisper", model, _identity(("openai-whisper", "torch"), weights), load)


def faster_whisper(weights: Path, model: str, cache: Path, notify: Notify) -> Engine:
    """faster-whisper; ``weights`` is a checkpoint of openai-whisper, or a folder with a model in CTranslate2's form."""

    def load() -> Network:
        from dictation.transcribe.whisper.conversion import converted  # noqa: PLC0415 - loads torch
        from dictation.transcribe.whisper.faster_whisper_network import FasterWhisperNetwork  # noqa: PLC0415 - heavy

        return FasterWhisperNetwork(weights if weights.is_dir() else converted(weights, model, cache, notify))

    return WhisperEngine("faster-whisper", model, _identity(("faster-whisper", "ctranslate2"), weights), load)


def served_whisper(endpoint: Endpoint, model: str, notify: Notify) -> Engine:
    """A server that has the interface of OpenAI's: speaches, whisper.cpp, OpenAI itself."""

    def load() -> Network:
        from dictation.transcribe.endpoint.served_network import ServedNetwork  # noqa: PLC0415 - loads urllib3

        return ServedNetwork(endpoint, model, notify)

    return WhisperEngine("openai-compatible", model, f"{endpoint.url} {model}", load, batch=1)


def _identity(libraries: tuple[str, ...], weights: Path) -> str:
    """The libraries in their versions, and the weights by where they are, how large, and from when."""
    file = weights / "model.bin" if weights.is_dir() else weights
    known = file.stat() if file.exists() else None
    size, changed = (known.st_size, known.st_mtime_ns) if known else (0, 0)
    versions = " ".join(f"{library} {metadata.version(library)}" for library in libraries)
    return f"{versions} {weights.resolve()} {size} {changed}"
