"""``dictation doctor``: whether everything is there that the program needs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from dictation.cli.errors import FAILURE
from dictation.cli.output import notice, show, show_json
from dictation.cli.session import AsJson, OfClient, now, session, user_name

if TYPE_CHECKING:
    from dictation.model.check import Check


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(context: typer.Context, *, client: OfClient = None, json: AsJson = False) -> None:
    """See whether everything is there that the program needs, and what to do about what is not.

    Looks at sound devices, fonts, printer, home, settings, store, templates, recognisers and their weights, and asks
    mail servers, mailboxes and calendars whether they let the program in; with --offline it asks none. Nothing is
    sent or fetched. Ends with 1 where something is wrong.
    """
    from dictation.model.check import Verdict
    from dictation.pipeline import Examination

    current = session(context)
    examination = Examination(
        home=current.home,
        database=current.database,
        client=client,
        offline=current.offline,
        actor=user_name(),
        clock=now,
        environ=os.environ,
    )
    checks = []
    for check in examination.checks():
        checks.append(check)
        if not json:
            show(_line(check))
    if json:
        show_json(
            [
                {"subject": each.subject, "verdict": each.verdict, "found": each.found, "remedy": each.remedy}
                for each in checks
            ]
        )
    if wrong := sum(each.verdict is Verdict.WRONG for each in checks):
        notice(f"{wrong} of {len(checks)} are wrong.")
        raise typer.Exit(FAILURE)


def _line(check: Check) -> str:
    line = f"{check.verdict:<8} {check.subject}: {check.found}"
    return " ".join((f"{line}. Do: {check.remedy}" if check.remedy else line).split("\n"))
