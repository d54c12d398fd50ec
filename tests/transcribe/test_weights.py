from __future__ import annotations

import gc
import hashlib
import http.server
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dictation.errors import EngineError, WeightsUnavailable
from dictation.transcribe import choosing, fetch_model, list_models, model_path
from dictation.transcribe.choosing import choose_engine
from dictation.transcribe.whisper import weights

CONTENT = bytes(range(256)) * 4000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Server(http.server.BaseHTTPRequestHandler):
    """Serves ``/whole.pt``, the same torn in the middle, and nothing else."""

    def do_HEAD(self) -> None:
        self.send_response(200 if self.path == "/whole.pt" else 404)
        self.end_headers()

    def do_GET(self) -> None:
        if self.path not in {"/whole.pt", "/torn.pt"}:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT if self.path == "/whole.pt" else CONTENT[: len(CONTENT) // 2])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Print nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache without weights on a machine without weights."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "cache"


def test_a_good_download_arrives_whole_and_tells_how_far_it_is(server: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    weights.fetch(f"{server}/whole.pt", DIGEST, tmp_path / "w" / "whole.pt", lambda done, of: told.append((done, of)))
    assert (tmp_path / "w" / "whole.pt").read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("file", "digest", "why"),
    [
        ("torn.pt", DIGEST, "cannot be fetched"),
        ("whole.pt", "0" * 64, "not what was published"),
        ("none.pt", DIGEST, "404|Not Found"),
    ],
)
def test_a_broken_download_leaves_nothing_behind(server: str, tmp_path: Path, file: str, digest: str, why: str) -> None:
    with pytest.raises(WeightsUnavailable, match=why) as caught:
        weights.fetch(f"{server}/{file}", digest, tmp_path / file)
    assert caught.value.place == f"{server}/{file}"
    assert list(tmp_path.iterdir()) == []


def test_a_broken_download_leaves_older_weights_alone(server: str, tmp_path: Path) -> None:
    (tmp_path / "torn.pt").write_bytes(b"older")
    with pytest.raises(WeightsUnavailable):
        weights.fetch(f"{server}/torn.pt", DIGEST, tmp_path / "torn.pt")
    assert (tmp_path / "torn.pt").read_bytes() == b"older"


def test_no_server_is_told_as_such(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/base.pt"
    with pytest.raises(WeightsUnavailable, match="cannot be fetched") as caught:
        weights.fetch(address, DIGEST, tmp_path / "base.pt")
    assert "embedded" in (caught.value.remedy or "")
    assert not weights.answers(address)


def test_a_folder_that_cannot_be_written_is_told_as_such(server: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WeightsUnavailable, match="cannot be stored"):
        weights.fetch(f"{server}/whole.pt", DIGEST, tmp_path / "file" / "whole.pt")


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # urllib's own, where a reply times out
def test_asking_whether_weights_can_be_fetched_never_hangs(server: str) -> None:
    assert weights.answers(f"{server}/whole.pt")
    assert not weights.answers(f"{server}/none.pt")
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        began = time.monotonic()
        assert not weights.answers(f"http://127.0.0.1:{mute.getsockname()[1]}/base.pt", patience_s=0.2)
        assert time.monotonic() - began < 2
        for thread in threading.enumerate():
            if thread.name == weights.ASKING:
                thread.join()
        gc.collect()


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_names_and_digests_are_those_of_openai_whisper() -> None:
    import whisper  # noqa: PLC0415 - heavy

    for name, (file, _) in weights._MODELS.items():
        assert whisper._MODELS[name].endswith(f"/{file}")


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
    (nothing_here / "whisper").mkdir(parents=True)
    for name in ("tiny", "small.en"):
        (nothing_here / "whisper" / f"{name}.pt").write_bytes(b"weights")
    engine = choose_engine("auto", model=None, language=language, cache=nothing_here, notify=print)
    assert (engine.name, engine.model) == ("faster-whisper", chosen)


def test_an_unknown_recogniser_is_refused(nothing_here: Path) -> None:
    with pytest.raises(EngineError, match="'magic'") as caught:
        choose_engine("magic", model=None, language=None, cache=nothing_here, notify=print)
    assert "embedded" in (caught.value.remedy or "")
