"""Sound devices → a recording on disk, written as the call goes on; and what is played back on them.

The rest of the program uses what is named here and nothing else of this room. PortAudio is loaded when devices are
first asked for.
"""

from dictation.record.devices import Device, Input, choose_inputs, list_devices
from dictation.record.playing import Player
from dictation.record.recorder import Recorder, recording
from dictation.record.wav import follow, new_path

__all__ = [
    "Device",
    "Input",
    "Player",
    "Recorder",
    "choose_inputs",
    "follow",
    "list_devices",
    "new_path",
    "recording",
]
