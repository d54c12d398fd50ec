"""``dictation batch`` and ``watch``: many recordings, on all of this machine's processors."""

from __future__ import annotations

import json as jsons
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from dictation.cli.board import Board
from dictation.cli.errors import Batch, tell_error
from dictation.cli.output import Column, clock_time, notice, progress_line, show, show_json, show_table
from dictation.cli.recordings import CallDate, EngineName, Language, Model, day, make_hearing
from dictation.cli.session import AsJson, now, session, user_name, workspace
from dictation.errors import DictationError, InputError

if TYPE_CHECKING:
    from dictation.home import Listed
    from dictation.pipeline import Arrivals, Ended, JobMaker, Place, Planned, Workspace

Workers: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, help="How many recordings to hear at once; as many as the machine can unless told."),
]
OfOne: TypeAlias = Annotated[
    str,
    typer.Option(
        "--client", "-c", help="The client's key; unless told, each folder in DIR is named by one.", metavar="KEY"
    ),
]
_LOOK_S = 1
"""How often a watched folder is looked at."""
_NAMED = 5
"""How many files that are no recordings are named."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(batch)
    app.command()(watch)


def batch(
    context: typer.Context,
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Folders of recordings.", metavar="[DIR]...", file_okay=False)
    ] = None,
    *,
    client: OfOne = "",
    manifest: Annotated[
        Path | None,
        typer.Option(help="A CSV or JSON list of recordings: file, client, priority, due.", metavar="FILE"),
    ] = None,
    engine: EngineName = None,
    model: Model = "",
    language: Language = "",
    call_date: CallDate = None,
    workers: Workers = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")] = False,
    json: AsJson = False,
) -> None:
    """Hear many recordings, several at once, and keep what was dictated as drafts.

    The urgent ones come first, then those that are due first, then the oldest. What was processed before is left as it
    is; the same command goes on after any interruption. The day of a call is that on which its file was written.
    """
    from dictation import pipeline

    if not folders and manifest is None:
        raise typer.BadParameter("name a folder, or a list of recordings with --manifest", param_hint="DIR")
    with workspace(context) as opened:
        listed = _listed(opened, folders or (), client, manifest)
        with progress_line("Looking at:") as line:
            plan = pipeline.plan_batch(opened, listed, client=client, looked=lambda path: line.say(path.name))
        if dry_run:
            _print_plan(plan, json=json)
            return
        with progress_line("Preparing:") as line:
            hearing = make_hearing(context, line, engine, model, language)
            maker = pipeline.JobMaker(opened, hearing=hearing, call_date=day(call_date))
            jobs = [maker.job(each) for each in plan if each.to_do]
    failures = Batch(len(plan))
    ended: dict[tuple[Path, str], Ended] = {}
    for each in plan:
        if each.error:
            failures.failed(each.error)
    place, size = _place(context, maker, most=len(jobs), wanted=workers)
    with _stoppable(), Board(len(jobs)) as board, pipeline.team(place, size) as team:
        for job in jobs:
            team.add(job)
        while team.busy:
            for event in team.events():
                board.take(event)
                if isinstance(event, pipeline.Ended):
                    ended[event.job.path, event.job.client] = event
                if isinstance(event, pipeline.Ended) and isinstance(event.result, DictationError):
                    failures.failed(event.result)
    _print_summary(plan, ended, json=json)
    failures.finish()


def watch(
    context: typer.Context,
    folders: Annotated[
        list[Path], typer.Argument(help="Folders of recordings.", metavar="DIR...", exists=True, file_okay=False)
    ],
    *,
    client: OfOne = "",
    engine: EngineName = None,
    model: Model = "",
    language: Language = "",
    workers: Workers = None,
    settle: Annotated[
        int, typer.Option(min=1, help="How long nobody may have written a recording.", metavar="SECONDS")
    ] = 5,
    json: AsJson = False,
) -> None:
    """Process recordings as they come into a folder, until this is interrupted.

    A recording is taken when it is wholly written: at once where it was moved into the folder, else when nobody has
    written it for a while and it is as long as its header says. With --json a line is printed for each.
    """
    from dictation import pipeline

    with workspace(context) as opened:
        with progress_line("Preparing:") as line:
            hearing = make_hearing(context, line, engine, model, language)
            maker = pipeline.JobMaker(opened, hearing=hearing, call_date=None)
            for key in [client] if client else [each.key for each in opened.store.clients()]:
                maker.engine(opened.store.client(key).key)
        place, size = _place(context, maker, most=None, wanted=workers)
        arrivals, told = pipeline.Arrivals(settle), _Told()
        with _stoppable(), Board(None) as board, pipeline.team(place, size) as team:
            notice(f"Watching {', '.join(map(str, folders))}; Ctrl-C ends it.")
            while True:
                for planned in _arrived(opened, folders, client, arrivals, told):
                    if planned.to_do:
                        team.add(maker.job(planned))
                for event in team.events(_LOOK_S):
                    if isinstance(event, pipeline.Ended) and json:
                        show(jsons.dumps({**_named(event.job.path, event.job.client), **_outcome(event)}))
                    if isinstance(event, pipeline.Ended) and isinstance(event.result, DictationError):
                        tell_error(event.result)
                    board.take(event)


def _listed(opened: Workspace, folders: Sequence[Path], client: str, manifest: Path | None) -> list[Listed]:
    """The recordings that the command line names."""
    from dictation import pipeline
    from dictation.home import read_manifest

    found = pipeline.find_recordings(opened, folders, client=client)
    for path in found.of_nobody:
        raise InputError(
            f"whose recording is {path.name}?",
            place=str(path.parent),
            remedy="name the client with --client, or put it into a folder that is named by the client's key",
        )
    if found.others:
        names = ", ".join(path.name for path in found.others[:_NAMED])
        more = f" and {len(found.others) - _NAMED} more" if len(found.others) > _NAMED else ""
        notice(f"Left out, by their names no recordings: {names}{more}.")
    return [*(read_manifest(manifest) if manifest else ()), *found.recordings]


def _place(context: typer.Context, maker: JobMaker, *, most: int | None, wanted: int | None) -> tuple[Place, int]:
    """Where workers work, and how many."""
    from dictation.pipeline import Place

    current = session(context)
    share = maker.share(most=most, wanted=wanted)
    if current.verbose:
        notice(f"{share.workers} at once, with {share.threads} thread{'' if share.threads == 1 else 's'} each.")
    place = Place(home=current.home, database=current.database, actor=user_name(), clock=now, threads=share.threads)
    return place, share.workers


@contextmanager
def _stoppable() -> Iterator[None]:
    """Being told to end is as good as being interrupted: workers are ended first."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Told:
    """Errors of a folder that is watched, each told once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def tell(self, error: DictationError) -> None:
        if str(error) not in self._told:
            self._told.add(str(error))
            tell_error(error)


def _arrived(
    opened: Workspace, folders: Sequence[Path], client: str, arrivals: Arrivals, told: _Told
) -> tuple[Planned, ...]:
    """What has come since the last look."""
    from dictation import pipeline

    try:
        found = pipeline.find_recordings(opened, folders, client=client)
    except InputError as exc:  # a share that is away may come back
        told.tell(exc)
        return ()
    for path in found.of_nobody:
        remedy = "put it into a folder that is named by the client's key"
        told.tell(InputError(f"whose recording is {path.name}?", place=str(path.parent), remedy=remedy))
    whole = []
    for each in arrivals.look(found.recordings, time.monotonic()):
        if isinstance(each, pipeline.Unfinished):
            name = each.listed.path.name
            notice(f"{name} is not as long as it says, and nobody writes it any more. It is taken when it is whole.")
        else:
            whole.append(each)
    plan = pipeline.plan_batch(opened, whole, client=client, looked=lambda _: None)
    for planned in plan:
        if planned.error:
            tell_error(planned.error)
    return plan


def _print_plan(plan: Sequence[Planned], *, json: bool) -> None:
    if json:
        show_json([{**_named(each.listed.path, each.listed.client), **_foreseen(each)} for each in plan])
        return
    columns = (
        Column(title="file", style="bold", share=4),
        Column(title="client", share=1),
        Column(title="priority", whole=True),
        Column(title="due", whole=True),
        Column(title="what", share=2),
    )
    show_table(
        columns,
        (
            (
                str(each.listed.path),
                each.listed.client,
                each.listed.priority.name.lower(),
                str(each.listed.due or ""),
                _foreseen(each)["result"],
            )
            for each in plan
        ),
    )


def _print_summary(plan: Sequence[Planned], ended: Mapping[tuple[Path, str], Ended], *, json: bool) -> None:
    """What became of each recording; those that were done before are only counted in the table."""
    outcomes = [
        {
            **_named(each.listed.path, each.listed.client),
            **(_outcome(ended[each.listed.path.absolute(), each.listed.client]) if each.to_do else _foreseen(each)),
        }
        for each in plan
    ]
    if json:
        show_json(outcomes)
        return
    before = sum(each.call is not None for each in plan)
    if before:
        notice(f"{before} of {len(plan)} were processed before, and are left as they are.")
    columns = (
        Column(title="file", style="bold", share=1),
        Column(title="client", whole=True),
        Column(title="drafts", right=True, whole=True),
        Column(title="flags", right=True, whole=True),
        Column(title="audio", right=True, whole=True),
        Column(title="RTF", right=True, whole=True),
        Column(title="result", share=1),
    )
    rows = [_row(outcome) for each, outcome in zip(plan, outcomes, strict=True) if each.call is None]
    if rows:
        show_table(columns, rows)
        notice("RTF: seconds of work for each second of the recording.")


def _row(outcome: Mapping[str, Any]) -> tuple[str, ...]:
    name, result = outcome["file"], outcome["result"]
    if result != "done":
        return name, outcome["client"], "", "", "", "", result
    return (
        name,
        outcome["client"],
        str(len(outcome["drafts"])),
        str(outcome["flags"]),
        clock_time(outcome["duration_ms"]),
        f"{outcome['real_time_factor']:.2f}",
        result,
    )


def _named(path: Path, client: str) -> dict[str, Any]:
    return {"file": str(path), "client": client}


def _foreseen(planned: Planned) -> dict[str, Any]:
    """What is to become of a recording, for programs."""
    if planned.error:
        return {"result": "failed", "error": planned.error.message}
    if planned.call is not None:
        return {"result": "done before", "recording": planned.call}
    if planned.same_as:
        return {"result": f"same content as {planned.same_as.name}"}
    return {"result": "to do"}


def _outcome(ended: Ended) -> dict[str, Any]:
    """What became of a recording, for programs."""
    from dictation.pipeline import Finished

    result = ended.result
    if not isinstance(result, Finished):
        return {"result": "failed", "error": result.message}
    return {
        "result": "done",
        "recording": result.call,
        "drafts": list(result.drafts),
        "flags": result.flags,
        "duration_ms": result.duration_ms,
        "real_time_factor": round(result.took_ms / max(1, result.duration_ms), 3),
    }
