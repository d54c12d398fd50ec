"""``dictation print``, ``posting-list`` and ``posted``: letters on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.errors import Batch
from dictation.cli.output import Column, notice, show, show_json, show_table
from dictation.cli.session import AnyDraftNumbers, AsJson, By, OfClient, user_name, workspace

if TYPE_CHECKING:
    from dictation.model.delivery import Withheld
    from dictation.model.paper import Letter, PostingList
    from dictation.model.review import StoredDraft
    from dictation.pipeline import PrintOrder, Workspace

Overwrite = Annotated[bool, typer.Option("--overwrite", help="Write over a file that somebody changed.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("print")(print_)
    app.command("posting-list")(posting_list)
    app.command()(posted)


def print_(
    context: typer.Context,
    numbers: AnyDraftNumbers = None,
    *,
    client: OfClient = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write one PDF file instead.", metavar="FILE", dir_okay=False)
    ] = None,
    printer: Annotated[
        str, typer.Option(help="The printer, as lpstat -e calls it; that of the settings unless told.", metavar="NAME")
    ] = "",
    duplex: Annotated[
        bool | None, typer.Option("--duplex/--no-duplex", help="Whether on both sides; as in the settings unless told.")
    ] = None,
    with_list: Annotated[bool, typer.Option("--list/--no-list", help="Whether with the posting list.")] = True,
    again: Annotated[bool, typer.Option("--again", help="Print letters that were printed already.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be printed.")] = False,
    overwrite: Overwrite = False,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Print approved letters that go on paper, each once, and their posting list.

    Each is printed once for everybody whom it goes to. What is printed is what was approved, to the byte.
    """
    from dictation import pipeline
    from dictation.model.delivery import Withheld
    from dictation.model.paper import Letter

    if again and not numbers:
        raise typer.BadParameter("say which letters to print once more: dictation print ID --again")
    if output is not None and printer:
        raise typer.BadParameter("a file or a printer, not both", param_hint="--printer")
    with workspace(context) as opened:
        settings = opened.settings.printing
        order = pipeline.PrintOrder(
            by=by or user_name(),
            printer=printer or settings.printer,
            duplex=settings.duplex if duplex is None else duplex,
            with_list=with_list,
            again=again,
        )
        plan = pipeline.plan_print(opened, numbers or (), order, client=client)
        letters = [each for each in plan if isinstance(each, Letter)]
        withheld = [each for each in plan if isinstance(each, Withheld)]
        failed = [each for each in withheld if numbers or each.needs_review]
        batch = Batch(len(letters) + len(failed))
        if dry_run or not letters:
            places = {letter.draft: "" for letter in letters}
        elif output is not None:
            pipeline.write_letters(opened, letters, output, order, overwrite=overwrite)
            places = {letter.draft: str(output) for letter in letters}
        else:
            places = _print_each(opened, letters, order, batch)
        drafts = [opened.store.draft(number) for number in places]
        sheets = {letter.draft: letter.sheets for letter in letters}
        lists = pipeline.posting_lists(opened, drafts)
        _show(lists, places, sheets=sheets, json=json)
    if dry_run and letters:
        notice("This was a dry run: nothing was printed. To print: the same without --dry-run")
    elif not dry_run:
        _tell_by_hand(drafts)
    if not plan:
        notice("There is no letter to print: none is approved that goes on paper.")
    _tell_withheld(withheld, failed, batch)
    if lists and with_list and not dry_run and output is None:
        notice(f"The posting list is printed, too ({pipeline.print_lists(lists, order)}).")
    batch.finish()


def posting_list(
    context: typer.Context,
    *,
    client: OfClient = None,
    date: Annotated[
        datetime | None,
        typer.Option(help="Show the letters that were posted on this day.", formats=["%Y-%m-%d"]),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write it to a file, .pdf or .csv.", metavar="FILE", dir_okay=False),
    ] = None,
    overwrite: Overwrite = False,
    json: AsJson = False,
) -> None:
    """Show the letters that are printed and wait to be posted, or those that were posted on a day."""
    from dictation import pipeline

    if output is not None and output.suffix.lower() not in {".pdf", ".csv"}:
        raise typer.BadParameter("a posting list is a .pdf or a .csv", param_hint="--output")
    day = date.date() if date else None
    with workspace(context) as opened:
        letters = (
            pipeline.posted_letters(opened, day, client=client)
            if day
            else pipeline.waiting_letters(opened, client=client)
        )
        lists = pipeline.posting_lists(opened, letters, day=day)
        if lists and output is not None:
            pipeline.write_lists(opened, lists, output, overwrite=overwrite)
    if not lists and not json:
        notice("No letter was posted on that day." if day else "No letter waits to be posted.")
    elif output is not None:
        show(str(output))
    else:
        _show(lists, {stored.id: _where(stored) for stored in letters}, json=json, posted=day is not None)


def posted(
    context: typer.Context,
    numbers: AnyDraftNumbers = None,
    *,
    all_: Annotated[bool, typer.Option("--all", help="All on the posting list.")] = False,
    client: OfClient = None,
    tracking: Annotated[
        str, typer.Option(help="The number by which the post or the courier knows it.", metavar="NUMBER")
    ] = "",
    take_back: Annotated[bool, typer.Option("--take-back", help="They were not posted after all.")] = False,
    by: By = "",
) -> None:
    """Tell that letters were posted: they have left the house and can no longer be changed."""
    from dictation import pipeline

    if bool(numbers) is all_ or (all_ and take_back):
        raise typer.BadParameter("say which letters: dictation posted ID, or --all that wait", param_hint="ID")
    if tracking and (take_back or len(numbers or ()) != 1):
        raise typer.BadParameter("a number is that of one letter", param_hint="--tracking")
    with workspace(context) as opened:
        named = numbers or [stored.id for stored in pipeline.waiting_letters(opened, client=client)]
        batch = Batch(len(named))
        for number in named:
            with batch.each():
                opened.store.draft(number, client=client)
                if take_back:
                    opened.store.mark_not_posted(number, by=by or user_name())
                    notice(f"Draft {number} is approved, and not posted.")
                else:
                    pipeline.mark_posted(opened, number, by=by or user_name(), tracking=tracking)
                    notice(f"Draft {number} is posted.")
    if not named:
        notice("No letter waits to be posted.")
    batch.finish()


def _print_each(opened: Workspace, letters: Iterable[Letter], order: PrintOrder, batch: Batch) -> dict[int, str]:
    """Print letters; returns what the queue calls those that it took, by their drafts."""
    from dictation import pipeline

    jobs = {}
    for letter in letters:
        with batch.each():
            jobs[letter.draft] = pipeline.print_letter(opened, letter, order)
    return jobs


def _tell_withheld(withheld: Iterable[Withheld], failed: Sequence[Withheld], batch: Batch) -> None:
    """Tell what is not printed; of it ``failed`` should have been."""
    from dictation.errors import ReviewNeeded

    for each in withheld:
        if each not in failed:
            notice(f"Draft {each.draft} is not printed: {each.reason}.")
    for each in failed:
        with batch.each():
            raise ReviewNeeded(
                f"draft {each.draft} is not printed: {each.reason}",
                place=f"draft {each.draft}",
                remedy=f"look at it with: dictation show {each.draft}",
            )


def _tell_by_hand(drafts: Sequence[StoredDraft]) -> None:
    """What is to be done with the paper."""
    from dictation.deliver import outdated_prints

    for stored in drafts:
        for each in outdated_prints(stored):
            notice(
                f"Draft {stored.id} was printed before it was changed (revision {each.revision}, "
                f"{each.at.astimezone():%d %B %Y, %H:%M}): throw that print away."
            )
        if stored.draft.enclosures:
            enclosed = ", ".join(enclosure.text for enclosure in stored.draft.enclosures)
            notice(f"Draft {stored.id}: put in behind the letter: {enclosed}.")
    if drafts:
        notice("When they are posted: dictation posted ID (or --all)")


def _where(stored: StoredDraft) -> str:
    """Where a letter was printed."""
    return (stored.printed.job or stored.printed.place) if stored.printed else ""


def _show(
    lists: Iterable[PostingList],
    places: Mapping[int, str],
    *,
    json: bool,
    sheets: Mapping[int, int] = MappingProxyType({}),
    posted: bool = False,
) -> None:
    """Envelopes in the order of their lists; ``sheets`` are those of letters that are not printed yet."""
    rows = [(each, envelope) for each in lists for envelope in each.envelopes]
    if json:
        show_json(
            [
                {
                    "draft": envelope.draft,
                    "client": each.client.key,
                    "to": envelope.addressee,
                    "address": list(envelope.address),
                    "way": envelope.way,
                    "delivery": envelope.delivery,
                    "reference": envelope.reference,
                    "sheets": envelope.sheets or sheets.get(envelope.draft),
                    "enclosures": list(envelope.enclosures),
                    "where": places[envelope.draft],
                    "tracking": envelope.tracking,
                }
                for each, envelope in rows
            ]
        )
    elif rows:
        columns = (
            Column(title="draft", style="bold", right=True, whole=True),
            Column(title="to", share=3),
            Column(title="travels by", style="bold", share=2),
            Column(title="reference", share=2),
            Column(title="sheets", right=True, whole=True),
            Column(title="tracking number" if posted else "printed as", share=2),
        )
        show_table(
            columns,
            (
                (
                    str(envelope.draft),
                    ", ".join((envelope.addressee, *envelope.address[-1:])),
                    envelope.delivery or each.words.ways[envelope.way],
                    envelope.reference,
                    str(envelope.sheets or sheets.get(envelope.draft) or ""),
                    envelope.tracking if posted else places[envelope.draft],
                )
                for each, envelope in rows
            ),
        )
