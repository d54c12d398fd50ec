"""``dictation retain``: what is older than the clients' rules want it is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.errors import Batch
from dictation.cli.output import Column, notice, show_json, show_table
from dictation.cli.session import AsJson, OfClient, workspace

if TYPE_CHECKING:
    from dictation.model.retention import Expired


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(retain)


def retain(
    context: typer.Context,
    *,
    client: OfClient = None,
    dry_run: Annotated[bool, typer.Option(help="Only show what would be deleted.")] = True,
    json: AsJson = False,
) -> None:
    """Delete what is older than the clients' rules in the settings; a dry run until told otherwise.

    Recordings, transcripts, and drafts with their messages. What waits for a person or for the post stays, and so do
    the entries in the audit log, which hold no word of them.
    """
    from dictation import pipeline

    with workspace(context) as opened:
        plan = pipeline.plan_retention(opened, client)
        if json:
            show_json([_as_json(each) for each in plan])
        elif plan:
            _print(plan)
        expired = [each for each in plan if not each.kept]
        batch = Batch(len(expired))
        if not dry_run:
            for each in expired:
                with batch.each():
                    pipeline.erase(opened, each)
            # Where nothing was found, too: a run that was stopped may have deleted something.
            opened.store.compact()
        ruled = bool(opened.settings.retention)
    batch.finish()
    if not ruled:
        notice("No client has a rule of retention: everything is kept. Rules stand in the settings.")
    elif dry_run and expired:
        notice("This was a dry run: nothing was deleted. To delete: dictation retain --no-dry-run")
    else:
        notice(f"Deleted: {0 if dry_run else len(expired)}; too old, but kept: {len(plan) - len(expired)}.")


def _print(plan: Sequence[Expired]) -> None:
    columns = (
        Column(title="client", style="bold", whole=True),
        Column(title="what", whole=True),
        Column(title="number", right=True, whole=True),
        Column(title="since", whole=True),
        Column(title="is kept because", style="yellow", share=1),
    )
    show_table(
        columns,
        ((p.client, p.what, str(p.number), f"{p.since.astimezone():%Y-%m-%d}", p.kept) for p in plan),
    )


def _as_json(expired: Expired) -> dict[str, object]:
    return {
        "client": expired.client,
        "what": expired.what,
        "number": expired.number,
        "since": expired.since.isoformat(),
        "path": str(expired.path) if expired.path else None,
        "kept": expired.kept or None,
    }
