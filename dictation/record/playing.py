"""Sound played on the system's device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dictation.errors import RecordingError
from dictation.record.devices import portaudio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Player:
    """Plays one sound at a time, while the program goes on."""

    def __init__(self) -> None:
        self._library: Any = None

    def play(self, samples: NDArray[np.int16], sample_rate: int) -> None:
        """Begin to play a sound, a row a sample, in place of the one that is being played.

        Raises:
            RecordingError: There is no device to play it on.
        """
        self._library = portaudio()
        try:
            self._library.play(samples, sample_rate)
        except self._library.PortAudioError as exc:
            raise RecordingError(
                "there is no sound device to play on",
                place=f"this machine: {exc}",
                remedy="plug one in or start the sound server; or write a file with: dictation play ID --clip FILE.wav",
            ) from exc

    def wait(self) -> None:
        """Until the sound is over."""
        if self._library is not None:
            self._library.wait()

    def stop(self) -> None:
        """Play no more."""
        if self._library is not None:
            self._library.stop()
