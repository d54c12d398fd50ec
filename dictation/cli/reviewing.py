"""``dictation review`` and its steps as commands: ``split``, ``merge``, ``undo``, ``redo``, ``diff``, ``play``."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.changes import print_changes
from dictation.cli.output import Column, clock_time, notice, show_json, show_table
from dictation.cli.session import (
    AnyDraftNumbers,
    AsJson,
    By,
    DraftNumber,
    OfClient,
    OtherDraft,
    Seen,
    at_terminal,
    user_name,
    workspace,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dictation.review import Clip

_SCRIPTS = "in a script use: dictation list, show, approve, reject, edit, split, merge, undo, play"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (review, split, merge, undo, redo, diff, play):
        app.command()(command)


def review(
    context: typer.Context,
    numbers: AnyDraftNumbers = None,
    *,
    client: OfClient = None,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Look at those, too, that somebody else has open just now.")
    ] = False,
    by: By = "",
) -> None:
    """Look at one draft after another, the riskiest first, and decide.

    Every key is told by the key ?. Nothing is sent. With DICTATION_ACCESSIBLE=1 each answer is a line with Enter, and
    nothing is drawn anew.
    """
    from dictation import pipeline
    from dictation.cli.reviewer import LineReviewer, ScreenReviewer
    from dictation.model.review import DraftState

    if not at_terminal():
        raise typer.BadParameter(f"review asks a person at a terminal; {_SCRIPTS}", param_hint="review")
    plain = os.environ.get("DICTATION_ACCESSIBLE") or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    with workspace(context) as opened, tempfile.TemporaryDirectory(prefix="dictation-") as previews:
        if numbers:
            drafts = [opened.store.draft(number, client=client) for number in dict.fromkeys(numbers)]
        else:
            drafts = list(opened.store.drafts(client, DraftState.DRAFT))
        if not drafts:
            notice("There is no undecided draft.")
            return
        kind = LineReviewer if plain else ScreenReviewer
        reviewer = kind(edits=opened.home.edits, previews=Path(previews))
        session = pipeline.review(opened, drafts, reviewer, by=by or user_name(), take_over=take_over)
        reviewer.close()
        states = Counter(opened.store.draft(number).state for number in session.numbers)
    notice(", ".join(f"{count} {'undecided' if state == 'draft' else state}" for state, count in states.items()) + ".")
    notice("Nothing was sent; dictation send shows what would go.")


def split(
    context: typer.Context,
    number: DraftNumber,
    *,
    before: Annotated[str, typer.Option(help="Words of the text that the second draft begins with.")] = "",
    at: Annotated[int, typer.Option(help="Number of the paragraph that it begins with.", min=0)] = 0,
    seen: Seen = None,
    by: By = "",
) -> None:
    """Make two drafts of one.

    Whom the second goes to has to be said; both have the closing.
    """
    from dictation import pipeline

    if bool(before) == bool(at):
        raise typer.BadParameter("say where the second draft begins with --before or --at")
    with workspace(context) as opened:
        _, second = pipeline.split(opened, number, paragraph=at, before=before, by=by or user_name(), seen=seen)
    notice(f"Draft {second.id} is split off. Say whom it goes to with: dictation edit {second.id} --to NAME")


def merge(
    context: typer.Context,
    number: DraftNumber,
    other: OtherDraft,
    *,
    seen: Seen = None,
    by: By = "",
) -> None:
    """Put the text of another draft behind that of a draft.

    The first keeps its recipients, subject and salutation; the other is rejected.
    """
    from dictation import pipeline

    with workspace(context) as opened:
        merged = pipeline.merge(opened, number, other, by=by or user_name(), seen=seen)
    notice(f"Draft {number} is revision {merged.revision}, with the text of draft {other}, which is rejected.")


def undo(context: typer.Context, number: DraftNumber, *, seen: Seen = None, by: By = "") -> None:
    """Take back what was last done to a draft: its approval or rejection, else its last change."""
    from dictation import pipeline

    with workspace(context) as opened:
        notice(pipeline.undo(opened, number, by=by or user_name(), seen=seen).told)


def redo(context: typer.Context, number: DraftNumber, *, seen: Seen = None, by: By = "") -> None:
    """Make a change again that was taken back."""
    from dictation import pipeline

    with workspace(context) as opened:
        notice(pipeline.redo(opened, number, by=by or user_name(), seen=seen).told)


def diff(
    context: typer.Context,
    number: DraftNumber,
    *,
    old: Annotated[int | None, typer.Option("--from", help="A revision; the first unless told.", min=1)] = None,
    new: Annotated[int | None, typer.Option("--to", help="A revision; the last unless told.", min=1)] = None,
    json: AsJson = False,
) -> None:
    """Show what was changed in a draft: [-what went-] and {+what came+}."""
    from dictation import pipeline

    with workspace(context) as opened:
        runs = pipeline.compare(opened, number, old, new)
    if json:
        show_json([{"change": run.change, "text": run.text} for run in runs])
    elif all(run.change == "same" for run in runs):
        notice(f"Nothing was changed in draft {number}.")
    else:
        print_changes(runs, sys.stdout)


def play(
    context: typer.Context,
    number: DraftNumber,
    *,
    flag: Annotated[int, typer.Option(help="What this flag is about.", metavar="N", min=0)] = 0,
    sentence: Annotated[int, typer.Option(help="This sentence of the draft.", metavar="N", min=0)] = 0,
    clip: Annotated[Path | None, typer.Option(help="Write a WAV file instead of playing.", metavar="FILE")] = None,
    speed: Annotated[float, typer.Option(help="How many times as fast.", min=0.5, max=4)] = 1.0,
    list_: Annotated[bool, typer.Option("--list", help="List what can be played, and stop.")] = False,
    json: AsJson = False,
) -> None:
    """Play what was said for a draft: all of it, a flag's words or a sentence."""
    from dictation import pipeline
    from dictation.home import write_file
    from dictation.review import flag_clips, sentences
    from dictation.transcribe import at_speed

    with workspace(context) as opened:
        stored = opened.store.draft(number)
        flags, spoken = flag_clips(stored.draft), sentences(stored.draft)
        if list_:
            _print_clips(flags, spoken, json=json)
            return
        sound = pipeline.listen(opened, stored, _chosen(flags, flag, spoken, sentence))
    sound = sound if speed == 1 else at_speed(sound, speed)
    if clip is not None:
        write_file(clip, sound.wav())
        notice(f"{clip} is written: {len(sound.samples) / sound.sample_rate:.1f} seconds.")
        return
    from dictation.record import Player

    player = Player()
    player.play(sound.samples, sound.sample_rate)
    player.wait()


def _chosen(flags: Sequence[Clip | None], flag: int, spoken: Sequence[Clip], sentence: int) -> Clip:
    from dictation.review import Clip

    if flag and sentence:
        raise typer.BadParameter("name a flag or a sentence", param_hint="--flag")
    for name, number, clips in (("flag", flag, flags), ("sentence", sentence, spoken)):
        found = clips[number - 1] if 0 < number <= len(clips) else None
        if number and found is None:
            raise typer.BadParameter(f"there is no {name} {number} to be heard; see --list", param_hint=f"--{name}")
        if found is not None:
            return found
    heard = [clip for clip in (*flags, *spoken) if clip is not None]
    if not heard:
        raise typer.BadParameter("nothing of this draft was spoken", param_hint="ID")
    whole = spoken or heard
    return Clip(text="", start_ms=min(each.start_ms for each in whole), end_ms=max(each.end_ms for each in whole))


def _print_clips(flags: Sequence[Clip | None], spoken: Sequence[Clip], *, json: bool) -> None:
    clips = [
        (name, number, clip)
        for name, each in (("flag", flags), ("sentence", spoken))
        for number, clip in enumerate(each, 1)
        if clip is not None
    ]
    if json:
        show_json(
            [
                {"kind": name, "number": number, "start_ms": c.start_ms, "end_ms": c.end_ms, "text": c.text}
                for name, number, c in clips
            ]
        )
        return
    columns = (
        Column(title="what", style="bold", whole=True),
        Column(title="from", right=True, whole=True),
        Column(title="to", right=True, whole=True),
        Column(title="words", share=1),
    )
    show_table(
        columns,
        ((f"--{n} {number}", clock_time(c.start_ms), clock_time(c.end_ms), c.text) for n, number, c in clips),
    )
