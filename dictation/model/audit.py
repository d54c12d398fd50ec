"""The audit log: who did what and when, in chains that show whether anything in them was changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

NOTHING = "0" * 64
"""What stands for the hash of the entry before the first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditEntry:
    """Something that was done, by whom and when. Entries are never changed or deleted."""

    id: int
    at: datetime
    actor: str
    action: str
    """Such as ``draft.approved``."""
    client: str | None
    draft: int | None
    detail: dict[str, str | int]
    """Never a word of what was dictated."""
    position: int
    """From 1, among the entries of the same client: each client's entries are a chain, and so are those of none."""
    hash: str
    """What :func:`entry_hash` made of it when it was entered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditHead:
    """The end of a chain. Whoever keeps it elsewhere can tell whether the entries up to it are still the same."""

    client: str | None
    length: int
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditFault:
    """A place at which a chain is not what it was."""

    client: str | None
    position: int
    message: str


def written_moment(at: datetime) -> str:
    """A moment as it is part of a hash: in UTC, with six decimals of the second, ``2026-05-04T09:00:01.000000Z``."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def entry_hash(
    previous: str,
    *,
    position: int,
    at: datetime,
    actor: str,
    action: str,
    client: str | None,
    draft: int | None,
    detail: dict[str, str | int],
) -> str:
    """SHA-256, in hexadecimal, over an entry and the hash of the ``previous`` one of its chain.

    Over the JSON array of these values in this order, in the canonical form of RFC 8785 (UTF-8, keys sorted, no
    blanks), the moment as :func:`written_moment` has it.
    """
    content = [previous, position, written_moment(at), actor, action, client, draft, detail]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
