"""faster-whisper as an engine: Whisper's weights in CTranslate2's form, several times faster on a processor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from faster_whisper import WhisperModel

from dictation.errors import EngineError
from dictation.transcribe.engine import Heard, Notify, Stretch, Vocabulary
from dictation.transcribe.whisper.conversion import converted
from dictation.transcribe.whisper.decoding import TEMPERATURES, prompt, words_of


class FasterWhisperEngine:
    """Whisper's weights run by CTranslate2, in 8-bit integers on a processor and 16-bit floats on a GPU."""

    name = "faster-whisper"

    def __init__(self, weights: Path, model: str, cache: Path, notify: Notify) -> None:
        """``weights`` is a checkpoint of openai-whisper, or a folder that holds a model in CTranslate2's form."""
        self.model = model
        self._weights = weights
        self._cache = cache
        self._notify = notify

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
        for stretch in stretches:
            segments, info = network.transcribe(
                stretch.samples,
                language=language,
                initial_prompt=prompt(vocabulary) or None,
                word_timestamps=True,
                condition_on_previous_text=False,
                temperature=TEMPERATURES,
                vad_filter=False,  # the stretch is speech already
            )
            tokens = (token for segment in segments for token in segment.words or ())
            words = words_of(
                ((token.word, token.start, token.end, token.probability) for token in tokens), stretch.start_ms
            )
            yield Heard(stretch=stretch, words=words, language=info.language)

    def _loaded(self) -> WhisperModel:
        folder = self._weights
        if not folder.is_dir():
            folder = converted(self._weights, self.model, self._cache, self._notify)
        if not (folder / "tokenizer.json").is_file():  # else faster-whisper would look for it on the network
            raise EngineError(
                f"{folder.name} is no model of faster-whisper: it has no tokenizer.json",
                place=str(folder),
                remedy="Give a folder in CTranslate2's form with its tokenizer, or a checkpoint of openai-whisper.",
            )
        try:
            return WhisperModel(str(folder), compute_type="auto")
        except (RuntimeError, ValueError, OSError) as exc:
            raise EngineError(
                f"{folder.name} is no Whisper model in CTranslate2's form, or a damaged one: {exc}",
                place=str(folder),
                remedy="Remove the folder; it is made anew from the weights when it is needed.",
            ) from exc
