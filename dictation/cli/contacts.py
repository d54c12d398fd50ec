"""``dictation contacts``: whom a client writes to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.output import Column, notice, show_json, show_table
from dictation.cli.session import AsJson, workspace

if TYPE_CHECKING:
    from dictation.model.people import Contact

group = typer.Typer(no_args_is_help=True)
Key = Annotated[str, typer.Argument(help="The client's key.", metavar="CLIENT")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(group, name="contacts", help="Address books: whom a client writes to.")


@group.command("import")
def import_(
    context: typer.Context,
    client: Key,
    file: Annotated[Path, typer.Argument(help="An address book: .vcf, .csv or .json.")],
) -> None:
    """Add the contacts of a file to a client's address book; reading a file twice changes nothing."""
    from dictation.home import read_contacts

    book = read_contacts(file)
    with workspace(context) as opened:
        new = opened.store.add_contacts(client, book)
    notice(f"{len(book)} contacts read, {new} of them new or changed.")


@group.command("list")
def list_(context: typer.Context, client: Key, *, json: AsJson = False) -> None:
    """List a client's address book."""
    with workspace(context) as opened:
        book = opened.store.contacts(client)
    if not book and not json:
        notice(f"The address book is empty. Fill it with: dictation contacts import {client} FILE")
        return
    _print(book, json=json)


@group.command("find")
def find(
    context: typer.Context,
    client: Key,
    text: Annotated[list[str], typer.Argument(help="Parts of a name, firm or email address.", metavar="TEXT...")],
    *,
    json: AsJson = False,
) -> None:
    """Find people in a client's address book."""
    from dictation.errors import UnknownContact
    from dictation.review import find_contacts

    wanted = " ".join(text)
    with workspace(context) as opened:
        found = find_contacts(opened.store.contacts(client), wanted)
    if not found:
        raise UnknownContact(
            f"there is nobody like {wanted!r}",
            place=f"the address book of {client}",
            remedy=f"see everybody with: dictation contacts list {client}",
        )
    _print(found, json=json)


def _print(book: Sequence[Contact], *, json: bool) -> None:
    if json:
        show_json([_as_json(contact) for contact in book])
        return
    columns = (
        Column(title="name", style="bold"),
        Column(title="organisation"),
        Column(title="email"),
        Column(title="address"),
    )
    show_table(columns, ((c.name, c.organisation, c.email, ", ".join(c.address)) for c in book))


def _as_json(contact: Contact) -> dict[str, object]:
    return {
        "name": contact.name,
        "aliases": list(contact.aliases),
        "organisation": contact.organisation,
        "email": contact.email,
        "address": list(contact.address),
        "language": contact.language,
    }
