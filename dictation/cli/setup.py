"""``dictation init``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dictation.cli.output import notice, show
from dictation.cli.session import now, session, user_name

if TYPE_CHECKING:
    from dictation.model.people import Client


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init")(init)


def init(context: typer.Context) -> None:
    """Make a home: settings, a store, letter templates.

    At a terminal it asks for a first client, too. What is there already is left alone.
    """
    from dictation.home import init_home
    from dictation.store import open_store

    current = session(context)
    home = init_home(current.home)
    with open_store(current.database or home.database_url, clock=now, actor=user_name()) as store:
        clients = store.clients()
        if not clients and sys.stdin.isatty():
            clients = _ask_for_client()
            for client in clients:
                store.add_client(client)
    show(str(home.path))
    _tell_next(home.settings, clients)


def _ask_for_client() -> tuple[Client, ...]:
    from dictation.home import make_client

    notice("Who dictates? (Leave the name empty to add clients later.)")
    name = typer.prompt("Name", default="", show_default=False, err=True)
    if not name:
        return ()
    answers = {
        "organisation": _ask("Organisation"),
        "email": _ask("Email address"),
        "language": _ask("Language they dictate in", default="en-GB"),
        "timezone": _ask("Time zone", default="Europe/London"),
    }
    secretary = {"name": _ask("Secretary's name"), "email": _ask("Secretary's email address")}
    key = _ask("Short name for the command line", default=name.split()[-1].lower())
    values = {**answers, "name": name, "signature": (name,), "secretary": secretary}
    return (make_client(key, values, "what was typed"),)


def _ask(question: str, default: str = "") -> str:
    answer: str = typer.prompt(question, default=default, show_default=bool(default), err=True)
    return answer


def _tell_next(settings: Path, clients: tuple[Client, ...]) -> None:
    notice(f"The home is ready. Its settings are in {settings}")
    if clients:
        notice(f"Next, an address book: dictation contacts import {clients[0].key} FILE")
    else:
        notice("Next, somebody who dictates: dictation client add --help")
