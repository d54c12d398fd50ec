"""A home and its store, open: what every step works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dictation.home import Home, Settings, load_settings, open_home
from dictation.model.people import Client
from dictation.store import Clock, open_store

if TYPE_CHECKING:
    from dictation.store.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Workspace:
    """A home and its store, open."""

    home: Home
    settings: Settings
    store: Store
    clock: Clock


@contextmanager
def open_workspace(home: Path, *, database: str, actor: str, clock: Clock) -> Iterator[Workspace]:
    """Open a home and its store.

    ``database`` is the store's address, empty for the one inside the home; ``actor`` is who works, for the audit log.

    Raises:
        SettingsError: There is no home, or its settings are wrong.
        StoreError: The store cannot be opened.
    """
    opened = open_home(home)
    settings = load_settings(opened)
    with open_store(database or opened.database_url, clock=clock, actor=actor) as store:
        yield Workspace(home=opened, settings=settings, store=store, clock=clock)


def today(workspace: Workspace, client: Client) -> date:
    """The day that it is where the client is."""
    return workspace.clock().astimezone(ZoneInfo(client.timezone)).date()
