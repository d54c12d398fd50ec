"""Whisper's published weights: which there are, where they lie, and how they get here.

Both Whisper engines use the files that OpenAI publishes: their addresses hold their SHA-256 digests, so what arrives
can be checked, and faster-whisper's form is made from them on this machine.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dictation.errors import WeightsUnavailable
from dictation.transcribe.whisper.fetching import Download, answers, digest_of, fetch

DEFAULT_MODEL = "base"
LICENCE = "MIT"
"""That of all weights which OpenAI publishes: https://github.com/openai/whisper/blob/main/LICENSE."""

_PUBLISHED = "https://openaipublic.azureedge.net/main/whisper/models"
_MODELS: Mapping[str, tuple[str, int, int]] = {
    "tiny": ("65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9/tiny.pt", 76, 39),
    "tiny.en": ("d3dd57d32accea0b295c96e26691aa14d8822fac7d9d27d5dc00b4ca2826dd03/tiny.en.pt", 76, 39),
    "base": ("ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e/base.pt", 145, 74),
    "base.en": ("25a8566e1d0c1e2231d1c762132cd20e0f96a85d16145c3a00adf5d1ac670ead/base.en.pt", 145, 74),
    "small": ("9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794/small.pt", 484, 244),
    "small.en": ("f953ad0fd29cacd07d5a9eda5624af0f6bcf2258be67c92b79389873d91e0872/small.en.pt", 484, 244),
    "medium": ("345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1/medium.pt", 1528, 769),
    "medium.en": ("d7440d1dc186f76616474e0ff0b3b6b879abc9d1a4926b7adfa41db2d497ab4f/medium.en.pt", 1528, 769),
    "turbo": ("aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a/large-v3-turbo.pt", 1618, 809),
    "large-v1": ("e4b87e7e0bf463eb8e6956e646f1e277e901512310def2c24bf0e11bd3c28e9a/large-v1.pt", 3087, 1550),
    "large-v2": ("81f7c96c852ee8fc832187b0132e569d6c3065a3252ed18e56effd0b6a73e524/large-v2.pt", 3087, 1550),
    "large-v3": ("e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb/large-v3.pt", 3087, 1550),
}
"""Digest with file name, size in units of 10**6 bytes, millions of parameters; smallest first. From
``whisper/__init__.py`` and the README of openai-whisper 20250625; a test compares the addresses."""
_ALIASES: Mapping[str, str] = {"large": "large-v3", "large-v3-turbo": "turbo"}
"""Other names that openai-whisper takes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """One of Whisper's published models, and where it is on this machine."""

    name: str
    """As Whisper calls it: ``base``, ``small.en``, ``turbo``."""
    aliases: tuple[str, ...]
    """What Whisper calls it besides."""
    megabytes: int
    """Size of the download, in units of 10**6 bytes."""
    parameters: int
    """In millions, as OpenAI rounds them."""
    multilingual: bool
    licence: str
    """Its SPDX identifier."""
    path: Path | None
    """The file with the weights; None where it has not been fetched."""


def is_model_name(name: str) -> bool:
    """Whether Whisper has a published model of that name."""
    return name in _MODELS or name in _ALIASES


def list_models(cache: Path) -> tuple[Weights, ...]:
    """All of Whisper's models, smallest first. The embedded recogniser needs none of them."""
    return tuple(
        Weights(
            name=name,
            aliases=tuple(alias for alias, meant in _ALIASES.items() if meant == name),
            megabytes=megabytes,
            parameters=parameters,
            multilingual=not name.endswith(".en"),
            licence=LICENCE,
            path=model_path(name, cache),
        )
        for name, (_, megabytes, parameters) in _MODELS.items()
    )


def model_path(name: str, cache: Path) -> Path | None:
    """Where the weights of the model lie, in the cache or where openai-whisper keeps its own; None if nowhere.

    Raises:
        WeightsUnavailable: There is no model of that name.
    """
    _, file = _published(name)
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whisper"
    return next((folder / file for folder in (_folder(cache), own) if (folder / file).is_file()), None)


def is_whole(name: str, path: Path) -> bool:
    """Whether the file holds every byte of the model's weights as they were published; it is read from end to end.

    Raises:
        WeightsUnavailable: There is no model of that name, or the file cannot be read.
    """
    digest, _ = _published(name)
    try:
        return digest_of(path) == digest
    except OSError as exc:
        raise WeightsUnavailable(
            f"The weights of {name} cannot be read: {exc.strerror}",
            place=str(path),
            remedy="Make the file readable, or remove it and fetch it again.",
        ) from exc


def fetch_model(name: str, cache: Path, progress: Download | None = None, *, offline: bool = False) -> Path:
    """Fetch a model's weights, check them and say where they are; both Whisper engines use the same file.

    Raises:
        ServerUnreachable: There is no way to them; what has arrived is kept, and the next call goes on from there.
        WeightsUnavailable: There is no such model or no room, what arrived is not what was published, or nothing may be
            asked of the network.
    """
    digest, file = _published(name)
    if offline:
        raise WeightsUnavailable(
            f"The weights of {name} are not on this machine, and nothing is fetched in offline mode",
            place="DICTATION_OFFLINE, --offline or the setting recogniser.offline",
            remedy="Choose a model that is here (dictation models list), or fetch this one with the offline mode off.",
        )
    target = _folder(cache) / file
    fetch(f"{_PUBLISHED}/{digest}/{file}", digest, target, progress)
    return target


@functools.cache
def can_fetch(name: str) -> bool:
    """Whether the server of the published weights answers; asked once, and never for longer than three seconds."""
    return answers("/".join((_PUBLISHED, *_published(name))))


def _published(name: str) -> tuple[str, str]:
    """Digest and file name of a model."""
    try:
        digest, _, file = _MODELS[_ALIASES.get(name, name)][0].partition("/")
    except KeyError as exc:
        raise WeightsUnavailable(
            f"Whisper has no model {name!r}, and there is no file or folder of that name",
            place="--model",
            remedy=f"Choose one of {', '.join((*_MODELS, *_ALIASES))}.",
        ) from exc
    return digest, file


def _folder(cache: Path) -> Path:
    return cache / "whisper"
