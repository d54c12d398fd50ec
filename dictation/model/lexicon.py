"""What a client's recognisers and drafts are taught by the secretary's corrections."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A name or a word as it is written for a client, and what was heard in its place."""

    written: str
    heard: str = ""
    """As a recogniser wrote it; empty where somebody told the term without having been misheard."""
    times: int = 1
    """How often it was put right."""
