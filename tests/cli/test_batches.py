"""Many recordings at once, as a secretary starts them: folders, manifests, what goes wrong, what comes in."""

from __future__ import annotations

import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import CLIENT, Program, dictate, dictated_email
from tests.cli.terminal import Terminal
from tests.pipeline.office import desk_that_hears_an_email, record, use_desk
from tests.transcribe.recognition_server import Desk

PATIENCE_S = 120


@pytest.fixture
def desk(program: Program) -> Iterator[Desk]:
    """A server that hears the recordings of the program's home."""
    with desk_that_hears_an_email() as running:
        use_desk(program.home, running)
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def results(made: Any) -> dict[str, str]:
    return {Path(each["file"]).name: each["result"] for each in made}


def begin(program: Program, *arguments: object) -> subprocess.Popen[str]:
    """The program as a process of its own, whose lines can be waited for."""
    return subprocess.Popen(
        [sys.executable, "-m", "dictation", *map(str, arguments)],
        env={**os.environ, "DICTATION_HOME": str(program.home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """The next line on stderr with these words."""
    assert process.stderr
    for line in process.stderr:
        if words in line:
            return line
    raise AssertionError(f"the program ended without saying {words!r}")


def children(process: subprocess.Popen[str]) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def require_gone(pids: list[int]) -> None:
    """Wait until processes have ended."""
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        ended, _, _ = select.select([handle], [], [], PATIENCE_S)
        os.close(handle)
        assert ended, f"process {pid} goes on"


def test_a_folder_is_processed_once_and_what_fails_holds_up_nothing(program: Program, desk: Desk, folder: Path) -> None:
    record(folder / "a.wav", 1)
    record(folder / "monday" / "a.wav", 2)
    shutil.copy(folder / "a.wav", folder / "copy of a.wav")
    (folder / "torn.mp3").write_bytes(b"no sound at all" * 50)
    (folder / "notes.txt").write_text("Minutes", encoding="utf-8")
    done = program("batch", folder, "--client", CLIENT, "--json")
    assert done.code == 3
    made = {str(Path(each["file"]).relative_to(folder)): each for each in done.json}
    assert {name: each["result"] for name, each in made.items()} == {
        "a.wav": "done",
        "monday/a.wav": "done",
        "copy of a.wav": "same content as a.wav",
        "torn.mp3": "failed",
    }
    assert made["a.wav"]["drafts"] != made["monday/a.wav"]["drafts"]
    assert made["a.wav"]["duration_ms"] == pytest.approx(8000, abs=100)
    assert made["a.wav"]["real_time_factor"] > 0
    assert "notes.txt" in done.err
    assert "torn.mp3" in done.told["Error"]
    assert program.states() == {1: "draft", 2: "draft"}
    asked = len(desk.asked)
    again = program("batch", folder, "--client", CLIENT)
    assert again.code == 3
    assert "3 of 4 were processed before" in again.err
    assert (len(desk.asked), program.states()) == (asked, {1: "draft", 2: "draft"})


@pytest.mark.usefixtures("desk")
def test_the_table_tells_figures_and_nothing_of_what_was_said(program: Program, folder: Path) -> None:
    record(folder / "a.wav", 1)
    done = program.ok("batch", folder, "--client", CLIENT, "-v")
    (row,) = (line.split() for line in done.out.splitlines() if CLIENT in line)
    assert (row[1:3], row[4], row[-1]) == ([CLIENT, "1"], "0:08", "done")
    assert not {"pears", "Odile", "Marsh", "ripe"} & set((done.out + done.err).split())
    assert "pears" in program.ok("show", 1).out


@pytest.mark.usefixtures("desk")
def test_without_a_client_each_folder_is_a_clients(program: Program, folder: Path) -> None:
    program.ok("client", "add", "vane", "--name", "Ida Vane", "--secretary", "Joe Pell <joe@vane.example>")
    record(folder / CLIENT / "call.wav", 1)
    record(folder / "vane" / "call.wav", 1)
    made = program.ok("batch", folder, "--json").json
    assert sorted(each["client"] for each in made) == [CLIENT, "vane"]
    assert set(results(made).values()) == {"done"}
    assert len(program.ok("list", "--client", "vane", "--json").json) == 1
    for stray in (folder / "stray.wav", folder / "nobody" / "stray.wav"):
        record(stray, 3)
        result = program("batch", folder)
        assert (result.code, result.told["Where"]) == (1, str(stray.parent))
        assert "--client" in result.told["Remedy"]
        stray.unlink()


def test_a_manifest_tells_clients_and_what_comes_first(program: Program, folder: Path) -> None:
    texts = [dictate(folder, dictated_email("Odile Marsh", subject=word)) for word in ("one", "two", "three", "four")]
    rows = [
        f"{texts[0].name},,low,2026-01-01",
        f"{texts[1].name},,,2026-05-06",
        f"{texts[2].name},{CLIENT},,2026-05-05",
    ]
    manifest = folder / "today.csv"
    manifest.write_text("\n".join(["file,client,priority,due", *rows, f"{texts[3].name},,urgent,"]), encoding="utf-8")
    planned = program.ok("batch", "--manifest", manifest, "--client", CLIENT, "--dry-run", "--json").json
    assert [Path(each["file"]).name for each in planned] == [texts[n].name for n in (3, 2, 1, 0)]
    assert program.states() == {}
    done = program.ok("batch", "--manifest", manifest, "--client", CLIENT, "--workers", "1")
    told = [line for line in done.err.splitlines() if "draft" in line]
    assert [line.split()[1].rstrip(":") for line in told] == [texts[n].name for n in (3, 2, 1, 0)]
    assert len(program.states()) == 4


def test_drafts_are_due_at_the_end_of_the_day_that_the_manifest_names(program: Program, folder: Path) -> None:
    calls = [dictate(folder, dictated_email("Odile Marsh", subject=word)) for word in ("one", "two")]
    manifest = folder / "today.csv"
    manifest.write_text(f"file,due\n{calls[0].name},2026-05-05\n{calls[1].name},\n", encoding="utf-8")
    program.ok("batch", "--manifest", manifest, "--client", CLIENT, "--workers", "1")
    (late,) = program.ok("list", "--due", "--json").json
    assert datetime.fromisoformat(late["due_at"]) == datetime(2026, 5, 5, 23, 59).astimezone()
    assert late["subject"] == "One"
    other = next(each for each in program.ok("list", "--json").json if each["subject"] == "Two")
    made = datetime.fromisoformat(other["created_at"])
    assert datetime.fromisoformat(other["due_at"]) == made + timedelta(days=1), "by the rule"


def test_one_call_may_be_of_two_clients(program: Program, folder: Path) -> None:
    program.ok("client", "add", "vane", "--name", "Ida Vane", "--secretary", "Joe Pell <joe@vane.example>")
    call = dictate(folder, dictated_email("Odile Marsh"))
    manifest = folder / "today.csv"
    manifest.write_text(f"file,client\n{call.name},vane\n{call.name},{CLIENT}\n{call.name},vane\n", encoding="utf-8")
    made = program.ok("batch", "--manifest", manifest, "--json").json
    assert sorted((each["client"], each["result"]) for each in made) == [
        (CLIENT, "done"),
        ("vane", "done"),
        ("vane", f"same content as {call.name}"),
    ]
    assert len({draft for each in made for draft in each.get("drafts", [])}) == 2


def test_a_manifest_that_names_no_client_is_refused_before_anything_is_done(program: Program, folder: Path) -> None:
    calls = [dictate(folder, dictated_email("Odile Marsh", subject=word)) for word in ("one", "two")]
    manifest = folder / "today.json"
    for last in ({"file": calls[1].name}, {"file": calls[1].name, "client": "nobody"}):
        entries = [{"file": calls[0].name, "client": CLIENT}, last]
        manifest.write_text(json.dumps(entries, indent=1), encoding="utf-8")
        result = program("batch", "--manifest", manifest)
        assert result.code == 1
        assert "line 6" in result.told["Where"]
        assert CLIENT in result.told["Remedy"]
    assert program.states() == {}


@pytest.mark.usefixtures("desk")
def test_a_recording_that_is_still_being_written_is_left_for_later(program: Program, folder: Path) -> None:
    whole = record(folder / "call.wav", 1).read_bytes()
    record(folder / "other.wav", 2)
    (folder / "call.wav").write_bytes(whole[: len(whole) // 2])
    result = program("batch", folder, "--client", CLIENT)
    assert result.code == 3
    assert "still being recorded or copied" in result.told["Error"]
    (folder / "call.wav").write_bytes(whole)
    assert results(program.ok("batch", folder, "--client", CLIENT, "--json").json)["call.wav"] == "done"
    assert len(program.states()) == 2


def test_nothing_to_do_and_nothing_named(program: Program, folder: Path) -> None:
    assert program.ok("batch", folder, "--client", CLIENT, "--json").json == []
    assert program("batch", "--client", CLIENT).code == 2
    assert program("batch", folder / "gone", "--client", CLIENT).told["Where"] == str(folder / "gone")
    assert program("batch", folder, "--client", "nobody").code == 1


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_batch_that_is_stopped_leaves_no_process_and_goes_on_later(
    program: Program, folder: Path, how: signal.Signals
) -> None:
    for number in range(6):
        record(folder / f"{number}.wav", number)
    with begin(program, "batch", folder, "--client", CLIENT) as running:
        wait_for(running, "1/6")
        workers = children(running)
        running.send_signal(how)
        _, told = running.communicate(timeout=PATIENCE_S)
    require_gone(workers)
    if how != signal.SIGKILL:
        assert running.returncode == 130
        assert "Interrupted" in told
        assert "Traceback" not in told
    made = results(program.ok("batch", folder, "--client", CLIENT, "--json").json)
    assert "done before" in made.values()
    assert set(made.values()) <= {"done", "done before"}
    assert len(program.states()) == 6


@pytest.mark.usefixtures("desk")
def test_a_full_disk_fails_what_cannot_be_kept_and_nothing_is_half_there(program: Program, folder: Path) -> None:
    for number in range(3):
        record(folder / f"{number}.wav", number)
    done = subprocess.run(
        [sys.executable, "-m", "dictation", "batch", folder, "--client", CLIENT, "--json"],
        env={**os.environ, "DICTATION_HOME": str(program.home)},
        capture_output=True,
        encoding="utf-8",
        # No file may become longer than the index of SQLite's journal, so that a call does not fit into the journal.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (36_864, 36_864)),
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "the store cannot be used" in done.stderr
    assert set(results(json.loads(done.stdout)).values()) == {"failed"}
    assert program.states() == {}
    assert set(results(program.ok("batch", folder, "--client", CLIENT, "--json").json).values()) == {"done"}
    assert len(program.states()) == 3


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("env", "redrawn"), [({}, True), ({"DICTATION_ACCESSIBLE": "1"}, False)])
def test_at_a_terminal_the_whole_and_each_recording_are_shown(
    program: Program, folder: Path, env: Mapping[str, str], redrawn: bool
) -> None:
    for number in range(3):
        record(folder / f"{number}.wav", number)
    with Terminal(program.home, "batch", folder, "--client", CLIENT, "--workers", "1", env=env) as terminal:
        assert terminal.end() == 0, terminal.shown
    assert ("2 of 3" in terminal.shown) == redrawn
    assert ("\x1b[2K" in terminal.shown) == redrawn
    assert ("2/3 " in terminal.shown) != redrawn


@pytest.mark.usefixtures("desk")
def test_a_watched_folder_gives_what_comes_into_it(program: Program, folder: Path, tmp_path: Path) -> None:
    record(folder / "before.wav", 1)
    moved = record(tmp_path / "moved.wav", 2)
    torn = record(tmp_path / "torn.wav", 3).read_bytes()
    with begin(program, "watch", folder, "--client", CLIENT, "--settle", "1", "--json") as running:
        assert "before.wav" in wait_for(running, "1 draft")
        (folder / "torn.wav").write_bytes(torn[:-1000])
        moved.rename(folder / "moved.wav")
        assert "moved.wav" in wait_for(running, "1 draft")
        with (folder / "torn.wav").open("ab") as file:
            file.write(torn[-1000:])
        assert "torn.wav" in wait_for(running, "1 draft")
        workers = children(running)
        running.send_signal(signal.SIGINT)
        out, told = running.communicate(timeout=PATIENCE_S)
    require_gone(workers)
    assert running.returncode == 130
    assert "Traceback" not in told
    lines = [json.loads(line) for line in out.splitlines()]
    assert [Path(each["file"]).name for each in lines] == ["before.wav", "moved.wav", "torn.wav"]
    assert len(program.states()) == 3
