"""``dictation record``: a call from the sound devices."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.keys import key_presses
from dictation.cli.meter import Meter
from dictation.cli.output import Column, ProgressLine, clock_time, notice, progress_line, show, show_json, show_table
from dictation.cli.provisional import Provisional
from dictation.cli.recordings import EngineName, Language, Model, make_hearing, print_processed
from dictation.cli.session import AsJson, now, workspace

if TYPE_CHECKING:
    from dictation.live import LiveDrafts
    from dictation.pipeline import Hearing
    from dictation.record import Device, Input, Recorder

_EVERY_S = 0.1
"""How often the meter is drawn, and a key answered."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(record)


def record(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(help="A new .wav file; one named by client and time among the home's recordings unless told."),
    ] = None,
    *,
    client: Annotated[str, typer.Option("--client", "-c", help="The client's key.", metavar="KEY")] = "",
    device: Annotated[
        str, typer.Option(help="The device to record, or a part of its name; the system's unless told.", metavar="NAME")
    ] = "",
    channels: Annotated[
        int | None,
        typer.Option(help="1, or 2 for the client left and the secretary right; 2 if it has them.", min=1, max=2),
    ] = None,
    client_device: Annotated[
        str, typer.Option(help="Where the two sides are two devices: the client's.", metavar="NAME")
    ] = "",
    secretary_device: Annotated[str, typer.Option(help="… and the secretary's.", metavar="NAME")] = "",
    process: Annotated[bool, typer.Option("--process", help="Make drafts of the call when it ends.")] = False,
    live: Annotated[
        bool, typer.Option("--live", help="Show drafts while the client speaks, too; those kept come at the end.")
    ] = False,
    engine: EngineName = None,
    model: Model = "",
    language: Language = "",
    devices: Annotated[
        bool, typer.Option("--list-devices", help="List the devices that can record, and stop.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Record a call.

    p or the space bar pauses and resumes, q ends; so does Ctrl-C, but it makes no drafts. Whatever happens, what was
    recorded by then can be played.
    """
    from dictation.record import choose_inputs, list_devices

    if devices:
        _print_devices(list_devices(), json=json)
        return
    if not client:
        raise typer.BadParameter("say whose call it is", param_hint="--client")
    inputs = choose_inputs(list_devices(), _names(device, client_device, secretary_device), channels=channels)

    def hearing(line: ProgressLine) -> Hearing:
        return make_hearing(context, line, engine, model, language)

    recorder, path = _record(context, file, inputs, client, hearing(ProgressLine("")) if live else None)
    if process or live:
        from dictation import pipeline

        with workspace(context) as opened:
            with progress_line(f"Hearing {path.name}:") as line:
                done = pipeline.process(opened, path, client=client, call_date=None, hearing=hearing(line))
            print_processed(opened, [done], json=json)
    elif json:
        show_json({"path": str(path), "duration_ms": recorder.recorded_ms, "lost_ms": recorder.lost_ms})
    else:
        notice(f"Drafts are made of it by: dictation process {path} --client {client}")
        show(str(path))


def _names(device: str, client_device: str, secretary_device: str) -> tuple[str, ...]:
    if bool(client_device) != bool(secretary_device) or (device and client_device):
        raise typer.BadParameter(
            "name one device with --device, or two with --client-device and --secretary-device", param_hint="--device"
        )
    return tuple(filter(None, (device, client_device, secretary_device)))


def _record(
    context: typer.Context, file: Path | None, inputs: Sequence[Input], client: str, live: Hearing | None
) -> tuple[Recorder, Path]:
    """Record until the end is asked for; what was recorded is told, whatever ended it."""
    from dictation.record import new_path, recording

    recorder = None
    try:
        with ExitStack() as call:
            with workspace(context) as opened:
                opened.store.client(client)
                path = file or new_path(opened.home.recordings, client, now().astimezone())
                recorder = call.enter_context(recording(path, inputs))
                drafts = None
                if live is not None:
                    from dictation.live import live_drafts

                    sides = len(recorder.sides)
                    drafts = call.enter_context(live_drafts(opened, path, sides=sides, client=client, hearing=live))
                # Before anything else ends, so that nothing is recorded meanwhile.
                call.callback(recorder.stop)
            _attend(recorder, Meter(recorder.sides), drafts)
    finally:
        if recorder is not None and recorder.recorded_ms:
            lost = f", {recorder.lost_ms / 1000:.1f} seconds lost" if recorder.lost_ms else ""
            notice(f"{path} is written: {clock_time(recorder.recorded_ms)}{lost}")
    return recorder, path


def _attend(recorder: Recorder, meter: Meter, drafts: LiveDrafts | None) -> None:
    """Show how it goes and do what keys say until the recording ends."""
    provisional = Provisional()
    begun = False
    with key_presses() as pressed:
        while recorder.running:
            key = pressed(_EVERY_S).lower()
            if key == "q":
                break
            if key in {"p", " "}:
                _pause_or_resume(recorder, meter)
            for event in recorder.events():
                meter.tell(event.text, loud=event.loud)
            for news in drafts.news() if drafts else ():
                for line in (news,) if isinstance(news, str) else provisional.lines(news):
                    meter.tell(line)
            if recorder.started.is_set():
                if not begun:
                    meter.tell("Recording. p pauses and resumes, q ends.")
                    begun = True
                meter.draw(recorder.recorded_ms, recorder.levels(), paused=recorder.paused)
    meter.clear()


def _pause_or_resume(recorder: Recorder, meter: Meter) -> None:
    at = clock_time(recorder.recorded_ms)
    if recorder.paused:
        recorder.resume()
        meter.tell(f"Recording again, at {at}.")
    else:
        recorder.pause()
        meter.tell(f"Paused at {at}: what is said now is not recorded.")


def _print_devices(devices: Sequence[Device], *, json: bool) -> None:
    if json:
        show_json(
            [
                {
                    "name": each.name,
                    "host_api": each.host_api,
                    "channels": each.channels,
                    "sample_rate": each.sample_rate,
                    "default": each.default,
                }
                for each in devices
            ]
        )
        return
    if not devices:
        notice("There is no sound device to record from.")
        return
    columns = (
        Column(title="device", style="bold"),
        Column(title="by", whole=True),
        Column(title="channels", right=True, whole=True),
        Column(title="rate", right=True, whole=True),
        Column(title="", whole=True),
    )
    show_table(
        columns,
        (
            (each.name, each.host_api, str(each.channels), str(each.sample_rate), "default" if each.default else "")
            for each in devices
        ),
    )
