"""A server as a network: it gets the sound of each window, and answers with words and their times."""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping, Sequence
from contextlib import closing

import numpy as np

from dictation.errors import EngineError
from dictation.transcribe.endpoint.address import Endpoint
from dictation.transcribe.endpoint.answers import read_answer, written_in
from dictation.transcribe.endpoint.client import Client, Field
from dictation.transcribe.engine import SAMPLE_RATE, Notify, Samples
from dictation.transcribe.whisper.network import Written

_LETTERS_A_TOKEN = 3
"""Of a name, as a cautious guess: the server's own vocabulary is not known here."""


class ServedNetwork:
    """A server that has the interface of OpenAI's."""

    multilingual = True

    def __init__(self, endpoint: Endpoint, model: str, notify: Notify) -> None:
        """Nothing is sent yet, but ``notify`` is told where sound will go if that is not this machine."""
        self._endpoint = endpoint
        self._model = model
        for line in endpoint.warnings():
            notify(line)

    def token_count(self, text: str) -> int:
        """See :class:`~dictation.transcribe.whisper.network.Network`."""
        return -(-len(text) // _LETTERS_A_TOKEN)

    def encode(self, windows: Sequence[Samples]) -> Sequence[Samples]:
        """See :class:`~dictation.transcribe.whisper.network.Network`; the server has yet to hear them."""
        return windows

    def languages(self, encoded: Sequence[Samples]) -> list[Mapping[str, float]]:
        """Nothing for any window: a server tells the language with the text only."""
        return [{} for _ in encoded]

    def write(
        self, encoded: Sequence[Samples], *, languages: Sequence[str], prompt: str, temperature: float
    ) -> list[Written]:
        """See :class:`~dictation.transcribe.whisper.network.Network`.

        Raises:
            ServerUnreachable: There is no way to the server.
            EngineError: It refuses what it is sent, or its answer cannot be read.
        """
        with closing(Client(self._endpoint)) as client:
            return [
                self._asked(client, window, language, prompt, temperature)
                for window, language in zip(encoded, languages, strict=True)
            ]

    def _asked(self, client: Client, window: Samples, language: str, prompt: str, temperature: float) -> Written:
        fields: list[Field] = [
            ("model", self._model),
            ("response_format", "verbose_json"),
            ("timestamp_granularities[]", "word"),
            ("timestamp_granularities[]", "segment"),
            ("temperature", f"{temperature:g}"),
        ]
        if language:
            fields.append(("language", language))
        elif self._endpoint.is_whisper_cpp:
            fields.append(("language", "auto"))  # it would else take everything for English
        if prompt:
            fields.append(("prompt", prompt))
        body = client.ask([*fields, ("file", ("speech.wav", _wav(window), "audio/wav"))])
        try:
            return written_in(read_answer(body), window.size / SAMPLE_RATE, language)
        except ValueError as exc:
            why = client.words_of_error(body) or exc
            raise EngineError(
                f"What the server {self._endpoint.host} answers cannot be read: {why}",
                place=self._endpoint.url,
                remedy="Check that it is a server for recognition with OpenAI's interface, and its version.",
            ) from exc


def _wav(samples: Samples) -> bytes:
    """One channel of 16-bit samples as a file."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return content.getvalue()
