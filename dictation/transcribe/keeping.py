"""Keeps transcripts, so that nothing is recognised twice: whole ones, and what was done of one that was interrupted.

A transcript is kept under everything that decides it: the recording's bytes, the recogniser with its model and its
settings, the languages, the names to listen for. What a recogniser has done is written as it comes, a line a stretch; a
program that is stopped goes on from there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from dictation.errors import EngineError
from dictation.model.transcript import Mark, Transcript, Word
from dictation.transcribe.cache_files import write_file
from dictation.transcribe.engine import Heard

_FORM = "2"
"""Raised whenever the same recogniser would be given other stretches or other sound, or be mended otherwise."""


def forget(cache: Path, recording: str) -> None:
    """Delete what is kept of the recording whose file has that SHA-256.

    Transcripts of an older version go, too: their names do not tell of what they are, and nothing reads them any more.

    Raises:
        OSError: A file cannot be deleted.
    """
    for path in _folder(cache).rglob("*"):
        if path.is_file() and (path.name.startswith(recording) or "-" not in path.name):
            path.unlink()


def _folder(cache: Path) -> Path:
    return cache / "transcripts"


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """What was heard in one stretch, without its sound."""

    channel: int
    start_ms: int
    speech_ms: int
    words: tuple[Word, ...]
    language: str
    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, heard: Heard) -> Piece:
        """What is kept of it."""
        return cls(
            channel=heard.stretch.channel,
            start_ms=heard.stretch.start_ms,
            speech_ms=heard.stretch.speech_ms,
            words=heard.words,
            language=heard.language,
            marks=heard.marks,
        )


class Kept:
    """The transcript of one recording by one recogniser, as far as it is done."""

    def __init__(self, cache: Path, recording: str, parts: tuple[str, ...]) -> None:
        """``recording`` is the SHA-256 of its file, ``parts`` is everything else that decides the words."""
        folder = _folder(cache)
        name = f"{recording}-{hashlib.sha256(chr(0).join((_FORM, *parts)).encode()).hexdigest()[:32]}"
        self._whole = folder / f"{name}.json"
        self._begun = folder / f"{name}.part"

    def transcript(self) -> Transcript | None:
        """The whole transcript, if there is one. A file that cannot be read is as good as none."""
        with contextlib.suppress(OSError, ValueError):
            return msgspec.json.decode(self._whole.read_bytes(), type=Transcript)
        return None

    def pieces(self) -> dict[tuple[int, int], Piece]:
        """What was done before an interruption, by side and start."""
        done: dict[tuple[int, int], Piece] = {}
        with contextlib.suppress(OSError):
            for line in self._begun.read_bytes().splitlines():
                with contextlib.suppress(ValueError):  # the last line may be torn
                    piece = msgspec.json.decode(line, type=Piece)
                    done[piece.channel, piece.start_ms] = piece
        return done

    def add(self, piece: Piece) -> None:
        """Keep what was just done.

        Raises:
            EngineError: There is no room, or the folder cannot be written to.
        """
        with self._told():
            self._begun.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(self._begun, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
                file.write(b"\n" + msgspec.json.encode(piece) + b"\n")

    def finish(self, transcript: Transcript) -> None:
        """Keep the whole in place of its parts; raises as :meth:`add` does."""
        with self._told():
            write_file(self._whole, msgspec.json.encode(transcript))
            self._begun.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise EngineError(
                f"What was heard cannot be kept: {exc.strerror or exc}",
                place=str(self._whole.parent),
                remedy="Make room there, or make the folder writable",
            ) from exc
