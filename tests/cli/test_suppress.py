"""The list of those who want no mailings."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import CLIENT, Program
from tests.cli.test_mistakes import require_told


def test_a_list_of_the_unwilling_is_imported_shown_and_shortened_with_a_reason(
    program: Program, tmp_path: Path
) -> None:
    left = tmp_path / "left.txt"
    left.write_text("Ann@Firm.example\nben@firm.example\nann@firm.example\n", encoding="utf-8")
    program.ok("suppress", CLIENT, "--import", left, "--reason", "the old program's list")
    found = program.ok("suppress", CLIENT, "--json").json
    assert [(each["address"], each["reason"]) for each in found] == [
        ("ann@firm.example", "the old program's list"),
        ("ben@firm.example", "the old program's list"),
    ]
    assert program("suppress", CLIENT, "--remove", "ann@firm.example").code == 2
    program.ok("suppress", CLIENT, "--remove", "ANN@firm.example", "--reason", "signed up anew")
    assert "ben@firm.example" in program.ok("suppress", CLIENT).out
    require_told(program("suppress", CLIENT, "--remove", "ann@firm.example", "--reason", "again"), 1)
    left.write_text("cay@firm.example\nno address\n", encoding="utf-8")
    require_told(program("suppress", CLIENT, "--import", left), 1)
    assert len(program.ok("suppress", CLIENT, "--json").json) == 1
