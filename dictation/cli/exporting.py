"""``dictation export``: a client gets everything that is held of him."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dictation.cli.output import notice, show
from dictation.cli.session import workspace


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    context: typer.Context,
    client: Annotated[str, typer.Argument(help="The client's key.", metavar="CLIENT")],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A new folder, or a new file .zip.", metavar="DIR|FILE.zip")
    ],
) -> None:
    """Write everything that is held of a client, and nothing of another, as files with an index.

    Prints the name of the folder or the file. Only you may read it.
    """
    from dictation import pipeline

    with workspace(context) as opened:
        made = pipeline.export(opened, client, output)
    for each in made.missing:
        notice(f"Not in it: {each.what}: {each.reason}")
    show(str(output))
    size = sum(each.bytes for each in made.files)
    notice(f"{len(made.files)} files, {size / 1e6:.1f} MB. README.txt in it says what is what.")
