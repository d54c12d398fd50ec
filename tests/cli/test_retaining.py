"""``dictation retain``: what is too old is gone to the last byte; what somebody still has to decide on is not."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dictation import pipeline
from dictation.model.delivery import Outcome, Post, Receipt
from dictation.model.draft import (
    Correspondence,
    Draft,
    DraftKind,
    LeftOut,
    LeftOutReason,
    Meeting,
    Note,
    Paragraph,
    Passage,
    Piece,
    Recipient,
)
from dictation.model.transcript import Segment, Transcript, Word
from dictation.pipeline import Workspace
from dictation.store import schema
from dictation.transcribe import probe
from tests.cli.program import CLIENT, Program
from tests.transcribe.sounds import tone, write

OLD = datetime.now(UTC) - timedelta(days=400)
RULE = "audio_days = 30\ntranscript_days = 90\ndraft_days = 365\n"
WORDS = ("Quillfeather", "Zwetschgen")
"""The first is said in each call, the second stands in its drafts only."""


def set_rule(program: Program, rule: str = RULE) -> None:
    (program.home / "settings.toml").write_text(f"[retention.{CLIENT}]\n{rule}", encoding="utf-8")


def opened(program: Program) -> AbstractContextManager[Workspace]:
    """The workspace as it was long ago."""
    return pipeline.open_workspace(program.home, database="", actor="tom", clock=lambda: OLD)


def record_call(program: Program, hertz: int = 440, *, path: Path | None = None, **more: object) -> int:
    """A call of that moment with a draft of it, and what a recogniser and an editor left in the home."""
    path = write(path or program.home / "recordings" / f"call-{hertz}.wav", tone(1, hertz))
    word = Word(text=WORDS[0], start_ms=0, end_ms=900)
    piece = Piece(text=f"{WORDS[0]} {WORDS[1]}", words=(0,), start_ms=0, end_ms=900)
    draft = Draft(
        kind=DraftKind.EMAIL,
        to=(Recipient(name="Odile Marsh", email="odile@marshpreserves.example"),),
        body=(Paragraph(lines=(Passage(pieces=(piece,)),)),),
        **more,  # type: ignore[arg-type]
    )
    transcript = Transcript(language="en", segments=(Segment(words=(word,), start_ms=0, end_ms=900),))
    made = Correspondence(
        drafts=(draft,),
        notes=(Note(text=WORDS[0], start_ms=0),),
        left_out=(LeftOut(reason=LeftOutReason.CHAT, text=WORDS[0], words=(0,), start_ms=0, end_ms=900),),
    )
    recording = probe(path)
    with opened(program) as workspace:
        call = workspace.store.record_call(CLIENT, recording, transcript, made)
    kept = program.home / "cache" / "transcripts" / f"{recording.sha256}-{'0' * 32}.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(WORDS[0], encoding="utf-8")
    for number in call.drafts:
        edited = program.home / "edits" / f"draft-{number}-x" / f"draft-{number}.txt"
        edited.parent.mkdir(parents=True)
        edited.write_text(WORDS[1], encoding="utf-8")
    return int(call.id)


def send(program: Program, draft: int) -> None:
    """Have a draft approved, and taken by a mail server."""
    with opened(program) as workspace:
        store = workspace.store
        approved = pipeline.approve(workspace, draft, by="tom")
        assert approved.approval
        post = Post(
            client=CLIENT,
            draft=draft,
            revision=approved.revision,
            digest=approved.approval.digest,
            sender="nell@orchard.example",
            recipients=("odile@marshpreserves.example",),
            message_id=f"<{draft}@orchard.example>",
            content=f"Subject: x\r\n\r\n{WORDS[1]}\r\n".encode(),
        )
        with store.sending():
            delivery = store.mark_sending(store.queue(post).id)
            store.mark_data(delivery, ())
            store.record_receipts(delivery, [Receipt(address=post.recipients[0], outcome=Outcome.ACCEPTED, code=250)])


def planned(program: Program) -> list[tuple[str, int]]:
    return [(each["what"], each["number"]) for each in program.ok("retain", "--json").json if each["kept"] is None]


def kept(program: Program) -> dict[tuple[str, int], str]:
    found = program.ok("retain", "--json").json
    return {(each["what"], each["number"]): each["kept"] for each in found if each["kept"] is not None}


def files_with_words(program: Program) -> list[Path]:
    words = [word.encode() for word in WORDS]
    files = [path for path in program.home.rglob("*") if path.is_file()]
    return [path for path in files if any(word in path.read_bytes() for word in words)]


def rows(program: Program) -> dict[str, int]:
    """How many rows each table has that is filled with calls."""
    engine = sa.create_engine(f"sqlite:///{program.home / 'dictation.db'}")
    with engine.connect() as connection:
        counts = {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in schema.metadata.sorted_tables
        }
    engine.dispose()
    return {name: count for name, count in counts.items() if name not in {"clients", "contacts", "lexicon", "audit"}}


def test_what_is_too_old_is_gone_to_the_last_byte_and_the_log_says_so(program: Program) -> None:
    for hertz in range(300, 800, 100):
        send(program, record_call(program, hertz))
    set_rule(program)
    assert len(files_with_words(program)) > 10
    before = program.ok("audit", "list", "--json").json
    program.ok("retain", "--no-dry-run")
    assert files_with_words(program) == []
    assert list((program.home / "recordings").iterdir()) == []
    assert set(rows(program).values()) == {0}
    after = program.ok("audit", "list", "--json").json
    assert after[: len(before)] == before
    assert [each["action"] for each in after[len(before) :]] == [
        f"{what}.deleted" for what in ("audio", "transcript", "draft") for _ in range(5)
    ]
    program.ok("audit", "verify")


def test_the_dry_run_deletes_nothing(program: Program) -> None:
    send(program, record_call(program))
    set_rule(program)
    words, before = files_with_words(program), rows(program)
    told = program.ok("retain")
    assert "dry run" in told.err
    assert planned(program) == [("audio", 1), ("transcript", 1), ("draft", 1)]
    assert (files_with_words(program), rows(program)) == (words, before)


def test_nothing_is_deleted_without_a_rule(program: Program) -> None:
    send(program, record_call(program))
    assert "everything is kept" in program.ok("retain", "--no-dry-run").err
    refused = program("retain", "--client", CLIENT)
    assert (refused.code, f"retention.{CLIENT}" in refused.told["Where"]) == (1, True)
    set_rule(program, "audio_days = 30\n")
    assert planned(program) == [("audio", 1)]
    set_rule(program, "draft_days = 500\n")
    assert planned(program) == []


def test_the_sound_goes_with_the_words_at_the_latest(program: Program) -> None:
    send(program, record_call(program))
    set_rule(program, "audio_days = 3000\ntranscript_days = 90\n")
    assert planned(program) == [("audio", 1), ("transcript", 1)]


def test_what_waits_for_a_person_or_the_post_is_kept_and_told(program: Program) -> None:
    undecided, approved = record_call(program, 300), record_call(program, 400)
    with opened(program) as workspace:
        pipeline.approve(workspace, approved, by="tom")
    set_rule(program)
    program.ok("retain", "--no-dry-run")
    assert program.states() == {undecided: "draft", approved: "approved"}
    assert {place: reason.split()[-1] for place, reason in kept(program).items()} == {
        **{(what, number): "post" for what in ("audio", "transcript") for number in (undecided, approved)},
        ("draft", undecided): "draft",
        ("draft", approved): "approved",
    }
    program.ok("reject", undecided)
    assert planned(program) == [("audio", undecided), ("transcript", undecided)]


def test_an_invitation_is_kept_until_its_meeting_is_over(program: Program) -> None:
    ahead = Meeting(start=datetime.now(UTC) + timedelta(days=1), minutes=30)
    send(program, record_call(program, meeting=ahead))
    set_rule(program)
    assert kept(program) == {("draft", 1): "its meeting is still to come"}


def test_a_draft_outlives_its_call_where_the_rule_says_so(program: Program, tmp_path: Path) -> None:
    send(program, record_call(program))
    set_rule(program, "transcript_days = 90\n")
    program.ok("retain", "--no-dry-run")
    shown = program.ok("show", 1, "--json").json
    assert (shown["recording"], WORDS[1] in shown["text"]) == (None, True)
    program.ok("proof", 1, "-o", tmp_path / "proof.html")
    program.ok("show", 1, "--coverage")
    program.ok("diff", 1)
    assert program("play", 1).code == 1


def test_a_deleted_draft_says_when_and_its_number_is_never_given_again(program: Program) -> None:
    send(program, record_call(program, 300))
    set_rule(program)
    program.ok("retain", "--no-dry-run")
    told = program("show", 1)
    assert told.code == 1
    assert f"was deleted on {datetime.now(UTC):%d %B %Y}" in told.told["Error"]
    assert program.ok("log", 1, "--json").json[-1]["action"] == "draft.deleted"
    record_call(program, 400)
    assert list(program.states()) == [2]


def test_a_file_elsewhere_is_deleted_only_where_the_rule_says_so(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "own.wav"
    send(program, record_call(program, path=path))
    set_rule(program)
    assert "outside the home" in kept(program)["audio", 1]
    set_rule(program, f"{RULE}audio_elsewhere = true\n")
    program.ok("retain", "--no-dry-run")
    assert not path.exists()


def test_another_file_in_the_recordings_place_is_left_alone(program: Program) -> None:
    send(program, record_call(program))
    set_rule(program)
    other = write(program.home / "recordings" / "call-440.wav", tone(1, 900))
    done = program("retain", "--no-dry-run")
    assert (done.code, other.exists()) == (3, True)
    assert "another file" in done.told["Error"]


def test_a_file_that_is_another_clients_too_is_kept(program: Program) -> None:
    send(program, record_call(program))
    program.ok("client", "add", "mill", "--name", "Joan Mill", "--secretary", "Tom Birch <tom@orchard.example>")
    with opened(program) as workspace:
        own = workspace.store.call(1)
        workspace.store.record_call("mill", own.recording, own.transcript, Correspondence())
    set_rule(program)
    assert kept(program) == {("audio", 1): "another client's recording is the same file"}
    program.ok("retain", "--no-dry-run")
    assert (program.home / "recordings" / "call-440.wav").exists()


def test_clients_without_a_rule_of_their_own_keep_everything(program: Program) -> None:
    send(program, record_call(program))
    program.ok("client", "add", "mill", "--name", "Joan Mill", "--secretary", "Tom Birch <tom@orchard.example>")
    (program.home / "settings.toml").write_text("[retention.mill]\ndraft_days = 1\n", encoding="utf-8")
    program.ok("retain", "--no-dry-run")
    assert program.states() == {1: "sent"}


def test_a_reader_that_keeps_the_journal_is_told(program: Program) -> None:
    send(program, record_call(program))
    set_rule(program)
    reader = sqlite3.connect(program.home / "dictation.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM drafts").fetchone()
    busy = program("retain", "--no-dry-run")
    reader.close()
    assert (busy.code, "retain --no-dry-run" in busy.told["Remedy"]) == (1, True)
    program.ok("retain", "--no-dry-run")
    assert files_with_words(program) == []


@pytest.mark.parametrize("folder", ["recordings", "cache/transcripts", "edits"])
def test_a_run_that_is_killed_is_finished_by_the_next(program: Program, folder: str) -> None:
    """While it deletes files of recordings, transcripts, and drafts."""
    for hertz in range(300, 312):
        send(program, record_call(program, hertz))
    set_rule(program)
    retain = [sys.executable, "-m", "dictation", "--home", str(program.home), "retain", "--no-dry-run"]
    running = subprocess.Popen(retain, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None and len(list((program.home / folder).iterdir())) > 6:
        pass
    running.kill()
    assert running.wait() == -signal.SIGKILL
    assert rows(program)["drafts"] > 0
    program.ok("retain", "--no-dry-run")
    assert files_with_words(program) == []
    assert list((program.home / "recordings").iterdir()) == []
    assert set(rows(program).values()) == {0}
    log = program.ok("audit", "list", "--json").json
    assert [each["draft"] for each in log if each["action"] == "draft.deleted"] == list(range(1, 13))
    program.ok("audit", "verify")


def test_a_file_that_cannot_be_deleted_is_told_and_tried_again(program: Program) -> None:
    send(program, record_call(program))
    set_rule(program, "draft_days = 365\n")
    folder = program.home / "edits" / "draft-1-x"
    folder.rename(program.home / "edits" / "elsewhere")
    folder.symlink_to(program.home / "edits" / "elsewhere")  # a link is no folder to be deleted with all in it
    failed = program("retain", "--no-dry-run")
    assert (failed.code, failed.told["Where"], program.states()) == (1, "draft 1", {1: "sent"})
    folder.unlink()
    program.ok("retain", "--no-dry-run")
    assert program.states() == {}
