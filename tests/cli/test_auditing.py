"""``dictation audit``: what was done can be listed, checked, and compared with what was kept elsewhere."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.program import CLIENT, Program


def cut_off(program: Program, position: int) -> None:
    connection = sqlite3.connect(program.home / "dictation.db", isolation_level=None)
    connection.execute("DROP TRIGGER audit_refuses_delete")
    connection.execute("DELETE FROM audit WHERE position = ?", [position])
    connection.close()


def test_the_log_is_listed_and_its_head_is_that_of_its_last_entry(program: Program) -> None:
    entries = program.ok("audit", "list", "--client", CLIENT, "--json").json
    assert [(each["position"], each["action"]) for each in entries] == [(1, "client.added"), (2, "contacts.added")]
    (head,) = program.ok("audit", "head", "--json").json
    assert head == {"client": CLIENT, "length": 2, "hash": entries[-1]["hash"]}
    assert program.ok("audit", "head").out == f"{CLIENT} 2 {head['hash']}\n"
    assert "contacts added" in program.ok("audit", "list").out


def test_an_entry_that_is_missing_is_told_with_its_place(program: Program) -> None:
    assert "Entries 1 to 2 of client orchard" in program.ok("audit", "verify").err
    cut_off(program, 1)
    broken = program("audit", "verify")
    assert (broken.code, broken.told["Where"]) == (1, f"entry 1 of client {CLIENT}")
    assert program("audit", "verify", "--client", CLIENT).code == 1


def test_entries_that_were_cut_off_are_told_beside_a_kept_head(program: Program, tmp_path: Path) -> None:
    kept = tmp_path / "head.json"
    program.ok("audit", "head", "-o", kept)
    program.ok("audit", "verify", "--head", kept)
    cut_off(program, 2)
    assert program("audit", "verify").code == 0
    broken = program("audit", "verify", "--head", kept)
    assert (broken.code, broken.told["Where"]) == (1, f"entry 2 of client {CLIENT}")


@pytest.mark.parametrize("content", ["no JSON", '{"length": 3}', '[{"client": "orchard"}]'])
def test_a_file_that_is_no_head_is_refused(program: Program, tmp_path: Path, content: str) -> None:
    (tmp_path / "head.json").write_text(content)
    refused = program("audit", "verify", "--head", tmp_path / "head.json")
    assert refused.code == 1
    assert "head.json" in refused.told["Where"]
