"""When a delivery that failed is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=4)
_GIVE_UP_AFTER = timedelta(days=5)
"""RFC 5321, 4.5.4.1: four to five days at least."""
_GIVE_UP_ATTEMPTS = 5
"""Not before so many attempts, however long they took: a clock that was put forward, or a machine that was switched off
for a week, is no reason."""


def retry_at(queued_at: datetime, attempts: int, *, now: datetime, jitter: float) -> datetime | None:
    """When to try again what was queued at ``queued_at`` and has failed ``attempts`` times; None to give it up.

    Each wait is twice the one before, up to four hours. ``jitter``, from 0 up to 1, lengthens it by up to a half, so
    that many messages that failed together do not come back together.
    """
    if now - queued_at > _GIVE_UP_AFTER and attempts >= _GIVE_UP_ATTEMPTS:
        return None
    wait = _FIRST_WAIT * (1 << min(attempts - 1, 10))
    return now + min(wait, _LONGEST_WAIT) * (1 + jitter / 2)


def is_due(next_attempt_at: datetime | None, now: datetime) -> bool:
    """Whether what waits for its next attempt, or for its first where that is None, may be tried now."""
    if next_attempt_at is None:
        return True
    # No wait is so long: the clock was put back since.
    put_back = next_attempt_at - now > 2 * _LONGEST_WAIT
    return now >= next_attempt_at or put_back
