"""Opens Whisper's weights as they lie on the disk, and says what a file is that holds none.

Files come from anywhere, so none is opened in a way that could run what is in it: of a checkpoint tensors, numbers and
texts alone are read (``weights_only``).
"""

from __future__ import annotations

import pickle
import struct
from pathlib import Path
from typing import Any

from dictation.errors import EngineError

_FETCH = "Give a checkpoint as openai-whisper saves them, or fetch one: dictation models fetch base"
_CONVERTED = ("config.json", "tokenizer.json", "model.bin")
"""What faster-whisper needs in a folder; without the tokenizer it would look for one on the network."""


def load_checkpoint(weights: Path, model: str) -> Any:
    """The ``whisper.Whisper`` of openai-whisper's checkpoint, in 32-bit floats on the processor.

    Args:
        weights: The file.
        model: Its name, by which the heads that tell the times of words are known.

    Raises:
        EngineError: It is no checkpoint of openai-whisper, or a damaged one.
    """
    import torch  # noqa: PLC0415 - heavy
    import whisper  # noqa: PLC0415 - loads torch

    zipped = _refuse_other_forms(weights)
    try:
        # A file that is mapped takes no memory of its own; the old form of torch's files cannot be.
        content = torch.load(weights, map_location="cpu", weights_only=True, mmap=zipped)
    except pickle.UnpicklingError as exc:
        raise _wrong(weights, "is no checkpoint of openai-whisper: it holds more than numbers", _FETCH) from exc
    except (RuntimeError, EOFError, ValueError, OSError, KeyError) as exc:
        raise _damaged(weights, str(exc)) from exc
    if not isinstance(content, dict) or not {"dims", "model_state_dict"} <= content.keys():
        raise _wrong(weights, "is a model of another kind: it has no 'dims' and 'model_state_dict'", _FETCH)
    try:
        network = whisper.Whisper(whisper.ModelDimensions(**content["dims"]))
        network.load_state_dict(content["model_state_dict"])
        heads = whisper._ALIGNMENT_HEADS.get(model)  # noqa: SLF001 - load_model uses it, but for names alone
        if heads is not None:
            network.set_alignment_heads(heads)
    except (RuntimeError, TypeError, AttributeError, ValueError) as exc:
        reason = str(exc).strip().splitlines()[-1].strip()
        raise _wrong(weights, f"is a model of another kind, or a damaged one: {reason}", _FETCH) from exc
    return network.eval()


def check_converted(folder: Path) -> None:
    """Refuse a folder that is no Whisper model in CTranslate2's form with its tokenizer.

    Raises:
        EngineError: It lacks a file, or holds a model of another kind.
    """
    missing = [name for name in _CONVERTED if not (folder / name).is_file()]
    if missing:
        raise _wrong(
            folder,
            f"is no model of faster-whisper, or half of one: it has no {' and no '.join(missing)}",
            "Give a folder in CTranslate2's form with its tokenizer, or a checkpoint of openai-whisper.",
        )
    kind = _kind_of(folder / "model.bin")
    if kind != "WhisperSpec":
        raise _wrong(
            folder,
            f"holds a model of another kind ({kind}), not one of Whisper's" if kind else "has a damaged model.bin",
            "Give a folder with a Whisper model, such as dictation makes of one that was fetched.",
        )


def _refuse_other_forms(weights: Path) -> bool:
    """Refuse what other programs keep models in; whether the file is in the newer of torch's own two forms."""
    if weights.is_dir():
        raise _wrong(weights, "is a folder, and openai-whisper's models are files", "Use it with faster-whisper.")
    try:
        with weights.open("rb") as file:
            head = file.read(9)
    except OSError as exc:
        raise _wrong(
            weights, f"cannot be read: {exc.strerror}", "Check the name, and whether you may read it."
        ) from exc
    if weights.suffix == ".part":
        raise _wrong(weights, "is half fetched", "Go on with: dictation models fetch")
    others = ((b"lmgg", "whisper.cpp (ggml)"), (b"GGUF", "whisper.cpp (GGUF)"))
    form = next((name for magic, name in others if head.startswith(magic)), "")
    if head[8:] == b"{":  # after eight bytes that tell the length of the table in JSON
        form = "safetensors"
    if form:
        raise _wrong(weights, f"is a model in the form of {form}, not of openai-whisper", _FETCH)
    if not head.startswith((b"PK\x03\x04", b"\x80")):  # a zip archive, or a pickle as torch wrote them before
        raise _damaged(weights, "it does not begin like a file of torch")
    return head.startswith(b"PK")


def _kind_of(model: Path) -> str:
    """What CTranslate2 calls the kind of a model: after the version the length of its name, and the name with a 0."""
    with model.open("rb") as file:
        head = file.read(6)
        if len(head) < 6:
            return ""
        _, length = struct.unpack("<IH", head)
        return file.read(min(length, 64)).rstrip(b"\0").decode("ascii", "replace")


def _damaged(weights: Path, reason: str) -> EngineError:
    return _wrong(
        weights,
        f"is no checkpoint of openai-whisper, or a damaged or half fetched one: {reason.splitlines()[0]}",
        "Fetch it again: dictation models fetch puts a whole one in its place.",
    )


def _wrong(path: Path, what: str, remedy: str) -> EngineError:
    return EngineError(f"{path.name} {what}", place=str(path), remedy=remedy)
