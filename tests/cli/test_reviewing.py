"""A review is the same whoever decides: a script, a person at a screen, or one who hears line after line."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from dictation import pipeline
from dictation.errors import DictationError
from dictation.model.review import StoredDraft
from dictation.pipeline import Cursor
from dictation.review import Session, Step
from dictation.transcribe import Sound
from tests.cli.program import CLIENT, Program, dictate, dictated_email
from tests.cli.terminal import Terminal

Edit = tuple[str, str]
"""A part of a text, and what takes its place."""


class Run(Protocol):
    """Goes through a review with these answers; every answer "e" makes the next of the edits."""

    def __call__(self, program: Program, answers: Sequence[str], edits: Sequence[Edit] = ()) -> str: ...


class Script:
    """A reviewer that has its answers from a list."""

    def __init__(self, answers: Sequence[str], edits: Sequence[Edit]) -> None:
        self._answers, self._edits = iter(answers), iter(edits)
        self.told: list[str] = []

    def next_step(self, stored: StoredDraft, session: Session, cursor: Cursor) -> Step:
        self.told.append(f"Draft {stored.id} {cursor} {session}")
        return Step(next(self._answers))

    def tell(self, text: str) -> None:
        self.told.append(text)

    def fail(self, error: DictationError) -> None:
        self.told.append(f"{error.message} {error.remedy}")

    def ask(self, question: str) -> str:
        self.told.append(question)
        return next(self._answers)

    @contextmanager
    def editor(self, number: int) -> Iterator[Callable[[str], str]]:
        old, new = next(self._edits)

        def editing(text: str) -> str:
            assert old in text, f"{old} is not in draft {number}"
            return text.replace(old, new)

        yield editing

    def read(self, text: str) -> None:
        self.told.append(text)

    def preview(self, name: str, pdf: bytes) -> None:
        assert pdf.startswith(b"%PDF")
        self.told.append(name)

    def play(self, sound: Sound) -> None:
        self.told.append(f"{len(sound.samples)} samples")


def by_script(program: Program, answers: Sequence[str], edits: Sequence[Edit] = ()) -> str:
    script = Script(answers, edits)
    with pipeline.open_workspace(program.home, database="", actor="tom", clock=lambda: datetime.now(UTC)) as workspace:
        pipeline.review(workspace, workspace.store.drafts(), script, by="tom")
    return "\n".join(script.told)


def at_terminal(program: Program, answers: Sequence[str], edits: Sequence[Edit], env: dict[str, str]) -> str:
    folder = program.home.parent
    for number, (old, new) in enumerate(edits):
        (folder / f"edit-{number}").write_text(f"{old}\0{new}", encoding="utf-8")
    (folder / "editor.py").write_text(EDITOR, encoding="utf-8")
    env = {
        **env,
        "PAGER": "cat",
        "DICTATION_EDITOR": shlex.join([sys.executable, str(folder / "editor.py"), str(folder)]),
    }
    numbers = list(program.states())
    line = "DICTATION_ACCESSIBLE" in env
    with Terminal(program.home, "review", *numbers, "--by", "tom", env=env) as terminal:
        for answer in answers:
            shown = terminal.until("]? ", "Enter) ", ": ")
            terminal.press(answer if shown.endswith("]? ") and not line else f"{answer}\n")
        assert terminal.end() == 0, terminal.shown
        return terminal.shown


EDITOR = """\
import pathlib, sys
folder, path = map(pathlib.Path, sys.argv[1:])
edit = min(folder.glob("edit-*"))
old, new = edit.read_text(encoding="utf-8").split("\\0")
edit.unlink()
text = path.read_text(encoding="utf-8")
assert old in text
path.write_text(text.replace(old, new), encoding="utf-8")
"""


def on_screen(program: Program, answers: Sequence[str], edits: Sequence[Edit] = ()) -> str:
    return at_terminal(program, answers, edits, {})


def in_lines(program: Program, answers: Sequence[str], edits: Sequence[Edit] = ()) -> str:
    return at_terminal(program, answers, edits, {"DICTATION_ACCESSIBLE": "1"})


@pytest.fixture(params=[by_script, on_screen, in_lines], ids=lambda run: run.__name__)
def run(request: pytest.FixtureRequest) -> Run:
    chosen: Run = request.param
    return chosen


@pytest.fixture
def three(program: Program, tmp_path: Path) -> Program:
    """Draft 1 is settled, 2 goes to somebody unknown, 3 is settled again: the order of review is 2, 1, 3."""
    call = dictate(
        tmp_path,
        dictated_email("Odile Marsh", subject="the pears"),
        dictated_email("Ezra Quill", subject="the crates"),
        dictated_email("Ruben Castell", subject="the plums"),
    )
    program.ok("process", call, "--client", CLIENT)
    return program


def texts(program: Program) -> dict[int, str]:
    drafts = {number: program.ok("show", number, "--json").json["draft"] for number in program.states()}
    return {number: "\n\n".join(draft["body"]) for number, draft in drafts.items()}


def actions(program: Program, number: int) -> list[str]:
    return [entry["action"] for entry in program.ok("log", number, "--json").json]


def test_the_riskiest_is_decided_first_and_the_review_ends_with_the_last(three: Program, run: Run) -> None:
    told = run(three, ["n", "y", "y"])
    assert three.states() == {1: "approved", 2: "rejected", 3: "approved"}
    places = [told.index(f"Draft {number} is {state}") for number, state in ((2, "rej"), (1, "app"), (3, "app"))]
    assert places == sorted(places)


def test_who_stops_keeps_what_was_decided(three: Program, run: Run) -> None:
    run(three, ["n", "q"])
    assert three.states() == {1: "draft", 2: "rejected", 3: "draft"}


def test_what_cannot_be_approved_is_told_and_stays(three: Program, run: Run) -> None:
    told = run(three, ["y", "q"])
    assert "It is not settled who 'Ezra Quill' is." in " ".join(told.split())
    assert three.states()[2] == "draft"


def test_an_edit_settles_what_was_in_the_way(three: Program, run: Run) -> None:
    run(three, ["e", "y", "q"], [("Ezra Quill?", "Petra Lund")])
    assert three.states() == {1: "draft", 2: "approved", 3: "draft"}
    assert three.ok("show", 2, "--json").json["to"] == ["Petra Lund"]


def test_ways_lead_to_undecided_drafts_and_to_all(three: Program, run: Run) -> None:
    run(three, ["n", "J", "n", "K", "k", "n"])
    # After 2 comes 1, and then 3 by J. Back at 1, K leads to 2, which is decided, and k to the only one that is not.
    assert three.states() == {1: "rejected", 2: "rejected", 3: "rejected"}


def test_a_split_can_be_taken_back_and_done_again(three: Program, run: Run) -> None:
    before = texts(three)
    run(three, ["j", "s", "and can be", "q"])
    assert texts(three)[1] == "The pears are ripe"
    assert texts(three)[4] == "and can be fetched on Friday."
    run(three, ["j", "z", "Z", "z", "q"])
    assert texts(three) == {**before, 4: "and can be fetched on Friday."}
    assert three.states() == {1: "draft", 2: "draft", 3: "draft", 4: "rejected"}


def test_two_drafts_become_one_and_two_again(three: Program, run: Run) -> None:
    before = texts(three)
    run(three, ["j", "m", "3", "q"])
    assert three.states() == {1: "draft", 2: "draft", 3: "rejected"}
    assert texts(three)[1] == f"{before[1]}\n\n{before[3]}"
    run(three, ["j", "z", "q"])
    assert texts(three) == before
    assert three.states() == {1: "draft", 2: "draft", 3: "draft"}


def test_a_decision_is_taken_back_wherever_one_is_by_then(three: Program, run: Run) -> None:
    told = run(three, ["n", "z", "q"])
    assert three.states() == {1: "draft", 2: "draft", 3: "draft"}
    assert "Draft 2 is no longer rejected." in told
    assert actions(three, 2)[-2:] == ["draft.rejected", "draft.reopened"]


def test_what_has_no_sound_is_told_when_it_is_to_be_played(three: Program, run: Run) -> None:
    assert "there is no sound" in " ".join(run(three, ["p", "q"]).split())


def test_the_whole_text_and_the_document_can_be_seen(three: Program, run: Run) -> None:
    told = run(three, ["v", "P", "q"])
    assert re.search(r"\S+\.pdf", told)
    # The signature is the client's, and not in the draft.
    assert "Nell Orchard" in told


def test_what_is_played_and_how_fast_is_chosen(three: Program, run: Run) -> None:
    told = run(three, [".", ">", ",", "<", "<", "m", "nobody", "q"])
    for words in ("sentence 1", "1.25", "flag 1", "0.75", "'nobody' is no number"):
        assert words in told


@pytest.mark.parametrize("arguments", [(), (1,), ("--client", CLIENT)])
def test_where_there_is_no_terminal_nothing_is_asked_and_the_commands_are_told(
    three: Program, arguments: tuple[object, ...]
) -> None:
    result = three("review", *arguments)
    assert result.code == 2
    assert "dictation list, show, approve, reject" in " ".join(result.err.replace("│", " ").split())


def test_nothing_is_sent_by_a_review(three: Program) -> None:
    assert "Nothing was sent" in on_screen(three, ["n", "y", "y"])
    assert three.ok("outbox", "--json").json == []


def test_a_screen_is_no_larger_than_the_terminal_and_a_long_draft_is_read_to_its_end(
    program: Program, tmp_path: Path
) -> None:
    sentences = " ".join(f"Crate number {number} is at the gate. Full stop. New paragraph." for number in range(30))
    program.ok(
        "process",
        dictate(tmp_path, f"Email to Odile Marsh. Dear Odile, comma. {sentences} The last is here. End of email."),
        "--client",
        CLIENT,
    )
    with Terminal(program.home, "review", rows=24, columns=60) as terminal:
        first = terminal.until("]? ")
        lines = first.rpartition("\x1b[H")[2].split("\n")
        assert len(lines) <= 24
        assert max(map(len, lines)) <= 60
        assert "The last is here." not in first
        terminal.press("y")
        assert "Its end was not shown yet" in terminal.until("]? ")
        shown = ""
        while "The last is here." not in shown:
            terminal.press(" ")
            shown = terminal.until("]? ")
        terminal.press("y")
        assert terminal.end() == 0
    assert program.states() == {1: "approved"}


def test_what_was_typed_before_an_editor_crashed_is_kept_and_the_review_goes_on(three: Program, tmp_path: Path) -> None:
    crash = tmp_path / "crash.sh"
    crash.write_text('echo "Kind: memo" > "$1"; exit 4', encoding="utf-8")
    with Terminal(three.home, "review", 1, columns=200, env={"DICTATION_EDITOR": f"sh {crash}"}) as terminal:
        terminal.until("]? ")
        terminal.press("e")
        shown = terminal.until("]? ").rpartition("\x1b[H")[2]
        terminal.press("q")
        assert terminal.end() == 0
    (path,) = (three.home / "edits").rglob("*.txt")
    assert path.read_text(encoding="utf-8") == "Kind: memo\n"
    assert f"dictation edit 1 --resume {path}" in shown
    assert "exit code 4" in shown


@pytest.mark.parametrize("accessible", [False, True])
def test_the_end_of_the_terminal_ends_the_review(three: Program, accessible: bool) -> None:
    with Terminal(three.home, "review", env={"DICTATION_ACCESSIBLE": "1"} if accessible else {}) as terminal:
        terminal.until("]? ", "Enter) ")
        terminal.press("\x04")
        assert terminal.end() == 0
    assert set(three.states().values()) == {"draft"}


@pytest.mark.parametrize("key", ["x", "\x1b[A", "yes", "ä"])
def test_what_is_no_key_does_nothing(three: Program, key: str) -> None:
    with Terminal(three.home, "review") as terminal:
        terminal.until("]? ")
        terminal.press(key)
        assert "is no key here" in terminal.until("]? ")
        terminal.press("q")
        assert terminal.end() == 0
    assert set(three.states().values()) == {"draft"}


def test_for_a_screen_reader_nothing_is_drawn_anew_and_a_draft_is_told_once(three: Program) -> None:
    shown = in_lines(three, [".", ",", "?", "nonsense", "", "q"])
    assert "\x1b" not in shown
    assert "\r" not in shown
    assert shown.count("Subject:") == 1
    assert "'nonsense' is no key here" in shown


def test_what_is_doubtful_is_marked_without_any_colour(three: Program) -> None:
    with Terminal(three.home, "review", 2, env={"NO_COLOR": "1"}) as terminal:
        shown = terminal.until("]? ")
        terminal.press("\x04")
        assert terminal.end() == 0
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", shown)
    assert re.search(r"1 ! .*“Ezra Quill” is not settled", shown)
