"""What every library that runs Whisper's weights must do, and that openai-whisper's own functions come to the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
import whisper
from whisper.timing import find_alignment, merge_punctuations
from whisper.tokenizer import get_tokenizer

from dictation.errors import EngineError
from dictation.transcribe.audio import blocks
from dictation.transcribe.engine import SAMPLE_RATE, Samples
from dictation.transcribe.whisper.conversion import converted
from dictation.transcribe.whisper.faster_whisper_network import FasterWhisperNetwork
from dictation.transcribe.whisper.network import CLOSING, OPENING, PROMPT_TOKENS, Network, TimedToken
from dictation.transcribe.whisper.openai_whisper import OpenaiWhisperNetwork, load_network
from dictation.transcribe.whisper.word_times import median_of_seven

SAMPLES = Path(__file__).parents[2] / "samples"
NETWORKS = ("whisper", "faster-whisper")
LANGUAGES = ("en", "de", "id")

pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # whisper's own, of its vocabulary
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:numba.*"),
]


@pytest.fixture(scope="module")
def uneven(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint whose texts depend on the sound and end one after the other."""
    state = torch.load(checkpoint, weights_only=True)
    weights = state["model_state_dict"]
    weights["decoder.positional_embedding"][:, 0] = torch.linspace(-2, 12, 448)
    for layer in range(2):
        weights[f"decoder.blocks.{layer}.cross_attn.out.weight"] *= 5
        weights[f"decoder.blocks.{layer}.cross_attn.query.weight"] *= 3
    path = tmp_path_factory.mktemp("uneven") / "uneven.pt"
    torch.save(state, path)
    return path


@pytest.fixture(scope="module", params=NETWORKS)
def network(request: pytest.FixtureRequest, uneven: Path, cache: Path) -> Network:
    if request.param == "whisper":
        return exact(uneven)
    return FasterWhisperNetwork(converted(uneven, "uneven", cache, lambda _: None))


@pytest.fixture(scope="module")
def windows() -> list[Samples]:
    sound = np.concatenate(list(blocks(SAMPLES / "monday-call.flac")), axis=1)[0]
    return [sound[first * SAMPLE_RATE : last * SAMPLE_RATE] for first, last in ((16, 40), (30, 32), (50, 80))]


def exact(weights: Path, *, beams: int = 1) -> OpenaiWhisperNetwork:
    return OpenaiWhisperNetwork(whisper.load_model(str(weights), device="cpu"), torch.float32, beams=beams)


@pytest.mark.parametrize("temperature", [0.0, 0.4])
def test_words_lie_in_their_window_in_order_and_make_up_the_text(
    network: Network, windows: list[Samples], temperature: float
) -> None:
    written = network.write(network.encode(windows), languages=LANGUAGES, prompt="", temperature=temperature)
    assert len(written) == len(windows)
    for window, result in zip(windows, written, strict=True):
        assert result.text
        assert "".join(token.text for token in result.tokens).strip() == result.text
        assert all(earlier.start <= later.start for earlier, later in pairwise(result.tokens))
        for token in result.tokens:
            assert 0 <= token.start <= token.end <= window.size / SAMPLE_RATE
            assert 0 <= token.probability <= 1
        assert result.avg_logprob < 0
        assert 0 <= result.no_speech_prob <= 1


def test_a_window_is_heard_the_same_alone_and_among_others(network: Network, windows: list[Samples]) -> None:
    together = network.write(network.encode(windows), languages=LANGUAGES, prompt="Solberg.", temperature=0)
    assert len({result.text for result in together}) == len(windows)
    for window, language, result in zip(windows, LANGUAGES, together, strict=True):
        (alone,) = network.write(network.encode([window]), languages=[language], prompt="Solberg.", temperature=0)
        assert alone.text == result.text
        assert alone.avg_logprob == pytest.approx(result.avg_logprob, abs=1e-4)


def test_words_have_the_same_times_alone_and_among_others(network: Network, windows: list[Samples]) -> None:
    together = network.write(network.encode(windows), languages=["en"] * 3, prompt="Solberg.", temperature=0)
    for window, result in zip(windows, together, strict=True):
        (alone,) = network.write(network.encode([window]), languages=["en"], prompt="Solberg.", temperature=0)
        assert_same_times(alone.tokens, result.tokens)


def test_the_prompt_is_read(network: Network, windows: list[Samples]) -> None:
    encoded = network.encode(windows[:1])
    plain, prompted = (
        network.write(encoded, languages=["en"], prompt=prompt, temperature=0)[0].text
        for prompt in ("", "Dictation about Ingrid Solberg and Martin Hale.")
    )
    assert plain != prompted


def test_a_prompt_may_be_as_long_as_the_port_says(network: Network, windows: list[Samples]) -> None:
    prompt = " ".join(["yes"] * PROMPT_TOKENS)
    assert network.token_count(prompt) == PROMPT_TOKENS
    (written,) = network.write(network.encode(windows[:1]), languages=["en"], prompt=prompt, temperature=0)
    assert written.text


def test_an_empty_prompt_takes_no_token(network: Network) -> None:
    assert network.token_count("") == 0


def test_every_language_has_a_probability(network: Network, windows: list[Samples]) -> None:
    assert network.multilingual
    for found in network.languages(network.encode(windows)):
        assert {"en", "de", "id"} <= found.keys()
        assert sum(found.values()) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("beams", [1, 5])
@pytest.mark.parametrize("prompt", ["", "Dictation about Ingrid Solberg and Martin Hale."])
def test_text_and_times_are_those_of_openai_whisper(
    uneven: Path, windows: list[Samples], beams: int, prompt: str
) -> None:
    network, reference = exact(uneven, beams=beams), whisper.load_model(str(uneven), device="cpu")
    written = network.write(network.encode(windows), languages=LANGUAGES, prompt=prompt, temperature=0)
    for window, language, ours in zip(windows, LANGUAGES, written, strict=True):
        spectrogram = whisper.log_mel_spectrogram(whisper.pad_or_trim(window))
        options = whisper.DecodingOptions(
            language=language,
            prompt=prompt or None,
            beam_size=beams if beams > 1 else None,
            without_timestamps=True,
            fp16=False,
        )
        theirs = reference.decode(spectrogram, options)
        assert ours.text == theirs.text
        assert ours.avg_logprob == pytest.approx(theirs.avg_logprob, abs=1e-4)
        assert ours.no_speech_prob == pytest.approx(theirs.no_speech_prob, rel=1e-3)
        tokenizer = get_tokenizer(True, num_languages=99, language=language, task="transcribe")
        tokens = [token for token in theirs.tokens if token < tokenizer.eot]
        words = find_alignment(reference, tokenizer, tokens, spectrogram, window.size // whisper.audio.HOP_LENGTH)
        merge_punctuations(words, OPENING, CLOSING)
        assert_same_times(
            [
                TimedToken(text=word.word, start=word.start, end=word.end, probability=word.probability)
                for word in words
                if word.word
            ],
            ours.tokens,
        )


def test_languages_are_those_of_openai_whisper(uneven: Path, windows: list[Samples]) -> None:
    network, reference = exact(uneven), whisper.load_model(str(uneven), device="cpu")
    for window, ours in zip(windows, network.languages(network.encode(windows)), strict=True):
        _, theirs = reference.detect_language(whisper.log_mel_spectrogram(whisper.pad_or_trim(window)))
        assert ours == pytest.approx(theirs, abs=1e-5)


def test_some_of_the_windows_can_be_written_again(uneven: Path, windows: list[Samples]) -> None:
    network = exact(uneven)
    encoded = network.encode(windows)
    all_of_them = network.write(encoded, languages=LANGUAGES, prompt="", temperature=0)
    some = network.write(encoded[[2, 0]], languages=[LANGUAGES[2], LANGUAGES[0]], prompt="", temperature=0)
    assert [result.text for result in some] == [all_of_them[2].text, all_of_them[0].text]


def test_sixteen_bits_hear_nearly_the_same(uneven: Path, windows: list[Samples]) -> None:
    coarse = OpenaiWhisperNetwork(whisper.load_model(str(uneven), device="cpu"), torch.bfloat16)
    for ours, theirs in zip(
        coarse.languages(coarse.encode(windows)), exact(uneven).languages(exact(uneven).encode(windows)), strict=True
    ):
        assert ours == pytest.approx(theirs, abs=0.01)


def test_a_damaged_checkpoint_is_told_with_its_place(tmp_path: Path, checkpoint: Path) -> None:
    torn = tmp_path / "torn.pt"
    torn.write_bytes(checkpoint.read_bytes()[:5000])
    with pytest.raises(EngineError, match=r"torn\.pt") as caught:
        load_network(torn, "base")
    assert caught.value.place == str(torn)


def test_the_median_is_that_of_sorting() -> None:
    rows = torch.rand(5, 40, generator=torch.Generator().manual_seed(3))
    assert torch.equal(median_of_seven(rows), whisper.timing.median_filter(rows, 7))


def assert_same_times(ours: Sequence[TimedToken], theirs: Sequence[TimedToken]) -> None:
    """To 20 ms, which is one place of the encoder's output."""
    assert [token.text for token in ours] == [token.text for token in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert one.start == pytest.approx(other.start, abs=0.0201)
        assert one.end == pytest.approx(other.end, abs=0.0201)
