"""``dictation proof``: drafts beside what was heard, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dictation.cli.output import notice, show
from dictation.cli.session import DraftNumbers, workspace


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(proof)


def proof(
    context: typer.Context,
    numbers: DraftNumbers,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", metavar="FILE")] = Path(
        "proof.html"
    ),
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Write over a file that somebody changed.")] = False,
) -> None:
    """Write drafts beside what was heard, with the sound, as one page for a browser.

    The page has the recordings within it and asks nothing of a network. Prints the name of the file.
    """
    from dictation import pipeline

    with workspace(context) as opened:
        written = pipeline.proof(opened, numbers, output, overwrite=overwrite)
    for reason in written.silent:
        notice(f"Without sound: {reason}")
    show(str(written.path))
    notice(f"{written.size / 1e6:.1f} MB, with all that was said: keep it where you keep the recording.")
