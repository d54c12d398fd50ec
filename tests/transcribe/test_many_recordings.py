"""Many recordings on one machine: models are loaded and built once, and processors divided."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from dictation.transcribe import Loaded, Vocabulary, share_machine
from dictation.transcribe.cache_files import build_folder
from dictation.transcribe.machine import free_megabytes, processors
from dictation.transcribe.whisper.hearing import WhisperEngine
from dictation.transcribe.whisper.network import Network
from tests.transcribe.scripted import ScriptedNetwork, stretch, written


def test_the_model_stays_loaded_from_one_recording_to_the_next_until_another_is_wanted() -> None:
    loads: list[str] = []

    def engine(model: str, fingerprint: str) -> WhisperEngine:
        def load() -> Network:
            loads.append(f"{model} {fingerprint}")
            return ScriptedNetwork(says=lambda _: written("Dear Odile"))

        return WhisperEngine("whisper", model, fingerprint, load)

    loaded = Loaded()
    for model, fingerprint in (("base", "1"), ("base", "1"), ("base", "2"), ("small", "2"), ("small", "2")):
        chosen = loaded.same(engine(model, fingerprint))
        assert list(chosen.recognise(iter([stretch(1, 0, 10)]), language="en", vocabulary=Vocabulary()))
    assert loads == ["base 1", "base 2", "small 2"]


def test_of_several_who_want_the_same_folder_one_builds_it(tmp_path: Path) -> None:
    builds, all_there = [], Barrier(4)

    def build(folder: Path) -> None:
        builds.append(folder)
        (folder / "model").write_text("built", encoding="utf-8")

    def want(_: int) -> str:
        all_there.wait()
        build_folder(tmp_path / "made", build)
        return (tmp_path / "made" / "model").read_text("utf-8")

    with ThreadPoolExecutor(4) as programs:
        assert list(programs.map(want, range(4))) == ["built"] * 4
    assert len(builds) == 1


@pytest.mark.parametrize("wanted", [None, 1, 2, 3])
def test_processors_are_divided_among_workers(tmp_path: Path, wanted: int | None) -> None:
    share = share_machine("embedded", "en-us", cache=tmp_path, most=None, wanted=wanted)
    assert share.workers == wanted if wanted else share.workers <= processors()
    assert share.threads >= 1
    assert share.workers * share.threads <= max(processors(), share.workers)
    assert share_machine("embedded", "en-us", cache=tmp_path, most=1, wanted=wanted).workers == 1


@pytest.mark.skipif(free_megabytes() is None, reason="this system does not tell how much memory is free")
def test_no_more_workers_are_started_than_have_room_for_their_models(tmp_path: Path) -> None:
    weights = tmp_path / "large.pt"
    with weights.open("wb") as file:
        file.truncate((free_megabytes() or 0) * 10**6)  # as long as that, and takes no room on the disk
    assert share_machine("faster-whisper", str(weights), cache=tmp_path, most=None, wanted=None).workers == 1


def test_what_a_worker_loads_computes_with_its_share_of_threads() -> None:
    code = (
        "from dictation.transcribe import limit_threads; limit_threads(1); import torch; print(torch.get_num_threads())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "1"
