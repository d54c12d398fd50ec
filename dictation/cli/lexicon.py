"""``dictation lexicon``: what corrections have taught, client by client."""

from __future__ import annotations

from typing import Annotated

import typer

from dictation.cli.output import Column, notice, show_json, show_table
from dictation.cli.session import AsJson, workspace

group = typer.Typer(no_args_is_help=True)
Key = Annotated[str, typer.Argument(help="The client's key.", metavar="CLIENT")]
Written = Annotated[str, typer.Argument(help="A name or word, as it is to be written.", metavar="TERM")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(group, name="lexicon", help="Names and words that were put right, and are listened for since.")


@group.command("list")
def list_(context: typer.Context, client: Key, *, json: AsJson = False) -> None:
    """List what was learned for a client."""
    with workspace(context) as opened:
        terms = opened.store.lexicon(client)
    if json:
        show_json([{"written": each.written, "heard": each.heard, "times": each.times} for each in terms])
    elif terms:
        columns = (
            Column(title="written", style="bold"),
            Column(title="heard"),
            Column(title="times", right=True, whole=True),
        )
        show_table(columns, ((each.written, each.heard, str(each.times)) for each in terms))
    else:
        notice("Nothing was learned yet. Names that you put right with dictation edit are, and those of: lexicon add")


@group.command("add")
def add(
    context: typer.Context,
    client: Key,
    written: Written,
    *,
    heard: Annotated[str, typer.Option(help="What is heard in its place.")] = "",
) -> None:
    """Teach a name or a word of a client."""
    from dictation.model.lexicon import Term

    with workspace(context) as opened:
        opened.store.learn(client, [Term(written=written.strip(), heard=heard.strip())])
    notice(f"“{written.strip()}” will be listened for in the calls of {client}.")


@group.command("remove")
def remove(context: typer.Context, client: Key, written: Written) -> None:
    """Forget a name or a word of a client."""
    from dictation.errors import InputError

    with workspace(context) as opened:
        forgotten = opened.store.forget(client, written)
    if not forgotten:
        raise InputError(
            f"there is no {written!r} in the lexicon of {client}",
            place=f"the lexicon of {client}",
            remedy=f"see what is there with: dictation lexicon list {client}",
        )
    notice(f"“{written}” is forgotten.")
