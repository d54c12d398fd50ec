"""A database server that refuses or goes away while a command runs: told, with exit code 4, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import CLIENT, Program, dictate, dictated_email
from tests.cli.terminal import Terminal
from tests.cli.test_editing import kept
from tests.cli.test_mistakes import require_told
from tests.cli.test_teams import APPROVE, BELA, editing
from tests.store.postgres import Postgres, running_postgres


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    """A server that the test may stop."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def one(
    own_server: Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> Program:
    """The program with a draft in a store on that server."""
    monkeypatch.setenv("DICTATION_DATABASE", own_server.url("postgres"))
    program: Program = request.getfixturevalue("program")
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    return program


def test_a_server_that_stops_while_somebody_edits_takes_nothing_of_what_she_typed(
    one: Program, own_server: Postgres
) -> None:
    with editing(one, code=4) as bela:
        own_server.stop()
    (path,) = kept(one)
    assert f"Take it up with: dictation edit 1 --resume {path}" in bela.shown
    assert "yellow" in path.read_text(encoding="utf-8")
    result = one("list")
    require_told(result, 4)
    assert "cannot be reached" in result.told["Error"]
    own_server.start()
    assert one.ok("show", 1, "--json").json["revision"] == 1


def test_a_review_goes_on_after_the_server_was_started_anew(one: Program, own_server: Postgres) -> None:
    with Terminal(one.home, "review", env=BELA) as bela:
        bela.until(APPROVE)
        own_server.stop()
        own_server.start()
        bela.press("y")
        assert bela.end() == 0, bela.shown
    assert one.states() == {1: "approved"}


def test_a_review_whose_server_is_gone_says_so_and_keeps_what_was_decided(one: Program, own_server: Postgres) -> None:
    with Terminal(one.home, "review", env=BELA) as bela:
        bela.until(APPROVE)
        own_server.stop()
        bela.press("y")
        assert bela.end() == 4
        assert "Traceback" not in bela.shown
        assert "cannot be reached" in bela.shown
    own_server.start()
    assert one.states() == {1: "draft"}


@pytest.mark.parametrize("flags", [(), ("-v",)])
@pytest.mark.parametrize(
    "address", ["{0}@127.0.0.1:1/dictation", "{0}@127.0.0.1:port/dictation", "{0}@x@host/dictation"]
)
def test_no_password_is_ever_shown(program: Program, flags: tuple[str, ...], address: str) -> None:
    url = f"postgresql+psycopg://bela:{address.format('hush-hush')}"
    result = program(*flags, "--database", url, "list")
    assert result.code in {1, 4}
    assert "hush" not in result.out + result.err
    assert ("Traceback" in result.err) is bool(flags)
