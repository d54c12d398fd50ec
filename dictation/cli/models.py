"""``dictation models``: the recognisers' weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dictation.cli.output import Column, notice, progress_line, show, show_json, show_table
from dictation.cli.session import AsJson, home_without_init, now, session

if TYPE_CHECKING:
    from pathlib import Path

    from dictation.transcribe import Speed, Weights

group = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="A model of Whisper, such as base.", metavar="MODEL")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(group, name="models", help="The weights of the Whisper recognisers.")


@group.command("list")
def list_(context: typer.Context, *, json: AsJson = False) -> None:
    """List Whisper's models, which are on this machine, and how fast they are here where it was measured."""
    from dictation.transcribe import known_speeds, list_models

    home, _ = home_without_init(context)
    models, speeds = list_models(home.cache), known_speeds(home.cache)
    if json:
        show_json(
            [
                {
                    "name": model.name,
                    "aliases": model.aliases,
                    "megabytes": model.megabytes,
                    "parameters": model.parameters * 1_000_000,
                    "multilingual": model.multilingual,
                    "licence": model.licence,
                    "path": str(model.path) if model.path else None,
                    "speeds": [_plain(speed) for speed in speeds if _is_of(speed, model)],
                }
                for model in models
            ]
        )
        return
    columns = (
        Column(title="model", style="bold", whole=True),
        Column(title="MB", right=True, whole=True),
        Column(title="parameters", right=True, whole=True),
        Column(title="languages", whole=True),
        Column(title="licence", whole=True),
        Column(title="here", whole=True),
        Column(title="s/min", right=True, whole=True),
    )
    rows = (
        (
            model.name,
            str(model.megabytes),
            f"{model.parameters} M",
            "about 100" if model.multilingual else "English",
            model.licence,
            "yes" if model.path else "no",
            "\n".join(f"{speed.seconds_a_minute:.1f}{_mark(speed)}" for speed in speeds if _is_of(speed, model)),
        )
        for model in models
    )
    show_table(columns, rows)
    for model in models:
        for alias in model.aliases:
            notice(f"{alias} is another name of {model.name}.")
    if speeds:
        notice(
            f"s/min: seconds for a minute of a synthetic voice on this machine ({speeds[0].machine}), after loading."
        )
        notice("By faster-whisper, or (w) by whisper. People's speech may take longer.")
    else:
        notice("s/min is not measured yet: dictation models measure MODEL")


@group.command("fetch")
def fetch(context: typer.Context, model: Name) -> None:
    """Fetch a model's weights and check them.

    A download that broke off goes on where it stopped. Weights that are here are checked, and fetched anew if they are
    damaged.
    """
    from dictation.transcribe import fetch_model, is_whole, model_path

    home, settings = home_without_init(context)
    path = model_path(model, home.cache)
    if path is not None and is_whole(model, path):
        notice(f"The weights of {model} are on this machine already, every byte as it was published.")
    else:
        if path is not None:
            notice(f"{path} is not what was published, or only a part of it; it is fetched anew.")
        offline = session(context).offline or settings.recogniser.offline
        with progress_line(f"Fetching {model}:") as line:
            path = fetch_model(model, home.cache, line.amount, offline=offline)
    show(str(path))


@group.command("path")
def path(context: typer.Context, model: Name) -> None:
    """Show where a model's weights are."""
    home, _ = home_without_init(context)
    show(str(_here(model, home.cache)))


@group.command("measure")
def measure(
    context: typer.Context,
    model: Name,
    *,
    engine: Annotated[
        Literal["whisper", "faster-whisper"], typer.Option(help="The recogniser that runs the weights.")
    ] = "faster-whisper",
    json: AsJson = False,
) -> None:
    """Measure how fast a model is on this machine, and keep the figure for "models list"."""
    from dictation.transcribe import choose_engine, keep_speed
    from dictation.transcribe import measure as measured

    home, _ = home_without_init(context)
    _here(model, home.cache)  # a figure is not worth a download that nobody asked for
    chosen = choose_engine(engine, model=model, language="en", cache=home.cache, notify=notice)
    notice(f"{engine} hears some minutes of speech with {model}; large models take long.")
    speed = measured(chosen, clock=now)
    keep_speed(speed, home.cache)
    if json:
        show_json(_plain(speed))
    else:
        show(f"{speed.seconds_a_minute:.1f} seconds for a minute of a synthetic voice, after loading ({speed.machine})")


def _here(model: str, cache: Path) -> Path:
    from dictation.errors import WeightsUnavailable
    from dictation.transcribe import model_path

    found = model_path(model, cache)
    if found is None:
        raise WeightsUnavailable(
            f"the weights of {model} are not on this machine",
            place=str(cache),
            remedy=f"fetch them with: dictation models fetch {model}",
        )
    return found


def _is_of(speed: Speed, model: Weights) -> bool:
    return speed.model in {model.name, *model.aliases}


def _plain(speed: Speed) -> dict[str, object]:
    return {
        "engine": speed.engine,
        "model": speed.model,
        "seconds_a_minute": round(speed.seconds_a_minute, 3),
        "machine": speed.machine,
        "measured_at": speed.measured_at.isoformat(),
    }


def _mark(speed: Speed) -> str:
    return " (w)" if speed.engine == "whisper" else ""
