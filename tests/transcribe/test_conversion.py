from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dictation.transcribe.audio import blocks

SAMPLES = Path(__file__).parents[2] / "samples"

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # whisper's own, of its vocabulary


@pytest.fixture(scope="module")
def folder(checkpoint: Path, cache: Path) -> Path:
    from dictation.transcribe.whisper.conversion import converted  # noqa: PLC0415 - heavy

    return converted(checkpoint, "random", cache, lambda _: None)


def test_the_converted_encoder_hears_what_the_original_hears(checkpoint: Path, folder: Path) -> None:
    import ctranslate2  # noqa: PLC0415
    import whisper  # noqa: PLC0415

    sound = np.concatenate([block[0] for block in blocks(SAMPLES / "telephone-call.flac")])
    mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(sound))[None]
    original = whisper.load_model(str(checkpoint)).encoder(mel).detach().numpy()
    features = ctranslate2.StorageView.from_array(mel.numpy())
    network = ctranslate2.models.Whisper(str(folder), compute_type="float32")
    ours = np.array(network.encode(features, to_cpu=True))
    assert np.abs(ours - original).max() < 0.01 * np.abs(original).max()  # the folder holds 16-bit floats


def test_the_converted_decoder_writes_what_the_original_writes(checkpoint: Path, folder: Path) -> None:
    import ctranslate2  # noqa: PLC0415
    import torch  # noqa: PLC0415
    import whisper  # noqa: PLC0415

    mel = torch.zeros(1, 80, 3000)
    start = [50258, 50259, 50359, 50363]
    network = whisper.load_model(str(checkpoint))
    with torch.no_grad():
        logits = network.decoder(torch.tensor([start]), network.encoder(mel))[0]
    theirs = torch.log_softmax(logits, dim=-1).numpy()
    converted = ctranslate2.models.Whisper(str(folder), compute_type="float32")
    tokens = ctranslate2.StorageView.from_array(mel.numpy())
    result = converted.generate(tokens, [start], max_length=len(start) + 1, beam_size=1, return_scores=True)[0]
    allowed = [n for n in range(50257) if n not in set(whisper.tokenizer.get_tokenizer(True).non_speech_tokens)]
    best = max(allowed, key=lambda n: theirs[-1][n])
    assert result.sequences_ids[0][0] == best


def test_text_becomes_the_same_tokens_for_both_engines(folder: Path) -> None:
    import tokenizers  # noqa: PLC0415
    from whisper.tokenizer import get_tokenizer  # noqa: PLC0415

    theirs = get_tokenizer(True).encoding
    ours = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    for text in ("Dear Ms. O'Neill, it's £1,250 – naïve café; 東京", "  two  spaces\n\nnew", "it'll, we've, I'd 100%"):
        tokens = theirs.encode(text)
        assert ours.encode(text, add_special_tokens=False).ids == tokens
        assert ours.decode(tokens) == text
