"""Whatever a user gets wrong, the program names the thing, the place and the remedy, and loses nothing."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from dictation import pipeline
from tests.cli.program import CLIENT, SAMPLES, Program, Result, dictate, dictated_email

SMALL_TALK = ("Hello Tom, how are you today?", "Very well, thank you. It has rained all week.", "It has. Goodbye.")


def require_told(result: Result, code: int) -> None:
    """The error is whole, and no traceback is with it."""
    assert result.code == code, result.err
    assert result.told.keys() == {"Error", "Where", "Remedy"}, result.err
    assert all(result.told.values())
    assert "Traceback" not in result.err


def silence(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\0\0" * 32_000)


RECORDINGS: dict[str, Callable[[Path], object]] = {
    "missing": lambda _: None,
    "empty": lambda path: path.write_bytes(b""),
    "cut off before any sound": lambda path: path.write_bytes((SAMPLES / "monday-call.flac").read_bytes()[:60]),
    "silent": silence,
    "no sound at all": lambda path: path.write_text("Minutes of the meeting\n" * 50, encoding="utf-8"),
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("kind", RECORDINGS)
@pytest.mark.parametrize("command", ["process", "transcribe"])
def test_a_recording_that_cannot_be_heard(program: Program, tmp_path: Path, kind: str, command: str) -> None:
    path = tmp_path / "call.wav"
    RECORDINGS[kind](path)
    result = program(command, path, "--client", CLIENT, "--engine", "embedded")
    require_told(result, 1)
    assert "call.wav" in result.told["Where"]
    assert program.ok("list", "--json").json == []


@pytest.mark.parametrize(
    "several",
    [
        "Ivor Penn <ivor@penn.example>, Jo Fen <jo@fen.example>",
        "Ivor Penn <ivor@penn.example\r\nBcc: eve@evil.example>",
        "Ivor Penn\r\nBcc: Eve <ivor@penn.example>",
        "Ivor\rPenn <ivor@penn.example>",
    ],
)
def test_an_address_with_more_than_one_in_it_is_told_and_never_taken_for_the_first(
    program: Program, tmp_path: Path, several: str
) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    require_told(program("edit", 1, "--cc", several), 1)
    assert program.ok("show", 1, "--json").json["revision"] == 1


def test_a_call_in_which_nobody_dictates_is_told_and_kept(program: Program, tmp_path: Path) -> None:
    result = program("process", dictate(tmp_path, *SMALL_TALK), "--client", CLIENT)
    require_told(result, 1)
    assert "It has rained all week." in program.ok(*result.told["Remedy"].partition("dictation ")[2].split()).out


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("frobnicate",), 2),
        (("list", "--frobnicate"), 2),
        (("process", "call.wav"), 2),
        (("approve", "one"), 2),
        (("edit", "1"), 2),
        (("list", "--state", "lost"), 2),
        (("render", "1", "--format", "odt"), 2),
        (("process", "call.wav", "--client", CLIENT, "--engine", "gramophone"), 2),
        (("compose", "call.json", "--client", CLIENT, "--date", "yesterday"), 2),
    ],
)
def test_a_command_line_that_makes_no_sense(program: Program, command: tuple[str, ...], code: int) -> None:
    result = program(*command)
    assert result.code == code
    assert result.err.startswith("Usage:")
    assert "Error:" in result.err


@pytest.mark.parametrize(
    "command",
    [
        ("process", "call.txt", "--client", "nobody"),
        ("compose", "call.txt", "--client", "nobody"),
        ("contacts", "list", "nobody"),
        ("contacts", "find", CLIENT, "Nemo"),
        ("client", "show", "nobody"),
        ("list", "--client", "nobody"),
        ("show", "77"),
        ("log", "77"),
        ("approve", "77"),
        ("render", "77"),
        ("send", "77"),
        ("transcript", "77"),
        ("settle", "77", "--arrived"),
        ("models", "path", "base"),
        ("models", "path", "gigantic"),
        ("written", "--language", "xx"),
        ("tidy", "--language", "xx"),
        ("client", "import", "nowhere.json"),
        ("contacts", "import", CLIENT, "nowhere.vcf"),
        ("compose", "nowhere.json", "--client", CLIENT),
        ("client", "add", "a b", "--name", "A", "--secretary", "S <s@s.example>"),
        ("client", "add", "ab", "--name", "A", "--secretary", "S <s@s.example>", "--timezone", "Mars/North"),
    ],
)
def test_what_is_not_there_is_named_with_a_remedy(
    program: Program, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "no-weights-here"))
    require_told(program(*command), 1)


def test_without_a_home_the_way_to_one_is_told(bare: Program) -> None:
    result = bare("list")
    require_told(result, 1)
    assert "dictation init" in result.told["Remedy"]


def test_a_second_init_leaves_everything_alone(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    program.use_mail_server(2525)
    settings = (program.home / "settings.toml").read_bytes()
    program.ok("init")
    assert (program.home / "settings.toml").read_bytes() == settings
    assert program.states() == {1: "draft"}


def test_settings_that_cannot_be_read_are_named_with_their_line(program: Program) -> None:
    (program.home / "settings.toml").write_text("[smtp]\nhost = mail\n", encoding="utf-8")
    result = program("list")
    require_told(result, 1)
    assert "line 2" in result.told["Where"]


def test_a_recipient_who_is_not_in_the_book_is_settled_by_a_person(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Ezra Quill")), "--client", CLIENT)
    require_told(program("approve", 1), 5)
    require_told(program("edit", 1, "--to", "Ezra Quill"), 1)
    program.ok("edit", 1, "--to", "Ezra Quill <ezra@quill.example>")
    program.ok("approve", 1)
    assert program.ok("send", "--json").json["posts"][0]["to"] == ["ezra@quill.example"]


def test_a_recipient_who_may_be_two_people_is_settled_by_a_person(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Sam Reid")), "--client", CLIENT)
    require_told(program("approve", 1), 5)
    result = program("edit", 1, "--to", "Sam Reid")
    require_told(result, 1)
    assert "s.reid@northfield.example" in result.told["Where"]
    program.ok("edit", 1, "--to", "Sam Reid <s.reid@northfield.example>")
    program.ok("approve", 1)
    assert program.ok("list", "--json").json[0]["flags"] == []


def test_a_name_that_two_contacts_of_a_table_share_stays_open(program: Program, tmp_path: Path) -> None:
    with (tmp_path / "book.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Name", "Email"], ["Una Frost", "una@a.example"], ["Una Frost", "una@b.example"]])
    program.ok("contacts", "import", CLIENT, tmp_path / "book.csv")
    program.ok("process", dictate(tmp_path, dictated_email("Una Frost")), "--client", CLIENT)
    assert program("approve", 1).code == 5


@pytest.mark.parametrize("command", [("show", 1), ("render", 1), ("approve", 1)])
def test_a_template_with_an_undefined_variable(program: Program, tmp_path: Path, command: tuple[object, ...]) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    template = program.home / "letter_templates" / "en" / "email.j2"
    template.parent.mkdir()
    template.write_text("[prose]\nHello {{ draft.postscript }}\n", encoding="utf-8")
    result = program(*command)
    require_told(result, 1)
    assert "postscript" in result.told["Error"]
    assert "email.j2, line 2" in result.told["Where"]
    template.unlink()
    program.ok(*command, *(("-o", tmp_path) if command[0] == "render" else ()))


def test_of_several_things_one_may_fail(program: Program, tmp_path: Path) -> None:
    good = dictate(tmp_path, dictated_email("Odile Marsh"))
    result = program("process", tmp_path / "missing.wav", good, "--client", CLIENT)
    assert result.code == 3
    assert "missing.wav" in result.err
    assert program.states() == {1: "draft"}
    assert program("approve", 1, 99).code == 3
    assert program.states() == {1: "approved"}


def test_when_everything_fails_the_code_says_why(program: Program, tmp_path: Path) -> None:
    calls = [dictate(tmp_path, dictated_email("Ezra Quill", subject=subject)) for subject in ("pears", "plums")]
    program.ok("process", *calls, "--client", CLIENT)
    result = program("approve", 1, 2)
    assert result.code == 5
    assert result.err.count("Remedy:") == 2


def test_documents_that_cannot_be_written(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    require_told(program("render", 1, "-o", tmp_path / "file"), 1)


def test_a_mistake_of_the_program_is_told_in_words_and_in_full_on_request(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("seven by nought")

    monkeypatch.setattr(pipeline, "open_workspace", broken)
    plain, verbose = program("list"), program("list", "-v")
    assert (plain.code, verbose.code) == (1, 1)
    assert "seven by nought" in plain.err
    assert "Traceback" not in plain.err
    assert "Traceback" in verbose.err


def test_an_interrupted_program_says_so_and_exits_with_130() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "dictation", "written"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # A shell starts what it runs in the background with interrupts ignored, and tests may be run there.
    )
    with program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write("ten crates\n")
        program.stdin.flush()
        # Its first answer shows that it is at work.
        assert program.stdout.readline() == "10 crates\n"
        program.send_signal(signal.SIGINT)
        _, told = program.communicate(timeout=20)
    assert program.returncode == 130
    assert "Interrupted" in told
    assert "Traceback" not in told


def test_a_reader_who_stops_early_gets_no_traceback(program: Program) -> None:
    done = subprocess.run(  # noqa: S602 - the pipe is what is tested
        f"{sys.executable} -m dictation --home {program.home} templates list --json | head -1",
        shell=True,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "[\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "secretary", ["Tom <tom@a.example>, Eve <eve@b.example>", "Tom <tom@a.example>\r\nBcc: e@b.example"]
)
def test_a_secretary_is_one_person(program: Program, secretary: str) -> None:
    result = program("client", "add", "two", "--name", "Nell Orchard", "--secretary", secretary)
    assert result.code == 2
    assert "one person" in result.err
