"""``dictation client``: who dictates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.output import Column, notice, show, show_json, show_table
from dictation.cli.session import AsJson, workspace

if TYPE_CHECKING:
    from dictation.model.people import Client

group = typer.Typer(no_args_is_help=True)
Key = Annotated[str, typer.Argument(help="The client's key.", metavar="KEY")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(group, name="client", help="Clients: who dictates, and how their letters look.")


@group.command("add")
def add(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="A short name for the command line, such as ferris.", metavar="KEY")],
    *,
    name: Annotated[str, typer.Option(help="The client's full name.")],
    secretary: Annotated[str, typer.Option(help='Who posts for them: "Name <address>".')],
    organisation: Annotated[str, typer.Option(help="Firm or institution.")] = "",
    email: Annotated[str, typer.Option(help="The address that emails come from.")] = "",
    address: Annotated[list[str] | None, typer.Option(help="A line of the letterhead's address; repeat it.")] = None,
    signature: Annotated[
        list[str] | None, typer.Option(help="A line under the closing; repeat it. The name unless told.")
    ] = None,
    language: Annotated[str, typer.Option(help="What they dictate in, such as en-GB, en-US or id.")] = "en",
    timezone: Annotated[str, typer.Option(help="Such as Europe/London: what nine o'clock means.")] = "UTC",
    layout: Annotated[str, typer.Option(help="A layout of letters; that of the address's country unless told.")] = "",
) -> None:
    """Add a client, or bring the one of that key up to date."""
    from email.utils import parseaddr

    from dictation.home import make_client

    secretary_name, secretary_email = parseaddr(secretary)
    values = {
        "name": name,
        "organisation": organisation,
        "email": email,
        "address": tuple(address or ()),
        "signature": tuple(signature or (name,)),
        "secretary": {"name": secretary_name, "email": secretary_email},
        "language": language,
        "timezone": timezone,
        "layout": layout,
    }
    client = make_client(key, values, "the command line")
    with workspace(context) as opened:
        opened.store.add_client(client)
    notice(f"{client.name} is client {key}. Next: dictation contacts import {key} FILE")


@group.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help='A JSON file: {"KEY": {"name": …, "secretary": …}, …}')],
) -> None:
    """Add all clients of a file, or bring them up to date."""
    from dictation.home import read_clients

    clients = read_clients(file)
    with workspace(context) as opened:
        for client in clients:
            opened.store.add_client(client)
    notice(f"{len(clients)} clients are in the store: {', '.join(client.key for client in clients)}")


@group.command("list")
def list_(context: typer.Context, *, json: AsJson = False) -> None:
    """List the clients."""
    with workspace(context) as opened:
        clients = opened.store.clients()
    if json:
        show_json([_as_json(client) for client in clients])
    elif clients:
        columns = (
            Column(title="client", style="bold", whole=True),
            Column(title="name"),
            Column(title="organisation"),
            Column(title="language"),
            Column(title="secretary"),
        )
        show_table(columns, ((c.key, c.name, c.organisation, c.language, c.secretary.name) for c in clients))
    else:
        notice("There are no clients yet. Add one with: dictation client add")


@group.command("show")
def show_(context: typer.Context, key: Key, *, json: AsJson = False) -> None:
    """Show what is known of a client."""
    with workspace(context) as opened:
        client = opened.store.client(key)
    if json:
        show_json(_as_json(client))
        return
    fields = {
        "name": client.name,
        "organisation": client.organisation,
        "email": client.email,
        "address": ", ".join(client.address),
        "signature": ", ".join(client.signature),
        "secretary": f"{client.secretary.name} <{client.secretary.email}>",
        "language": client.language,
        "time zone": client.timezone,
        "layout": client.layout or "that of the address's country",
    }
    for title, text in fields.items():
        show(f"{title + ':':<14}{text or '-'}")


def _as_json(client: Client) -> dict[str, object]:
    return {
        "key": client.key,
        "name": client.name,
        "organisation": client.organisation,
        "email": client.email,
        "address": list(client.address),
        "signature": list(client.signature),
        "secretary": {"name": client.secretary.name, "email": client.secretary.email},
        "language": client.language,
        "timezone": client.timezone,
        "layout": client.layout,
    }
