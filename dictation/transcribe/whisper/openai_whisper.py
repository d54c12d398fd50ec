"""openai-whisper as a network: its weights, vocabulary and rules on PyTorch, without its own loop over a recording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor
from whisper.audio import HOP_LENGTH, N_SAMPLES, log_mel_spectrogram, pad_or_trim
from whisper.model import Whisper
from whisper.tokenizer import Tokenizer, get_tokenizer

from dictation.transcribe.engine import Samples
from dictation.transcribe.whisper.checkpoints import load_checkpoint
from dictation.transcribe.whisper.network import PROMPT_TOKENS, Written
from dictation.transcribe.whisper.search import Search, Text
from dictation.transcribe.whisper.torch_layers import Encoded, Past, TorchLayers
from dictation.transcribe.whisper.word_times import timed_tokens


def load_network(weights: Path, model: str) -> OpenaiWhisperNetwork:
    """A checkpoint, on the GPU if there is one.

    Args:
        weights: The checkpoint's file.
        model: Its name, such as ``base``, which tells what heads of the network times are taken from.

    Raises:
        EngineError: It is no checkpoint of openai-whisper, or a damaged one.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = load_checkpoint(weights, model).to(device)
    return OpenaiWhisperNetwork(network, fastest_precision(network.device))


def fastest_precision(device: torch.device) -> torch.dtype:
    """The floating-point type in which the device multiplies fastest."""
    if device.type == "cuda":
        return torch.float16
    native = torch.cpu._is_avx512_bf16_supported()  # noqa: SLF001 - there is no public way to ask
    return torch.bfloat16 if native else torch.float32


class OpenaiWhisperNetwork:
    """See :class:`Network <dictation.transcribe.whisper.network.Network>`.

    Args:
        network: The weights, which belong to this object from now on.
        precision: The type of the products in its layers.
        beams: How many texts are pursued at once for each window, or drawn if the temperature is above 0. One, which
            is greedy decoding, is the default of ``whisper.transcribe``; five is that of whisper's command line.
    """

    def __init__(self, network: Whisper, precision: torch.dtype, *, beams: int = 5) -> None:
        self._layers = TorchLayers(network, precision)
        self._device, self._dims, self._beams = network.device, network.dims, beams
        self.multilingual: bool = network.is_multilingual
        self._languages: int = network.num_languages
        tokenizer = self._tokenizer("en")
        self._end: int = tokenizer.eot
        self._never = torch.tensor(
            [
                *tokenizer.non_speech_tokens,
                tokenizer.transcribe,
                tokenizer.translate,
                tokenizer.sot,
                tokenizer.sot_prev,
                tokenizer.sot_lm,
                tokenizer.no_speech,
            ],
            device=self._device,
        )
        self._never_first = torch.tensor([*tokenizer.encode(" "), tokenizer.eot], device=self._device)

    def token_count(self, text: str) -> int:
        """How many tokens of a prompt the text takes."""
        return len(self._prompt(text))

    @torch.inference_mode()
    def encode(self, windows: Sequence[Samples]) -> Encoded:
        """The encoder's output, of which ``encoded[[0, 2]]`` is that of some of the windows."""
        bands = self._dims.n_mels
        # One by one: the loudest sound of a spectrogram decides what counts as silence in it.
        spectrograms = [log_mel_spectrogram(pad_or_trim(window), bands, device=self._device) for window in windows]
        frames = [min(window.size, N_SAMPLES) // HOP_LENGTH for window in windows]
        return self._layers.encode(torch.stack(spectrograms), frames)

    @torch.inference_mode()
    def languages(self, encoded: Encoded) -> list[Mapping[str, float]]:
        """For each window the probability of each language."""
        tokenizer = self._tokenizer("en")
        start = torch.tensor([[tokenizer.sot]] * len(encoded), device=self._device)
        logits = self._layers.logits(self._layers.read(start, encoded)[:, -1])
        probabilities = logits[:, list(tokenizer.all_language_tokens)].softmax(-1).tolist()
        return [dict(zip(tokenizer.all_language_codes, row, strict=True)) for row in probabilities]

    @torch.inference_mode()
    def write(self, encoded: Encoded, *, languages: Sequence[str], prompt: str, temperature: float) -> list[Written]:
        """What is said in each window.

        Tokens above temperature 0 are drawn with the same luck every time, so that a recording has one transcript.
        """
        tokenizers = [self._tokenizer(language) for language in languages]
        before = self._prompt(prompt)[-PROMPT_TOKENS:]
        before = [tokenizers[0].sot_prev, *before] if before else []
        starts = [[*before, *tokenizer.sot_sequence_including_notimestamps] for tokenizer in tokenizers]
        texts, no_speech = self._texts(encoded, torch.tensor(starts, device=self._device), len(before), temperature)
        return [
            self._written(tokenizers[window], encoded[[window]], texts[window], no_speech[window])
            for window in range(len(encoded))
        ]

    def _written(self, tokenizer: Tokenizer, encoded: Encoded, text: Text, no_speech: float) -> Written:
        spoken = [place for place, token in enumerate(text.tokens) if token < self._end]
        tokens = [text.tokens[place] for place in spoken]
        logprobs = [text.probabilities[place] for place in spoken]
        return Written(
            tokens=timed_tokens(self._layers, tokenizer, encoded, tokens, logprobs),
            text=tokenizer.decode(tokens).strip(),
            avg_logprob=text.avg_logprob,
            no_speech_prob=no_speech,
        )

    def _texts(
        self, encoded: Encoded, tokens: Tensor, prompted: int, temperature: float
    ) -> tuple[list[Text], list[float]]:
        """The text of each window, and how likely nobody speaks in it.

        Args:
            encoded: The windows.
            tokens: What each text begins with, a row a window.
            prompted: How many of them are the prompt.
            temperature: See :meth:`write`.
        """
        room = min(self._dims.n_text_ctx // 2, self._dims.n_text_ctx - tokens.shape[1] + 1)
        luck = torch.Generator(self._device).manual_seed(0)
        searches = [Search(self._beams, self._end) for _ in range(len(encoded))]
        running, past, no_speech = searches, Past(), list[float]()
        for step in range(room):
            state = self._layers.read(tokens, encoded, past)
            if step == 0:
                silence = self._layers.logits(state[:, prompted]).softmax(-1)
                no_speech = silence[:, self._tokenizer("en").no_speech].tolist()
            logits = self._layers.logits(state[:, -1]).index_fill_(1, self._never, -torch.inf)
            if step == 0:
                logits.index_fill_(1, self._never_first, -torch.inf)
            proposed, logprobs = self._proposals(logits, temperature, luck, first=step == 0)
            each = len(proposed) // len(running)
            rows, following, open_windows = list[int](), list[int](), list[int]()
            for window, search in enumerate(running):
                part = slice(window * each, (window + 1) * each)
                taken = search.advance(proposed[part], logprobs[part])
                if search.over:
                    continue
                open_windows.append(window)
                taken += [(0, self._end)] * (self._beams - len(taken))  # texts drawn by lot may end one by one
                rows += [window * each + place for place, _ in taken]
                following += [token for _, token in taken]
            if not open_windows:
                break
            if len(open_windows) < len(running):
                running, encoded = [running[window] for window in open_windows], encoded[open_windows]
            if rows != list(range(len(proposed))):
                past.choose(torch.tensor(rows, device=self._device))
            tokens = torch.tensor(following, device=self._device).unsqueeze(1)
        return [search.best for search in searches], no_speech

    def _proposals(
        self, logits: Tensor, temperature: float, luck: torch.Generator, *, first: bool
    ) -> tuple[list[list[int]], list[list[float]]]:
        """What may come next in each row, and the natural logarithms of its probability."""
        if temperature == 0:
            tokens = logits.topk(self._beams + 1).indices
        else:
            drawn = self._beams if first else 1
            tokens = (logits / temperature).softmax(-1).multinomial(drawn, replacement=True, generator=luck)
        logprobs = logits.log_softmax(-1).gather(1, tokens)
        return tokens.tolist(), logprobs.tolist()

    def _prompt(self, text: str) -> list[int]:
        stripped = text.strip()
        tokens: list[int] = self._tokenizer("en").encode(f" {stripped}") if stripped else []
        return tokens

    def _tokenizer(self, language: str) -> Tokenizer:
        return get_tokenizer(self.multilingual, num_languages=self._languages, language=language, task="transcribe")
