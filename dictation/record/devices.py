"""The sound devices of this machine, through sounddevice, which is PortAudio (https://www.portaudio.com)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dictation.errors import RecordingError

_LIST = "see their names with: dictation record --list-devices"


@dataclass(frozen=True, kw_only=True, slots=True)
class Device:
    """A sound device that can record."""

    index: int
    """PortAudio's number for it, until devices come or go."""
    name: str
    host_api: str
    """The system's way to it, such as ALSA or Core Audio: one device may be there by several."""
    channels: int
    sample_rate: int
    """The rate at which the device works unless told otherwise."""
    default: bool
    """Whether the system records from it where none is named."""

    @property
    def full_name(self) -> str:
        """What tells it from a device of the same name."""
        return f"{self.name}, {self.host_api}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """A device with as many of its channels as are recorded."""

    device: Device
    channels: int
    """2 where its left is the client and its right the secretary, else 1."""


def portaudio() -> Any:
    """The module ``sounddevice``, PortAudio loaded.

    Raises:
        RecordingError: PortAudio is not on this machine.
    """
    try:
        import sounddevice  # noqa: PLC0415 - loads PortAudio, which asks every sound device what it can do
    except OSError as exc:
        raise RecordingError(
            f"no sound can be recorded or played: {exc}",
            place="this machine",
            remedy="install PortAudio; on Debian and Ubuntu: apt install libportaudio2",
        ) from exc
    return sounddevice


def list_devices() -> tuple[Device, ...]:
    """All devices that can record, in the system's order.

    Raises:
        RecordingError: PortAudio is not on this machine.
    """
    library = portaudio()
    default = library.default.device["input"]
    if default < 0:
        default = library.query_hostapis(library.default.hostapi)["default_input_device"]
    return tuple(
        Device(
            index=each["index"],
            name=each["name"],
            host_api=library.query_hostapis(each["hostapi"])["name"],
            channels=each["max_input_channels"],
            sample_rate=round(each["default_samplerate"]),
            default=each["index"] == default,
        )
        for each in library.query_devices()
        if each["max_input_channels"]
    )


def choose_inputs(devices: Sequence[Device], names: Sequence[str], *, channels: int | None) -> tuple[Input, ...]:
    """The devices to record from.

    Args:
        devices: Those there are.
        names: None for the system's default device, one for a device, two for the client's and the secretary's.
        channels: How many channels of a single device are recorded, None for two if it has them. Of two devices it is
            one each.

    Raises:
        RecordingError: There is no such device, or several, or it has too few channels.
    """
    if not devices:
        raise RecordingError(
            "there is no sound device to record from",
            place="this machine",
            remedy="plug one in, or start the sound server; " + _LIST,
        )
    if len(names) > 1:
        return tuple(Input(device=_find(devices, name), channels=1) for name in names)
    device = _find(devices, names[0]) if names else _default(devices)
    wanted = channels or min(2, device.channels)
    if wanted > device.channels:
        raise RecordingError(
            f"{device.name} has but one channel",
            place=device.full_name,
            remedy="record with --channels 1, or name a device a side: --client-device NAME --secretary-device NAME",
        )
    return (Input(device=device, channels=wanted),)


def _default(devices: Sequence[Device]) -> Device:
    for device in devices:
        if device.default:
            return device
    raise RecordingError(
        "the system names no device to record from", place=_names(devices), remedy="name one of these with --device"
    )


def _find(devices: Sequence[Device], name: str) -> Device:
    """The device of that name, or the only one with it in its name; capitals don't matter."""
    asked = name.casefold()
    exact = [device for device in devices if asked in {device.name.casefold(), device.full_name.casefold()}]
    found = exact or [device for device in devices if asked in device.full_name.casefold()]
    if len(found) == 1:
        return found[0]
    raise RecordingError(
        f"{len(found)} sound devices have {name!r} in their names" if found else f"there is no sound device {name!r}",
        place=f"the devices here: {_names(found or devices)}",
        remedy="give one of these names in full",
    )


def _names(devices: Sequence[Device]) -> str:
    return "; ".join(device.full_name for device in devices)
