"""Figures for Prometheus, read as Prometheus' own library reads them."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import urllib3
from prometheus_client.parser import text_string_to_metric_families

from tests.cli.program import CLIENT, SAMPLES, Program, dictate, dictated_email, mail_server
from tests.cli.test_mistakes import require_told
from tests.post.server import Mailroom


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Values by the metric's name, without the program's own, and the values of its labels."""
    return {
        (each.name.removeprefix("dictation_"), *each.labels.values()): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }


def fetched(address: str) -> str:
    reply = urllib3.request("GET", address, timeout=60)
    assert reply.status == 200
    return reply.data.decode()


@pytest.fixture
def worked(program: Program, tmp_path: Path) -> Program:
    """A home with a draft that waits, one that was sent and one of unknown outcome."""
    emails = [dictated_email(to) for to in ("Odile Marsh", "Ruben Castell", "Odile Marsh")]
    program.ok("process", dictate(tmp_path, *emails), "--client", CLIENT)
    for number, mailroom in ((1, Mailroom()), (2, Mailroom(drop_at="DOT"))):
        program.ok("approve", number)
        with mail_server(mailroom) as port:
            program.use_mail_server(port)
            program("send", number, "--no-dry-run")
    return program


def test_what_waits_and_what_went_is_counted(worked: Program) -> None:
    found = samples(worked.ok("metrics").out)
    assert found["store_up",] == 1
    states = {name[1]: value for name, value in found.items() if name[0] == "drafts" and value}
    assert states == {"draft": 1, "sent": 1, "unknown": 1}
    assert found["unknown_outcomes",] == 1
    assert found["oldest_draft_age_seconds",] > 0
    assert found["oldest_delivery_age_seconds",] == 0


def test_speed_is_seconds_of_work_a_second_of_sound(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    assert not [name for name in samples(program.ok("metrics").out) if name[0] == "real_time_factor"]
    program.ok("process", SAMPLES / "monday-call.flac", "--client", CLIENT, "--engine", "embedded")
    assert 0 < samples(program.ok("metrics").out)["real_time_factor", "embedded"] < 10


def test_clients_are_told_apart_where_that_is_asked_for_and_never_else(worked: Program) -> None:
    assert CLIENT not in worked.ok("metrics").out
    text = worked.ok("metrics", "--by-client").out
    assert samples(text)["unknown_outcomes", CLIENT] == 1
    assert "Nell" not in text


def test_a_store_that_cannot_be_used_is_a_figure_and_no_success(program: Program, tmp_path: Path) -> None:
    result = program("--database", f"sqlite:///{tmp_path}/no/such.db", "metrics")
    require_told(result, 1)
    assert samples(result.out) == {("store_up",): 0}


def test_prometheus_is_answered_until_the_program_is_interrupted(worked: Program) -> None:
    command = [sys.executable, "-m", "dictation", "--home", str(worked.home), "metrics", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as serving:
        assert serving.stderr is not None
        address = re.search(r"http://\S+", serving.stderr.readline())
        assert address is not None
        before = samples(fetched(address[0]))
        worked.ok("reject", 3)
        after = samples(fetched(address[0]))
        serving.send_signal(signal.SIGINT)
        serving.communicate(timeout=60)
    assert serving.returncode == 130
    assert (before["drafts", "draft"], after["drafts", "draft"]) == (1, 0)


@pytest.mark.parametrize("address", ["9464", "localhost:", "localhost:http"])
def test_an_address_that_is_none_is_told(program: Program, address: str) -> None:
    result = program("metrics", "--listen", address)
    assert result.code == 2
    assert "127.0.0.1:9464" in result.err


def test_a_port_that_is_taken_is_told(program: Program) -> None:
    with mail_server(Mailroom()) as port:
        require_told(program("metrics", "--listen", f"127.0.0.1:{port}"), 1)
