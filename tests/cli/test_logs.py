"""The log for services: what happened to which number, and never a word that somebody dictated."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from dictation import pipeline
from tests.cli.program import CLIENT, Program, Result, dictate, mail_server
from tests.cli.test_mistakes import require_told
from tests.post.server import PASSWORD, USER, Mailroom

SECRETS = ("zinnia", "quokka", "wombat", "halyard", "bollard", "capstan", PASSWORD, "lanyard")
"""A client's key and name, whom he writes to, an address, the subject, the text, a password, a file's name."""
DICTATED = (
    "Email to {}. Subject, the halyard. Dear Sir, comma. The bollard is loose and can be fetched on Friday. Full stop. "
    "Kind regards. End of email."
)
EMAIL = "Email to Odile Marsh. Subject, the pears. Dear Sir, comma. They are ripe. Full stop. Regards. End of email."


@pytest.fixture
def told(bare: Program, tmp_path: Path) -> Program:
    """The program with a client and an address book of nothing but secrets."""
    bare.ok("init")
    client = ("client", "add", "zinnia", "--name", "Quokka Smith", "--email", "quokka@capstan.example")
    bare.ok(*client, "--secretary", "Tom Wombat <tom@capstan.example>")
    book = tmp_path / "book.json"
    book.write_text(json.dumps([{"name": "Ada Wombat", "email": "wombat@capstan.example"}]), encoding="utf-8")
    bare.ok("contacts", "import", "zinnia", book)
    return bare


def records(result: Result) -> list[dict[str, Any]]:
    """The records on stderr, which holds nothing else."""
    return [json.loads(line) for line in result.err.splitlines()]


def named(found: list[dict[str, Any]], event: str) -> list[dict[str, Any]]:
    return [each for each in found if each["event"] == event]


def test_a_day_of_work_leaves_no_dictated_word_no_name_and_no_address_in_the_log(
    told: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DICTATION_LOG_FORMAT", "json")
    monkeypatch.setenv("DICTATION_SMTP_PASSWORD", PASSWORD)
    call = dictate(tmp_path, DICTATED.format("Ada Wombat"), DICTATED.format("Ada Wombat"), DICTATED.format("Lanyard"))
    call = call.rename(tmp_path / "lanyard.txt")
    silent = dictate(tmp_path, "Hello Quokka, the capstan is wet.")
    results = [told("process", call, silent, tmp_path / "no-lanyard.wav", "--client", "zinnia")]
    results += [told(command, "1") for command in ("show", "log", "play")]
    results += [told("list"), told("show", "99"), told("contacts", "find", "zinnia", "Wombatt")]
    results += [told("edit", "1", "--replace", "bollard", "--with", "capstan"), told("undo", "1")]
    results += [told("lexicon", "add", "zinnia", "halyard"), told("approve", "1", "2", "--by", "Wombat")]
    results += [told("client", "show", "wombat"), told("approve", "3"), told("send")]
    with mail_server(Mailroom(refuse={"wombat@capstan.example": "550 no wombat here"}), login=True) as port:
        told.use_mail_server(port, user=USER)
        results += [told("send", "1", "--no-dry-run"), told("outbox"), told("account", "list")]
        monkeypatch.setenv("DICTATION_SMTP_PASSWORD", "not the halyard")
        results += [told("send", "--no-dry-run"), told("send", "--no-dry-run", "-v")]
    results += [told("templates", "preview", "no-bollard"), told("metrics"), told("reject", "3")]
    assert not [word for result in results for word in SECRETS if word in result.err.casefold()]
    found = [record for result in results for record in records(result)]
    assert {"command began", "recording processed", "draft.approved", "post sent", "post not sent", "failed"} <= {
        each["event"] for each in found
    }
    assert {each["error"] for each in named(found, "failed")} >= {"AudioError", "NothingDictated", "UnknownDraft"}


def test_a_recording_is_told_by_its_number_with_how_long_it_took(program: Program) -> None:
    path = Path(__file__).parents[2] / "samples" / "monday-call.flac"
    result = program("--log-format", "json", "process", path, "--client", CLIENT, "--engine", "embedded")
    (record,) = named(records(result), "recording processed")
    assert (record["recording"], record["engine"], record["new"]) == (1, "embedded", True)
    assert record["real_time_factor"] == pytest.approx(record["seconds"] / record["recorded_seconds"], rel=0.01)
    again = program("process", path, "--client", CLIENT, "--log-format", "json")
    (record,) = named(records(again), "recording processed")
    assert not record["new"]
    assert "real_time_factor" not in record


def test_a_person_reads_notices_and_no_log(told: Program) -> None:
    result = told("show", "99")
    require_told(result, 1)
    assert "command ended" not in result.err


def test_a_record_in_words_is_one_line_with_its_moment_and_its_level(told: Program) -> None:
    first, *_, last = told("show", "99", "--log-level", "info").err.splitlines()
    assert first.endswith('INFO    command began command="show"')
    assert "exit_code=1" in last
    only_errors = told("show", "99", "--log-level", "error").err.splitlines()
    assert [line.split(maxsplit=1)[1] for line in only_errors] == ['ERROR   failed error="UnknownDraft"']


def test_what_people_read_is_in_the_log_for_whoever_looks_for_a_fault(told: Program) -> None:
    result = told("show", "99", "--log-level", "debug", "--log-format", "json")
    assert "no draft number 99" in " ".join(each["text"] for each in named(records(result), "notice"))


def test_a_mistake_of_the_program_is_told_by_its_place(told: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("quokka")

    monkeypatch.setattr(pipeline, "approve", broken, raising=False)
    result = told("approve", "1", "--log-format", "json")
    (record,) = named(records(result), "mistake of the program")
    assert record["error"] == "KeyError"
    assert "test_logs.py:" in record["at"]
    assert "quokka" not in result.err


def test_a_service_waits_for_a_store_that_is_away(program: Program, tmp_path: Path) -> None:
    arrived = threading.Event()

    class Bell(Mailroom):
        async def handle_DATA(self, *args: Any) -> str:  # noqa: N802
            arrived.set()
            return await super().handle_DATA(*args)

    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    program.ok("approve", 1)
    away, there = tmp_path / "away", tmp_path / "there"
    away.mkdir()
    for file in program.home.glob("dictation.db*"):
        file.rename(away / file.name)
    with mail_server(Bell()) as port:
        program.use_mail_server(port)
        options = ["--home", str(program.home), "--database", f"sqlite:///{there}/dictation.db", "--log-level", "error"]
        command = [sys.executable, "-m", "dictation", *options, "send", "--watch", "--no-dry-run"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as service:
            assert service.stderr is not None
            assert 'failed error="StoreError"' in service.stderr.readline()
            away.rename(there)
            assert arrived.wait(60)
            service.terminate()
            service.communicate(timeout=60)
    assert service.returncode == 0


def test_a_service_that_is_told_to_end_ends_after_the_message_that_is_under_way(
    program: Program, tmp_path: Path
) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    class Slow(Mailroom):
        async def handle_DATA(self, *args: Any) -> str:  # noqa: N802
            arrived.set()
            assert go_on.wait(60)
            return await super().handle_DATA(*args)

    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    program.ok("approve", 1)
    with mail_server(Slow()) as port:
        program.use_mail_server(port)
        options = ["--home", str(program.home), "--log-format", "json", "send", "--watch", "--no-dry-run"]
        command = [sys.executable, "-m", "dictation", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as service:
            assert arrived.wait(60)
            service.send_signal(signal.SIGTERM)
            go_on.set()
            out, err = service.communicate(timeout=60)
    assert (service.returncode, out) == (0, "")
    assert program.states() == {1: "sent"}
    assert json.loads(err.splitlines()[-1])["exit_code"] == 0
