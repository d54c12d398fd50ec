"""A recorded call as a file, before anything in it has been heard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """An audio file, known by what is in it and not by what it is called."""

    path: Path
    sha256: str
    """Digest of the file's bytes, 64 hexadecimal digits: two copies of a file are one recording."""
    duration_ms: int
    channels: int
    sample_rate: int
    """Samples a second of the file itself, before any conversion."""
