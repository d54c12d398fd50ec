"""``dictation client``: who dictates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.output import Column, notice, show, show_json, show_table
from dictation.cli.session import AsJson, workspace
from dictation.model.people import ApprovalRule

if TYPE_CHECKING:
    from dictation.model.document import Picture
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
    organisation: Annotated[str | None, typer.Option(help="Firm or institution.")] = None,
    email: Annotated[str | None, typer.Option(help="The address that emails come from.")] = None,
    address: Annotated[list[str] | None, typer.Option(help="A line of the letterhead's address; repeat it.")] = None,
    signature: Annotated[
        list[str] | None, typer.Option(help="A line under the closing; repeat it. The name unless told.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="What they dictate in, such as en-GB, en-US or id.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Such as Europe/London: what nine o'clock means.")] = None,
    layout: Annotated[
        str | None, typer.Option(help="A layout of letters; that of the address's country unless told.")
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            help="How letters are numbered: text with {number}, {year}, {month}, {month_roman}; none unless told."
        ),
    ] = None,
    approval: Annotated[
        ApprovalRule | None,
        typer.Option(
            help="Whose word sends a draft: the secretary's, or the client's after it; the secretary's unless told.",
            show_default=False,
        ),
    ] = None,
    logo: Annotated[Path | None, typer.Option(help="A PNG or JPEG file that stands over the letterhead.")] = None,
    signature_image: Annotated[
        Path | None, typer.Option(help="A PNG or JPEG file that stands between closing and name.")
    ] = None,
) -> None:
    """Add a client, or bring the one of that key up to date: what is not told stays as it is."""
    from email.utils import getaddresses

    from dictation.home import LOGO, SIGNATURE, keep_picture, make_client

    (secretary_name, secretary_email), *more = getaddresses([secretary])
    if more or not secretary.isprintable():
        raise typer.BadParameter("it is one person: Name <address>", param_hint="--secretary")
    told = {
        "name": name,
        "secretary": {"name": secretary_name, "email": secretary_email},
        "organisation": organisation,
        "email": email,
        "address": tuple(address) if address else None,
        "signature": tuple(signature) if signature else None,
        "language": language,
        "timezone": timezone,
        "layout": layout,
        "reference": reference,
        "approval": approval,
    }
    with workspace(context) as opened:
        known = {client.key: _as_json(client) for client in opened.store.clients()}.get(key, {"signature": (name,)})
        values = {**known, **{field: value for field, value in told.items() if value is not None}}
        values.pop("key", None)
        client = make_client(key, values, "the command line")
        for picture, file in ((LOGO, logo), (SIGNATURE, signature_image)):
            if file:
                keep_picture(opened.home, key, picture, file)
        opened.store.add_client(client)
    notice(f"{client.name} is client {key}. Next: dictation contacts import {key} FILE")
    if not client.email:
        notice(
            f"Nothing can be sent for {client.name} before an address is set: dictation client add … --email ADDRESS"
        )


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
    from dictation.home import find_pictures

    with workspace(context) as opened:
        client = opened.store.client(key)
        logo, signature = find_pictures(opened.home, client)
    if json:
        show_json({**_as_json(client), "logo": _size(logo), "signature_image": _size(signature)})
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
        "reference": client.reference,
        "approval": "by the secretary, then by the client" if client.approval == "client" else "by the secretary",
        "logo": f"{logo.width_px} x {logo.height_px} pixels" if logo else "",
        "signature image": f"{signature.width_px} x {signature.height_px} pixels" if signature else "",
    }
    for title, text in fields.items():
        show(f"{title + ':':<17}{text or '-'}")


def _size(picture: Picture | None) -> dict[str, int] | None:
    return {"width_px": picture.width_px, "height_px": picture.height_px} if picture else None


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
        "reference": client.reference,
        "approval": client.approval,
    }
