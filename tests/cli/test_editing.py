"""A draft in the secretary's own editor: nothing that she typed is lost, and nothing changes by itself."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.program import CLIENT, Program, dictate, dictated_email, mail_server
from tests.cli.terminal import Terminal
from tests.post.server import Mailroom


@pytest.fixture
def one(program: Program, tmp_path: Path) -> Program:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    return program


def editor(folder: Path, script: str) -> dict[str, str]:
    """An editor that does what a script in Python says with ``path`` and its ``text``; each call is in ``calls``."""
    code = folder / "an editor.py"
    head = (
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "text = path.read_text(encoding='utf-8')\n"
        f"calls = pathlib.Path({str(folder / 'calls')!r})\n"
        "calls.mkdir(exist_ok=True)\n"
        "call = len(list(calls.iterdir()))\n"
        "(calls / str(call)).write_text(text, encoding='utf-8')\n"
    )
    code.write_text(head + script, encoding="utf-8")
    return {"EDITOR": "false", "VISUAL": "false", "DICTATION_EDITOR": shlex.join([sys.executable, str(code)])}


def calls(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((folder / "calls").iterdir())]


def edit(program: Program, script: str, *options: object) -> tuple[int, str]:
    """Edit draft 1 at a terminal; gives exit code and what was shown."""
    env = editor(program.home.parent, script)
    with Terminal(program.home, "edit", 1, *options, columns=300, env=env) as terminal:
        return terminal.end(), terminal.shown


def kept(program: Program) -> list[Path]:
    return list((program.home / "edits").rglob("*.txt"))


def revision(program: Program) -> int:
    found: int = program.ok("show", 1, "--json").json["revision"]
    return found


def test_headers_and_text_are_changed_in_one_file(one: Program) -> None:
    script = """
text = text.replace("Cc:", "Cc: Petra Lund", 1).replace("Urgent: no", "Urgent: yes").replace("Friday", "Monday")
path.write_text(text, encoding="utf-8")
"""
    code, shown = edit(one, script)
    assert (code, kept(one)) == (0, []), shown
    draft = one.ok("show", 1, "--json").json
    assert (draft["revision"], draft["urgent"]) == (2, True)
    assert draft["draft"]["cc"] == ["Petra Lund"]
    assert "fetched on Monday." in draft["text"]


@pytest.mark.parametrize("script", ["", "path.write_text(text + '\\n', encoding='utf-8')", "path.touch()"])
def test_what_is_unchanged_makes_no_revision_and_keeps_its_approval(one: Program, script: str) -> None:
    one.ok("approve", 1)
    code, shown = edit(one, script)
    assert (code, kept(one), revision(one)) == (0, [], 1)
    assert "unchanged" in shown
    assert one.states() == {1: "approved"}


def test_a_mistake_brings_the_editor_back_with_the_reason_and_the_text(one: Program) -> None:
    script = """
wrong, right = ("Kind: email", "Kind: postcard"), ("Kind: postcard", "Kind: letter")
text = text.replace("Friday", "Monday").replace(*(right if call else wrong))
path.write_text(text, encoding="utf-8")
"""
    code, shown = edit(one, script)
    assert (code, kept(one)) == (0, []), shown
    _, second = calls(one.home.parent)
    assert second.startswith("#! 'postcard' is no kind of draft\n")
    assert "fetched on Monday." in second
    draft = one.ok("show", 1, "--json").json
    assert (draft["kind"], draft["revision"]) == ("letter", 2)
    assert "postcard" not in draft["text"]


def test_a_mistake_that_is_left_ends_the_editing_and_the_text_is_kept(one: Program) -> None:
    script = "if not call: path.write_text(text.replace('Cc:', 'Cc: Nobody', 1), encoding='utf-8')"
    code, shown = edit(one, script)
    assert (code, revision(one), len(calls(one.home.parent))) == (1, 1, 2)
    assert "there is no 'Nobody' in the address book" in shown
    (path,) = kept(one)
    assert f"dictation edit 1 --resume {path}" in shown
    assert "Cc: Nobody" in path.read_text(encoding="utf-8")


def test_what_was_typed_before_a_crash_is_kept_and_can_be_taken_up(one: Program) -> None:
    crash = "path.write_text(text.replace('Friday', 'Monday'), encoding='utf-8'); sys.exit(3)"
    code, shown = edit(one, crash)
    assert (code, revision(one)) == (1, 1)
    assert "stopped with exit code 3" in shown
    (path,) = kept(one)
    assert path.parent.stat().st_mode & 0o077 == 0
    assert f"--resume {path}" in shown
    code, shown = edit(one, "(path.parent / 'draft-1.txt~').touch()", "--resume", path)
    assert (code, revision(one)) == (0, 2), shown
    assert list((one.home / "edits").iterdir()) == []
    assert "fetched on Monday." in one.ok("show", 1).out


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("path.unlink()", "cannot be read"),
        ("path.write_bytes(b'\\xff\\xfe' + text.encode('utf-16-le'))", "not UTF-8"),
        ("path.write_text(' \\n', encoding='utf-8')", "does not begin with a salutation"),
        ("sys.exit(1)", "exit code 1"),
    ],
)
def test_whatever_an_editor_leaves_the_draft_stays(one: Program, script: str, told: str) -> None:
    code, shown = edit(one, script)
    assert (code, revision(one)) == (1, 1)
    assert told in shown


def test_somebody_elses_change_meanwhile_is_not_overwritten(one: Program) -> None:
    command = [sys.executable, "-m", "dictation", "--home", str(one.home), "edit", "1", "--cc", "Petra Lund"]
    script = f"""
import subprocess
subprocess.run({command!r}, check=True)
path.write_text(text.replace("Friday", "Monday"), encoding="utf-8")
"""
    code, shown = edit(one, script)
    assert code == 1
    assert "is at revision 2 by now" in shown
    assert len(kept(one)) == 1
    assert "Friday" in one.ok("show", 1).out


def test_a_draft_that_has_left_the_house_opens_no_editor(one: Program) -> None:
    one.ok("approve", 1)
    with mail_server(Mailroom()) as port:
        one.use_mail_server(port)
        one.ok("send", "--no-dry-run")
    code, shown = edit(one, "path.write_text('', encoding='utf-8')")
    assert code == 1
    assert "cannot be changed any more" in shown
    assert not (one.home.parent / "calls").exists()
    for command in ("undo 1", "redo 1", "split 1 --at 2"):
        assert "cannot be changed any more" in one(*command.split()).told["Error"]


def test_an_editor_that_is_not_there_is_told(one: Program) -> None:
    for setting in ("/nowhere/editor", "'unclosed"):
        with Terminal(one.home, "edit", 1, columns=300, env={"DICTATION_EDITOR": setting}) as terminal:
            assert terminal.end() == 1
            assert "DICTATION_EDITOR" in terminal.shown
    assert kept(one) == []


def test_without_a_terminal_no_editor_opens(one: Program) -> None:
    result = one("edit", 1)
    assert result.code == 2
    assert "--replace" in result.err
