"""``dictation render`` and ``templates``: drafts as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dictation.cli.errors import Batch
from dictation.cli.output import Column, show, show_json, show_table
from dictation.cli.session import AsJson, DraftNumbers, home_without_init, workspace

group = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(render)
    app.add_typer(group, name="templates", help="The templates and layouts that letters are set by.")


def render(
    context: typer.Context,
    numbers: DraftNumbers,
    *,
    format_: Annotated[
        str, typer.Option("--format", "-f", help="docx, pdf, eml, html, txt, or several with commas between.")
    ] = "docx,pdf",
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write to.", metavar="DIR")] = Path(),
) -> None:
    """Write drafts as documents.

    Prints the names of the files.
    """
    from dictation import pipeline
    from dictation.model.document import DocumentFormat

    try:
        formats = [DocumentFormat(name.strip().lower()) for name in format_.split(",")]
    except ValueError as exc:
        raise typer.BadParameter(f"{exc}; there are: {', '.join(DocumentFormat)}", param_hint="--format") from exc
    batch = Batch(len(numbers))
    with workspace(context) as opened:
        for number in numbers:
            with batch.each():
                for path in pipeline.render(opened, number, formats, output):
                    show(str(path))
    batch.finish()


@group.command("list")
def list_(context: typer.Context, *, json: AsJson = False) -> None:
    """List the templates and layouts in use, and where each comes from."""
    from dictation.home import list_templates

    home, _ = home_without_init(context)
    templates = [(each, Path(each.path).is_relative_to(home.letter_templates)) for each in list_templates(home)]
    if json:
        show_json([{"name": each.name, "path": each.path, "own": own} for each, own in templates])
        return
    columns = (
        Column(title="template", style="bold", whole=True),
        Column(title="from", whole=True),
        Column(title="file"),
    )
    show_table(columns, ((each.name, "the home" if own else "shipped", each.path) for each, own in templates))
