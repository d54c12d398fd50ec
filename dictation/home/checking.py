"""Whether a home is private, has room, and names clients that there are."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Iterator

from dictation.home.settings import Settings
from dictation.home.workspace import Home
from dictation.model.check import Check, Verdict

_HOUR_MB, _PLENTY_MB = 230, 2000
"""What an hour's recording of two sides takes, and what weights and a few days of recordings do."""


def check_home(home: Home) -> Iterator[Check]:
    """The folder's mode, and the room on its disk."""
    yield _mode(home)
    free = shutil.disk_usage(home.path).free // 10**6
    enough = Verdict.WARNING if free >= _HOUR_MB else Verdict.WRONG
    yield Check(
        subject="disk space",
        verdict=Verdict.OK if free >= _PLENTY_MB else enough,
        found=f"{free:,} MB are free for {home.path}",
        remedy="" if free >= _PLENTY_MB else f"make room: an hour's recording takes {_HOUR_MB} MB",
    )


def check_tables(settings: Settings, clients: Collection[str]) -> Check:
    """Whether every account and calendar of the settings is a client's; ``clients`` are their keys."""
    named = [(f"[accounts.{key}]", key) for key in settings.accounts]
    named += [(f"[calendars.{key}]", key) for key in settings.calendars]
    unknown = [table for table, key in named if key not in clients]
    return Check(
        subject="settings",
        verdict=Verdict.WARNING if unknown else Verdict.OK,
        found=f"there is no client for {', '.join(unknown)}" if unknown else "every setting is known",
        remedy="write the client's key as it stands in: dictation client list" if unknown else "",
    )


def _mode(home: Home) -> Check:
    mode = stat.S_IMODE(home.path.stat().st_mode)
    if not os.access(home.path, os.R_OK | os.W_OK | os.X_OK):
        found, remedy = f"{home.path} cannot be written to", "run the program as its owner, or make it writable"
        return Check(subject="home", verdict=Verdict.WRONG, found=found, remedy=remedy)
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        found, remedy = f"others on this machine may look into {home.path}", f"chmod 700 {home.path}"
        return Check(subject="home", verdict=Verdict.WARNING, found=found, remedy=remedy)
    return Check(subject="home", verdict=Verdict.OK, found=f"{home.path}, open to its owner alone")
