"""Clients' data never mix: with one client selected, no command shows, writes or sends anything of another's.

Two clients use the program with names, words and files that no text holds by chance. Then every command is given one of
them, or a number of his, and whatever comes of it is searched for what is the other's.
"""

from __future__ import annotations

import base64
import email
import email.policy
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import typer
from aiosmtpd.smtp import Envelope
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dictation.cli.app import app
from tests.cli.program import CLIENT, Program, dictate, dictated_email, mail_server
from tests.post.server import HOST, Mailroom

OTHER, OWN = "alder", "rowan"
FIELDS = (
    *("name", "organisation", "domain", "address", "secretary", "contact", "firm", "alias", "subject", "body", "chat"),
    *("place", "term", "heard", "enclosure", "content", "mail", "calendar"),
)
SHARED = "Odile Weaver"
"""Somebody in both address books: everything else about her differs."""
ONLY_OTHERS = "prices.txt"
"""An enclosure of the other client alone."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """Arguments of a command, and how it ends."""

    arguments: str
    code: int = 0


CASES: dict[str, tuple[Case, ...]] = {
    "process": (Case(arguments="{call} --client rowan --json"),),
    "batch": (Case(arguments="--manifest {manifest} --client rowan --json"),),
    "watch": (Case(arguments="{out}/none --client rowan", code=2),),
    "compose": (Case(arguments="{call} --client rowan --json -"), Case(arguments="{call} --client rowan --explain")),
    "transcribe": (Case(arguments="{out}/none.wav --client rowan", code=1),),
    "record": (Case(arguments="--client rowan --device none-of-that-name", code=1),),
    "transcript": (Case(arguments="2"), Case(arguments="2 -o {out}/heard.json")),
    "assign": (Case(arguments="5 --to Joan"),),
    "due": (Case(arguments="5 --at 2026-07-01"),),
    "list": (
        Case(arguments="--client rowan --unassigned"),
        Case(arguments="--client rowan"),
        Case(arguments="--client rowan --json"),
    ),
    "show": (Case(arguments="4"), Case(arguments="5 --json"), Case(arguments="6 --coverage")),
    "log": (Case(arguments="4"), Case(arguments="4 --json")),
    "review": (Case(arguments="5 --client rowan", code=2),),
    "edit": (
        Case(arguments="5 --cc Weaver"),
        Case(arguments="5 --cc Odile"),
        Case(arguments="5 --attach prices.txt", code=1),
        Case(arguments="5 --attach list.txt"),
        Case(arguments="5 --replace ripe --with sweet"),
    ),
    "diff": (Case(arguments="5"), Case(arguments="5 --json")),
    "undo": (Case(arguments="5"),),
    "redo": (Case(arguments="5"),),
    "merge": (Case(arguments="5 1", code=1), Case(arguments="5 2", code=1)),
    "split": (Case(arguments="5 --before They"),),
    "play": (Case(arguments="5 --list"), Case(arguments="5 --clip {out}/clip.wav", code=1)),
    "proof": (Case(arguments="4 5 6 -o {out}/proof.html"),),
    "render": (Case(arguments="4 5 6 --format docx,pdf,eml,html,txt -o {out}"),),
    "suppress": (Case(arguments="rowan someone@elsewhere.example"), Case(arguments="rowan --json")),
    "mailing plan": (Case(arguments="10 --contacts Nobody", code=1), Case(arguments="10 --contacts Weaver --json")),
    "approve": (Case(arguments="6"), Case(arguments="9"), Case(arguments="10")),
    "reject": (Case(arguments="11"),),
    "consult": (Case(arguments="9", code=1),),
    "mailing send": (Case(arguments="10 --json"), Case(arguments="10 --no-dry-run --confirm 1 --json")),
    "mailing list": (Case(arguments="--client rowan"), Case(arguments="--client rowan --json")),
    "mailing status": (Case(arguments="10"), Case(arguments="10 --json")),
    "mailing settle": (Case(arguments="10 someone@elsewhere.example --not-arrived", code=1),),
    "mailing drop": (Case(arguments="10", code=1),),
    "print": (
        Case(arguments="7 --client rowan --dry-run", code=1),
        Case(arguments="--client rowan --dry-run --json"),
        Case(arguments="--client rowan -o {out}/letters.pdf"),
    ),
    "posting-list": (Case(arguments="--client rowan"), Case(arguments="--client rowan -o {out}/posting.csv")),
    "posted": (Case(arguments="7 --client rowan", code=1), Case(arguments="--client rowan --all")),
    "recall": (Case(arguments="9", code=1),),
    "inbox": (Case(arguments="rowan", code=1),),
    "doctor": (Case(arguments="--client rowan --offline --json", code=1),),
    "send": (
        Case(arguments="1 --client rowan", code=1),
        Case(arguments="--client rowan"),
        Case(arguments="--client rowan --no-dry-run --json"),
    ),
    "outbox": (Case(arguments="--client rowan"), Case(arguments="--client rowan --json")),
    "settle": (Case(arguments="4 --arrived", code=1),),
    "reschedule": (Case(arguments="6 --minutes 60"),),
    "cancel": (Case(arguments="6", code=1),),
    "calendar": (Case(arguments="rowan"), Case(arguments="rowan -o {out}/meetings.ics")),
    "client add": (Case(arguments="rowan --name {name} --secretary {secretary}@example.org"),),
    "client show": (Case(arguments="rowan"), Case(arguments="rowan --json")),
    "contacts import": (Case(arguments="rowan {book}"),),
    "contacts list": (Case(arguments="rowan"), Case(arguments="rowan --json")),
    "contacts find": (Case(arguments="rowan Weaver"), Case(arguments="rowan Nobody", code=1)),
    "lexicon list": (Case(arguments="rowan"), Case(arguments="rowan --json")),
    "lexicon add": (Case(arguments="rowan Shared"),),
    "lexicon remove": (Case(arguments="rowan Shared"), Case(arguments="rowan Shared", code=1)),
    "templates preview": (Case(arguments="letter --client rowan -o {out}/preview.pdf"),),
    "account password": (Case(arguments="rowan", code=1),),
    "audit list": (Case(arguments="--client rowan"), Case(arguments="--client rowan --json")),
    "audit head": (Case(arguments="--client rowan -o {out}/head.json"), Case(arguments="--client rowan --json")),
    "audit verify": (Case(arguments="--client rowan --head {head}"),),
    "export": (Case(arguments="rowan -o {out}/export"), Case(arguments="rowan -o {out}/export.zip")),
    "retain": (Case(arguments="--client rowan --no-dry-run"), Case(arguments="--client rowan --json")),
}
"""In the order in which they are run."""
OF_NO_CLIENT = frozenset(
    {
        *("init", "written", "tidy", "client list", "client import", "templates list", "templates check"),
        *("metrics", "mailing receive", "account list", "models list", "models fetch", "models path", "models measure"),
    }
)
"""Commands that are given neither a client nor a number of a draft or a recording."""
GIVE_A_CLIENT = frozenset({"client", "key", "number", "numbers", "other", "call"})
"""Parameters that do."""


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    """Every command of the program with the names of its parameters."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), {parameter.name for parameter in command.params}


def test_every_command_has_a_case() -> None:
    known = dict(commands())
    assert known.keys() == CASES.keys() | OF_NO_CLIENT
    assert not [name for name in OF_NO_CLIENT if known[name] & GIVE_A_CLIENT]


words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=5).map("zqx{}".format)
"""No two can be parts of each other, and none is part of anything else."""


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],  # all commands are run for each example: a smaller one would be long in coming
)
@given(st.lists(words, min_size=2 * len(FIELDS), max_size=2 * len(FIELDS), unique=True))
def test_nothing_of_another_client_is_shown_written_or_sent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, drawn: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "2000")  # a table breaks no word
    others = dict(zip(FIELDS, drawn[: len(FIELDS)], strict=True))
    own = dict(zip(FIELDS, drawn[len(FIELDS) :], strict=True))
    mailroom = Mailroom()
    with tempfile.TemporaryDirectory() as folder, mail_server(mailroom) as port:
        program = Program(Path(folder) / "home", capsys)
        program.ok("init")
        write_settings(program, port, {OTHER: others, OWN: own})
        for key, secrets in ((OTHER, others), (OWN, own)):
            fill(program, key, secrets)
        for key, secrets in ((OTHER, others), (OWN, own)):
            fill_post(program, key, secrets)
        program.ok("suppress", OTHER, f"someone@{others['contact']}.example")
        program.ok("mailing", "plan", 8, "--contacts", "Weaver")
        program.ok("approve", 7, 8)
        (program.home / "clients" / OTHER / "enclosures" / ONLY_OTHERS).write_text(others["content"])
        program.ok("approve", 1, 3, 4)
        program.ok("send", "--client", OTHER, "--no-dry-run")
        before = len(mailroom.taken)
        program.ok("audit", "head", "-o", program.home.parent / "head.json")
        said = "".join(run_all(program, own))
        out = program.home.parent / "out"
        written = {path: contents(path.name, path.read_bytes()) for path in out.rglob("*") if path.is_file()}
        sent = [contents("message.eml", bytes_of(each)) for each in mailroom.taken[before:]]
    assert len(sent) == 3, "the invitation, its new time, and the one message of the mailing"
    for token in others.values():
        assert token not in said.casefold()
        assert not [path for path, text in written.items() if token in f"{path}{text}".casefold()]
        assert not [text for text in sent if token in text.casefold()]
    everything = (said + "".join(written.values())).casefold()
    assert [field for field, token in own.items() if token not in everything] == [], "it would not be seen either"


def bytes_of(taken: Envelope) -> bytes:
    assert isinstance(taken.content, bytes)
    return taken.content


def test_a_draft_of_another_client_is_not_reviewed_under_a_selected_one(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which takes a terminal, unlike all that is above."""
    monkeypatch.setattr("dictation.cli.reviewing.at_terminal", lambda: True)
    program.ok("client", "add", OWN, "--name", "Joan Mill", "--secretary", "Tom Birch <tom@orchard.example>")
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    refused = program("review", 1, "--client", OWN)
    assert (refused.code, refused.out) == (1, "")
    assert refused.told["Error"] == f"draft 1 is not one of {OWN}'s"


def run_all(program: Program, own: dict[str, str]) -> Iterator[str]:
    """What every command says."""
    base = program.home.parent
    places = {**own, "out": base / "out", "call": base / f"{OWN}.txt", "book": base / f"{OWN}.json"}
    places["manifest"] = base / f"{OWN}.csv"
    (base / f"{OWN}.csv").write_text(f"file\n{OWN}.txt\n", encoding="utf-8")
    (base / "out").mkdir()
    for command, cases in CASES.items():
        for case in cases:
            arguments = [part.format(**places, head=base / "head.json") for part in case.arguments.split()]
            result = program(*command.split(), *arguments)
            assert result.code == case.code, f"{command} {arguments}: {result.err}"
            yield result.out + result.err


def write_settings(program: Program, port: int, clients: dict[str, dict[str, str]]) -> None:
    lines = ["[mailing]", 'unsubscribe_url = "https://orchard.example/unsubscribe"', "per_minute = 6000"]
    for key, secrets in clients.items():
        lines += [f"[accounts.{key}]", f'host = "{HOST}"', f"port = {port}", 'security = "none"']
        lines += [f'sent_folder = "{secrets["mail"]}"', f"[calendars.{key}]", f'username = "{secrets["calendar"]}"']
        lines += [f"[retention.{key}]", "draft_days = 1", "transcript_days = 1", "audio_elsewhere = true"]
    (program.home / "settings.toml").write_text("\n".join(lines), encoding="utf-8")


def fill(program: Program, key: str, secrets: dict[str, str]) -> None:
    """A client with an address book, a lexicon, an enclosure, and a call with two emails and an invitation."""
    base = program.home.parent
    program.ok(
        *("client", "add", key, "--name", f"{secrets['name'].title()} Hart", "--organisation", secrets["organisation"]),
        *("--email", f"hart@{secrets['domain']}.example", "--secretary", f"T <{secrets['secretary']}@example.org>"),
        *("--address", f"1 {secrets['address']} Road", "--address", "Ledbury HR8 1AA", "--language", "en-GB"),
    )
    contact = {
        "name": SHARED,
        "organisation": secrets["firm"],
        "email": f"odile@{secrets['contact']}.example",
        "aliases": [secrets["alias"]],
        "address": [f"2 {secrets['firm']} Lane", "Ledbury HR8 1AB"],
    }
    (base / f"{key}.json").write_text(json.dumps([contact]), encoding="utf-8")
    program.ok("contacts", "import", key, base / f"{key}.json")
    program.ok("lexicon", "add", key, secrets["term"], "--heard", secrets["heard"])
    enclosures = program.home / "clients" / key / "enclosures"
    enclosures.mkdir(parents=True)
    (enclosures / f"{secrets['enclosure']}.txt").write_text(secrets["content"])
    (enclosures / "list.txt").write_text(secrets["content"])
    (base / f"{key}.txt").write_text(
        f"Good morning, {secrets['chat']} here, how are you today?\n"
        f"Email to {SHARED}. Subject, the {secrets['subject']}. Dear Odile, comma. The {secrets['body']} are ripe. "
        "Full stop. Kind regards. End of email.\n"
        f"Email to {SHARED}. Subject, pears. Dear Odile, comma. The {secrets['body']} are ripe. Full stop. They are "
        "sweet. Full stop. Kind regards. End of email.\n"
        f"A meeting invitation to {SHARED}. Subject, the fair. The time is Thursday the ninth of July 2026 at half "
        f"past two in the afternoon, and the place is the {secrets['place']} barn. Text, colon. Please bring your "
        "lists. Full stop. End of invitation.\n",
        encoding="utf-8",
    )
    drafts = program.ok("process", base / f"{key}.txt", "--client", key, "--json").json[0]["drafts"]
    assert [draft["kind"] for draft in drafts] == ["email", "email", "invite"]


def fill_post(program: Program, key: str, secrets: dict[str, str]) -> None:
    """A second call, with a letter and what becomes a mailing."""
    call = program.home.parent / f"{key}-post.txt"
    call.write_text(
        f"Letter to {SHARED}. Send it by registered post. Subject, the {secrets['subject']}. Dear Ms Weaver, comma. "
        f"The {secrets['body']} are cut. Full stop. Yours sincerely. End of letter.\n"
        f"Email to {SHARED}. Subject, news. Dear Odile, comma. The {secrets['body']} are here. Full stop. "
        "Kind regards. End of email.\n",
        encoding="utf-8",
    )
    drafts = program.ok("process", call, "--client", key, "--json").json[0]["drafts"]
    assert [draft["kind"] for draft in drafts] == ["letter", "email"]


def contents(name: str, content: bytes) -> str:
    """The text in a file, with that of whatever is packed or encoded in it."""
    suffix = name.rpartition(".")[2]
    if suffix in {"docx", "zip"}:
        with zipfile.ZipFile(io.BytesIO(content)) as files:
            return "".join(f"{inner} {contents(inner, files.read(inner))}" for inner in files.namelist())
    if suffix == "eml":
        message = email.message_from_bytes(content, policy=email.policy.default)
        parts = (part for part in message.walk() if not part.is_multipart())
        return f"{message.items()}" + "".join(contents("part", _decoded(part)) for part in parts)
    if name == "deliveries.jsonl":
        rows = map(json.loads, content.decode().splitlines())
        return content.decode() + "".join(contents("a.eml", base64.b64decode(row["content"])) for row in rows)
    return content.decode("utf-8", "replace")


def _decoded(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content
