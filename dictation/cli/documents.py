"""``dictation render`` and ``templates``: drafts as files."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.errors import FAILURE, Batch
from dictation.cli.output import Column, notice, show, show_json, show_table
from dictation.cli.session import AsJson, DraftNumbers, home_without_init, now, workspace

if TYPE_CHECKING:
    from dictation.pipeline import CheckedTemplate

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
    template: Annotated[
        str, typer.Option(help="Another template than the draft's kind has, such as memo.", metavar="NAME")
    ] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Write over files that somebody changed.")] = False,
) -> None:
    """Write drafts as documents.

    Prints the names of the files. A file that somebody changed since it was written stays as it is, unless told.
    """
    from dictation import pipeline
    from dictation.model.document import DocumentFormat

    try:
        formats = dict.fromkeys(DocumentFormat(name.strip().lower()) for name in format_.split(","))
    except ValueError as exc:
        raise typer.BadParameter(f"{exc}; there are: {', '.join(DocumentFormat)}", param_hint="--format") from exc
    batch = Batch(len(numbers) * len(formats))
    with workspace(context) as opened:
        for number, kind in product(numbers, formats):
            with batch.each():
                show(str(pipeline.render(opened, number, kind, output, template=template, overwrite=overwrite)))
    batch.finish()


@group.command("list")
def list_(context: typer.Context, *, json: AsJson = False) -> None:
    """List the templates and layouts in use, and where each comes from."""
    from dictation.home import list_templates

    home, _ = home_without_init(context)
    templates = list_templates(home)
    if json:
        show_json([{"name": each.name, "path": str(each.path), "own": each.own} for each in templates])
        return
    columns = (
        Column(title="template", style="bold", whole=True),
        Column(title="from", whole=True),
        Column(title="file"),
    )
    show_table(columns, ((each.name, "the home" if each.own else "shipped", str(each.path)) for each in templates))


@group.command()
def check(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Such as letter, en/letter or layouts/uk-block; all without.", metavar="NAME..."),
    ] = None,
    *,
    json: AsJson = False,
) -> None:
    """Try templates and layouts with a sample letter and tell every mistake.

    Each template is filled with everything, with as little as there can be, without a meeting, and to several people.
    """
    from dictation import pipeline

    home, _ = home_without_init(context)
    checked = tuple(pipeline.check_templates(home, names or (), day=now().date()))
    if json:
        show_json([_as_json(each) for each in checked])
    else:
        for each in checked:
            show(f"{each.file.name}: {'wrong' if each.mistakes else 'ok'}")
            for mistake in each.mistakes:
                told = {"Error: ": mistake.message, "Where: ": mistake.place, "Remedy:": mistake.remedy}
                show("\n".join(f"  {name} {text}" for name, text in told.items() if text))
    if wrong := sum(bool(each.mistakes) for each in checked):
        notice(f"{wrong} of {len(checked)} are wrong.")
        raise typer.Exit(FAILURE)


@group.command()
def preview(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Such as letter or en/letter.", metavar="NAME")],
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file, .pdf or .docx.", metavar="FILE")
    ] = None,
    client: Annotated[
        str | None, typer.Option("--client", "-c", help="Whose letter it is to be.", metavar="KEY")
    ] = None,
    layout: Annotated[str, typer.Option(help="The layout, in place of the client's.", metavar="NAME")] = "",
) -> None:
    """Write a template as PDF with a sample letter, to look at.

    Prints the name of the file.
    """
    from dictation import pipeline

    home, _ = home_without_init(context)
    sender = None
    if client is not None:
        with workspace(context) as opened:
            sender = opened.store.client(client)
    show(str(pipeline.preview_template(home, name, output, client=sender, layout=layout, now=now())))


def _as_json(checked: CheckedTemplate) -> dict[str, object]:
    mistakes = [
        {"message": each.message, "place": each.place, "line": each.line, "remedy": each.remedy}
        for each in checked.mistakes
    ]
    return {"name": checked.file.name, "path": str(checked.file.path), "own": checked.file.own, "mistakes": mistakes}
