"""Files and folders that are no model of Whisper, each made by the program that would make it."""

from __future__ import annotations

import json
import pickle
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import pytest
import torch

from dictation.errors import EngineError
from dictation.transcribe import Vocabulary, choose_engine
from dictation.transcribe.whisper.checkpoints import check_converted, load_checkpoint

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # whisper's own, of its vocabulary


class Harmful:
    """What runs a command when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return Path.touch, (self.trace,)


def refused(path: Path) -> EngineError:
    with pytest.raises(EngineError) as caught:
        load_checkpoint(path, "base")
    assert caught.value.place == str(path)
    assert path.name in caught.value.message
    assert caught.value.remedy
    return caught.value


def test_a_checkpoint_in_either_of_torchs_forms_is_opened(checkpoint: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.pt"
    torch.save(torch.load(checkpoint, weights_only=True), old, _use_new_zipfile_serialization=False)
    new, same = load_checkpoint(checkpoint, "random"), load_checkpoint(old, "random")
    assert torch.equal(new.decoder.token_embedding.weight, same.decoder.token_embedding.weight)
    assert not new.training


def test_a_file_that_would_run_something_is_not_opened(tmp_path: Path) -> None:
    trace = tmp_path / "it ran"
    for name, new_form in (("new.pt", True), ("old.pt", False)):
        torch.save({"dims": Harmful(trace)}, tmp_path / name, _use_new_zipfile_serialization=new_form)
        assert "more than numbers" in refused(tmp_path / name).message
    (tmp_path / "bare.pt").write_bytes(pickle.dumps(Harmful(trace), protocol=2))
    refused(tmp_path / "bare.pt")
    assert not trace.exists()


@pytest.mark.parametrize("share", [0.001, 0.5, 0.999])
def test_a_half_fetched_checkpoint_is_told(checkpoint: Path, tmp_path: Path, share: float) -> None:
    whole = checkpoint.read_bytes()
    (tmp_path / "half.pt").write_bytes(whole[: int(len(whole) * share)])
    assert "half fetched" in refused(tmp_path / "half.pt").message


def test_a_download_that_is_under_way_is_told(checkpoint: Path, tmp_path: Path) -> None:
    shutil.copy(checkpoint, tmp_path / "base.pt.part")
    assert "models fetch" in (refused(tmp_path / "base.pt.part").remedy or "")


def test_tensors_of_another_network_are_told(tmp_path: Path) -> None:
    torch.save(torch.nn.Linear(3, 4).state_dict(), tmp_path / "linear.pt")
    assert "another kind" in refused(tmp_path / "linear.pt").message
    torch.save(torch.ones(3), tmp_path / "tensor.pt")
    assert "another kind" in refused(tmp_path / "tensor.pt").message


def test_dimensions_of_another_network_are_told(checkpoint: Path, tmp_path: Path) -> None:
    content = torch.load(checkpoint, weights_only=True)
    torch.save(content | {"dims": content["dims"] | {"n_text_layer": 3}}, tmp_path / "deeper.pt")
    assert "another kind" in refused(tmp_path / "deeper.pt").message
    torch.save(content | {"dims": {"vocabulary": 7}}, tmp_path / "other.pt")
    assert "another kind" in refused(tmp_path / "other.pt").message


def test_models_of_other_programs_are_called_by_their_form(tmp_path: Path) -> None:
    table = json.dumps({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    forms = {
        "safetensors": struct.pack("<Q", len(table)) + table + bytes(4),
        "ggml": struct.pack("<I", 0x67676D6C) + bytes(44),
        "GGUF": b"GGUF" + struct.pack("<I", 3) + bytes(44),
    }
    for form, content in forms.items():
        path = tmp_path / f"model.{form}"
        path.write_bytes(content)
        assert f"{form}" in refused(path).message


@pytest.mark.parametrize("content", [b"", b"<html>Not Found</html>", b"PK\x03\x04"])
def test_a_file_that_is_no_model_at_all_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "page.pt").write_bytes(content)
    assert "no checkpoint of openai-whisper" in refused(tmp_path / "page.pt").message


def test_a_folder_is_told_to_be_for_the_other_recogniser(tmp_path: Path) -> None:
    assert "faster-whisper" in (refused(tmp_path).remedy or "")


@pytest.fixture
def folder(checkpoint: Path, cache: Path, tmp_path: Path) -> Path:
    from dictation.transcribe.whisper.conversion import converted  # noqa: PLC0415 - loads torch

    return Path(shutil.copytree(converted(checkpoint, "random", cache, lambda _: None), tmp_path / "model"))


def test_a_folder_with_a_whisper_model_is_accepted(folder: Path) -> None:
    check_converted(folder)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.bin"])
def test_a_folder_that_lacks_a_file_is_told_which(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(EngineError, match=f"it has no {name}"):
        check_converted(folder)


def test_a_folder_with_half_a_model_is_told(folder: Path, cache: Path) -> None:
    model = folder / "model.bin"
    model.write_bytes(model.read_bytes()[: model.stat().st_size // 2])
    engine = choose_engine("faster-whisper", model=str(folder), language="en", cache=cache, notify=print)
    with pytest.raises(EngineError, match="damaged") as caught:
        list(engine.recognise(iter(()), language="en", vocabulary=Vocabulary()))
    assert caught.value.place == str(folder)
    model.write_bytes(b"")
    with pytest.raises(EngineError, match="damaged"):
        check_converted(folder)


def test_a_folder_with_a_model_that_translates_is_told(folder: Path) -> None:
    spec = ctranslate2.specs.TransformerSpec.from_config(num_layers=1, num_heads=1)
    spec.register_source_vocabulary(["<unk>", "<s>", "</s>"])
    spec.register_target_vocabulary(["<unk>", "<s>", "</s>"])
    for holder in (spec.encoder, spec.decoder):
        fill(holder)
    spec.validate()
    spec.save(str(folder))
    with pytest.raises(EngineError, match="another kind") as caught:
        check_converted(folder)
    assert "TransformerSpec" in caught.value.message


def fill(spec: Any) -> None:
    """Give every weight of a part of a model some numbers."""
    for name, value in vars(spec).items():
        if isinstance(value, list):
            for part in value:
                fill(part)
        elif isinstance(value, ctranslate2.specs.LayerSpec):
            fill(value)
        elif value is None:
            setattr(spec, name, np.ones((3, 3), dtype=np.float32))
