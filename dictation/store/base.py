"""What the parts of the store have in common."""

from __future__ import annotations

from dictation.store.records import AuditEntry


class Base:
    """A database that is open."""

    def close(self) -> None:
        """Let go of the database."""
        raise NotImplementedError

    def audit(self) -> tuple[AuditEntry, ...]:
        """Everything that was ever done, oldest first."""
        raise NotImplementedError
