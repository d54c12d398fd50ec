"""A server as a recogniser, against a real one on loopback that answers as each kind does."""

from __future__ import annotations

import json
import socket
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from dictation.errors import EngineError, ServerUnreachable
from dictation.transcribe import Vocabulary
from dictation.transcribe.endpoint.address import Endpoint
from dictation.transcribe.endpoint.client import Client
from dictation.transcribe.engine import SAMPLE_RATE, Heard, Stretch
from dictation.transcribe.whisper.engines import served_whisper
from tests.transcribe.recognition_server import SPOKEN, Desk, Reply, openai, recognition_server, speaches, whisper_cpp

KEY = "sk-nobody-may-read-this"
STRETCH = Stretch(samples=np.zeros(2 * SAMPLE_RATE, dtype=np.float32), start_ms=7000)
AT_ONCE = {"Retry-After": "0"}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with recognition_server(Desk(answer=speaches())) as running:
        yield running


def hear(desk: Desk, *, language: str | None = "en", told: list[str] | None = None, **endpoint: str) -> Heard:
    where = Endpoint(**{"address": desk.address, "api_key": KEY, "api_key_env": "A_KEY"} | endpoint)
    engine = served_whisper(where, "base", (told if told is not None else []).append)
    vocabulary = Vocabulary(names=("Petra Lund",))
    return next(iter(engine.recognise(iter([STRETCH]), language=language, vocabulary=vocabulary)))


def refused(desk: Desk, kind: type[EngineError] = EngineError, **endpoint: Any) -> EngineError:
    with pytest.raises(kind) as caught:
        hear(desk, **endpoint)
    told = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert KEY not in told
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("kind", [openai, speaches, whisper_cpp])
def test_words_come_with_punctuation_and_times_from_every_kind_of_server(
    desk: Desk, kind: Callable[[], dict[str, Any]]
) -> None:
    desk.answer = kind()
    heard = hear(desk, language=None)
    expected = [(text, 7000 + round(start * 1000), 7000 + round(end * 1000)) for text, start, end in SPOKEN]
    assert [(word.text, word.start_ms, word.end_ms) for word in heard.words] == expected
    assert heard.language == "en"
    assert all(0 < word.probability < 1 for word in heard.words)


def test_the_sound_goes_with_everything_that_helps(desk: Desk) -> None:
    hear(desk)
    asked = desk.asked[0]
    assert asked.path == "/v1/audio/transcriptions"
    assert asked.seconds == 2
    assert asked.values("model") == ["base"]
    assert asked.values("response_format") == ["verbose_json"]
    assert asked.values("timestamp_granularities[]") == ["word", "segment"]
    assert asked.values("language") == ["en"]
    assert "Petra Lund" in asked.values("prompt")[0]
    assert asked.headers["Authorization"] == f"Bearer {KEY}"


def test_a_server_that_wants_no_key_gets_none_and_finds_out_the_language(desk: Desk) -> None:
    hear(desk, language=None, api_key="")
    assert "Authorization" not in desk.asked[0].headers
    assert desk.asked[0].values("language") == []


def test_whisper_cpp_is_asked_at_its_own_path_and_to_find_out_the_language(desk: Desk) -> None:
    hear(desk, language=None, address=desk.address.replace("/v1", "/inference"))
    assert desk.asked[0].path == "/inference"
    assert desk.asked[0].values("language") == ["auto"]


def test_words_without_times_share_the_time_of_their_segment(desk: Desk) -> None:
    segments = [{"text": " Dear Ms Lund,", "start": 0.0, "end": 1.0}, {"text": " yes.", "start": 1.5, "end": 2.0}]
    desk.answer = {"text": "Dear Ms Lund, yes.", "language": "english", "segments": segments}
    words = hear(desk).words
    assert [word.text for word in words] == ["Dear", "Ms", "Lund,", "yes."]
    assert [words[0].start_ms, words[2].end_ms, words[3].start_ms, words[3].end_ms] == [7000, 8000, 8500, 9000]
    assert words[0].end_ms == words[1].start_ms < words[1].end_ms == words[2].start_ms


def test_a_figure_without_times_stays_where_it_was_said(desk: Desk) -> None:
    words = [("Please", 0.0, 0.4), ("send", 0.5, 0.8), ("250", None, None), ("crates.", 1.4, 1.9)]
    desk.answer = {
        "text": "Please send 250 crates.",
        "words": [{"word": word, "start": start, "end": end} for word, start, end in words],
    }
    heard = hear(desk).words
    assert [word.text for word in heard] == ["Please", "send", "250", "crates."]
    assert 7800 <= heard[2].start_ms <= 8400


def test_text_without_any_time_shares_the_time_of_the_stretch(desk: Desk) -> None:
    desk.answer = {"text": "Dear Ms Lund"}
    words = hear(desk).words
    assert [word.text for word in words] == ["Dear", "Ms", "Lund"]
    assert (words[0].start_ms, words[-1].end_ms) == (7000, 9000)


def test_silence_is_no_words(desk: Desk) -> None:
    for answer in ({"text": ""}, {"text": "", "segments": [], "words": []}, {"text": " ", "segments": None}):
        desk.answer = answer
        assert hear(desk).words == ()


def test_words_that_the_text_does_not_bear_out_stay_as_they_were_heard(desk: Desk) -> None:
    desk.answer = {"text": "350 pounds", "words": [{"word": "three", "start": 0, "end": 1}]}
    assert [word.text for word in hear(desk).words] == ["three"]


def test_letters_that_were_lost_between_tokens_come_from_the_text(desk: Desk) -> None:
    tokens = [(" Gr", 0.0, 0.2), ("\ufffd", 0.2, 0.3), ("\ufffd", 0.3, 0.4), ("\u00dfe", 0.4, 0.6)]
    words = [{"word": text, "start": start, "end": end, "probability": 1} for text, start, end in tokens]
    desk.answer = {"text": "Grüße", "segments": [{"text": " Grüße", "start": 0, "end": 0.6, "words": words}]}
    assert [word.text for word in hear(desk, language="de").words] == ["Grüße"]


def test_times_outside_the_sound_and_running_backward_are_kept_inside(desk: Desk) -> None:
    times = [(" a", -1, 0.5), (" b", 0.4, 0.2), (" c", 1e300, 1e301), (" d", 0.1, 0.3)]
    desk.answer = {"text": "a b c d", "words": [{"word": word, "start": s, "end": e} for word, s, e in times]}
    words = hear(desk).words
    assert [word.start_ms for word in words] == sorted(word.start_ms for word in words)
    assert all(7000 <= word.start_ms <= word.end_ms <= 9000 for word in words)


@pytest.mark.parametrize(
    ("name", "code"), [("indonesian", "id"), ("German", "de"), ("id", "id"), ("myanmar", "my"), ("pt-BR", "pt")]
)
def test_the_language_is_understood_by_name_and_by_code(desk: Desk, name: str, code: str) -> None:
    desk.answer = speaches() | {"language": name}
    assert hear(desk, language=None).language == code


def test_a_language_that_nobody_tells_is_asked_for(desk: Desk) -> None:
    desk.answer = {"text": "Dear Ms Lund"}
    with pytest.raises(EngineError, match="--language"):
        hear(desk, language=None)
    desk.answer = {"text": ""}
    assert hear(desk, language=None).words == ()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(desk: Desk, status: int) -> None:
    desk.replies = [Reply(status=status, headers=AT_ONCE)] * 2
    assert hear(desk).words
    assert len(desk.asked) == 3


def test_a_server_that_stays_busy_is_given_up(desk: Desk) -> None:
    desk.replies = [Reply(status=503, headers=AT_ONCE)] * 9
    assert "503" in refused(desk, ServerUnreachable).message
    assert len(desk.asked) == 3


def test_nobody_waits_for_hours(desk: Desk) -> None:
    desk.replies = [Reply(status=429, headers={"Retry-After": "7200"}, body=b'{"error": {"message": "quota"}}')]
    error = refused(desk, ServerUnreachable)
    assert "quota" in error.message
    assert "7200 seconds" in (error.remedy or "")
    assert len(desk.asked) == 1


def test_a_connection_that_breaks_is_tried_again(desk: Desk) -> None:
    desk.replies = [Reply(status=0, breaks=True)]
    assert hear(desk).words


def test_a_server_that_refuses_the_key_is_told_with_the_variable(desk: Desk) -> None:
    said = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}).encode()
    desk.replies = [Reply(status=401, body=said)]
    error = refused(desk, ServerUnreachable)
    assert "refuses the key" in error.message
    assert "Incorrect API key" in error.message
    assert "A_KEY" in (error.remedy or "")
    desk.replies = [Reply(status=401)]
    assert "wants a key" in refused(desk, ServerUnreachable, api_key="").message


def test_a_wrong_path_and_a_missing_model_are_told(desk: Desk) -> None:
    desk.replies = [Reply(status=404, body=b'{"detail": "Model \'base\' is not installed locally."}')]
    error = refused(desk)
    assert "is not installed locally" in error.message
    assert error.place == f"{desk.address}/audio/transcriptions"
    assert "/v1" in (error.remedy or "")


def test_sound_that_is_too_large_is_told(desk: Desk) -> None:
    desk.replies = [Reply(status=413, body=b"<html>Request Entity Too Large</html>")]
    error = refused(desk)
    assert "413" in error.message
    assert "<html>" not in error.message


def test_a_request_that_is_refused_is_told_in_the_servers_words(desk: Desk) -> None:
    desk.replies = [Reply(status=400, body=b'{"error": "failed to read WAV file"}')]
    assert "failed to read WAV file" in refused(desk).message


def test_no_sound_is_sent_on_to_another_address(desk: Desk) -> None:
    with recognition_server(Desk(answer=speaches())) as other:
        desk.replies = [Reply(status=307, headers={"Location": f"http://name:{KEY}@localhost:{other.port}/v1"})]
        error = refused(desk)
        assert "localhost" in error.message
        assert other.asked == []
    desk.replies = [Reply(status=308, headers={"Location": "http://[nobody"})]
    assert "sends on" in refused(desk).message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"segments": 5}',
        b'{"text": null}',
        b'{"text": "a", "words": [{"start": 1}]}',
        b"\xff\xfe",
    ],
)
def test_an_answer_that_cannot_be_read_is_told(desk: Desk, body: bytes) -> None:
    desk.replies = [Reply(status=200, body=body)]
    error = refused(desk)
    assert "cannot be read" in error.message
    assert error.place == f"{desk.address}/audio/transcriptions"


def test_an_error_that_is_sent_as_success_is_no_success(desk: Desk) -> None:
    desk.replies = [Reply(status=200, body=f'{{"error": "failed to process audio of {KEY}"}}'.encode())]
    assert "failed to process audio" in refused(desk).message


def test_an_endless_answer_is_not_read_to_its_end(desk: Desk) -> None:
    desk.replies = [Reply(status=200, body=b" " * (1 << 25))]
    assert "more than any words" in refused(desk).message


def test_no_server_is_told_as_such(desk: Desk) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    error = refused(desk, ServerUnreachable, address=address)
    assert "refused" in error.message
    assert "nowhere.invalid" in refused(desk, ServerUnreachable, address="http://nowhere.invalid/v1").message


def test_a_server_that_never_answers_is_given_up(desk: Desk) -> None:
    desk.replies = [Reply(status=0, mute=True)]
    client = Client(Endpoint(address=desk.address), patience_s=0.2)
    with pytest.raises(ServerUnreachable, match="takes too long"):
        client.ask([("model", "base")])
    client.close()


def test_a_key_that_is_no_key_is_not_shown(desk: Desk) -> None:
    error = refused(desk, api_key=f"{KEY}\nHost: elsewhere")
    assert error.place == "the environment variable A_KEY"
    hear(desk, api_key=f"{KEY}\n")  # as a file's last line gives it
    assert desk.asked[-1].headers["Authorization"] == f"Bearer {KEY}"


def test_a_proxy_never_gets_sound_that_stays_on_this_machine(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with recognition_server(Desk(answer=speaches())) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        hear(desk)
        assert proxy.asked == []
        hear(desk, address="http://asr.example/v1")
        assert proxy.asked[0].path == "http://asr.example/v1/audio/transcriptions"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000/v1", "http://127.9.9.9/v1", "http://[::1]:8000", "http://localhost:8000/v1/"]
)
def test_nothing_is_said_of_a_server_on_this_machine(address: str) -> None:
    assert Endpoint(address=address).warnings() == ()


@pytest.mark.parametrize(
    "address",
    [
        *("https://api.openai.com/v1", "https://192.168.1.5/v1", "https://[2001:db8::1]/v1", "https://0.0.0.0/v1"),
        *("https://localhost.example/v1", "https://127.0.0.1.example/v1", "https://localhost./v1"),
    ],
)
def test_a_user_is_warned_where_sound_leaves_this_machine(address: str) -> None:
    warnings = Endpoint(address=address).warnings()
    assert len(warnings) == 1
    assert "leaves this machine" in warnings[0]


def test_a_user_is_warned_of_a_connection_that_anybody_can_listen_to() -> None:
    leaves, unsafe = Endpoint(address="http://192.168.1.5/v1", api_key=KEY).warnings()
    assert "leaves this machine" in leaves
    assert "key" in unsafe
    assert KEY not in unsafe


def test_the_warning_comes_before_any_sound_is_sent(desk: Desk) -> None:
    told: list[str] = []
    with pytest.raises(ServerUnreachable):
        hear(desk, told=told, address="https://nowhere.invalid/v1")
    assert "leaves this machine" in told[0]


@pytest.mark.parametrize("address", ["", "api.example.com/v1", "ftp://a/b", "http://", "http://[::1", "http://a:x/v1"])
def test_what_is_no_address_of_a_server_is_told_with_its_setting(desk: Desk, address: str) -> None:
    error = refused(desk, address=address)
    assert error.place == "the setting recogniser.endpoint"


def test_a_password_in_the_address_is_refused_and_not_shown(desk: Desk) -> None:
    error = refused(desk, address=f"http://me:{KEY}@127.0.0.1/v1")
    assert "password" in error.message


def test_the_key_is_not_in_what_describes_a_server() -> None:
    endpoint = Endpoint(address="http://127.0.0.1/v1", api_key=KEY)
    assert KEY not in repr(endpoint)
    assert KEY not in served_whisper(endpoint, "base", print).fingerprint
