"""``dictation audit``: what was done, by whom, and whether the log of it is what it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dictation.cli.errors import Batch
from dictation.cli.output import Column, notice, show, show_json, show_table
from dictation.cli.session import AsJson, OfClient, workspace

if TYPE_CHECKING:
    from dictation.model.audit import AuditEntry

group = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(group, name="audit", help="What was ever done, by whom, and whether the log of it is untouched.")


@group.command("list")
def list_(context: typer.Context, *, client: OfClient = None, json: AsJson = False) -> None:
    """List everything that was done, oldest first."""
    with workspace(context) as opened:
        entries = opened.store.audit(client)
    if json:
        show_json([entry_as_json(each) for each in entries])
        return
    columns = (
        Column(title="when", whole=True),
        Column(title="who"),
        Column(title="client"),
        Column(title="draft", right=True, whole=True),
        Column(title="what", style="bold"),
        Column(title="detail", share=1),
    )
    show_table(
        columns,
        (
            (
                f"{each.at.astimezone():%Y-%m-%d %H:%M}",
                each.actor,
                each.client or "",
                str(each.draft or ""),
                told_action(each),
                detail_line(each.detail),
            )
            for each in entries
        ),
    )


@group.command()
def head(
    context: typer.Context,
    *,
    client: OfClient = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file to write, for: audit verify --head.", dir_okay=False)
    ] = None,
    json: AsJson = False,
) -> None:
    """Show where the log ends, to be kept elsewhere: with it, entries that are cut off are missed.

    Each client's entries are a chain of their own, and so are those that are no client's.
    """
    from dictation.home import write_heads

    with workspace(context) as opened:
        heads = opened.store.audit_heads(client)
    if output:
        write_heads(output, heads)
        show(str(output))
    elif json:
        show_json([{"client": each.client, "length": each.length, "hash": each.hash} for each in heads])
    else:
        for each in heads:
            show(f"{each.client or '-'} {each.length} {each.hash}")


@group.command()
def verify(
    context: typer.Context,
    *,
    client: OfClient = None,
    kept: Annotated[
        Path | None, typer.Option("--head", help="What was written by: audit head -o FILE.", dir_okay=False)
    ] = None,
) -> None:
    """Check that nothing in the log was changed, taken out or put in.

    That its last entries were cut off, or that all of it was made anew, shows only beside a head that was kept.
    """
    from dictation.errors import StoreError
    from dictation.home import read_heads

    known = read_heads(kept) if kept else ()
    with workspace(context) as opened:
        faults = opened.store.audit_faults(client, known)
        heads = opened.store.audit_heads(client)
    batch = Batch(len(faults))
    for fault in faults:
        with batch.each():
            raise StoreError(
                f"the audit log is not what it was: {fault.message}",
                place=f"entry {fault.position} of {_chain(fault.client)}",
                remedy="compare with a copy of the store from before, and find out who could write to it",
            )
    batch.finish()
    for each in heads:
        notice(f"Entries 1 to {each.length} of {_chain(each.client)} are as they were entered.")
    if not known:
        notice("Whether the newest were cut off shows only beside a head, kept elsewhere: dictation audit head -o FILE")


def told_action(entry: AuditEntry) -> str:
    """What was done, in words."""
    return entry.action.replace(".", " ")


def detail_line(detail: dict[str, str | int]) -> str:
    """An entry's details in one line; of a digest the beginning is enough to compare."""
    return ", ".join(f"{key} {str(value)[:12] if key == 'digest' else value}" for key, value in detail.items())


def entry_as_json(entry: AuditEntry) -> dict[str, Any]:
    """An entry with all that its hash is made of."""
    from dictation.model.audit import written_moment

    return {
        "position": entry.position,
        "at": written_moment(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "client": entry.client,
        "draft": entry.draft,
        "detail": entry.detail,
        "hash": entry.hash,
    }


def _chain(client: str | None) -> str:
    return f"client {client}" if client else "no client"
