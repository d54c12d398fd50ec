"""``dictation suppress``: whom a client's mailings never go to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dictation.cli.output import Column, notice, show_json, show_table
from dictation.cli.session import AsJson, workspace

_REASON = "asked for it"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(suppress)


def suppress(
    context: typer.Context,
    client: Annotated[str, typer.Argument(help="The client's key.", metavar="CLIENT")],
    addresses: Annotated[
        list[str] | None,
        typer.Argument(help="Whom to write to no more; the list is shown where nobody is named.", metavar="ADDRESS"),
    ] = None,
    *,
    import_: Annotated[
        Path | None,
        typer.Option(
            "--import", help="A file of addresses: .txt with one a line, .csv, .vcf or .json.", metavar="FILE"
        ),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the addresses from the list; with --reason.")] = False,
    reason: Annotated[str, typer.Option(help="Why; the audit log keeps it.")] = "",
    json: AsJson = False,
) -> None:
    """Send people none of a client's mailings any more, or show who gets none.

    Other mail to them goes as ever.
    """
    from dictation.home import read_addresses

    if remove and not (addresses and reason and import_ is None):
        raise typer.BadParameter("name the addresses, and say why with --reason", param_hint="--remove")
    named = [*(addresses or ()), *(read_addresses(import_) if import_ else ())]
    if not named and import_ is None:
        _list(context, client, json=json)
    elif remove:
        _remove(context, client, named, reason)
    else:
        with workspace(context) as opened:
            new = opened.store.suppress(client, named, reason=reason or _REASON)
        known = f"; {len(named) - new} did not before" if new < len(named) else ""
        notice(f"{new} more get no mailings of {client}{known}.")


def _remove(context: typer.Context, client: str, addresses: list[str], reason: str) -> None:
    from dictation.errors import InputError

    with workspace(context) as opened:
        unknown = [each for each in addresses if not opened.store.unsuppress(client, each, reason=reason)]
    if unknown:
        raise InputError(
            f"not on the list: {', '.join(unknown)}",
            place=f"those who get no mailings of {client}",
            remedy=f"see who is with: dictation suppress {client}",
        )
    notice(f"{len(addresses)} may get mailings of {client} again.")


def _list(context: typer.Context, client: str, *, json: bool) -> None:
    with workspace(context) as opened:
        found = opened.store.suppressions(client)
    if json:
        show_json([{"address": each.key, "reason": each.reason, "at": each.at.isoformat()} for each in found])
    elif found:
        columns = (
            Column(title="address", style="bold"),
            Column(title="since", whole=True),
            Column(title="why"),
        )
        show_table(columns, ((each.key, f"{each.at.astimezone():%Y-%m-%d}", each.reason) for each in found))
    else:
        notice(f"Nobody has asked for no mailings of {client}.")
