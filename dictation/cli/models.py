"""``dictation models``: the recognisers' weights."""

from __future__ import annotations

from typing import Annotated

import typer

from dictation.cli.output import Column, notice, progress_line, show, show_json, show_table
from dictation.cli.session import AsJson, home_without_init

group = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="A model of Whisper, such as base.", metavar="MODEL")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(group, name="models", help="The weights of the Whisper recognisers.")


@group.command("list")
def list_(context: typer.Context, *, json: AsJson = False) -> None:
    """List Whisper's models, and which are on this machine."""
    from dictation.transcribe import list_models

    home, _ = home_without_init(context)
    models = list_models(home.cache)
    if json:
        fields = ((m.name, m.megabytes, m.multilingual, str(m.path) if m.path else None) for m in models)
        keys = ("name", "megabytes", "multilingual", "path")
        show_json([dict(zip(keys, values, strict=True)) for values in fields])
        return
    columns = (
        Column(title="model", style="bold", whole=True),
        Column(title="MB", right=True, whole=True),
        Column(title="languages", whole=True),
        Column(title="on this machine"),
    )
    rows = ((m.name, str(m.megabytes), "all" if m.multilingual else "English", str(m.path or "no")) for m in models)
    show_table(columns, rows)


@group.command("fetch")
def fetch(context: typer.Context, model: Name) -> None:
    """Fetch a model's weights and check them."""
    from dictation.transcribe import fetch_model, model_path

    home, _ = home_without_init(context)
    path = model_path(model, home.cache)
    if path is not None:
        notice(f"The weights of {model} are on this machine already.")
    else:
        with progress_line(f"Fetching {model}:") as line:
            path = fetch_model(model, home.cache, line.amount)
    show(str(path))


@group.command("path")
def path(context: typer.Context, model: Name) -> None:
    """Show where a model's weights are."""
    from dictation.errors import WeightsUnavailable
    from dictation.transcribe import model_path

    home, _ = home_without_init(context)
    found = model_path(model, home.cache)
    if found is None:
        raise WeightsUnavailable(
            f"the weights of {model} are not on this machine",
            place=str(home.cache),
            remedy=f"fetch them with: dictation models fetch {model}",
        )
    show(str(found))
