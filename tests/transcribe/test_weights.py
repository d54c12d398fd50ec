from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dictation.errors import EngineError, WeightsUnavailable
from dictation.transcribe import choosing, fetch_model, list_models, model_path
from dictation.transcribe.choosing import choose_engine
from dictation.transcribe.whisper import weights


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache without weights on a machine without weights."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "cache"


def put_weights(cache: Path, *names: str) -> None:
    (cache / "whisper").mkdir(parents=True)
    for name in names:
        (cache / "whisper" / f"{name}.pt").write_bytes(b"weights")


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_names_and_digests_are_those_of_openai_whisper() -> None:
    import whisper  # noqa: PLC0415 - heavy

    ours = {name: "/".join((weights._PUBLISHED, *weights._published(name))) for name in whisper._MODELS}
    assert ours == whisper._MODELS
    named = {name for model in list_models(Path("nowhere")) for name in (model.name, *model.aliases)}
    assert named == set(whisper._MODELS)


def test_another_name_of_a_model_is_the_same_weights(nothing_here: Path) -> None:
    put_weights(nothing_here, "large-v3", "large-v3-turbo")
    assert model_path("large", nothing_here) == model_path("large-v3", nothing_here)
    assert model_path("large-v3-turbo", nothing_here) == model_path("turbo", nothing_here)
    assert {model.name for model in list_models(nothing_here) if model.path} == {"large-v3", "turbo"}


def test_damaged_weights_are_told_from_whole_ones(nothing_here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(nothing_here, "base")
    path = model_path("base", nothing_here)
    assert path
    assert not weights.is_whole("base", path)
    monkeypatch.setitem(weights._MODELS, "base", (f"{hashlib.sha256(b'weights').hexdigest()}/base.pt", 1, 1))
    assert weights.is_whole("base", path)


def test_weights_are_found_in_the_cache_and_where_openai_whisper_keeps_its_own(
    nothing_here: Path, tmp_path: Path
) -> None:
    assert model_path("base", nothing_here) is None
    own = tmp_path / "home" / "whisper" / "base.pt"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"weights")
    assert model_path("base", nothing_here) == own
    (nothing_here / "whisper").mkdir(parents=True)
    (nothing_here / "whisper" / "base.pt").write_bytes(b"weights")
    assert model_path("base", nothing_here) == nothing_here / "whisper" / "base.pt"
    assert [m.name for m in list_models(nothing_here) if m.path] == ["base"]


def test_a_model_that_whisper_does_not_have_is_refused(nothing_here: Path) -> None:
    with pytest.raises(WeightsUnavailable, match="'gigantic'") as caught:
        fetch_model("gigantic", nothing_here)
    assert "large-v3" in (caught.value.remedy or "")


def test_auto_falls_back_to_the_embedded_recogniser_and_says_so_once(
    nothing_here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "can_fetch", lambda _: False)
    told: list[str] = []
    engine = choose_engine("auto", model=None, language="en", cache=nothing_here, notify=told.append)
    assert engine.name == "embedded"
    assert len(told) == 1
    assert "dictation models fetch base" in told[0]


@pytest.mark.parametrize(("language", "chosen"), [("en", "small.en"), ("id", "tiny"), (None, "tiny")])
def test_auto_takes_the_largest_weights_that_are_here_and_know_the_language(
    nothing_here: Path, language: str | None, chosen: str
) -> None:
    put_weights(nothing_here, "tiny", "small.en")
    engine = choose_engine("auto", model=None, language=language, cache=nothing_here, notify=print)
    assert (engine.name, engine.model) == ("faster-whisper", chosen)


def test_auto_says_what_it_considered_and_why(nothing_here: Path) -> None:
    put_weights(nothing_here, "tiny", "base", "small.en")
    reasons: list[str] = []
    choose_engine("auto", model=None, language="id", cache=nothing_here, notify=print, explain=reasons.append)
    said = {what: why for kind, what, why in (reason.split(": ") for reason in reasons[:-1]) if kind == "Considered"}
    assert all("\n" not in reason for reason in reasons)
    assert "English only" in said["small.en"]
    assert "was not measured" in said["tiny"]
    assert "never taken" in said["openai-compatible"]
    assert next(why for what, why in said.items() if "medium" in what) == "not on this machine."
    assert reasons[-2].startswith("Taken: faster-whisper with base: the largest")
    assert "GPU" in reasons[-1]


def test_auto_does_not_take_weights_for_which_there_is_no_memory(
    nothing_here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_weights(nothing_here, "base", "large-v3")
    monkeypatch.setattr(choosing, "free_megabytes", lambda: 4000)
    told: list[str] = []
    engine = choose_engine("auto", model=None, language="id", cache=nothing_here, notify=told.append)
    assert engine.model == "base"
    assert len(told) == 1
    assert "10.8 GB" in told[0]
    assert "--model large-v3" in told[0]
    asked_for = choose_engine("auto", model="large-v3", language="id", cache=nothing_here, notify=told.append)
    assert asked_for.model == "large-v3"


def test_nothing_is_asked_of_the_network_in_offline_mode(nothing_here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    told: list[str] = []
    engine = choose_engine("auto", model=None, language="en", cache=nothing_here, notify=told.append, offline=True)
    assert engine.name == "embedded"
    assert "offline" in told[0]
    with pytest.raises(WeightsUnavailable, match="offline mode") as caught:
        choose_engine("whisper", model="tiny", language="en", cache=nothing_here, notify=print, offline=True)
    assert "DICTATION_OFFLINE" in (caught.value.place or "")
    put_weights(nothing_here, "tiny")
    engine = choose_engine("auto", model=None, language="en", cache=nothing_here, notify=print, offline=True)
    assert (engine.name, engine.model) == ("faster-whisper", "tiny")


def test_an_unknown_recogniser_is_refused(nothing_here: Path) -> None:
    with pytest.raises(EngineError, match="'magic'") as caught:
        choose_engine("magic", model=None, language=None, cache=nothing_here, notify=print)
    assert "embedded" in (caught.value.remedy or "")
