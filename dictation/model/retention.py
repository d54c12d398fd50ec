"""How long a client's data is kept, and what is older."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from dictation.model.draft import require_zone


class Held(StrEnum):
    """What has an age at which it is deleted."""

    AUDIO = "audio"
    """The file of a recording."""
    TRANSCRIPT = "transcript"
    """What was heard in a recording, with everything else that is known of it."""
    DRAFT = "draft"
    """All revisions of a draft, its approvals and deliveries."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Expiry:
    """The moments before which a client's data is too old; None where it is kept."""

    audio: datetime | None = None
    transcripts: datetime | None = None
    drafts: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a time that could be at several moments."""
        for name in ("audio", "transcripts", "drafts"):
            if (moment := getattr(self, name)) is not None:
                require_zone(name, moment)

    def before(self, what: Held) -> datetime | None:
        """The moment for one of these. Who may not keep the words of a recording may not keep its sound."""
        match what:
            case Held.AUDIO:
                return max(filter(None, (self.audio, self.transcripts)), default=None)
            case Held.TRANSCRIPT:
                return self.transcripts
            case Held.DRAFT:
                return self.drafts


@dataclass(frozen=True, kw_only=True, slots=True)
class Expired:
    """Something that is older than the client's rule wants it."""

    client: str
    what: Held
    number: int
    """Of the recording or the draft."""
    since: datetime
    """When it came into the store; of a draft, when anything last happened to it."""
    kept: str = ""
    """Why it is not to be deleted all the same."""
    path: Path | None = None
    """The recording's file."""
    sha256: str = ""
    """Of that file."""
