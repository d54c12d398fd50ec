"""The program's commands and its own options."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

import dictation
from dictation.cli import (
    accounts,
    auditing,
    batches,
    clients,
    composing,
    consulting,
    contacts,
    decisions,
    doctor,
    documents,
    drafts,
    exporting,
    inbox,
    lexicon,
    mailing,
    meetings,
    metrics,
    models,
    outbox,
    printing,
    proof,
    recording,
    recordings,
    retaining,
    reviewing,
    setup,
    suppress,
    work,
)
from dictation.cli.logs import Form, Level, begin_log, log
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
    work,
    reviewing,
    proof,
    decisions,
    consulting,
    documents,
    outbox,
    inbox,
    printing,
    mailing,
    suppress,
    meetings,
    accounts,
    auditing,
    retaining,
    exporting,
    models,
    doctor,
    metrics,
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
    log_level: Annotated[
        Level | None,
        typer.Option(
            envvar="DICTATION_LOG",
            help="Log to stderr, from this level on, in place of notices; nothing that was dictated above debug.",
        ),
    ] = None,
    log_format: Annotated[
        Form | None,
        typer.Option(envvar="DICTATION_LOG_FORMAT", help="How records are written; text unless told."),
    ] = None,
    version: Annotated[  # noqa: ARG001 - done by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    begin_log(log_level, log_format)
    log(logging.INFO, "command began", command=context.invoked_subcommand)
    context.obj = Session(home=home or default_home(), database=database, verbose=verbose, offline=offline)
