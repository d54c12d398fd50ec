"""Whisper's weights run by CTranslate2 (faster-whisper): 8-bit integers on a processor, 16-bit floats on a GPU."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import merge_punctuations

from dictation.errors import EngineError
from dictation.transcribe.engine import Samples
from dictation.transcribe.whisper.checkpoints import check_converted
from dictation.transcribe.whisper.network import CLOSING, OPENING, TimedToken, Written

_BEAM = 5
"""Texts followed at once; whisper's and faster-whisper's own default on the command line."""
_BEST_OF = 5
"""Texts drawn above temperature 0, of which the likeliest is taken; likewise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Encoded:
    """The encoder's output for some windows."""

    output: Any
    """A StorageView of CTranslate2: windows, places in time, width."""
    frames: list[int]
    """Of each window the hundredths of a second that are sound and no padding."""


class FasterWhisperNetwork:
    """A model in CTranslate2's form, loaded."""

    def __init__(self, folder: Path) -> None:
        """Load it.

        Raises:
            EngineError: The folder holds no Whisper in this form, or a damaged one.
        """
        check_converted(folder)
        gpu = ctranslate2.get_cuda_device_count() > 0
        try:
            self._model = WhisperModel(
                str(folder), device="cuda" if gpu else "cpu", compute_type="float16" if gpu else "int8"
            )
        except (RuntimeError, ValueError, OSError) as exc:
            raise EngineError(
                f"{folder.name} is no Whisper model in CTranslate2's form, or a damaged one: {exc}",
                place=str(folder),
                remedy="Remove the folder; it is made anew from the weights when it is needed.",
            ) from exc
        self.multilingual: bool = self._model.model.is_multilingual
        self._tokenizer = cache(self._make_tokenizer)

    def token_count(self, text: str) -> int:
        """See :class:`~dictation.transcribe.whisper.network.Network`."""
        return len(self._tokenizer("en").encode(f" {text}")) if text else 0

    def encode(self, windows: Sequence[Samples]) -> _Encoded:
        """See :class:`~dictation.transcribe.whisper.network.Network`."""
        extract = self._model.feature_extractor
        features = [extract(window)[..., :-1] for window in windows]
        return _Encoded(
            output=self._model.encode(np.stack([pad_or_trim(each) for each in features])),
            frames=[each.shape[-1] for each in features],
        )

    def languages(self, encoded: _Encoded) -> list[Mapping[str, float]]:
        """See :class:`~dictation.transcribe.whisper.network.Network`."""
        return [
            {token[2:-2]: probability for token, probability in likely}
            for likely in self._model.model.detect_language(encoded.output)
        ]

    def write(self, encoded: _Encoded, *, languages: Sequence[str], prompt: str, temperature: float) -> list[Written]:
        """See :class:`~dictation.transcribe.whisper.network.Network`."""
        prompts = [self._prompt(language, prompt) for language in languages]
        how = {"beam_size": _BEAM} if not temperature else {"beam_size": 1, "num_hypotheses": _BEST_OF}
        if temperature:
            ctranslate2.set_random_seed(1)  # the same luck every time, so that a recording has one transcript
        results = self._model.model.generate(
            encoded.output,
            prompts,
            sampling_topk=0 if temperature else 1,
            sampling_temperature=temperature or 1,
            max_length=self._model.max_length,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=[-1],
            **how,
        )
        texts = [
            [token for token in result.sequences_ids[0] if token < self._tokenizer(languages[0]).eot]
            for result in results
        ]
        timed = self._timed(encoded, texts, languages)
        return [
            Written(
                tokens=tokens,
                text=self._tokenizer(language).decode(text).strip(),
                avg_logprob=result.scores[0] * len(result.sequences_ids[0]) / (len(result.sequences_ids[0]) + 1),
                no_speech_prob=result.no_speech_prob,
            )
            for result, text, tokens, language in zip(results, texts, timed, languages, strict=True)
        ]

    def _timed(
        self, encoded: _Encoded, texts: list[list[int]], languages: Sequence[str]
    ) -> list[tuple[TimedToken, ...]]:
        """The texts' words with their times, by the attention that the decoder pays to the sound."""
        # CTranslate2 takes one beginning for all of a batch; in another language's words times may be a little off.
        common = Counter(languages).most_common(1)[0][0]
        found = self._model.find_alignment(self._tokenizer(common), texts, encoded.output, encoded.frames)
        for words in found:
            merge_punctuations(words, OPENING, CLOSING)
        return [
            tuple(
                TimedToken(
                    text=word["word"],
                    start=float(word["start"]),
                    end=float(word["end"]),
                    probability=float(word["probability"]),
                )
                for word in words
                if word["word"]
            )
            for words in found
        ]

    def _prompt(self, language: str, text: str) -> list[int]:
        tokenizer = self._tokenizer(language)
        before = tokenizer.encode(f" {text}") if text else []
        start: list[int] = self._model.get_prompt(tokenizer, before, without_timestamps=True)
        return start

    def _make_tokenizer(self, language: str) -> Tokenizer:
        return Tokenizer(self._model.hf_tokenizer, self.multilingual, "transcribe", language)
