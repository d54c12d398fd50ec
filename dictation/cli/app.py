"""The program's commands and its own options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import dictation
from dictation.cli import (
    accounts,
    batches,
    clients,
    composing,
    contacts,
    decisions,
    documents,
    drafts,
    lexicon,
    meetings,
    models,
    outbox,
    proof,
    recording,
    recordings,
    reviewing,
    setup,
)
from dictation.cli.output import show
from dictation.cli.session import Session, default_home

app = typer.Typer(
    help="Turn recorded calls in which somebody dictates into finished emails and letters.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    # Both would load rich for every --help and every error.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for group in (
    setup,
    clients,
    contacts,
    lexicon,
    recording,
    recordings,
    batches,
    composing,
    drafts,
    reviewing,
    proof,
    decisions,
    documents,
    outbox,
    meetings,
    accounts,
    models,
):
    group.register(app)


def _version(asked: bool) -> None:
    if asked:
        show(f"dictation {dictation.__version__}")
        raise typer.Exit


@app.callback()
def _program(
    context: typer.Context,
    *,
    home: Annotated[
        Path | None,
        typer.Option(envvar="DICTATION_HOME", help="The workspace folder; the platform's data folder unless told."),
    ] = None,
    database: Annotated[
        str, typer.Option(envvar="DICTATION_DATABASE", help="The store's URL; a file in the home unless told.")
    ] = "",
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", "-v", help="Tell why a recogniser was chosen, and where in the program an error came up."
        ),
    ] = False,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline", envvar=["DICTATION_OFFLINE", "HF_HUB_OFFLINE"], help="Fetch and send nothing to hear a call."
        ),
    ] = False,
    version: Annotated[  # noqa: ARG001 - done by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    context.obj = Session(home=home or default_home(), database=database, verbose=verbose, offline=offline)
