"""What was found where the program looked whether it can do its work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dictation.errors import DictationError


class Verdict(StrEnum):
    """How it is with what was looked at."""

    OK = "ok"
    WARNING = "warning"
    """Something cannot be done, or not well, that this home may not need."""
    WRONG = "wrong"
    SKIPPED = "skipped"
    """It was not looked at."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing that was looked at."""

    subject: str
    """Such as ``mail account smtp``."""
    verdict: Verdict
    found: str
    remedy: str = ""
    """What to do about it; empty where nothing is to be done."""

    @classmethod
    def failed(cls, subject: str, error: DictationError, verdict: Verdict = Verdict.WRONG) -> Check:
        """What an error tells, as a check."""
        found = f"{error.message} ({error.place})" if error.place else error.message
        return cls(subject=subject, verdict=verdict, found=found, remedy=error.remedy or "")
