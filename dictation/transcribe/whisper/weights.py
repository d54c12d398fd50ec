"""Whisper's published weights: which there are, where they lie, and how they get here.

Both Whisper engines use the files that OpenAI publishes: their addresses hold their SHA-256 digests, so what arrives
can be checked, and faster-whisper's form is made from them on this machine.
"""

from __future__ import annotations

import functools
import hashlib
import http.client
import os
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from dictation.errors import WeightsUnavailable

Download: TypeAlias = Callable[[int, int], None]
"""Takes the bytes that have arrived and the bytes there will be (0 where the server does not say)."""

DEFAULT_MODEL = "base"

_PUBLISHED = "https://openaipublic.azureedge.net/main/whisper/models"
_MODELS: Mapping[str, tuple[str, int]] = {
    "tiny": ("65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9/tiny.pt", 76),
    "tiny.en": ("d3dd57d32accea0b295c96e26691aa14d8822fac7d9d27d5dc00b4ca2826dd03/tiny.en.pt", 76),
    "base": ("ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e/base.pt", 145),
    "base.en": ("25a8566e1d0c1e2231d1c762132cd20e0f96a85d16145c3a00adf5d1ac670ead/base.en.pt", 145),
    "small": ("9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794/small.pt", 484),
    "small.en": ("f953ad0fd29cacd07d5a9eda5624af0f6bcf2258be67c92b79389873d91e0872/small.en.pt", 484),
    "medium": ("345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1/medium.pt", 1528),
    "medium.en": ("d7440d1dc186f76616474e0ff0b3b6b879abc9d1a4926b7adfa41db2d497ab4f/medium.en.pt", 1528),
    "turbo": ("aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a/large-v3-turbo.pt", 1618),
    "large-v3": ("e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb/large-v3.pt", 3087),
}
"""Digest with file name, and size in units of 10**6 bytes, smallest first; from ``whisper/__init__.py`` of
openai-whisper 20250625, which a test compares."""

_PATIENCE_S = 3
"""How long the question whether weights can be fetched may take, all in all."""
_STALLED_S = 30
"""A download that brings nothing for so long is given up."""
_CHUNK = 1 << 18
ASKING = "asking for weights"
"""The name of the thread that asks whether weights can be fetched."""


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


def is_model_name(name: str) -> bool:
    """Whether Whisper has a published model of that name."""
    return name in _MODELS


def list_models(cache: Path) -> tuple[Weights, ...]:
    """All of Whisper's models, smallest first. The embedded recogniser needs none of them."""
    return tuple(
        Weights(
            name=name,
            megabytes=megabytes,
            multilingual=not name.endswith(".en"),
            path=model_path(name, cache),
        )
        for name, (_, megabytes) in _MODELS.items()
    )


def model_path(name: str, cache: Path) -> Path | None:
    """Where the weights of the model lie, in the cache or where openai-whisper keeps its own; None if nowhere.

    Raises:
        WeightsUnavailable: There is no model of that name.
    """
    file = _published(name).rpartition("/")[2]
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whisper"
    return next((folder / file for folder in (_folder(cache), own) if (folder / file).is_file()), None)


def fetch_model(name: str, cache: Path, progress: Download | None = None) -> Path:
    """Fetch a model's weights, check them and say where they are; both Whisper engines use the same file.

    Raises:
        WeightsUnavailable: There is no such model, no way to it, or what arrived is not what was published. A broken
            download is removed.
    """
    digest, _, file = _published(name).partition("/")
    target = _folder(cache) / file
    fetch(f"{_PUBLISHED}/{digest}/{file}", digest, target, progress)
    return target


def fetch(address: str, sha256: str, target: Path, progress: Download | None = None) -> None:
    """Fetch a file over HTTP, check its digest, and only then put it in its place.

    Raises:
        WeightsUnavailable: The server cannot be reached or refuses, the download stops, the digest is another, or
            there is no room. Nothing is left behind.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="fetching-") as folder:
            partial = Path(folder) / target.name
            arrived = _received(address, partial, progress)
            if arrived != sha256:
                raise WeightsUnavailable(
                    f"What arrived as {target.name} is not what was published (SHA-256 {arrived[:12]}…, "
                    f"not {sha256[:12]}…); it has been removed",
                    place=address,
                    remedy="Try again; if it happens again, something between here and there changes the file.",
                )
            partial.replace(target)
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as exc:
        raise WeightsUnavailable(
            f"{target.name} cannot be fetched: {getattr(exc, 'reason', None) or exc}",
            place=address,
            remedy="Try again when this machine is online, or use --engine embedded, which needs no download.",
        ) from exc
    except OSError as exc:
        raise WeightsUnavailable(
            f"{target.name} cannot be stored: {exc.strerror or exc}",
            place=str(target.parent),
            remedy="Make room there, or make the folder writable.",
        ) from exc


@functools.cache
def can_fetch(name: str) -> bool:
    """Whether the server of the published weights answers; asked once, and never for longer than three seconds."""
    return answers(f"{_PUBLISHED}/{_published(name)}")


def answers(address: str, patience_s: float = _PATIENCE_S) -> bool:
    """Whether there is a file at the address, as far as can be told in the time."""
    found = threading.Event()
    asked = threading.Event()

    def ask() -> None:
        request = urllib.request.Request(address, method="HEAD")  # noqa: S310 - an address of this module
        try:
            with _reply(request, patience_s):
                found.set()
        except (OSError, http.client.HTTPException):
            pass  # no answer is the answer
        finally:
            asked.set()

    # A thread of its own, since looking up a host name knows no timeout.
    threading.Thread(target=ask, name=ASKING, daemon=True).start()
    asked.wait(patience_s)
    return found.is_set()


def _received(address: str, partial: Path, progress: Download | None) -> str:
    """Write what the server sends; its SHA-256 digest."""
    digest = hashlib.sha256()
    with _reply(urllib.request.Request(address), _STALLED_S) as reply, partial.open("wb") as file:  # noqa: S310
        total, done = int(reply.headers.get("Content-Length") or 0), 0
        while chunk := reply.read(_CHUNK):
            file.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            if progress:
                progress(done, total)
    if done < total:
        raise http.client.IncompleteRead(b"", total - done)
    return digest.hexdigest()


def _reply(request: urllib.request.Request, patience_s: float) -> http.client.HTTPResponse:
    try:
        reply: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=patience_s)  # noqa: S310
    except urllib.error.HTTPError as exc:
        exc.close()  # it holds the connection
        raise
    return reply


def _published(name: str) -> str:
    try:
        return _MODELS[name][0]
    except KeyError as exc:
        raise WeightsUnavailable(
            f"Whisper has no model {name!r}, and there is no file or folder of that name",
            place="--model",
            remedy=f"Choose one of {', '.join(_MODELS)}.",
        ) from exc


def _folder(cache: Path) -> Path:
    return cache / "whisper"
