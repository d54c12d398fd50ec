"""Clients, contacts, recordings, drafts, approvals and deliveries in a database.

SQLAlchemy is loaded when a store is opened. Elsewhere :class:`Store` is for annotations only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dictation.store.records import Clock, Revision, StoredCall

if TYPE_CHECKING:
    from dictation.store.store import Store as Store

__all__ = ["Clock", "Revision", "StoredCall", "open_store"]


def open_store(url: str, *, clock: Clock, actor: str) -> Store:
    """Open the store at a SQLAlchemy URL such as ``sqlite:///dictation.db``, making or migrating its tables.

    A new SQLite file can be read by its owner alone. ``actor`` is who works with the store, for the audit log. The
    store is a context manager.

    Raises:
        StoreError: The database cannot be reached, made or migrated, or is newer than this program.
    """
    from dictation.store.database import connect  # noqa: PLC0415
    from dictation.store.store import Store  # noqa: PLC0415

    return Store(connect(url), clock=clock, actor=actor)
