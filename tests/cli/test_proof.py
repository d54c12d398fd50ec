"""The command that writes a proof sheet."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import CLIENT, Program, dictate, dictated_email


def test_a_call_that_came_as_a_transcript_makes_a_page_without_sound(program: Program, tmp_path: Path) -> None:
    call = dictate(tmp_path, dictated_email("Odile Marsh"))
    program.ok("process", call, "--client", CLIENT)
    page = tmp_path / "proofs" / "proof.html"
    result = program.ok("proof", 1, "-o", page)
    assert result.out.strip() == str(page)
    assert f"Without sound: {call.name} is a transcript" in result.err
    assert "The pears are ripe" in page.read_text(encoding="utf-8")


def test_a_file_of_somebody_else_is_not_written_over(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    page = tmp_path / "proof.html"
    page.write_text("mine", encoding="utf-8")
    assert "a person changed it" in program("proof", 1, "-o", page).told["Error"]
    assert page.read_text(encoding="utf-8") == "mine"
    program.ok("proof", 1, "-o", page, "--overwrite")
    program.ok("proof", 1, "-o", page)


def test_a_draft_that_is_not_there_is_an_error(program: Program, tmp_path: Path) -> None:
    assert program("proof", 7, "-o", tmp_path / "proof.html").code == 1
    assert not (tmp_path / "proof.html").exists()
