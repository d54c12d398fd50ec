"""Copies of what was sent, in the folder of sent messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import CLIENT, Program, Result, dictate, dictated_email, mail_server
from tests.post.postfix import Postfix
from tests.post.server import AUTHORITY, HOST, PASSWORD, USER, Mailroom

SECOND, THIRD = "ruben@castellcrates.example", "petra@lundlegal.example"


@pytest.fixture
def office(program: Program, tmp_path: Path, postfix: Postfix, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An email to one and one to two, approved, and an account with a mailbox."""
    both = dictated_email("Ruben Castell", subject="boxes für Äpfel").replace("Subject", "Copy to Petra Lund. Subject")
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh"), both), "--client", CLIENT)
    program.ok("approve", 1, 2, "--by", "Tom Birch")
    monkeypatch.setenv("DICTATION_SMTP_PASSWORD", PASSWORD)
    return Office(program, postfix)


class Office:
    """Sends, with a mailbox beside the mail server."""

    def __init__(self, program: Program, postfix: Postfix) -> None:
        self.program, self._postfix = program, postfix

    def send(self, mailroom: Mailroom, *numbers: int, as_json: bool = False, **mailbox: object) -> Result:
        """Send in earnest, with settings for the mailbox that take the place of the right ones."""
        AUTHORITY.cert_pem.write_to_path(str(self.program.home / "firm.pem"))
        with mail_server(mailroom, login=True) as port:
            account = {
                "host": HOST,
                "port": port,
                "ca_file": "firm.pem",
                "username": USER,
                "imap_host": HOST,
                "imap_port": self._postfix.imap_port,
            }
            lines = (f"{name} = {json.dumps(value)}" for name, value in (account | mailbox).items())
            (self.program.home / "settings.toml").write_text("\n".join(["[smtp]", *lines]), encoding="utf-8")
            return self.program("send", *numbers, "--no-dry-run", *(["--json"] if as_json else []))

    def copies(self) -> dict[int, list[bytes]]:
        """What the folder of sent messages holds of each delivery."""
        deliveries = self.program.ok("outbox", "--json").json
        return {each["id"]: [kept.content for kept in self._postfix.kept(each["message_id"])] for each in deliveries}

    def filed(self) -> list[bool]:
        return [each["filed_at"] is not None for each in self.program.ok("outbox", "--json").json]


def test_what_went_is_in_the_folder_once_and_to_the_byte(office: Office) -> None:
    mailroom = Mailroom()
    assert office.send(mailroom).code == 0
    assert office.send(mailroom).code == 0
    assert office.copies() == {number: [each.content] for number, each in enumerate(mailroom.taken, 1)}
    assert office.filed() == [True, True]
    assert "filed" in office.program.ok("log", 1).out


def test_a_server_that_keeps_copies_itself_is_left_alone(office: Office) -> None:
    assert office.send(Mailroom(), file_sent=False).code == 0
    assert office.copies() == {1: [], 2: []}
    assert office.filed() == [False, False]


@pytest.mark.parametrize("others", ["550 5.1.1 no such mailbox", "452 4.2.2 mailbox full"])
def test_what_one_recipient_has_is_filed_whatever_became_of_the_others(office: Office, others: str) -> None:
    mailroom = Mailroom(refuse={THIRD: others})
    assert office.send(mailroom, 2).code == 3
    assert office.copies() == {1: [mailroom.taken[0].content]}
    mailroom.refuse.clear()
    office.send(mailroom, 2)
    assert office.copies() == {1: [mailroom.taken[0].content]}


def test_what_nobody_has_is_not_filed(office: Office) -> None:
    assert office.send(Mailroom(data_reply="451 4.3.0 come back later"), 1).code == 1
    assert office.send(Mailroom(refuse={SECOND: "550 no", THIRD: "550 no"}), 2).code == 1
    assert office.copies() == {1: [], 2: []}


def test_a_mailbox_that_fails_does_not_make_a_sending_fail(office: Office) -> None:
    mailroom = Mailroom()
    result = office.send(mailroom, 1, as_json=True, imap_port=1)
    assert result.code == 0
    assert result.json["posts"][0]["receipts"][0]["outcome"] == "accepted"
    assert "tried again with the next sending" in result.err
    assert f"Where:  {HOST}:1" in result.err
    result = office.send(mailroom, 2, sent_folder="Gone")
    assert result.code == 0
    assert result.err.count("there is no folder 'Gone'") == 1
    assert office.filed() == [False, False]
    assert office.program.states() == {1: "sent", 2: "sent"}
    # Nothing is left to be sent, and the copies still are made.
    result = office.send(mailroom)
    assert (result.code, len(mailroom.taken)) == (0, 2)
    assert office.copies() == {number: [each.content] for number, each in enumerate(mailroom.taken, 1)}


def test_a_copy_that_is_there_already_is_noted_and_not_made_again(office: Office, postfix: Postfix) -> None:
    """The server filed it itself, or a program was stopped before it could note that it had."""
    mailroom = Mailroom()
    office.send(mailroom, 1, file_sent=False)
    content = mailroom.taken[0].content
    assert isinstance(content, bytes)
    postfix.keep(content)
    office.send(mailroom)
    assert office.copies()[1] == [content]
    assert office.filed()[0]


def test_what_is_unknown_is_not_filed_before_it_is_settled(office: Office, postfix: Postfix) -> None:
    """Or looking for it would find the copy."""
    mailroom = Mailroom(drop_at="DOT")
    office.send(mailroom, 1)
    office.send(Mailroom(), 2)
    assert office.copies()[1] == []
    assert office.program("settle", 1, "--look").code == 5
    content = mailroom.taken[0].content
    assert isinstance(content, bytes)
    postfix.keep(content)
    office.program.ok("settle", 1, "--look")
    assert office.filed() == [True, True]
    office.send(Mailroom())
    assert office.copies()[1] == [content]


def test_what_a_person_found_to_have_arrived_is_filed(office: Office) -> None:
    mailroom = Mailroom(drop_at="DOT")
    office.send(mailroom, 1)
    office.program.ok("settle", 1, "--arrived")
    office.send(Mailroom())
    assert office.copies()[1] == [mailroom.taken[0].content]


def test_a_copy_of_what_one_has_is_no_proof_that_another_has_it(office: Office) -> None:
    mailroom = Mailroom(refuse={THIRD: "452 4.2.2 mailbox full"})
    office.send(mailroom, 2)
    office.send(Mailroom(drop_at="DOT"), 2)
    assert office.program.states()[2] == "unknown"
    result = office.program("settle", 2, "--look")
    assert result.code == 5
    assert "no proof" in result.err
