"""What a folder's files are, before anything is decoded: recordings by their names, whole ones by their headers."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

_SUFFIXES = frozenset(
    "wav wave w64 aif aiff aifc au caf voc sph flac mp3 mp2 mp4 m4a m4b mov 3gp ogg oga opus aac ac3 eac3 amr gsm dss "
    "ds2 mka mkv webm wma wmv asf avi flv ts mpg mpeg ape tta wv".split()
)
"""Those of sound, and of pictures with sound. One that cannot be decoded is told, where another name is passed over."""
_UNKNOWN = 0xFFFFFFFF
"""What a recorder writes as the length that cannot go back to write it when it ends."""
_NO_SOUND = 36
"""The length that stands in a WAV header before any sound was written."""


def is_recording(path: Path) -> bool:
    """Whether a file is a recording, by its name."""
    return path.suffix.lower().removeprefix(".") in _SUFFIXES


def is_whole_file(path: Path) -> bool:
    """Whether a recording is as long as its header says, where it says so: WAV, AIFF, MP4.

    Of other kinds only an empty file is known not to be whole.

    Raises:
        OSError: The file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] in {b"RIFF", b"FORM"} and len(head) == 12:
            announced = int.from_bytes(head[4:8], "little" if head[:4] == b"RIFF" else "big")
            written = size - 8
            return announced == _UNKNOWN or (announced <= written and not announced <= _NO_SOUND < written)
        return _are_all_boxes_there(file, size) if head[4:8] == b"ftyp" else size > 0


def _are_all_boxes_there(file: BinaryIO, size: int) -> bool:
    """Whether an MP4 file ends with the end of a box and has its table of contents (ISO 14496-12, 4.2)."""
    kinds, at = set(), 0
    while at < size:
        file.seek(at)
        box = file.read(16)
        length = int.from_bytes(box[:4], "big")
        if length == 1:
            length = int.from_bytes(box[8:], "big")
        kinds.add(box[4:8])
        if length == 0:  # to the end of the file, wherever that is
            break
        at += max(8, length)
    return at <= size and b"moov" in kinds
