"""``dictation compose``, ``written`` and ``tidy``: what is made of words, without storing it."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.drafts import show_head
from dictation.cli.output import Column, clock_time, notice, show, show_table
from dictation.cli.recordings import CallDate
from dictation.cli.session import ClientKey, workspace

if TYPE_CHECKING:
    from dictation.compose.interpreter import Reading
    from dictation.model.draft import Correspondence


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (compose, written, tidy):
        app.command()(command)


def compose(
    context: typer.Context,
    transcript: Annotated[Path, typer.Argument(help="A transcript: Whisper's or WhisperX's .json, .vtt, .srt, .txt.")],
    *,
    client: ClientKey,
    call_date: CallDate = None,
    language: Annotated[
        str, typer.Option(help="The call's language, where the file does not say it; the client's unless told.")
    ] = "",
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the drafts as JSON to this file; - is standard output.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how each stretch of the call is understood.")
    ] = False,
) -> None:
    """Make drafts of a transcript and show them.

    Nothing is stored; dictation process takes transcripts too, and stores what they become.
    """
    from dictation import pipeline
    from dictation.transcribe import read_transcript

    with workspace(context) as opened:
        language = language or pipeline.spoken_language(opened.store.client(client))
        heard = read_transcript(transcript, language=language)
        if explain:
            _print_reading(pipeline.explain(opened, heard, client=client))
            return
        day = call_date.date() if isinstance(call_date, datetime) else None
        made = pipeline.compose(opened, heard, client=client, call_date=day)
    if json_file is not None:
        _write_json(made, json_file)
    else:
        _print(made)
    if not made.drafts and not made.notes:
        from dictation.errors import NothingDictated

        raise NothingDictated(
            f"nobody dictates anything in {transcript.name}",
            place=str(transcript),
            remedy="see how it was understood with --explain",
        )


def written(
    *,
    language: Annotated[str, typer.Option(help="The language of the lines, such as en or id.", metavar="CODE")] = "en",
) -> None:
    """Put spoken lines into written form.

    Reads standard input: "two hundred and fifty crates" becomes "250 crates".
    """
    from dictation.compose.language_files import load_language
    from dictation.compose.written.lines import write_line

    rules = load_language(language)
    for line in sys.stdin:
        show(write_line(line, rules))


def tidy(
    *,
    language: Annotated[str, typer.Option(help="The language of the lines, such as en or id.", metavar="CODE")] = "en",
) -> None:
    """Make dictated lines what was meant: without fillers, repeats and what was taken back.

    Reads standard input, a line for a line: "send it on tuesday no wait wednesday" becomes "send it on wednesday".
    Spoken marks and commands are carried out; a new paragraph is written ¶, a new line ↵ and a bullet •. What is not
    clear stays, and is told on standard error with the number of its line.
    """
    from dictation.compose.language_files import load_language
    from dictation.compose.tidying import tidy_line

    rules = load_language(language)
    for number, line in enumerate(sys.stdin, 1):
        tidied = tidy_line(line, rules)
        show(tidied.text)
        for words in tidied.doubtful:
            notice(f"line {number}: it is not clear what “{words}” corrects; it stays.")


def _write_json(made: Correspondence, path: Path) -> None:
    from dictation.compose.interchange import correspondence_as_json
    from dictation.home import write_file

    text = json.dumps(correspondence_as_json(made), ensure_ascii=False, indent=1)
    if path == Path("-"):
        typer.echo(text)
    else:
        write_file(path, f"{text}\n".encode())
        notice(f"{path} is written: {len(made.drafts)} drafts, {len(made.notes)} notes.")


def _print(made: Correspondence) -> None:
    for number, draft in enumerate(made.drafts, 1):
        show(f"{number}. {draft.kind}")
        show_head(draft)
        body = (draft.salutation.text, draft.body_text, draft.closing.text)
        show()
        show("\n\n".join(part for part in body if part))
        show()
        for flag in draft.flags:
            show(f"   ! {clock_time(flag.start_ms):>5}  {flag.message}")
        if draft.flags:
            show()
    for note in made.notes:
        show(f"For the secretary: {note.text}")


def _print_reading(reading: Reading) -> None:
    columns = (
        Column(title="time", right=True, whole=True),
        Column(title="phase", whole=True),
        Column(title="label", style="bold", whole=True),
        Column(title="score", right=True, whole=True),
        Column(title="words", share=1),
    )
    rows = []
    for span in reading.spans:
        tokens = reading.tokens[span.start : span.end]
        text = " ".join(f"{token.before}{token.text}{token.after}" for token in tokens)
        start_ms = tokens[0].start_ms if tokens else None
        rows.append((clock_time(start_ms), span.phase, span.label, f"{span.score:.1f}", text))
    show_table(columns, rows)
