"""Makes CTranslate2's form of a Whisper model from openai-whisper's checkpoint, on this machine.

So there is one download with one checksum for both engines. The tensors are those of ``whisper/model.py``, put into
the places that ``ctranslate2/specs/whisper_spec.py`` names; the tokenizer is built from whisper's own vocabulary.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
import whisper
from ctranslate2.specs import WhisperSpec
from whisper.tokenizer import Tokenizer, get_tokenizer

from dictation.errors import EngineError
from dictation.transcribe.cache_files import build_folder
from dictation.transcribe.engine import Notify
from dictation.transcribe.whisper.checkpoints import load_checkpoint

_FORM = "1"
"""Raised whenever the same checkpoint would give another folder."""


def converted(weights: Path, model: str, cache: Path, notify: Notify) -> Path:
    """The folder with the model in CTranslate2's form, made if it is not there yet.

    Raises:
        EngineError: The checkpoint is none of openai-whisper's, is damaged, or there is no room.
    """
    known = weights.stat()
    key = f"{_FORM} {weights.resolve()} {known.st_size} {known.st_mtime_ns} {model}"
    folder = cache / "ctranslate2" / f"{weights.stem}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    if folder.is_dir():
        return folder
    network = load_checkpoint(weights, model)
    notify(f"Preparing Whisper's model {weights.stem} for faster-whisper; this is done once.")
    try:
        build_folder(folder, lambda made: _write(network, made))
    except OSError as exc:
        raise EngineError(
            f"The model cannot be stored: {exc.strerror}",
            place=str(folder.parent),
            remedy="Make room there, or make the folder writable.",
        ) from exc
    return folder


def _write(network: whisper.Whisper, folder: Path) -> None:
    tokenizer = get_tokenizer(network.is_multilingual, num_languages=network.num_languages)
    spec = _spec(network)
    spec.register_vocabulary(_vocabulary(tokenizer, network.dims.n_vocab))
    spec.config.suppress_ids = [*tokenizer.non_speech_tokens]
    spec.config.suppress_ids_begin = [*tokenizer.encoding.encode(" "), tokenizer.eot]
    spec.config.lang_ids = sorted(tokenizer.all_language_tokens)
    spec.config.alignment_heads = network.alignment_heads.indices().T.tolist()
    spec.validate()
    spec.optimize(quantization="float16")
    spec.save(str(folder))
    features = {"feature_size": network.dims.n_mels, "sampling_rate": 16_000, "hop_length": 160, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps(features | {"chunk_length": 30}), "utf-8")
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer_file(tokenizer)), "utf-8")


def _spec(network: whisper.Whisper) -> WhisperSpec:
    dims = network.dims
    spec = WhisperSpec(dims.n_audio_layer, dims.n_audio_head, dims.n_text_layer, dims.n_text_head)
    encoder, decoder = network.encoder, network.decoder
    for place, layer in ((spec.encoder.conv1, encoder.conv1), (spec.encoder.conv2, encoder.conv2)):
        _set(place, layer.weight, layer.bias)
    spec.encoder.position_encodings.encodings = _array(encoder.positional_embedding)
    _norm(spec.encoder.layer_norm, encoder.ln_post)
    spec.decoder.embeddings.weight = _array(decoder.token_embedding.weight)
    spec.decoder.position_encodings.encodings = _array(decoder.positional_embedding)
    spec.decoder.projection.weight = _array(decoder.token_embedding.weight)
    _norm(spec.decoder.layer_norm, decoder.ln)
    for place, block in zip(spec.encoder.layer, encoder.blocks, strict=True):
        _block(place, block)
    for place, block in zip(spec.decoder.layer, decoder.blocks, strict=True):
        _block(place, block)
        _norm(place.attention.layer_norm, block.cross_attn_ln)
        queries, joined, out = place.attention.linear
        attention = block.cross_attn
        _set(queries, attention.query.weight, attention.query.bias)
        _joined(joined, [attention.key, attention.value])
        _set(out, attention.out.weight, attention.out.bias)
    return spec


def _block(place: Any, block: Any) -> None:
    _norm(place.self_attention.layer_norm, block.attn_ln)
    _joined(place.self_attention.linear[0], [block.attn.query, block.attn.key, block.attn.value])
    _set(place.self_attention.linear[1], block.attn.out.weight, block.attn.out.bias)
    _norm(place.ffn.layer_norm, block.mlp_ln)
    _set(place.ffn.linear_0, block.mlp[0].weight, block.mlp[0].bias)
    _set(place.ffn.linear_1, block.mlp[2].weight, block.mlp[2].bias)


def _joined(place: Any, layers: list[Any]) -> None:
    """Several linear layers as one; Whisper's keys have no bias, which is a bias of zeros."""
    biases = [torch.zeros(layer.weight.shape[0]) if layer.bias is None else layer.bias for layer in layers]
    _set(place, torch.cat([layer.weight for layer in layers]), torch.cat(biases))


def _norm(place: Any, layer: Any) -> None:
    place.gamma, place.beta = _array(layer.weight), _array(layer.bias)


def _set(place: Any, weight: torch.Tensor, bias: torch.Tensor) -> None:
    place.weight, place.bias = _array(weight), _array(bias)


def _array(tensor: torch.Tensor) -> Any:
    return tensor.detach().float().numpy()


def _vocabulary(tokenizer: Tokenizer, size: int) -> list[str]:
    """The tokens by their numbers, text in GPT-2's stand-ins for bytes."""
    tokens = [f"<|unused{number}|>" for number in range(size)]
    for token, number in _ranks(tokenizer).items():
        tokens[number] = _visible(token)
    for text, number in tokenizer.special_tokens.items():
        tokens[number] = text
    return tokens


def _tokenizer_file(tokenizer: Tokenizer) -> dict[str, object]:
    """The tokenizer in the form of Hugging Face's tokenizers: byte-level pairs merged in the order of their ranks."""
    ranks = _ranks(tokenizer)
    vocabulary = {_visible(token): number for token, number in ranks.items()}
    merges = [[_visible(part) for part in _parts(token, ranks)] for token in ranks if len(token) > 1]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    special = sorted(tokenizer.special_tokens.items(), key=lambda entry: entry[1])
    return {
        "version": "1.0",
        "added_tokens": [{"id": number, "content": text} | flags for text, number in special],
        "pre_tokenizer": byte_level,
        "decoder": byte_level,
        "model": {"type": "BPE", "vocab": vocabulary, "merges": merges},
    }


def _ranks(tokenizer: Tokenizer) -> dict[bytes, int]:
    ranks: dict[bytes, int] = tokenizer.encoding._mergeable_ranks  # noqa: SLF001 - tiktoken has no other way to them
    return dict(sorted(ranks.items(), key=lambda entry: entry[1]))


def _parts(token: bytes, ranks: dict[bytes, int]) -> list[bytes]:
    """The two tokens that were merged into this one: what merging by rank leaves if it stops just before."""
    parts = [token[place : place + 1] for place in range(len(token))]
    while len(parts) > 2:
        pairs = [(ranks.get(parts[n] + parts[n + 1], ranks[token]), n) for n in range(len(parts) - 1)]
        rank, place = min(pairs)
        if rank >= ranks[token]:
            break
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
    return parts


def _stand_ins() -> dict[int, str]:
    """GPT-2's letter for each byte: printable ones stand for themselves, the others for letters from U+0100 on."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + n) for n, byte in enumerate(others)}


_LETTERS = _stand_ins()


def _visible(token: bytes) -> str:
    return "".join(_LETTERS[byte] for byte in token)
