"""``dictation export``: a client gets everything that is held of him, and can read it without the program."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dictation.home import read_clients, read_contacts
from dictation.store import open_store, schema
from dictation.transcribe import read_transcript
from tests.cli.program import CLIENT, Program
from tests.cli.test_retaining import WORDS, record_call, send
from tests.store.fixtures import TickingClock

MANUAL = Path(__file__).parents[2] / "docs" / "privacy.md"


@pytest.fixture
def used(program: Program, tmp_path: Path) -> Program:
    """The program with two calls, one of whose drafts was changed and sent, and everything else that is a client's."""
    (program.home / "settings.toml").write_text(
        f'[accounts.{CLIENT}]\nhost = "mail.orchard.example"\n[accounts.mill]\nhost = "mail.mill.example"\n'
    )
    record_call(program, 300)
    program.ok("edit", 1, "--replace", WORDS[1], "--with", "Plums")
    program.ok("lexicon", "add", CLIENT, "Zelkova")
    (tmp_path / "prices.txt").write_text("Plums 3")
    program.ok("edit", 1, "--attach", tmp_path / "prices.txt")
    send(program, 1)
    record_call(program, 400)
    return program


def exported(program: Program, target: Path) -> dict[str, Any]:
    program.ok("export", CLIENT, "-o", target)
    found: dict[str, Any] = json.loads((target / "index.json").read_text(encoding="utf-8"))
    return found


def test_the_index_tells_of_every_file_and_of_its_bytes(used: Program, tmp_path: Path) -> None:
    target = tmp_path / "out" / "orchard"
    index = exported(used, target)
    assert index["missing"] == []
    told = {each["path"]: (each["bytes"], each["sha256"]) for each in index["files"]}
    there = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert told.keys() | {"README.txt", "index.json"} == there.keys()
    for path, (size, digest) in told.items():
        assert (size, digest) == (len(there[path]), hashlib.sha256(there[path]).hexdigest())
    for path in target.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert [path.name for path in target.parent.iterdir()] == ["orchard"]


def test_clients_contacts_and_transcripts_can_be_read_again(used: Program, tmp_path: Path) -> None:
    target = tmp_path / "out"
    exported(used, target)
    (client,) = read_clients(target / "client.json")
    assert (client.key, client.name) == (CLIENT, "Nell Orchard")
    book = used.ok("contacts", "list", CLIENT, "--json").json
    assert [contact.name for contact in read_contacts(target / "contacts.json")] == [entry["name"] for entry in book]
    for kind in ("json", "vtt"):
        assert WORDS[0] in [word.text for word in read_transcript(target / "recordings/1" / f"transcript.{kind}").words]
    recording = (used.home / "recordings" / "call-300.wav").read_bytes()
    assert (target / "recordings/1/file/call-300.wav").read_bytes() == recording


def test_a_draft_has_all_revisions_its_document_and_its_message_to_the_byte(used: Program, tmp_path: Path) -> None:
    target = tmp_path / "out"
    exported(used, target)
    draft = json.loads((target / "drafts/1/draft.json").read_text(encoding="utf-8"))
    first, second, _ = draft["revisions"]
    assert WORDS[1] in first["draft"]["body"][0]
    assert "Plums" in second["draft"]["body"][0]
    assert first["draft"]["provenance"]["body"][0][0]
    assert draft["approval"]["by"] == "tom"
    assert draft["deliveries"][0]["receipts"][0]["outcome"] == "accepted"
    assert len(list((target / "drafts/1").glob("*.pdf"))) == 1
    assert (target / "drafts/1/message-1.eml").read_bytes() == f"Subject: x\r\n\r\n{WORDS[1]}\r\n".encode()
    assert (target / "drafts/1/edits/draft-1-x/draft-1.txt").read_text() == WORDS[1]
    assert (target / "files/enclosures/prices.txt").read_text() == "Plums 3"


def test_the_settings_are_the_clients_own(used: Program, tmp_path: Path) -> None:
    target = tmp_path / "out"
    exported(used, target)
    settings = json.loads((target / "settings.json").read_text())
    assert settings["accounts"]["host"] == "mail.orchard.example"
    assert "mill" not in json.dumps(settings)


def test_the_log_verifies_by_itself_as_the_manual_says(used: Program, tmp_path: Path) -> None:
    exported(used, tmp_path / "out")
    script = re.search(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert script

    def check() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script[1], str(log)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    log = tmp_path / "out" / "audit.json"
    head = json.loads(log.read_text(encoding="utf-8"))["head"]
    assert check().stdout == f"{head['length']} {head['hash']}\n"
    log.write_text(log.read_text(encoding="utf-8").replace("draft.approved", "draft.rejected"), encoding="utf-8")
    assert "is not what was entered" in check().stderr


def test_every_row_of_the_client_is_in_it_and_none_of_another(used: Program, tmp_path: Path) -> None:
    other = ("client", "add", "mill", "--name", "Joan Mill", "--secretary", "Tom Birch <tom@orchard.example>")
    used.ok(*other)
    target = tmp_path / "out"
    exported(used, target)
    engine = sa.create_engine(f"sqlite:///{used.home / 'dictation.db'}")
    with engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            lines = (target / "store" / f"{table.name}.jsonl").read_text(encoding="utf-8").splitlines()
            count = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            # The other client is a row of one table, and of the log that it was added.
            assert len(lines) == count - (table.name in {"clients", "audit"})
            assert not any("mill" in line for line in lines)
    engine.dispose()
    delivery = json.loads((target / "store/deliveries.jsonl").read_text())
    assert WORDS[1].encode() in base64.b64decode(delivery["content"])


def test_a_zip_file_has_the_same_and_is_private(used: Program, tmp_path: Path) -> None:
    index = exported(used, tmp_path / "out")
    archive = tmp_path / "orchard.zip"
    used.ok("export", CLIENT, "-o", archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with zipfile.ZipFile(archive) as files:
        assert files.testzip() is None
        assert set(files.namelist()) == {each["path"] for each in index["files"]} | {"README.txt", "index.json"}
        assert files.read("drafts/1/message-1.eml") == (tmp_path / "out/drafts/1/message-1.eml").read_bytes()


def test_what_is_gone_is_told_and_the_rest_handed_over(used: Program, tmp_path: Path) -> None:
    (used.home / "recordings" / "call-300.wav").unlink()
    (used.home / "recordings" / "call-400.wav").write_bytes(b"something else")
    (used.home / "clients" / CLIENT / "leak.txt").symlink_to(used.home / "settings.toml")
    told = used.ok("export", CLIENT, "-o", tmp_path / "out")
    index = json.loads((tmp_path / "out" / "index.json").read_text(encoding="utf-8"))
    assert [each["what"] for each in index["missing"]] == [
        *("the file leak.txt", "the file of recording 1", "the file of recording 2"),
    ]
    assert told.err.count("Not in it") == 3
    assert not (tmp_path / "out/files/leak.txt").exists()


def test_nothing_is_written_over_and_nothing_half(used: Program, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    refused = used("export", CLIENT, "-o", tmp_path / "out")
    assert (refused.code, refused.told["Error"]) == (1, "out is there already")
    unknown = used("export", "nobody", "-o", tmp_path / "new")
    assert (unknown.code, (tmp_path / "new").exists()) == (1, False)


def test_a_client_of_whom_little_is_known_can_be_exported(tmp_path: Path, bare: Program) -> None:
    bare.ok("init")
    bare.ok("client", "add", "mill", "--name", "Joan Mill", "--secretary", "Tom Birch <tom@orchard.example>")
    bare.ok("export", "mill", "-o", tmp_path / "out")
    with open_store(f"sqlite:///{bare.home / 'dictation.db'}", clock=TickingClock(), actor="t") as store:
        assert store.audit_heads("mill")[0].length == 1
