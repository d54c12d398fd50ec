"""``dictation process``, ``transcribe`` and ``transcript``: from sound to drafts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from dictation.cli.drafts import draft_table, summary
from dictation.cli.errors import Batch
from dictation.cli.output import ProgressLine, clock_time, notice, progress_line, show, show_json
from dictation.cli.session import AsJson, ClientKey, home_without_init, session, workspace

if TYPE_CHECKING:
    from dictation.model.transcript import Transcript
    from dictation.pipeline import Hearing, Processed, Workspace

EngineName: TypeAlias = Annotated[
    Literal["auto", "whisper", "faster-whisper", "embedded", "openai-compatible"] | None,
    typer.Option("--engine", help="The recogniser; that of the settings unless told."),
]
Model: TypeAlias = Annotated[
    str, typer.Option(help="A model of Whisper, or the path of one; that of the settings unless told.")
]
Language: TypeAlias = Annotated[
    str, typer.Option(help="The call's language, such as en or id; the client's unless told.", metavar="CODE")
]
Format: TypeAlias = Annotated[
    Literal["json", "vtt", "srt", "txt"] | None,
    typer.Option("--format", help="That of -o's suffix unless told, else json."),
]
Output: TypeAlias = Annotated[
    Path | None, typer.Option("--output", "-o", help="A file to write; standard output unless told.", metavar="FILE")
]
CallDate: TypeAlias = Annotated[
    datetime | None,
    typer.Option(
        "--date", formats=["%Y-%m-%d"], help='The day of the call, for what "tomorrow" means; today unless told.'
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (process, transcribe, transcript):
        app.command()(command)


def process(
    context: typer.Context,
    audio: Annotated[list[Path], typer.Argument(help="Recordings, or transcripts made elsewhere.", metavar="AUDIO...")],
    *,
    client: ClientKey,
    engine: EngineName = None,
    model: Model = "",
    language: Language = "",
    call_date: CallDate = None,
    json: AsJson = False,
) -> None:
    """Hear recordings and keep what was dictated as drafts.

    A recording that was processed before is left as it is.
    """
    from dictation import pipeline

    batch = Batch(len(audio))
    done: list[Processed] = []
    with workspace(context) as opened:
        for path in audio:
            with batch.each(), progress_line(f"Hearing {path.name}:") as line:
                hearing = make_hearing(context, line, engine, model, language)
                done.append(pipeline.process(opened, path, client=client, call_date=day(call_date), hearing=hearing))
        print_processed(opened, done, json=json)
    batch.finish()


def transcribe(
    context: typer.Context,
    audio: Annotated[Path, typer.Argument(help="A recording.")],
    *,
    client: Annotated[
        str, typer.Option("--client", "-c", help="Listen for the names this client knows.", metavar="KEY")
    ] = "",
    engine: EngineName = None,
    model: Model = "",
    language: Language = "",
    output: Output = None,
    format_: Format = None,
) -> None:
    """Write down what is said on a recording.

    Nothing goes into the store. What is doubtful is told, with its time.
    """
    from dictation import pipeline
    from dictation.transcribe import Vocabulary

    vocabulary = Vocabulary()
    if client:
        with workspace(context) as opened:
            person = opened.store.client(client)
            vocabulary = pipeline.vocabulary_of(opened, person)
            language = language or pipeline.spoken_language(person)
    home, settings = home_without_init(context)
    with progress_line(f"Hearing {audio.name}:") as line:
        hearing = make_hearing(context, line, engine, model, language)
        heard = pipeline.hear(audio, hearing, home=home, settings=settings, vocabulary=vocabulary)
    _write(heard, output, format_)
    for mark in heard.marks:
        notice(f"{clock_time(mark.start_ms)}-{clock_time(mark.end_ms)} {mark.kind}: {mark.detail}".rstrip(": "))


def transcript(
    context: typer.Context,
    call: Annotated[int, typer.Argument(help="The number of a processed recording.", metavar="RECORDING")],
    *,
    output: Output = None,
    format_: Format = None,
) -> None:
    """Show what was heard in a processed recording."""
    with workspace(context) as opened:
        heard = opened.store.call(call).transcript
    _write(heard, output, format_ or (None if output else "txt"))


def make_hearing(context: typer.Context, line: ProgressLine, engine: str | None, model: str, language: str) -> Hearing:
    """How a recording is to be heard by what the command line says, told on a progress line."""
    from dictation.pipeline import Hearing

    current = session(context)
    return Hearing(
        engine=engine or "",
        model=model,
        language=language,
        notify=line.notice,
        progress=line.heard,
        download=line.amount,
        explain=line.notice if current.verbose else None,
        offline=current.offline,
        environ=os.environ,
    )


def day(moment: datetime | None) -> date | None:
    """The day of an option such as ``--date``."""
    return moment.date() if moment else None


def _write(heard: Transcript, output: Path | None, format_: str | None) -> None:
    from dictation.home import write_file
    from dictation.transcribe import TranscriptFormat, write_transcript

    suffix = output.suffix.removeprefix(".").lower() if output else ""
    known = {str(kind) for kind in TranscriptFormat}
    kind = TranscriptFormat(format_ or (suffix if suffix in known else "json"))
    text = write_transcript(heard, kind)
    if output is None:
        show(text.rstrip("\n"))
    else:
        write_file(output, text.encode())
        notice(f"{output} is written: {sum(1 for _ in heard.iter_words())} words.")


def print_processed(opened: Workspace, done: Sequence[Processed], *, json: bool) -> None:
    """Print what became of recordings."""
    drafts = [opened.store.draft(number) for each in done for number in each.call.drafts]
    if json:
        show_json(
            [
                {
                    "recording": each.call.id,
                    "path": str(each.call.recording.path),
                    "new": each.new,
                    "engine": each.call.transcript.engine,
                    "drafts": [summary(stored) for stored in drafts if stored.call == each.call.id],
                    "notes": [note.text for note in each.call.notes],
                }
                for each in done
            ]
        )
        return
    for each in done:
        engine = each.call.transcript.engine or "import"
        before = f"was processed before, by {engine}; nothing is heard or changed again"
        what = f"{len(each.call.drafts)} drafts" if each.new else before
        notice(f"{each.call.recording.path.name}: {what}")
    if drafts:
        draft_table(drafts)
    notes = [note for each in done for note in each.call.notes]
    if notes:
        show("For the secretary:")
    for note in notes:
        show(f"  {clock_time(note.start_ms):>5}  {note.text}")
