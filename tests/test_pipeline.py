"""The whole house, from sound to the recipients' server, by the commands as a shell runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dictation import pipeline
from dictation.home import init_home
from dictation.model.delivery import Post, Withheld
from dictation.model.people import Client, Contact, Secretary
from tests.cli.program import dictate, dictated_email, mail_server
from tests.post.server import HOST, Mailroom

ROOT = Path(__file__).parents[1]
PLAYER = Client(
    key="ives",
    name="Dora Ives",
    email="dora@ivespianos.example",
    address=("Ives Pianos", "8 Harbour Row", "Whitby YO21 3PU", "United Kingdom"),
    signature=("Dora Ives",),
    secretary=Secretary(name="Lew Ash", email="lew@ivespianos.example"),
    timezone="Europe/London",
)
TUNER = Contact(name="Gus Weller", email="gus@weller.example")


@dataclass(frozen=True)
class Shell:
    """Runs the program as a process of its own, without a terminal."""

    home: Path

    def __call__(self, *arguments: object) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error::ResourceWarning", "-m", "dictation", *map(str, arguments)],
            env={**os.environ, "DICTATION_HOME": str(self.home), "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def test_a_recorded_call_becomes_correspondence_that_arrives(tmp_path: Path) -> None:
    """The main job, with real sound, a real recogniser, real documents and a real mail server."""
    dictation = Shell(tmp_path / "home")
    dictation("init")
    dictation("client", "import", "samples/clients.json")
    dictation("contacts", "import", "hale", "samples/contacts.json")
    recording = ("process", "samples/monday-call.flac", "--client", "hale", "--engine", "embedded")
    made = json.loads(dictation(*recording, "--json"))[0]
    assert (made["engine"], made["new"]) == ("embedded", True)
    assert [(draft["kind"], draft["to"]) for draft in made["drafts"]] == [
        ("email", ["Susan Parker"]),
        ("letter", ["Helen Brooks"]),
        ("email", ["Peter Collins"]),
    ]
    listed = dictation("list")
    again = json.loads(dictation(*recording, "--json"))[0]
    assert not again["new"]
    assert dictation("list") == listed

    shown = dictation("show", 1)
    assert "Dear Susan," in shown
    assert "The total price is £3,450, including delivery." in shown
    paths = dictation("render", 1, 2, 3, "--format", "docx,pdf,eml", "-o", tmp_path / "documents").split("\n")[:-1]
    assert len({Path(path) for path in paths if Path(path).stat().st_size > 1000}) == 9

    dictation("approve", 1, 2, 3, "--by", "Anna Reed")
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settings = tmp_path / "home" / "settings.toml"
        settings.write_text(f'[smtp]\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\n', encoding="utf-8")
        dictation("send")
        assert mailroom.taken == []
        dictation("send", "--no-dry-run")
    assert [each.rcpt_tos for each in mailroom.taken] == [
        ["susan@parkerglass.example", "peter@collinstimber.example"],
        ["peter@collinstimber.example"],
    ]
    # "Please send that one first class": the letter goes on paper, and waits for a person to print it.
    states = {draft["id"]: draft["state"] for draft in json.loads(dictation("list", "--json"))}
    assert states == {1: "sent", 2: "approved", 3: "sent"}
    assert {delivery["draft"] for delivery in json.loads(dictation("outbox", "--json"))} == {1, 3}


@pytest.mark.parametrize("days", [0, 1, 40])
def test_what_was_approved_is_the_same_bytes_on_the_day_it_is_sent(tmp_path: Path, days: int) -> None:
    today = datetime(2026, 5, 4, 22, 30, tzinfo=UTC)
    home = init_home(tmp_path / "home").path
    call = dictate(
        tmp_path,
        dictated_email("Gus Weller"),
        "Letter to Gus Weller. Subject, strings. Dear Gus, comma. Send more. Full stop. Yours, Dora. End of letter.",
        "A meeting invitation to Gus Weller. Subject, tuning. The time is the ninth of June 2026 at ten o'clock. "
        "Text, colon. Bring forks. Full stop. End of invitation.",
    )
    hearing = pipeline.Hearing(notify=print)
    with pipeline.open_workspace(home, database="", actor="lew", clock=lambda: today) as opened:
        opened.store.add_client(PLAYER)
        opened.store.add_contacts(PLAYER.key, [TUNER])
        drafts = pipeline.process(opened, call, client=PLAYER.key, call_date=None, hearing=hearing).call.drafts
        approved = [pipeline.approve(opened, number, by="Lew Ash") for number in drafts]
        today += timedelta(days=days)
        plan = pipeline.plan_post(opened, ())
    assert [each.digest for each in plan if isinstance(each, Post)] == [
        stored.approval.digest for stored in approved if stored.approval
    ]
    assert len(plan) == 3


def test_a_change_of_the_client_after_the_approval_stops_the_post(tmp_path: Path) -> None:
    home = init_home(tmp_path / "home").path
    call = dictate(tmp_path, dictated_email("Gus Weller"))
    with pipeline.open_workspace(home, database="", actor="lew", clock=lambda: datetime.now(UTC)) as opened:
        opened.store.add_client(PLAYER)
        opened.store.add_contacts(PLAYER.key, [TUNER])
        hearing = pipeline.Hearing(notify=print)
        (number,) = pipeline.process(opened, call, client=PLAYER.key, call_date=None, hearing=hearing).call.drafts
        pipeline.approve(opened, number, by="Lew Ash")
        opened.store.add_client(replace(PLAYER, email="dora@elsewhere.example"))
        (planned,) = pipeline.plan_post(opened, ())
    assert isinstance(planned, Withheld)


def test_those_to_whom_a_client_wrote_last_are_listened_for_first(tmp_path: Path) -> None:
    home = init_home(tmp_path).path
    with pipeline.open_workspace(home, database="", actor="test", clock=lambda: datetime.now(UTC)) as workspace:
        workspace.store.add_client(PLAYER)
        contacts = [
            replace(TUNER, name=name, email=f"{name[:3].lower()}@weller.example") for name in ("Ann Oak", "Bo Elm")
        ]
        workspace.store.add_contacts(PLAYER.key, [*contacts, TUNER])
        before = pipeline.vocabulary_of(workspace, PLAYER).names
        transcript = tmp_path / "call.txt"
        transcript.write_text("An email to Gus Weller. Hi Gus. The piano is ready. Best, Dora. End of email.")
        hearing = pipeline.Hearing(notify=print)
        pipeline.process(workspace, transcript, client=PLAYER.key, call_date=None, hearing=hearing)
        after = pipeline.vocabulary_of(workspace, PLAYER).names
    assert before.index("Ann Oak") < before.index("Gus Weller")
    assert after.index("Gus Weller") < after.index("Ann Oak") < after.index("Bo Elm")
    assert set(before) == set(after)
