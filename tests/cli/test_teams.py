"""Two secretaries, each at a terminal of her own, with one store: on PostgreSQL, and on SQLite likewise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.program import CLIENT, Program, Result, dictate, dictated_email
from tests.cli.terminal import Terminal
from tests.cli.test_editing import editor, kept

BELA, JOAN = {"DICTATION_USER": "bela"}, {"DICTATION_USER": "Joan Pike"}
APPROVE = "Approve this draft [y,n,e,s,m,j,k,J,K,z,Z,v,P,p,q,?]? "


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bare: Program) -> Program:
    """The program with two drafts in a store that both secretaries use."""
    if request.param == "postgresql":
        monkeypatch.setenv("DICTATION_DATABASE", request.getfixturevalue("postgres_url"))
    monkeypatch.setenv("DICTATION_USER", "bela")
    program: Program = request.getfixturevalue("program")
    assert program is bare
    calls = [dictate(tmp_path, dictated_email("Odile Marsh")), dictate(tmp_path, dictated_email("Petra Lund"))]
    for call in calls:
        program.ok("process", call, "--client", CLIENT)
    return program


def as_joan(program: Program, *arguments: object) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DICTATION_USER", JOAN["DICTATION_USER"])
        return program(*arguments)


def listed(program: Program, *options: object) -> list[int]:
    return [draft["id"] for draft in program.ok("list", "--json", *options).json]


def test_what_is_assigned_is_on_the_list_of_whoever_it_is_for(shared: Program) -> None:
    assert listed(shared, "--mine") == []
    assert listed(shared, "--unassigned") == [1, 2]
    handed = shared.ok("assign", 2, "--to", "joan  pike", "--note", "She rings at four.")
    assert "Nobody called 'joan pike' has worked here" in handed.err
    assert [draft["id"] for draft in as_joan(shared, "list", "--mine", "--json").json] == [2]
    assert listed(shared, "--unassigned") == [1]
    shown = shared.ok("show", 2).out
    assert "joan pike (She rings at four.)" in shown
    assert shared.ok("log", 2, "--json").json[-1]["detail"] == {
        "by": "bela",
        "to": "joan pike",
        "note": "She rings at four.",
    }
    assert "has worked here" not in as_joan(shared, "assign", 2, "--to", "Bela").err
    assert listed(shared, "--mine") == [2]
    shared.ok("assign", 2, "--nobody")
    assert listed(shared, "--unassigned") == [1, 2]


@pytest.mark.parametrize("name", ["Tom Birch", "tom", "TOM@orchard.example"])
def test_what_nobody_was_given_is_for_the_clients_secretary(
    shared: Program, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shared.ok("assign", 1)
    monkeypatch.setenv("DICTATION_USER", name)
    assert listed(shared, "--mine") == [2]


def test_what_is_decided_is_no_work_any_more(shared: Program) -> None:
    shared.ok("assign", 1, 2)
    shared.ok("approve", 1)
    assert listed(shared, "--mine") == [2]
    assert listed(shared, "--mine", "--state", "approved") == [1]
    shared.ok("reject", 2)
    assert "Nothing waits." in shared.ok("list", "--mine").err


def test_what_is_due_comes_first_and_alone(shared: Program) -> None:
    late, later = (datetime.now(UTC) - timedelta(days=days) for days in (2, 1))
    in_a_week = f"{datetime.now(UTC).astimezone() + timedelta(days=7):%Y-%m-%d}"
    shared.ok("due", 1, "--at", in_a_week)
    shared.ok("due", 2, "--at", later.isoformat())
    assert listed(shared, "--due") == [2]
    shared.ok("due", 1, "--at", late.isoformat())
    assert listed(shared, "--due") == [1, 2]
    assert f"{late.astimezone():%d %b %H:%M}" in shared.ok("list", "--due").out
    assert shared.ok("log", 1, "--json").json[-1]["action"] == "draft.due"
    told = shared("due", 1, "--at", "soon")
    assert (told.code, "no time such as" in told.err) == (2, True)


def test_a_draft_that_one_has_open_is_seen_and_left_out_by_the_other(shared: Program) -> None:
    with Terminal(shared.home, "review", 1, env=BELA) as bela:
        bela.until(APPROVE)
        open_ = shared.ok("show", 1, "--json").json["open"]
        assert open_["by"] == "bela"
        assert "bela has it open" in " ".join(as_joan(shared, "list").out.split())
        assert "bela has it open" in as_joan(shared, "show", 1).out
        with Terminal(shared.home, "review", env=JOAN, columns=200) as joan:
            shown = joan.until(APPROVE)
            assert "Draft 1 is left out: bela has it open." in shown
            assert "Draft 2 (1 of 1, 1 undecided)" in shown
            joan.press("q")
            assert joan.end() == 0
        bela.press("q")
        assert bela.end() == 0
    assert [draft["open"] for draft in shared.ok("list", "--json").json] == [None, None]


def test_a_draft_can_be_taken_over_and_the_other_is_told(shared: Program) -> None:
    with Terminal(shared.home, "review", env=BELA, columns=200) as bela:
        bela.until(APPROVE)
        with Terminal(shared.home, "review", 1, "--take-over", env=JOAN) as joan:
            assert "Draft 1 (" in joan.until(APPROVE)
            bela.press(".")
            shown = bela.until(APPROVE)
            assert "Draft 1 is left out: Joan Pike has it open." in shown
            assert "Draft 2 (1 of 1" in shown


def test_a_program_that_was_killed_holds_its_draft_for_ten_minutes_at_most(shared: Program) -> None:
    with Terminal(shared.home, "review", 1, env=BELA) as bela:
        bela.until(APPROVE)
    until = datetime.fromisoformat(shared.ok("show", 1, "--json").json["open"]["until"])
    assert until - datetime.now(UTC) <= timedelta(minutes=10)


@pytest.mark.parametrize("key", ["y", "n"])
def test_nobody_decides_about_a_text_that_she_has_not_seen(shared: Program, key: str) -> None:
    with Terminal(shared.home, "review", 1, env=BELA, columns=200) as bela:
        bela.until(APPROVE)
        assert as_joan(shared, "edit", 1, "--replace", "Friday", "--with", "Monday").code == 0
        bela.press(key)
        shown = bela.until(APPROVE)
        assert "Not done: draft 1 is at revision 2 by now, not 1: Joan Pike changed it" in shown
        assert "fetched on[- Friday-]{+ Monday+}." in shown
        assert shared.states()[1] == "draft"
        bela.press(key)
        bela.end()
    assert shared.states()[1] == {"y": "approved", "n": "rejected"}[key]
    assert "Monday" in shared.ok("show", 1).out


def test_nobody_takes_back_what_another_decided_about_the_same_text_unseen(shared: Program) -> None:
    with Terminal(shared.home, "review", 1, env=BELA, columns=200) as bela:
        bela.until(APPROVE)
        assert as_joan(shared, "approve", 1).code == 0
        bela.press("n")
        assert "Not done: draft 1 is approved by now, not draft: Joan Pike was at it" in bela.until(APPROVE)
        bela.press("q")
        bela.end()
    assert shared.states()[1] == "approved"


def test_nobody_undoes_unseen_what_another_did_since(shared: Program) -> None:
    with Terminal(shared.home, "review", 1, 2, env=BELA, columns=200) as bela:
        first = bela.until(APPROVE)
        number = 1 if "Draft 1 (" in first else 2
        bela.press("y")
        bela.until(APPROVE)
        assert as_joan(shared, "edit", number, "--replace", "Friday", "--with", "Monday").code == 0
        bela.press("z")
        shown = bela.until(APPROVE)
        assert f"Not done: draft {number} is at revision 2 by now, not 1" in shown
        assert f"Draft {number} (" in shown
        bela.press("q")
        bela.end()
    assert "Monday" in shared.ok("show", number).out


@contextmanager
def editing(program: Program, code: int = 1) -> Iterator[Terminal]:
    """The block is what happens while Bela edits draft 1; her program has to end with that code."""
    waits = program.home.parent / "go on"
    script = f"""
import os
os.mkfifo({str(waits)!r})
print("EDITING", flush=True)
open({str(waits)!r}).read()
path.write_text(text.replace("ripe", "yellow"), encoding="utf-8")
"""
    env = {**BELA, **editor(program.home.parent, script)}
    with Terminal(program.home, "edit", 1, env=env, columns=200) as bela:
        bela.until("EDITING\n")
        yield bela
        waits.write_text("")
        assert bela.end() == code, bela.shown


def test_the_second_of_two_editors_is_told_with_both_texts_and_her_own_is_kept(shared: Program) -> None:
    with editing(shared) as bela:
        assert as_joan(shared, "show", 1, "--json").json["open"]["by"] == "bela"
        assert as_joan(shared, "edit", 1, "--replace", "Friday", "--with", "Monday").code == 0
    assert "draft 1 is at revision 2 by now, not 1: Joan Pike changed it" in bela.shown
    assert "fetched on[- Friday-]{+ Monday+}." in bela.shown
    (path,) = kept(shared)
    assert "yellow" in path.read_text(encoding="utf-8")
    text = shared.ok("show", 1).out
    assert ("Monday" in text, "yellow" in text) == (True, False)


def test_an_approval_is_not_taken_back_by_an_editor_who_does_not_know_of_it(shared: Program) -> None:
    with editing(shared) as bela:
        assert as_joan(shared, "approve", 1).code == 0
    assert "draft 1 is approved by now, not draft: Joan Pike was at it" in bela.shown
    assert shared.states()[1] == "approved"
    assert "yellow" in kept(shared)[0].read_text(encoding="utf-8")


def test_a_text_of_before_another_changed_the_draft_is_not_taken_up_unseen(shared: Program) -> None:
    crash = "path.write_text(text.replace('ripe', 'yellow'), encoding='utf-8'); sys.exit(3)"
    with Terminal(shared.home, "edit", 1, env=editor(shared.home.parent, crash)) as bela:
        assert bela.end() == 1
    (path,) = kept(shared)
    assert as_joan(shared, "edit", 1, "--replace", "Friday", "--with", "Monday").code == 0
    env = editor(shared.home.parent, "")
    with Terminal(shared.home, "edit", 1, "--resume", path, env=env, columns=300) as bela:
        assert bela.end() == 1
        assert "draft 1 was changed by Joan Pike after this text was typed" in bela.shown
        assert f"dictation edit 1 --resume {path} --revision 2" in bela.shown
    with Terminal(shared.home, "edit", 1, "--resume", path, "--revision", 2, env=env) as bela:
        assert bela.end() == 0
    text = shared.ok("show", 1).out
    assert ("Friday" in text, "yellow" in text) == (True, True)


CHANGES = {
    "approve": ("approve", 1),
    "reject": ("reject", 1),
    "replace": ("edit", 1, "--replace", "ripe", "--with", "yellow"),
    "split": ("split", 1, "--before", "Kind"),
    "merge": ("merge", 1, 2),
    "undo": ("undo", 1),
    "redo": ("redo", 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_script_changes_nothing_but_the_revision_that_it_names(shared: Program, change: str) -> None:
    assert as_joan(shared, "edit", 1, "--replace", "Friday", "--with", "Monday").code == 0
    before = shared.ok("list", "--json").json
    told = shared(*CHANGES[change], "--revision", 1)
    assert told.code == 1
    assert "revision 2 by now, not 1: Joan Pike changed it" in told.told["Error"]
    assert "fetched on[- Friday-]{+ Monday+}." in told.err
    assert shared.ok("list", "--json").json == before


def test_a_revision_is_of_one_draft_and_has_to_be_there(shared: Program) -> None:
    assert shared("approve", 1, 2, "--revision", 1).code == 2
    assert "has no revision 7" in shared("approve", 1, "--revision", 7).told["Error"]
    assert set(shared.states().values()) == {"draft"}
