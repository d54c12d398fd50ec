"""The weights of the recognisers by commands, fetched from a server beside the program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from whisper.model import ModelDimensions

from dictation.transcribe.whisper import weights
from tests.cli.program import CLIENT, Program
from tests.transcribe.file_server import CONTENT, DIGEST, Shelf, serving
from tests.transcribe.recognition_server import Desk, recognition_server, whisper_cpp
from tests.transcribe.tiny_whisper import write_checkpoint

SPEECH = Path(__file__).parents[2] / "dictation" / "transcribe" / "speech.ogg"
KEY = "sk-nobody-may-read-this"
HALF = len(CONTENT) // 2


@pytest.fixture(autouse=True)
def nothing_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No weights of other programs, and no wish of the machine's to be offline."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.delenv("DICTATION_OFFLINE", raising=False)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """A server that has the file of the model "base"."""
    with serving(Shelf()) as running:
        monkeypatch.setattr(weights, "_PUBLISHED", running.address.rpartition("/")[0])
        monkeypatch.setitem(weights._MODELS, "base", (f"{DIGEST}/file.pt", 1, 1))
        yield running


def use_server(program: Program, desk: Desk, **settings: object) -> None:
    lines = {"engine": "openai-compatible", "endpoint": desk.address} | settings
    text = "\n".join(["[recogniser]", *(f"{name} = {json.dumps(value)}" for name, value in lines.items())])
    (program.home / "settings.toml").write_text(text, encoding="utf-8")


def test_the_list_says_what_each_model_is(bare: Program) -> None:
    table = bare.ok("models", "list")
    assert max(map(len, table.out.splitlines())) <= 80
    assert "large is another name of large-v3" in table.err
    base = next(each for each in bare.ok("models", "list", "--json").json if each["name"] == "base")
    assert (base["licence"], base["multilingual"], base["path"], base["speeds"]) == ("MIT", True, None, [])
    assert 2 * base["parameters"] == pytest.approx(base["megabytes"] * 1e6, rel=0.1)  # two bytes each


def test_a_broken_fetch_goes_on_and_a_second_one_only_checks(bare: Program, shelf: Shelf) -> None:
    shelf.breaks_after = HALF
    broken = bare("models", "fetch", "base")
    assert broken.code == 4
    assert "goes on from there" in broken.told["Remedy"]
    path = Path(bare.ok("models", "fetch", "base").out.strip())
    assert shelf.asked == ["", f"bytes={HALF}-"]
    assert path.read_bytes() == CONTENT
    assert bare.ok("models", "path", "base").out.strip() == str(path)
    assert "every byte" in bare.ok("models", "fetch", "base").err
    assert len(shelf.asked) == 2


@pytest.mark.usefixtures("shelf")
def test_damaged_weights_are_fetched_anew(bare: Program) -> None:
    path = Path(bare.ok("models", "fetch", "base").out.strip())
    path.write_bytes(CONTENT[:HALF])
    assert "fetched anew" in bare.ok("models", "fetch", "base").err
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize("how", ["option", "variable", "hub", "setting"])
def test_nothing_is_fetched_in_offline_mode(
    bare: Program, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "setting":
        bare.home.mkdir()
        (bare.home / "settings.toml").write_text("[recogniser]\noffline = true", encoding="utf-8")
    elif how != "option":
        monkeypatch.setenv("HF_HUB_OFFLINE" if how == "hub" else "DICTATION_OFFLINE", "1")
    result = bare("models", "fetch", "base", *(["--offline"] if how == "option" else []))
    assert result.code == 1
    assert "offline mode" in result.told["Error"]
    assert shelf.asked == []


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # whisper's own, of its vocabulary
def test_the_speed_is_measured_kept_and_listed_for_this_machine_alone(bare: Program) -> None:
    refused = bare("models", "measure", "tiny")
    assert "models fetch tiny" in refused.told["Remedy"]
    folder = bare.home / "cache" / "whisper"
    folder.mkdir(parents=True)
    small = {"n_audio_state": 96, "n_audio_head": 2, "n_audio_layer": 1, "n_text_state": 96}
    tiny = {"n_text_head": 6, "n_text_layer": 4}  # as many as the real one, whose heads tell the times of words
    sizes = {"n_mels": 80, "n_audio_ctx": 1500, "n_vocab": 51865, "n_text_ctx": 448}
    write_checkpoint(folder / "tiny.pt", ModelDimensions(**sizes, **small, **tiny))
    measured = bare.ok("models", "measure", "tiny", "--json").json
    assert measured["seconds_a_minute"] > 0
    listed = {each["name"]: each["speeds"] for each in bare.ok("models", "list", "--json").json}
    assert listed["tiny"] == [measured]
    assert listed["base"] == []
    table = bare.ok("models", "list")
    assert f"{measured['seconds_a_minute']:.1f}" in next(line for line in table.out.splitlines() if " tiny " in line)
    assert "synthetic voice" in table.err
    file = bare.home / "cache" / "speeds.json"
    file.write_text(file.read_text("utf-8").replace(measured["machine"], "another machine"), "utf-8")
    assert all(each["speeds"] == [] for each in bare.ok("models", "list", "--json").json)
    file.write_text("{", "utf-8")
    assert bare("models", "list").told["Where"] == str(file)


def test_a_user_who_asks_why_is_told_which_recogniser_was_taken(bare: Program) -> None:
    with recognition_server(Desk(answer=whisper_cpp())) as desk:
        bare.home.mkdir()
        use_server(bare, desk)
        why = bare.ok("-v", "transcribe", SPEECH, "--language", "en", "--format", "txt")
        assert "Taken: the server 127.0.0.1: openai-compatible was asked for." in why.err
        assert "Lund, thirty-five" in why.out
        assert "Taken" not in bare.ok("transcribe", SPEECH, "--language", "en").err


def test_the_key_of_a_server_is_kept_nowhere(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUR_KEY", KEY)
    with recognition_server(Desk(answer=whisper_cpp())) as desk:
        use_server(program, desk, api_key_env="OUR_KEY")
        result = program("-v", "process", SPEECH, "--client", CLIENT)
        assert {asked.headers["Authorization"] for asked in desk.asked} == {f"Bearer {KEY}"}
    assert KEY not in result.out + result.err
    kept = [path for path in program.home.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if KEY.encode() in path.read_bytes()]


def test_a_server_elsewhere_is_not_asked_in_offline_mode(bare: Program) -> None:
    bare.home.mkdir()
    use_server(bare, Desk(), endpoint="https://asr.example/v1")
    result = bare("--offline", "transcribe", SPEECH)
    assert result.code == 1
    assert "asr.example" in result.told["Error"]


def test_a_server_that_is_not_there_is_no_connection(bare: Program) -> None:
    bare.home.mkdir()
    use_server(bare, Desk(), endpoint="http://nowhere.invalid/v1")
    result = bare("transcribe", SPEECH)
    assert result.code == 4
    assert "leaves this machine" in result.err


def test_a_key_in_the_settings_is_refused(bare: Program) -> None:
    bare.home.mkdir()
    use_server(bare, Desk(), api_key=KEY)
    result = bare("transcribe", SPEECH)
    assert "DICTATION_API_KEY" in result.told["Remedy"]
    assert KEY not in result.err
