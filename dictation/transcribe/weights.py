"""Whisper's published weights: which there are, where they lie, and how they get here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Download: TypeAlias = Callable[[int, int], None]
"""Takes the bytes that have arrived and the bytes there will be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """One of Whisper's published models, and where it is on this machine."""

    name: str
    """As Whisper calls it: ``base``, ``small.en``, ``turbo``."""
    megabytes: int
    """Size of the download, in units of 10**6 bytes."""
    multilingual: bool
    path: Path | None
    """The file with the weights; None where it has not been fetched."""


def list_models(cache: Path) -> tuple[Weights, ...]:
    """All of Whisper's models, smallest first. The embedded recogniser needs none of them."""
    raise NotImplementedError


def model_path(name: str, cache: Path) -> Path | None:
    """Where the weights of the model lie, in the cache or where openai-whisper keeps its own; None if nowhere.

    Raises:
        WeightsUnavailable: There is no model of that name.
    """
    raise NotImplementedError


def fetch_model(name: str, cache: Path, progress: Download | None = None) -> Path:
    """Fetch a model's weights, check them and say where they are; both Whisper engines use the same file.

    Raises:
        WeightsUnavailable: There is no such model, no way to it, or what arrived is not what was published. A broken
            download is removed.
    """
    raise NotImplementedError
