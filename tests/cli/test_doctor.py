"""Looking whether everything is there that the program needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import CLIENT, Program, Result, mail_server
from tests.post.calendar_server import PASSWORD as CALENDAR_PASSWORD
from tests.post.calendar_server import USER as CALENDAR_USER
from tests.post.calendar_server import calendar_server
from tests.post.server import HOST, PASSWORD, USER, Mailroom
from tests.record.sound_server import ROOT, sound_server

pytestmark = pytest.mark.usefixtures("no_keyring")


def found_by(result: Result) -> dict[str, dict[str, str]]:
    """What was found, by subject."""
    for check in result.json:
        assert bool(check["remedy"]) == (check["verdict"] in {"warning", "wrong"}), check
    assert result.code == any(each["verdict"] == "wrong" for each in result.json)
    return {each["subject"]: each for each in result.json}


def write_settings(program: Program, **tables: dict[str, Any]) -> None:
    lines = []
    for name, table in tables.items():
        lines += [f"[{name.replace('__', '.')}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    (program.home / "settings.toml").write_text("\n".join(lines), encoding="utf-8")


def test_a_new_home_is_in_order_and_what_it_lacks_is_no_fault(program: Program) -> None:
    result = program("doctor", "--offline")
    assert result.code == 0
    lines = [line.split(maxsplit=1) for line in result.out.splitlines()]
    assert {verdict for verdict, _ in lines} <= {"ok", "warning"}
    mail = next(told for _, told in lines if told.startswith("mail account smtp: no mail server"))
    assert "Do: write the server's name there" in mail


def test_without_a_home_it_says_how_to_make_one(bare: Program) -> None:
    told = found_by(bare("doctor", "--json"))["home"]
    assert told["verdict"] == "wrong"
    assert "dictation init" in told["remedy"]
    assert not bare.home.exists()


def test_a_mistake_in_the_settings_is_told_with_its_line(program: Program) -> None:
    (program.home / "settings.toml").write_text("[smtp]\nhost = mail.example\n", encoding="utf-8")
    assert "line 2" in found_by(program("doctor", "--json"))["home"]["found"]


def test_everything_that_is_wrong_is_told_at_once(program: Program) -> None:
    program.ok("client", "add", "quill", "--name", "Ezra Quill", "--secretary", "Tom Birch <tom@orchard.example>")
    template = program.home / "letter_templates" / "en" / "memo.j2"
    template.parent.mkdir()
    template.write_text("[prose]\n{{ nothing_of_that_name }}\n", encoding="utf-8")
    write_settings(
        program,
        smtp={"host": HOST, "security": "none", "send_as": ["@other.example"]},
        accounts__quill={"host": HOST, "username": USER},
        accounts__orchid={"host": HOST},
        calendars__quill={"url": "http://calendar.example/quill"},
    )
    result = program("doctor", "--offline", "--json")
    found = found_by(result)
    assert "[accounts.orchid]" in found["settings"]["found"]
    assert "line 2" in found["templates"]["found"]
    assert "may not send as nell@orchard.example" in found["mail account smtp"]["found"]
    assert "DICTATION_SMTP_PASSWORD_QUILL" in found["mail account accounts.quill"]["found"]
    assert "https://" in found["calendar quill"]["remedy"]
    assert {each["subject"] for each in result.json if each["verdict"] == "wrong"} == {
        *("templates", "mail account smtp", "mail account accounts.quill", "calendar quill")
    }
    (program.home / "dictation.db").unlink()
    found = found_by(program("doctor", "--json", "--offline"))
    assert found["store"]["verdict"] == "wrong"
    assert (found["clients"]["verdict"], "settings" in found) == ("warning", False)
    assert not (program.home / "dictation.db").exists()


def test_only_the_accounts_of_the_client_that_is_named_are_looked_at(program: Program) -> None:
    program.ok("client", "add", "quill", "--name", "Ezra Quill", "--secretary", "Tom Birch <tom@orchard.example>")
    write_settings(program, smtp={"host": HOST}, accounts__quill={"host": HOST})
    found = found_by(program("doctor", "--json", "--offline", "--client", "quill"))
    assert found["mail account accounts.quill"]["verdict"] == "skipped"
    assert "mail account smtp" not in found
    assert program("doctor", "--client", "nobody").code == 1


def test_servers_are_asked_whether_they_let_the_program_in(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DICTATION_CALENDAR_PASSWORD", CALENDAR_PASSWORD)
    subjects = ("mail account smtp", f"calendar {CLIENT}")
    with mail_server(Mailroom(), login=True) as port, calendar_server(tmp_path) as calendar:
        program.use_mail_server(port, user=USER)
        settings = program.home / "settings.toml"
        mail = settings.read_text(encoding="utf-8")
        meetings = f'\n[calendars.{CLIENT}]\nurl = "{calendar.url}"\nusername = "{CALENDAR_USER}"\n'
        settings.write_text(mail + meetings, encoding="utf-8")
        monkeypatch.setenv("DICTATION_SMTP_PASSWORD", PASSWORD)
        found = found_by(program("doctor", "--json"))
        assert [found[each]["verdict"] for each in subjects] == ["ok", "ok"]
        monkeypatch.setenv("DICTATION_SMTP_PASSWORD", "the wrong quince")
        settings.write_text(mail + meetings.replace("/meetings/", "/"), encoding="utf-8")
        result = program("doctor", "--json")
        found = found_by(result)
        assert [found[each]["verdict"] for each in subjects] == ["wrong", "wrong"]
        assert "no calendar" in found[subjects[1]]["found"]
        assert not [each for each in ("the wrong quince", CALENDAR_PASSWORD) if each in result.out + result.err]


def test_sound_devices_are_named(program: Program, tmp_path: Path) -> None:
    with sound_server(tmp_path) as environment:
        command = [sys.executable, "-m", "dictation", "--home", str(program.home), "doctor", "--json", "--offline"]
        done = subprocess.run(
            command, env={**os.environ, **environment}, cwd=ROOT, capture_output=True, encoding="utf-8", check=True
        )
    found = {each["subject"]: each for each in json.loads(done.stdout)}
    assert "line" in found["sound devices to record from"]["found"]
