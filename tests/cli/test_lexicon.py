"""What is put right in one call is right in the next, for that client alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from dictation.pipeline import open_workspace, vocabulary_of
from tests.cli.program import CLIENT, Program, dictate, dictated_email
from tests.cli.test_everyday import process


def subject(program: Program, number: int) -> str:
    text: str = program.ok("show", number, "--json").json["subject"]
    return text


def test_a_name_that_was_put_right_is_right_in_the_next_call_and_flagged(program: Program, tmp_path: Path) -> None:
    call = dictated_email("Petra Lund", subject="the papers of Oskar Quillfeather")
    first = process(program, dictate(tmp_path, call))[0]
    program.ok("edit", first, "--replace", "Quillfeather", "--with", "Kwillfedder")
    (term,) = program.ok("lexicon", "list", CLIENT, "--json").json
    assert term == {"written": "Kwillfedder", "heard": "Quillfeather", "times": 1}
    again = dictated_email("Petra Lund", subject="a call from Oskar Quillfeather")
    second = process(program, dictate(tmp_path, again))[0]
    assert subject(program, second).endswith("Oskar Kwillfedder")
    flags = program.ok("show", second, "--json").json["flags"]
    assert [flag["words"] for flag in flags if "put right before" in flag["message"]] == ["Quillfeather"]


def test_what_was_learned_is_listened_for_until_it_is_forgotten(program: Program) -> None:
    program.ok("lexicon", "add", CLIENT, "Zelkova", "--heard", "cell cover")

    def terms() -> tuple[str, ...]:
        with open_workspace(program.home, database="", actor="t", clock=lambda: datetime.now(UTC)) as opened:
            return vocabulary_of(opened, opened.store.client(CLIENT)).terms

    assert terms()[0] == "Zelkova"
    program.ok("lexicon", "remove", CLIENT, "Zelkova")
    assert "Zelkova" not in terms()
    gone = program("lexicon", "remove", CLIENT, "Zelkova")
    assert (gone.code, gone.told["Remedy"]) == (1, f"see what is there with: dictation lexicon list {CLIENT}")


def test_a_name_of_the_address_book_is_never_written_otherwise(program: Program, tmp_path: Path) -> None:
    first = process(program, dictate(tmp_path, dictated_email("Petra Lund", subject="the pears of Petra Lund")))[0]
    program.ok("edit", first, "--replace", "pears of Petra", "--with", "pears of Pietra")
    assert [term["heard"] for term in program.ok("lexicon", "list", CLIENT, "--json").json] == ["Petra"]
    second = process(program, dictate(tmp_path, dictated_email("Petra Lund", subject="the plums of Petra Lund")))[0]
    assert subject(program, second).endswith("plums of Petra Lund")


def test_another_day_or_month_teaches_nothing(program: Program, tmp_path: Path) -> None:
    draft = process(program, dictate(tmp_path, dictated_email("Petra Lund", subject="the fair in March")))[0]
    program.ok("edit", draft, "--replace", "Friday", "--with", "Monday")
    program.ok("edit", draft, "--replace", "March", "--with", "May")
    assert program.ok("lexicon", "list", CLIENT, "--json").json == []
