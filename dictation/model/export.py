"""What is held of a client, as files to be handed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """A file of an export."""

    path: str
    """Within the export, with slashes."""
    what: str
    """What it is, in a few words, for whoever gets it."""
    content: Path | Iterable[bytes]
    """A file to be copied, or the content in parts, which are asked for once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotExported:
    """Something of a client's that cannot be handed over."""

    what: str
    reason: str
