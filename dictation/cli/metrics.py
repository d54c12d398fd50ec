"""``dictation metrics``: figures for whoever watches over the program."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

import typer

from dictation.cli.output import notice
from dictation.cli.session import now, session, workspace


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(metrics)


def metrics(
    context: typer.Context,
    *,
    listen: Annotated[
        str, typer.Option(help="Serve them to Prometheus there until interrupted.", metavar="ADDRESS:PORT")
    ] = "",
    by_client: Annotated[bool, typer.Option("--by-client", help="Tell clients apart, by their keys.")] = False,
) -> None:
    """Print how much waits and how fast it goes, as Prometheus reads it.

    Drafts by state and the age of the oldest that waits, the outbox, unknown outcomes, recordings, and seconds of work
    a second of sound. No name and no dictated word is among it.
    """
    from dictation import pipeline
    from dictation.home import open_home

    counted = pipeline.metrics(lambda: workspace(context), clock=now, by_client=by_client)
    if not listen:
        typer.echo(counted.text(), nl=False)
        with workspace(context):  # that the store cannot be used is in the text, and is no success
            return
    try:
        address = urlsplit(f"//{listen}")
        host, port = address.hostname, address.port
    except ValueError:
        host = port = None
    if not host or port is None:
        raise typer.BadParameter("write it like 127.0.0.1:9464", param_hint="--listen")
    open_home(session(context).home)  # without one there is nothing to wait for
    port, thread = counted.serve(host, port)
    notice(f"Figures are at http://{listen.rpartition(':')[0]}:{port}/metrics until you press Ctrl-C.")
    thread.join()
