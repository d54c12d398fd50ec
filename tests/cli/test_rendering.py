"""Drafts as files, and what becomes of files that a person changed."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dictation.pipeline import lay_out_draft, open_workspace
from tests.cli.program import CLIENT, Program, dictate, dictated_email
from tests.cli.test_everyday import LETTER, process
from tests.home.pictures import save, two_halves


@pytest.fixture
def letter(program: Program, tmp_path: Path) -> int:
    return process(program, dictate(tmp_path, LETTER))[0]


def paths(out: str) -> list[Path]:
    return [Path(line) for line in out.splitlines()]


def test_what_a_person_changed_stays_and_all_else_is_written(program: Program, letter: int, tmp_path: Path) -> None:
    other = process(program, dictate(tmp_path, dictated_email("Odile Marsh")))[0]
    render = ("render", letter, other, "--format", "docx,txt", "-o", tmp_path / "out")
    before = paths(program.ok(*render).out)
    changed = next(path for path in before if path.suffix == ".txt" and "petra-lund" in path.name)
    changed.write_text("Dear Petra,", encoding="utf-8")
    program.ok("edit", letter, "--replace", "accept", "--with", "gladly accept")
    again = program(*render)
    assert again.code == 3
    assert paths(again.out) == [path for path in before if path != changed]
    assert changed.name in again.told["Error"]
    assert "--overwrite" in again.told["Remedy"]
    assert changed.read_text(encoding="utf-8") == "Dear Petra,"
    program.ok(*render, "--overwrite")
    assert "I gladly accept" in changed.read_text(encoding="utf-8")


def test_where_nothing_could_be_written_the_command_failed(program: Program, letter: int, tmp_path: Path) -> None:
    render = ("render", letter, "--format", "html,txt", "-o", tmp_path)
    for path in paths(program.ok(*render).out):
        path.write_text("mine", encoding="utf-8")
    result = program(*render)
    assert (result.code, result.out) == (1, "")
    assert {path.read_text(encoding="utf-8") for path in tmp_path.glob("*petra*")} == {"mine"}


def test_a_draft_that_there_is_not_is_told_once_for_all_formats(program: Program, letter: int, tmp_path: Path) -> None:
    result = program("render", letter, 77, "--format", "html,txt", "-o", tmp_path)
    assert (result.code, result.err.count("Error:")) == (3, 1)
    assert len(paths(result.out)) == 2


def test_a_draft_is_set_by_another_template_into_a_file_of_its_own(
    program: Program, letter: int, tmp_path: Path
) -> None:
    (own,) = paths(program.ok("render", letter, "--format", "txt", "-o", tmp_path).out)
    (memo,) = paths(program.ok("render", letter, "--format", "txt", "-o", tmp_path, "--template", "memo").out)
    assert "-letter-petra-lund-" in own.name
    assert "-memo-petra-lund-" in memo.name
    assert "Orchard & Daughters" in own.read_text(encoding="utf-8")
    assert memo.read_text(encoding="utf-8") != own.read_text(encoding="utf-8")
    mail = program.ok("render", letter, "--format", "eml", "-o", tmp_path, "--template", "cover").out
    assert b"application/pdf" not in paths(mail)[0].read_bytes()
    result = program("render", letter, "--format", "txt", "-o", tmp_path, "--template", "sonnet")
    assert result.code == 1
    assert "sonnet" in result.told["Error"]


@pytest.mark.parametrize(
    ("format_", "unneeded"),
    [("docx", {"reportlab", "PIL"}), ("pdf", {"docx"}), ("txt,html", {"reportlab", "docx", "lxml", "PIL"})],
)
def test_a_letter_is_rendered_without_what_hears_and_understands_calls(
    program: Program, letter: int, tmp_path: Path, format_: str, unneeded: set[str]
) -> None:
    script = "import sys; from dictation.cli.errors import run; run(sys.argv[1:]); print(*sys.modules)"
    command = ("--home", program.home, "render", letter, "--format", format_, "-o", tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, command)], capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert {"dictation.pipeline.drafts", "sqlalchemy"} <= loaded
    of_calls = {"dictation.compose", "dictation.transcribe", "dictation.post", "numpy", "torch", "rapidfuzz", "alembic"}
    assert not loaded & (of_calls | unneeded)


def add(program: Program, *arguments: object) -> None:
    program.ok(
        *("client", "add", CLIENT, "--name", "Nell Orchard", "--secretary", "Tom Birch <tom@orchard.example>"),
        *arguments,
    )


def test_a_logo_and_a_signature_are_kept_shown_and_stand_on_letters(
    program: Program, letter: int, tmp_path: Path
) -> None:
    shown = program.ok("client", "show", CLIENT, "--json").json
    assert (shown["logo"], shown["signature_image"]) == (None, None)
    save(tmp_path / "brand.png")
    save(tmp_path / "hand.jpg", two_halves("L", (90, 30)))
    add(program, "--logo", tmp_path / "brand.png", "--signature-image", tmp_path / "hand.jpg")
    shown = program.ok("client", "show", CLIENT, "--json").json
    assert shown["logo"] == {"width_px": 60, "height_px": 20}
    assert "90 x 30 pixels" in program.ok("client", "show", CLIENT).out
    with open_workspace(program.home, database="", actor="tom", clock=lambda: datetime.now(UTC)) as opened:
        document = lay_out_draft(opened, opened.store.draft(letter))
    assert document.logo
    assert document.signature
    assert (document.logo.width_px, document.signature.width_px) == (60, 90)
    assert (document.logo.alt, document.signature.alt) == ("Orchard & Daughters", "Nell Orchard")


def test_a_logo_that_cannot_be_used_is_told_and_the_client_stays_as_before(program: Program, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"GIF89a")
    before = program.ok("client", "show", CLIENT, "--json").json
    result = program(
        *("client", "add", CLIENT, "--name", "Somebody Else", "--secretary", "Tom Birch <tom@orchard.example>"),
        *("--logo", tmp_path / "logo.png"),
    )
    assert result.code == 1
    assert result.told["Where"] == str(tmp_path / "logo.png")
    assert program.ok("client", "show", CLIENT, "--json").json == before


def test_a_broken_logo_holds_a_letter_back_and_is_told(program: Program, letter: int, tmp_path: Path) -> None:
    program.ok("approve", letter)
    folder = program.home / "clients" / CLIENT
    folder.mkdir()
    (folder / "logo.png").write_bytes(b"GIF89a")
    for command in (("render", letter, "--format", "pdf", "-o", tmp_path), ("client", "show", CLIENT)):
        result = program(*command)
        assert result.code == 1
        assert result.told["Where"] == str(folder / "logo.png")
    result = program("send")
    assert result.code == 5
    assert "logo.png" in result.err


def test_a_character_that_a_pdf_cannot_have_is_told_with_its_draft(
    program: Program, letter: int, tmp_path: Path
) -> None:
    program.ok("edit", letter, "--replace", "accept", "--with", "accept 🙂")
    result = program("render", letter, "--format", "pdf,docx", "-o", tmp_path)
    assert result.code == 3
    assert "U+1F642" in result.told["Error"]
    assert f"draft {letter}, the prose" in result.told["Where"]
    assert [path.suffix for path in paths(result.out)] == [".docx"]
