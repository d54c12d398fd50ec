"""openai-whisper as an engine: the reference, and the slower of the two that run Whisper's weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import whisper

from dictation.errors import EngineError
from dictation.transcribe.engine import Heard, Stretch, Vocabulary
from dictation.transcribe.whisper.decoding import TEMPERATURES, prompt, words_of


class WhisperEngine:
    """Whisper's weights run by PyTorch."""

    name = "whisper"

    def __init__(self, weights: Path, model: str) -> None:
        self.model = model
        self._weights = weights

    joined_ms = 1200

    @property
    def fingerprint(self) -> str:
        """See :class:`Engine <dictation.transcribe.engine.Engine>`."""
        return f"{self._weights}"

    def recognise(
        self, stretches: Iterable[Stretch], *, language: str | None, vocabulary: Vocabulary
    ) -> Iterator[Heard]:
        """Hear stretches; see :meth:`Engine.recognise <dictation.transcribe.engine.Engine.recognise>`."""
        network = self._loaded()
        if language is None and not network.is_multilingual:
            language = "en"
        for stretch in stretches:
            result: dict[str, Any] = network.transcribe(
                stretch.samples,
                language=language,
                initial_prompt=prompt(vocabulary) or None,
                word_timestamps=True,
                condition_on_previous_text=False,
                temperature=TEMPERATURES,
                fp16=network.device.type == "cuda",
                verbose=None,
            )
            tokens = [token for segment in result["segments"] for token in segment["words"]]
            words = words_of(
                ((token["word"], token["start"], token["end"], token["probability"]) for token in tokens),
                stretch.start_ms,
            )
            yield Heard(stretch=stretch, words=words, language=result["language"])

    def _loaded(self) -> Any:
        try:
            network = whisper.load_model(str(self._weights))
        except Exception as exc:  # torch raises whatever the broken file leads it into
            raise EngineError(
                f"{self._weights.name} is no checkpoint of openai-whisper, or a damaged one: {exc}",
                place=str(self._weights),
                remedy="Remove the file and fetch it again: dictation models fetch base",
            ) from exc
        heads = whisper._ALIGNMENT_HEADS.get(self.model)  # noqa: SLF001 - load_model uses it, but for names alone
        if heads is not None:
            network.set_alignment_heads(heads)
        return network
