"""What leaves the house: dry runs, real servers, and servers that fail."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import BOOK
from tests.cli.program import CLIENT, Program, dictate, dictated_email, mail_server
from tests.cli.test_mistakes import require_told
from tests.post.postfix import Postfix
from tests.post.server import HOST, PASSWORD, USER, Mailroom

LETTER = (
    "Letter to Petra Lund. Copy to Ruben Castell. Subject, the lease. Dear Ms Lund, comma. I accept the terms of the "
    "lease. Full stop. Yours sincerely, Nell Orchard. End of letter."
)


@pytest.fixture
def approved(program: Program, tmp_path: Path) -> Program:
    """The program with an email to one and a letter to two, approved."""
    call = dictate(tmp_path, dictated_email("Odile Marsh"), LETTER)
    program.ok("process", call, "--client", CLIENT)
    program.ok("approve", 1, 2, "--by", "Tom Birch")
    return program


def test_nothing_leaves_the_house_in_a_dry_run(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        result = approved.ok("send")
    assert "odile@marshpreserves.example" in result.out.replace("\n", "")
    assert "dry run" in result.err
    assert mailroom.connections == 0
    assert approved.ok("outbox", "--json").json == []


def test_only_approved_drafts_are_sent_and_each_once(approved: Program, tmp_path: Path) -> None:
    approved.ok("process", dictate(tmp_path, dictated_email("Ruben Castell", subject="boxes")), "--client", CLIENT)
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        approved.ok("send", "--no-dry-run")
        approved.ok("send", "--no-dry-run")
        assert approved("send", 1, "--no-dry-run").code == 5
    assert [each.rcpt_tos for each in mailroom.taken] == [
        ["odile@marshpreserves.example"],
        ["petra@lundlegal.example", "ruben@castellcrates.example"],
    ]
    assert approved.states() == {1: "sent", 2: "sent", 3: "draft"}
    receipts = [receipt for each in approved.ok("outbox", "--json").json for receipt in each["receipts"]]
    assert {receipt["outcome"] for receipt in receipts} == {"accepted"}


def test_a_letter_arrives_as_pdf_with_a_covering_email(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        approved.ok("send", 2, "--no-dry-run")
    content = mailroom.taken[0].content
    assert isinstance(content, bytes)
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert message["From"] == "Nell Orchard <nell@orchard.example>"
    assert message["Sender"] == "Tom Birch <tom@orchard.example>"
    assert message["Date"]
    assert message["Message-ID"].endswith("@orchard.example>")
    attached = list(message.iter_attachments())
    assert [part.get_content_type() for part in attached] == ["application/pdf"]
    assert attached[0].get_content().startswith(b"%PDF")


def test_a_server_that_is_not_there_costs_nothing(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        pass
    approved.use_mail_server(port)
    result = approved("send", "--no-dry-run")
    require_told(result, 4)
    assert str(port) in result.told["Where"]
    assert "sent" not in approved.states().values()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        assert "Draft 1 is not sent: it failed and is tried again from" in approved.ok("send", "--no-dry-run").err
        assert approved.states() == {1: "failed", 2: "sent"}
        approved.ok("send", 1, "--no-dry-run")
    assert approved.states() == {1: "sent", 2: "sent"}
    assert len(mailroom.taken) == 2


def test_a_server_that_refuses_the_login(approved: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DICTATION_SMTP_PASSWORD", "wrong")
    with mail_server(Mailroom(), login=True) as port:
        approved.use_mail_server(port, user=USER)
        result = approved("send", 1, "--no-dry-run")
        require_told(result, 4)
        assert "wrong" not in result.err
        monkeypatch.setenv("DICTATION_SMTP_PASSWORD", PASSWORD)
        approved.ok("send", 1, "--no-dry-run")


def test_one_refused_recipient_is_no_success(approved: Program) -> None:
    mailroom = Mailroom(refuse={"ruben@castellcrates.example": "550 5.1.1 no such mailbox"})
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        result = approved("send", 2, "--no-dry-run")
    assert result.code == 3
    assert "no such mailbox" in result.err
    receipts = approved.ok("outbox", "--json").json[0]["receipts"]
    assert {each["address"]: each["outcome"] for each in receipts} == {
        "petra@lundlegal.example": "accepted",
        "ruben@castellcrates.example": "refused",
    }
    assert approved.states()[2] == "refused"


def test_a_draft_shows_who_has_it_after_it_was_changed_too(approved: Program) -> None:
    mailroom = Mailroom(refuse={"ruben@castellcrates.example": "550 5.1.1 no such mailbox"})
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        approved("send", 2, "--no-dry-run")
        shown = approved.ok("show", 2).out
        assert "Accepted:   for petra@lundlegal.example," in shown
        assert "Refused:    for ruben@castellcrates.example," in shown
        approved.ok("edit", 2, "--replace", "accept", "--with", "agree to")
        lines = approved.ok("show", 2).out.splitlines()
        assert any(line.startswith("Accepted:") and line.endswith("as revision 1") for line in lines)


def test_a_message_that_is_refused_altogether(approved: Program) -> None:
    with mail_server(Mailroom(data_reply="554 5.7.1 we don't like pears")) as port:
        approved.use_mail_server(port)
        result = approved("send", 1, "--no-dry-run")
    require_told(result, 1)
    assert "we don't like pears" in result.told["Error"]
    assert approved.states()[1] == "refused"


def test_an_unknown_outcome_waits_for_a_person(approved: Program) -> None:
    with mail_server(Mailroom(drop_at="DOT")) as port:
        approved.use_mail_server(port)
        assert approved("send", 1, "--no-dry-run").code == 1
    assert approved.states()[1] == "unknown"
    assert "settle" in approved.ok("outbox").err
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        assert approved("send", 1, "--no-dry-run").code == 5
        assert mailroom.taken == []
        approved.ok("settle", 1, "--not-arrived", "--by", "Tom Birch")
        approved.ok("send", 1, "--no-dry-run")
    assert len(mailroom.taken) == 1
    assert approved.states()[1] == "sent"


def test_without_a_mail_server_in_the_settings_nothing_is_marked_as_sent(approved: Program) -> None:
    require_told(approved("send", "--no-dry-run"), 1)
    assert set(approved.states().values()) == {"approved"}


def test_a_full_mailbox_is_tried_again_as_the_same_message_and_for_nobody_else(approved: Program) -> None:
    mailroom = Mailroom(refuse={"ruben@castellcrates.example": "452 4.2.2 mailbox full"})
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        assert approved("send", 2, "--no-dry-run").code == 3
        assert "again from" in " ".join(approved.ok("outbox").out.split())
        mailroom.refuse.clear()
        approved.ok("send", 2, "--no-dry-run")
    first, second = mailroom.taken
    assert (first.rcpt_tos, second.rcpt_tos) == (["petra@lundlegal.example"], ["ruben@castellcrates.example"])
    assert first.content == second.content
    (delivery,) = approved.ok("outbox", "--json").json
    assert (delivery["attempts"], delivery["next_attempt_at"]) == (2, None)
    assert approved.states()[2] == "sent"


def test_what_is_approved_later_goes_too_until_it_is_interrupted(approved: Program) -> None:
    arrived = threading.Semaphore(0)

    class Bell(Mailroom):
        async def handle_DATA(self, *args: Any) -> str:  # noqa: N802
            reply = await super().handle_DATA(*args)
            arrived.release()
            return reply

    mailroom = Bell()
    approved.ok("reject", 2)
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        command = [sys.executable, "-m", "dictation", "--home", str(approved.home), "send", "--watch", "--no-dry-run"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as watching:
            assert arrived.acquire(timeout=60)
            approved.ok("approve", 2)
            assert arrived.acquire(timeout=60)
            watching.send_signal(signal.SIGINT)
            out, err = watching.communicate(timeout=60)
    assert watching.returncode == 130, err
    assert out.splitlines()[0] == "draft 1: accepted, odile@marshpreserves.example (2.0.0 taken)"
    assert len(mailroom.taken) == 2


@pytest.mark.parametrize("beside", [(), ("--no-dry-run", "1"), ("--no-dry-run", "--json")])
def test_watching_is_for_sending_everything_in_earnest(approved: Program, beside: tuple[str, ...]) -> None:
    result = approved("send", "--watch", *beside)
    assert result.code == 2
    assert "--watch --no-dry-run" in result.err


def test_an_address_that_looks_like_another_is_told_before_it_is_written_to(program: Program, tmp_path: Path) -> None:
    book = tmp_path / "odd.json"
    odd = "odile@mаrshpreserves.example"  # with a Cyrillic letter
    book.write_text(json.dumps([*BOOK, {"name": "Odile Marshall", "email": odd}]), encoding="utf-8")
    program.ok("contacts", "import", CLIENT, book)
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marshall")), "--client", CLIENT)
    assert "looks like marshpreserves.example" in program.ok("approve", 1).err
    result = program.ok("send")
    assert "xn--" in result.out
    assert "mixes Cyrillic and Latin letters" in result.err
    assert "looks like marshpreserves.example, which is another domain" in result.err
    assert len(program.ok("send", "--json").json["posts"][0]["warnings"]) == 2


def test_a_client_is_never_sent_for_by_an_account_that_is_not_its_own(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        settings = approved.home / "settings.toml"
        settings.write_text(settings.read_text() + '\nsend_as = ["ned@orchard.example"]\n', encoding="utf-8")
        result = approved("send", "--no-dry-run")
        require_told(result, 1)
        assert "may not send as nell@orchard.example" in result.err
        own = f'[accounts.{CLIENT}]\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\n'
        settings.write_text(settings.read_text() + own, encoding="utf-8")
        assert mailroom.connections == 0
        approved.ok("send", "--no-dry-run")
    assert {each.mail_from for each in mailroom.taken} == {"nell@orchard.example"}


@pytest.mark.usefixtures("no_keyring")
@pytest.mark.parametrize("right", [True, False])
def test_a_password_is_written_nowhere(
    approved: Program, right: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = PASSWORD if right else "wrong horse, wrong staple"
    monkeypatch.setenv("DICTATION_SMTP_PASSWORD", secret)
    with mail_server(Mailroom(), login=True) as port:
        approved.use_mail_server(port, user=USER)
        results = [approved("-v", "send", 1, "--no-dry-run"), approved("outbox"), approved("log", 1)]
        results += [approved("account", "list"), approved("account", "list", "--json")]
    assert results[0].code == (0 if right else 4)
    forms = [secret.encode(), *(base64.b64encode(each) for each in (secret.encode(), f"\0{USER}\0{secret}".encode()))]
    written = [result.out.encode() + result.err.encode() for result in results]
    written += [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [form for form in forms for text in written if form in text]


def test_an_unknown_message_is_looked_for_in_the_folder_of_what_was_sent(
    approved: Program, postfix: Postfix, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailroom = Mailroom(drop_at="DOT")
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        assert approved("send", 1, "--no-dry-run").code == 1
    require_told(approved("settle", 1, "--look"), 1)
    approved.use_mail_server(postfix.port, user=USER)
    with (approved.home / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\nimap_host = "{HOST}"\nimap_port = {postfix.imap_port}\n')
    monkeypatch.setenv("DICTATION_SMTP_PASSWORD", PASSWORD)
    result = approved("settle", 1, "--look")
    require_told(result, 5)
    assert "no proof" in result.told["Error"]
    assert approved.states()[1] == "unknown"
    content = mailroom.taken[0].content
    assert isinstance(content, bytes)
    postfix.keep(content)
    approved.ok("settle", 1, "--look")
    assert approved.states()[1] == "sent"


@pytest.mark.parametrize("answers", [(), ("--arrived", "--look")])
def test_a_person_settles_in_one_way(approved: Program, answers: tuple[str, ...]) -> None:
    assert approved("settle", 1, *answers).code == 2
