"""Whether recognisers can be loaded and have their weights."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dictation.model.check import Check, Verdict
from dictation.transcribe.checking import check_recognisers


@pytest.fixture(autouse=True)
def nothing_loads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Libraries that are for another processor, or not there, or fine; and no weights on this machine."""
    folder = tmp_path / "libraries"
    folder.mkdir()
    (folder / "faster_whisper.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGILL)\n")
    (folder / "whisper.py").write_text("raise OSError('libgomp.so.1: cannot open shared object file')\n")
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "nothing"))


def look(cache: Path, engine: str, model: str = "") -> dict[str, Check]:
    return {each.subject: each for each in check_recognisers(cache, engine=engine, model=model)}


def test_a_library_that_does_not_load_is_wrong_where_it_is_needed_and_told_where_it_is_not(tmp_path: Path) -> None:
    found = look(tmp_path, "auto")
    assert found["recogniser faster-whisper"].verdict is Verdict.WRONG
    assert found["recogniser faster-whisper"].found.endswith("ends the program with SIGILL")
    assert found["recogniser whisper"].verdict is Verdict.WARNING
    assert "libgomp.so.1" in found["recogniser whisper"].found
    assert found["recogniser embedded"].verdict is Verdict.OK
    assert look(tmp_path, "embedded")["recogniser faster-whisper"].verdict is Verdict.WARNING


def test_weights_that_are_not_here_are_told_with_how_to_fetch_them(tmp_path: Path) -> None:
    asked_for, best = look(tmp_path, "auto", "tiny")["weights"], look(tmp_path, "auto")["weights"]
    assert (asked_for.verdict, asked_for.remedy) == (Verdict.WRONG, "fetch them with: dictation models fetch tiny")
    assert best.verdict is Verdict.WARNING
    assert "weights" not in look(tmp_path, "embedded")


def test_damaged_weights_are_told(tmp_path: Path) -> None:
    (tmp_path / "whisper").mkdir()
    (tmp_path / "whisper" / "tiny.pt").write_bytes(b"weights")
    told = look(tmp_path, "auto")["weights"]
    assert told.verdict is Verdict.WRONG
    assert "damaged" in told.found


def test_a_model_of_ones_own_is_looked_for_where_it_is_said_to_be(tmp_path: Path) -> None:
    assert look(tmp_path, "faster-whisper", str(tmp_path))["weights"].verdict is Verdict.OK
    gone = look(tmp_path, "faster-whisper", "gone/base")["weights"]
    assert (gone.verdict, bool(gone.remedy)) == (Verdict.WRONG, True)
