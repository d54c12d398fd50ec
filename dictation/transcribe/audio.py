"""Recordings as sound, through PyAV: no ffmpeg program is asked for."""

from __future__ import annotations

from pathlib import Path

from dictation.model.recording import Recording


def probe(path: Path) -> Recording:
    """What the file is, without hearing it through.

    Raises:
        AudioError: The file is missing, empty, or holds no sound.
    """
    raise NotImplementedError
