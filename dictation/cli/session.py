"""What every command starts from: the home, the store, who is working, what time it is."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from dictation.home import Home, Settings
    from dictation.pipeline import Workspace

AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
ClientKey: TypeAlias = Annotated[str, typer.Option("--client", "-c", help="The client's key.", metavar="KEY")]
OfClient: TypeAlias = Annotated[
    str | None, typer.Option("--client", "-c", help="Only those of this client.", metavar="KEY")
]
By: TypeAlias = Annotated[str, typer.Option(help="Who decides; you unless told (DICTATION_USER).", metavar="NAME")]
Seen: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--revision", help="The one you looked at: nothing is done where somebody changed it since.", metavar="N", min=1
    ),
]
_MOST = 2**31 - 1
"""The largest number that every store can hold."""
DraftNumber: TypeAlias = Annotated[int, typer.Argument(help="The draft's number.", metavar="ID", min=1, max=_MOST)]
OtherDraft: TypeAlias = Annotated[
    int, typer.Argument(help="The number of another draft.", metavar="OTHER", min=1, max=_MOST)
]
AnyDraftNumbers: TypeAlias = Annotated[
    list[int] | None,
    typer.Argument(help="Numbers of drafts; all that wait unless told.", metavar="[ID]...", min=1, max=_MOST),
]
DraftNumbers: TypeAlias = Annotated[
    list[int], typer.Argument(help="Numbers of drafts.", metavar="ID...", min=1, max=_MOST)
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """What the options of the program itself say."""

    home: Path
    database: str
    """A SQLAlchemy URL; empty for the store inside the home."""
    verbose: bool = False
    """Whether the user wants to know why things are done as they are."""
    offline: bool = False
    """Whether nothing may be fetched or sent to hear a call, whatever the settings say."""


def session(context: typer.Context) -> Session:
    """The session of a command."""
    found = context.find_object(Session)
    if found is None:
        raise RuntimeError("a command was run without the program's own options")
    return found


@contextmanager
def workspace(context: typer.Context) -> Iterator[Workspace]:
    """The home and the store of a command, open.

    Raises:
        SettingsError: There is no home.
        StoreError: The store cannot be opened.
    """
    from dictation.pipeline import open_workspace

    current = session(context)
    with open_workspace(current.home, database=current.database, actor=user_name(), clock=now) as opened:
        yield opened


def home_without_init(context: typer.Context) -> tuple[Home, Settings]:
    """Home and settings for commands that need neither clients nor store: defaults where there is no home yet."""
    from dictation.home import Home, Settings, load_settings

    home = Home(path=session(context).home.absolute())
    return home, load_settings(home) if home.settings.exists() else Settings()


def at_terminal() -> bool:
    """Whether there is somebody to be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def now() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


def user_name() -> str:
    """Who is at the keyboard: as ``DICTATION_USER`` says, else as the system knows them."""
    named = " ".join(os.environ.get("DICTATION_USER", "").split())
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as containers have
        return f"user {os.getuid()}"


def default_home() -> Path:
    """The platform's folder for a program's data."""
    from platformdirs import user_data_path

    return user_data_path("dictation")
