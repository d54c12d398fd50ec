"""Letters on paper: printed once, as approved, with a posting list, and marked as posted."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from dictation.errors import PrinterError
from dictation.post.printer import submit
from tests.cli.conftest import BOOK
from tests.cli.program import CLIENT, Program, dictate, dictated_email
from tests.cli.test_mistakes import require_told
from tests.post.cups import CupsServer, no_cups, running_cups

REGISTERED = (
    "Letter to Petra Lund. Send it by registered post. Subject, the lease. Dear Ms Lund, comma. I accept the terms of "
    "the lease. Full stop. Enclosed is the signed lease. Full stop. Yours sincerely, Nell Orchard. End of letter."
)
ORDINARY = (
    "Letter to Ivor Penn. Copy to Petra Lund. Subject, the hedge. Dear Mr Penn, comma. The hedge is cut. Full stop. "
    "Yours sincerely, Nell Orchard. End of letter."
)
PENN = {"name": "Ivor Penn", "address": ["2 Mill Lane", "Ross-on-Wye HR9 5AA"]}

LP = """#!{python}
import json, pathlib, sys
folder = pathlib.Path({folder!r})
if (folder / "broken").exists():
    sys.exit("lp: The printer is on fire.")
number = len(list(folder.glob("*.pdf"))) + 1
(folder / f"{{number}}.pdf").write_bytes(sys.stdin.buffer.read())
(folder / f"{{number}}.json").write_text(json.dumps(sys.argv[1:]))
print(f"request id is office-{{number}} (1 file(s))")
"""


class Queue:
    """A program ``lp`` that keeps what it is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        program = folder / "lp"
        program.write_text(LP.format(python=sys.executable, folder=str(folder)), encoding="utf-8")
        program.chmod(0o755)

    @property
    def texts(self) -> list[list[str]]:
        """The text of each page of each job."""
        return [[page.extract_text() for page in PdfReader(path).pages] for path in sorted(self.folder.glob("*.pdf"))]

    @property
    def arguments(self) -> list[list[str]]:
        return [json.loads(path.read_text()) for path in sorted(self.folder.glob("*.json"))]

    def catch_fire(self) -> None:
        (self.folder / "broken").touch()


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    monkeypatch.setenv("PATH", str(tmp_path / "queue"))
    return Queue(tmp_path / "queue")


@pytest.fixture
def letters(program: Program, tmp_path: Path) -> Program:
    """The program with an ordinary letter to two, a registered one, and an email, approved in that order."""
    book = tmp_path / "more.json"
    book.write_text(json.dumps([*BOOK, PENN]), encoding="utf-8")
    program.ok("contacts", "import", CLIENT, book)
    program.ok("process", dictate(tmp_path, ORDINARY, REGISTERED, dictated_email("Odile Marsh")), "--client", CLIENT)
    program.ok("approve", 1, 2, 3, "--by", "Tom Birch")
    return program


def test_each_letter_is_printed_once_for_everybody_whom_it_goes_to(letters: Program, queue: Queue) -> None:
    result = letters.ok("print", "--printer", "office", "--json")
    registered, ordinary, posting_list = queue.texts
    assert ["terms of the lease" in page for page in registered] == [True]
    assert ["hedge is cut" in page for page in ordinary] == [True, True]
    assert "Posting list" in posting_list[0]
    assert all(arguments[:2] == ["-d", "office"] for arguments in queue.arguments)
    assert [(each["draft"], each["to"], each["where"]) for each in result.json] == [
        (2, "Petra Lund", "office-1"),
        (1, "Ivor Penn", "office-2"),
        (1, "Petra Lund", "office-2"),
    ]
    assert "Draft 2: put in behind the letter: signed lease." in result.err


def test_no_letter_is_printed_twice_by_itself(letters: Program, queue: Queue) -> None:
    letters.ok("print")
    assert "Draft 1 is not printed: it was printed on" in letters.ok("print").err
    refused = letters("print", 2)
    require_told(refused, 5)
    assert "--again" in refused.told["Error"]
    assert len(queue.texts) == 3
    letters.ok("print", 2, "--again", "--no-list")
    assert "terms of the lease" in queue.texts[3][0]
    assert letters("print", "--again").code == 2
    actions = [(each["action"], each["detail"].get("job")) for each in letters.ok("log", 2, "--json").json]
    assert [job for action, job in actions if action == "letter.printed"] == ["office-1", "office-4"]


def test_a_printer_that_takes_nothing_leaves_the_letters_to_be_printed(letters: Program, queue: Queue) -> None:
    queue.catch_fire()
    result = letters("print")
    assert result.code == 1
    assert "the printer did not take it: The printer is on fire." in result.told["Error"]
    (queue.folder / "broken").unlink()
    letters.ok("print")
    assert len(queue.texts) == 3


def test_without_a_program_to_print_with_one_is_told_of_the_file(
    letters: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = letters("print", 2)
    require_told(result, 1)
    assert "-o FILE.pdf" in result.told["Remedy"]


def test_a_dry_run_prints_nothing_and_marks_nothing(letters: Program, queue: Queue) -> None:
    assert [each["sheets"] for each in letters.ok("print", "--dry-run", "--json").json] == [1, 1, 1]
    assert queue.texts == []
    letters.ok("print")
    assert len(queue.texts) == 3


def test_printer_and_both_sides_of_the_settings(letters: Program, queue: Queue) -> None:
    settings = letters.home / "settings.toml"
    settings.write_text('[printing]\nprinter = "tray"\nduplex = true\n', encoding="utf-8")
    letters.ok("print", 1, "--no-list")
    assert queue.arguments[0][:2] == ["-d", "tray"]
    assert "sides=two-sided-long-edge" in queue.arguments[0]
    # The second copy begins on a sheet of its own.
    assert ["hedge" in page for page in queue.texts[0]] == [True, False, True, False]


def test_the_letters_of_a_day_as_one_file(letters: Program, tmp_path: Path) -> None:
    file = tmp_path / "day.pdf"
    letters.ok("print", "-o", file, "--duplex")
    reader = PdfReader(file)
    texts = [page.extract_text() for page in reader.pages]
    words = ("Posting list", "terms of the lease", "hedge is cut", "hedge is cut")
    assert all(word in text for word, text in zip(words, texts[::2], strict=True))
    assert not any(text.strip() for text in texts[1::2])
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[1:] == ["2 Petra Lund", "1 Ivor Penn", "1 Ivor Penn"]
    assert "is not printed: it was printed on" in letters.ok("print").err


def test_a_file_of_somebody_else_is_left_alone_and_nothing_counts_as_printed(letters: Program, tmp_path: Path) -> None:
    file = tmp_path / "day.pdf"
    file.write_text("mine", encoding="utf-8")
    require_told(letters("print", "-o", file), 1)
    assert file.read_text(encoding="utf-8") == "mine"
    letters.ok("print", "-o", file, "--overwrite")
    assert file.read_bytes().startswith(b"%PDF")


def test_what_is_no_longer_what_was_approved_is_not_printed(letters: Program, queue: Queue) -> None:
    letters.ok("client", "add", "other", "--name", "Other", "--secretary", "Tom Birch <tom@orchard.example>")
    own = letters.home / "letter_templates" / "en"
    own.mkdir()
    (own / "letter.j2").write_text("[prose]\n{{ draft.body[0].lines[0] }} Indeed.\n", encoding="utf-8")
    result = letters("print", 2)
    require_told(result, 5)
    assert "no longer what was approved" in result.told["Error"]
    assert queue.texts == []


@pytest.mark.parametrize(("number", "reason"), [(3, "goes by email"), (2, "not approved")])
def test_what_is_not_to_be_printed(letters: Program, queue: Queue, number: int, reason: str) -> None:
    letters.ok("undo", 2)
    result = letters("print", number)
    require_told(result, 5)
    assert reason in result.told["Error"]
    assert queue.texts == []


def test_a_letter_that_was_changed_is_printed_anew_and_the_older_print_told_of(letters: Program, queue: Queue) -> None:
    letters.ok("print", 2, "--no-list")
    letters.ok("edit", 2, "--replace", "terms", "--with", "conditions")
    letters.ok("approve", 2)
    refused = letters("posted", 2)
    require_told(refused, 5)
    assert "changed after it was printed" in refused.told["Error"]
    assert "printed before it was changed (revision 1" in letters.ok("print", 2).err
    assert "conditions of the lease" in queue.texts[1][0]
    letters.ok("posted", 2)


@pytest.mark.usefixtures("queue")
def test_of_a_letter_that_is_recalled_the_print_is_told_of(letters: Program) -> None:
    letters.ok("print")
    assert "Throw away what was printed" in letters.ok("recall", 1).err
    assert "Throw away" not in letters.ok("recall", 3).err


def test_posted_letters_have_left_the_house(letters: Program, queue: Queue) -> None:
    letters.ok("print")
    letters.ok("posted", 2, "--tracking", "RR 1234 9GB", "--by", "Tom Birch")
    assert letters.states() == {1: "approved", 2: "sent", 3: "approved"}
    assert "it was posted on" in letters("send", 2).told["Error"]
    assert "it was posted on" in letters("print", 2, "--again").told["Error"]
    assert letters("posted", 2).code == 1
    assert letters("edit", 2, "--replace", "terms", "--with", "conditions").code == 1
    shown = letters.ok("show", 2, "--json").json
    assert (shown["posted"]["by"], shown["posted"]["tracking"]) == ("Tom Birch", "RR 1234 9GB")
    assert "RR 1234 9GB" in letters.ok("log", 2).out.replace("\n", "")
    letters.ok("posted", "--all")
    assert letters.states() == {1: "sent", 2: "sent", 3: "approved"}
    assert len(queue.texts) == 3


def test_a_wrong_word_is_taken_back(letters: Program) -> None:
    letters.ok("posted", 2)
    letters.ok("posted", 2, "--take-back")
    assert letters.states()[2] == "approved"
    assert letters("posted", 2, "--take-back").code == 1


@pytest.mark.parametrize("number", [3, 4])
def test_only_approved_letters_on_paper_can_be_posted(letters: Program, tmp_path: Path, number: int) -> None:
    letters.ok("process", dictate(tmp_path, REGISTERED.replace("lease", "house")), "--client", CLIENT)
    require_told(letters("posted", number), 1)
    assert letters.states() == {1: "approved", 2: "approved", 3: "approved", 4: "draft"}


def test_what_the_client_wants_to_approve_too_is_not_posted_before(letters: Program) -> None:
    rule = ("--name", "Nell Orchard", "--secretary", "Tom Birch <tom@orchard.example>", "--approval", "client")
    letters.ok("client", "add", CLIENT, *rule)
    assert "its client wants to approve it, too" in letters("posted", 2).told["Error"]
    letters.ok("approve", 2)
    require_told(letters("posted", 2), 1)
    letters.ok("approve", 2, "--by", "client", "--read-aloud")
    letters.ok("posted", 2)


def test_the_posting_list_waits_for_the_post_and_is_kept_by_the_day(letters: Program, tmp_path: Path) -> None:
    assert letters.ok("posting-list", "--json").json == []
    letters.ok("print", "-o", tmp_path / "day.pdf")
    file = tmp_path / "list.csv"
    letters.ok("posting-list", "-o", file)
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert [(row["draft"], row["addressee"], row["way"], row["delivery"], row["sheets"]) for row in rows] == [
        ("2", "Petra Lund", "registered", "registered post", "1"),
        ("1", "Ivor Penn", "ordinary", "", "1"),
        ("1", "Petra Lund", "ordinary", "", "1"),
    ]
    assert rows[0]["address"] == "Lund Legal, 6 Weir Street, Hereford HR1 2AB, United Kingdom"
    letters.ok("posted", 2, "--tracking", "RR 1234 9GB")
    assert [each["draft"] for each in letters.ok("posting-list", "--json").json] == [1, 1]
    day = letters.ok("show", 2, "--json").json["posted"]["at"][:10]
    assert [each["tracking"] for each in letters.ok("posting-list", "--date", day, "--json").json] == ["RR 1234 9GB"]
    assert letters.ok("posting-list", "--date", "2001-02-03", "--json").json == []


@no_cups
def test_a_letter_comes_out_of_a_printer_of_cups(letters: Program, tmp_path: Path) -> None:
    with running_cups(tmp_path / "cups") as server:
        printed = letters.ok("print", 2, "--no-list", "--printer", CupsServer.PRINTER, "--json").json
        assert printed[0]["where"] == f"{CupsServer.PRINTER}-1"
        assert b"%PDF" in server.wait_for_print()
        with pytest.raises(PrinterError, match="does not exist"):
            submit(b"%PDF-1.7", printer="cellar", title="none", duplex=False)


def test_a_letter_in_doubt_is_not_printed_again_by_itself(letters: Program, queue: Queue, tmp_path: Path) -> None:
    """The program is killed while the printer takes the letter: it may have taken it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (queue.folder / "lp").write_text(f"#!/bin/sh\nread line\necho begun > {pipe}\nread line < {pipe}\n")
    command = [sys.executable, "-m", "dictation", "--home", str(letters.home), "print", "2"]
    with subprocess.Popen(command) as printing:
        assert pipe.read_text(encoding="utf-8") == "begun\n"
        printing.kill()
    pipe.write_text("end\n", encoding="utf-8")
    result = letters("print", 2)
    require_told(result, 5)
    assert "it may have been printed on" in result.told["Error"]
    assert queue.texts == []
