"""Whether there are devices to record from and to play on."""

from __future__ import annotations

from collections.abc import Iterator

from dictation.errors import RecordingError
from dictation.model.check import Check, Verdict
from dictation.record.devices import list_devices, portaudio


def check_devices() -> Iterator[Check]:
    """Devices for both; a machine without them can still do all but to record and to play."""
    try:
        inputs = [device.name for device in list_devices()]
        outputs = [each["name"] for each in portaudio().query_devices() if each["max_output_channels"]]
    except RecordingError as exc:
        yield Check.failed("sound devices", exc, Verdict.WARNING)
        return
    for what, names in (("to record from", inputs), ("to play on", outputs)):
        yield Check(
            subject=f"sound devices {what}",
            verdict=Verdict.OK if names else Verdict.WARNING,
            found=", ".join(dict.fromkeys(names)) or "there is none",
            remedy="" if names else "plug one in or start the sound server, if this machine is to do that",
        )
