"""What a secretary does every day, by commands."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import get_args

import pytest

from dictation.cli.errors import run
from dictation.cli.recordings import EngineName, Format
from dictation.transcribe import TranscriptFormat
from dictation.transcribe.choosing import ENGINES
from tests.cli.program import CLIENT, SAMPLES, Program, dictate, dictated_email

LETTER = (
    "Letter to Petra Lund. Subject, the lease. Dear Ms Lund, comma. I accept the terms of the lease. Full stop. "
    "Yours sincerely, Nell Orchard. End of letter."
)


def process(program: Program, path: Path) -> list[int]:
    done = program.ok("process", path, "--client", CLIENT, "--json").json
    return [draft["id"] for draft in done[0]["drafts"]]


def test_a_call_is_stored_once_however_often_it_is_processed(program: Program, tmp_path: Path) -> None:
    call = dictate(tmp_path, dictated_email("Odile Marsh"), LETTER)
    first = program.ok("process", call, "--client", CLIENT, "--json").json
    before = program.ok("list", "--json").out
    second = program.ok("process", call, "--client", CLIENT, "--json").json
    assert (first[0]["new"], second[0]["new"]) == (True, False)
    assert program.ok("list", "--json").out == before
    assert [draft["kind"] for draft in json.loads(before)] == ["email", "letter"]


def test_a_copy_of_a_call_under_another_name_is_the_same_call(program: Program, tmp_path: Path) -> None:
    call = dictate(tmp_path, dictated_email("Odile Marsh"))
    copy = tmp_path / "copy.txt"
    copy.write_bytes(call.read_bytes())
    assert process(program, call) == process(program, copy)


def test_the_list_fits_a_terminal_and_says_what_needs_a_look(program: Program, tmp_path: Path) -> None:
    process(program, dictate(tmp_path, dictated_email("Ezra Quill", subject="pears and " * 20 + "apples")))
    out = program.ok("list").out
    assert max(map(len, out.splitlines())) <= 80
    assert "Ezra Quill?" in out
    assert "settled" in out


def test_a_draft_is_shown_as_it_will_read_with_its_flags_first(program: Program, tmp_path: Path) -> None:
    number = process(program, dictate(tmp_path, dictated_email("Ezra Quill")))[0]
    out = program.ok("show", number).out
    assert out.index("Look at this first") < out.index("The pears are ripe and can be fetched on Friday.")


def test_every_word_that_is_in_no_draft_is_shown_with_its_reason(program: Program) -> None:
    program.ok("client", "import", SAMPLES / "clients.json")
    program.ok("contacts", "import", "hale", SAMPLES / "contacts.json")
    program.ok("process", SAMPLES / "monday-call.json", "--client", "hale")
    shown = program.ok("show", 2, "--coverage").out
    assert "Good morning, Martin." in shown
    left_out = program.ok("show", 2, "--coverage", "--json").json["left_out"]
    scratched = [each for each in left_out if each["reason"] == "corrected"]
    assert "first of April" in " ".join(each["text"] for each in scratched)
    assert all(each["start_ms"] < each["end_ms"] for each in left_out)


def test_documents_are_written_in_every_format(program: Program, tmp_path: Path) -> None:
    number = process(program, dictate(tmp_path, LETTER))[0]
    out = program.ok("render", number, "--format", "docx,pdf,eml,html,txt", "-o", tmp_path / "out").out
    paths = [Path(line) for line in out.splitlines()]
    beginnings = {path.suffix: path.read_bytes()[:14] for path in paths}
    assert beginnings[".docx"].startswith(b"PK")
    assert beginnings[".pdf"].startswith(b"%PDF")
    assert beginnings[".eml"].startswith(b"From:")
    assert beginnings[".html"].startswith(b"<!DOCTYPE html")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in paths)


def test_what_was_approved_is_not_sent_after_a_template_changed(program: Program, tmp_path: Path) -> None:
    number = process(program, dictate(tmp_path, dictated_email("Odile Marsh")))[0]
    program.ok("approve", number, "--by", "Tom")
    template = program.home / "letter_templates" / "en" / "email.j2"
    template.parent.mkdir()
    shipped = program.home / "letter_templates" / "shipped" / "en" / "email.j2"
    template.write_text(shipped.read_text(encoding="utf-8") + "\n[prose]\nWith love!\n", encoding="utf-8")
    for command in (("send", number), ("send",)):
        result = program(*command)
        assert result.code == 5
        assert "no longer what was approved" in result.told["Error"]


def test_an_edit_takes_the_approval_back(program: Program, tmp_path: Path) -> None:
    number = process(program, dictate(tmp_path, dictated_email("Odile Marsh")))[0]
    program.ok("approve", number)
    program.ok("edit", number, "--to", "Ruben Castell")
    shown = program.ok("show", number, "--json").json
    assert (shown["state"], shown["revision"], shown["to"]) == ("draft", 2, ["Ruben Castell"])


def test_misheard_words_are_put_right_and_kept_in_the_history(program: Program, tmp_path: Path) -> None:
    number = process(program, dictate(tmp_path, dictated_email("Odile Marsh")))[0]
    body = program.ok("show", number, "--json").json["draft"]["body"]
    first = body[0].split(".")[0]
    program.ok("edit", number, "--replace", first, "--with", "The pump is mended")
    shown = program.ok("show", number, "--json").json
    assert shown["draft"]["body"] == [body[0].replace(first, "The pump is mended"), *body[1:]]
    assert shown["revision"] == 2
    assert program("edit", number, "--replace", "no such words", "--with", "others").code == 1
    assert program("edit", number, "--replace", first).code == 2


def test_a_rejected_draft_is_not_sent_and_an_approval_takes_it_up_again(program: Program, tmp_path: Path) -> None:
    number = process(program, dictate(tmp_path, dictated_email("Odile Marsh")))[0]
    program.ok("reject", number)
    assert program("send", number).code == 5
    program.ok("approve", number)
    assert program.states()[number] == "approved"


def test_the_log_tells_who_did_what(program: Program, tmp_path: Path) -> None:
    number = process(program, dictate(tmp_path, dictated_email("Odile Marsh")))[0]
    program.ok("approve", number, "--by", "Tom Birch")
    entries = program.ok("log", number, "--json").json
    assert [entry["action"] for entry in entries] == ["draft.composed", "draft.approved"]
    assert entries[-1]["detail"]["by"] == "Tom Birch"
    assert "Tom Birch" in program.ok("log", number).out


def test_composing_writes_the_promised_json_and_stores_nothing(program: Program, tmp_path: Path) -> None:
    call = dictate(tmp_path, dictated_email("Odile Marsh"), LETTER)
    program.ok("compose", call, "--client", CLIENT, "--date", "2026-05-04", "--json", tmp_path / "made.json")
    made = json.loads((tmp_path / "made.json").read_text(encoding="utf-8"))
    assert [draft["to"] for draft in made["drafts"]] == [["Odile Marsh"], ["Petra Lund"]]
    assert made["drafts"][0]["body"] == ["The pears are ripe and can be fetched on Friday."]
    assert {"notes", "left_out"} <= made.keys()
    assert program.ok("list", "--json").json == []


def test_composing_explains_how_it_understood_the_call(program: Program, tmp_path: Path) -> None:
    out = program.ok("compose", dictate(tmp_path, LETTER), "--client", CLIENT, "--explain").out
    assert "open" in out
    assert "subject" in out


def test_spoken_lines_become_written_lines(bare: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "(two hundred and fifty crates, please)\n\nat half past nine\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    assert bare.ok("written").out == "(250 crates, please)\n\nat 9:30\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO("dua ratus kilogram\n"))
    assert bare.ok("written", "--language", "id").out == "200 kilogram\n"


def test_dictated_lines_become_what_was_meant(bare: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "send it on tuesday no wait wednesday\n\nThe varnish is dry, no, sorry, because of the rain.\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    told = bare.ok("tidy")
    assert told.out == "send it on wednesday\n\nThe varnish is dry, no, sorry, because of the rain.\n"
    assert "line 3" in told.err
    monkeypatch.setattr(sys, "stdin", io.StringIO("kirim hari selasa eh maaf hari rabu\n"))
    assert bare.ok("tidy", "--language", "id").out == "kirim hari rabu\n"


def test_a_stored_transcript_can_be_read_in_every_form(program: Program, tmp_path: Path) -> None:
    process(program, dictate(tmp_path, LETTER))
    assert "I accept the terms" in program.ok("transcript", 1).out
    assert program.ok("transcript", 1, "--format", "vtt").out.startswith("WEBVTT")
    program.ok("transcript", 1, "-o", tmp_path / "call.json")
    assert json.loads((tmp_path / "call.json").read_text(encoding="utf-8"))["segments"]


def test_an_indonesian_call_is_understood_in_its_language(program: Program) -> None:
    program.ok("client", "import", SAMPLES / "clients.json")
    program.ok("contacts", "import", "kusuma", SAMPLES / "contacts.json")
    program.ok("process", SAMPLES / "selasa-id.json", "--client", "kusuma")
    assert [draft["kind"] for draft in program.ok("list", "--client", "kusuma", "--json").json] == ["email", "letter"]
    assert "200 kilogram" in program.ok("show", 1).out


@pytest.mark.parametrize(
    "command",
    [
        ("client", "list"),
        ("client", "show", CLIENT),
        ("contacts", "list", CLIENT),
        ("contacts", "find", CLIENT, "lund"),
        ("list",),
        ("show", 1),
        ("log", 1),
        ("send",),
        ("outbox",),
        ("models", "list"),
        ("templates", "list"),
    ],
)
def test_what_lists_or_shows_speaks_json(program: Program, tmp_path: Path, command: tuple[object, ...]) -> None:
    process(program, dictate(tmp_path, dictated_email("Odile Marsh")))
    program.ok("approve", 1)
    assert program.ok(*command, "--json").json is not None


def test_nothing_in_the_data_can_command_the_terminal(program: Program, tmp_path: Path) -> None:
    process(program, dictate(tmp_path, dictated_email("Odile Marsh", subject="pears \x1b[2J\u202egone")))
    for command in ("list", "show 1", "show 1 --coverage", "transcript 1"):
        result = program(*command.split())
        assert not {"\x1b", "\u202e"} & set(result.out + result.err)


def test_the_home_may_be_named_behind_the_command(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["client", "list", "--home", str(program.home)]) == 0
    assert CLIENT in capsys.readouterr().out
    assert run(["client", "list", f"--home={program.home}"]) == 0


def test_a_template_of_the_home_is_listed_in_place_of_the_shipped_one(program: Program) -> None:
    own = program.home / "letter_templates" / "en" / "memo.j2"
    own.parent.mkdir()
    own.write_text("[prose]\nHello\n", encoding="utf-8")
    listed = {each["name"]: each for each in program.ok("templates", "list", "--json").json}
    assert (listed["en/memo.j2"]["own"], listed["en/letter.j2"]["own"]) == (True, False)
    assert Path(listed["en/memo.j2"]["path"]) == own


def test_the_choices_of_the_command_line_are_those_of_the_rooms() -> None:
    def choices(option: object) -> set[str]:
        return set(get_args(get_args(get_args(option)[0])[0]))

    assert choices(EngineName) == set(ENGINES)
    assert choices(Format) == set(TranscriptFormat)


def test_at_a_terminal_a_new_home_asks_for_its_first_client(bare: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = ["Ida Vane", "Vane Looms", "ida@vane.example", "", "", "Joe Pell", "joe@vane.example", ""]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join([*answers, ""])))
    bare.ok("init")
    client = bare.ok("client", "show", "vane", "--json").json
    assert (client["name"], client["language"], client["signature"]) == ("Ida Vane", "en-GB", ["Ida Vane"])
    assert client["secretary"] == {"name": "Joe Pell", "email": "joe@vane.example"}


def test_what_a_person_decided_needs_no_look_any_more(program: Program, tmp_path: Path) -> None:
    process(program, dictate(tmp_path, dictated_email("Ezra Quill")))
    program.ok("reject", 1)
    assert "settled" not in program.ok("list").out


def test_what_is_not_told_of_a_known_client_stays(program: Program) -> None:
    before = program.ok("client", "show", CLIENT, "--json").json
    program.ok(
        "client",
        "add",
        CLIENT,
        "--name",
        before["name"],
        "--secretary",
        "Tess Moor <tess@moor.example>",
        "--language",
        "en",
    )
    after = program.ok("client", "show", CLIENT, "--json").json
    assert after["secretary"] == {"name": "Tess Moor", "email": "tess@moor.example"}
    assert {**after, "secretary": None, "language": None} == {**before, "secretary": None, "language": None}


def test_a_number_that_no_draft_can_have_is_a_mistake_of_the_command_line(program: Program) -> None:
    assert program("show", "99999999999999999999").code == 2


def test_a_list_shows_the_newest_and_says_that_there_are_more(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, *(dictated_email("Odile Marsh") for _ in range(3))), "--client", CLIENT)
    shown = program.ok("list", "--last", 2, "--json")
    assert [each["id"] for each in shown.json] == [2, 3]
    assert "the last 2" in shown.err
    assert len(program.ok("list", "--last", 0, "--json").json) == 3
    everything = program.ok("list")
    assert "the last" not in everything.err
