"""What was written to a client: listed and answered out of the mailbox, and left as unread as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import make_msgid
from pathlib import Path

import pytest

from tests.cli.program import CLIENT, Program, dictate, dictated_email
from tests.cli.test_enclosures import read, sent
from tests.cli.test_mistakes import require_told
from tests.post.postfix import Postfix
from tests.post.server import HOST, PASSWORD, USER

ODILE, RUBEN = "Odile Marsh <odile@marshpreserves.example>", "Ruben Castell <ruben@castellcrates.example>"


class Inbox:
    """A mailbox that people write to."""

    def __init__(self, postfix: Postfix) -> None:
        self._postfix = postfix

    def receive(self, sender: str, subject: str, *fields: str, day: int = 1) -> str:
        """Take in a message; returns its Message-ID."""
        message_id = make_msgid(domain="mail.example")
        head = [f"From: {sender}", f"Subject: {subject}", f"Message-ID: {message_id}", *fields]
        self.receive_bytes("\r\n".join([*head, "", "Well?", ""]).encode(errors="surrogateescape"), day=day)
        return message_id

    def receive_bytes(self, content: bytes, *, day: int = 1) -> None:
        with self._postfix.imap() as imap:
            assert imap.append("INBOX", "", f'"0{day}-May-2026 09:00:00 +0100"', content)[0] == "OK"

    def flags(self) -> list[bytes]:
        """Those of every message."""
        with self._postfix.imap() as imap:
            imap.select("INBOX", readonly=True)
            return [each for each in imap.fetch("1:*", "(FLAGS)")[1] if isinstance(each, bytes)]

    def empty(self) -> None:
        with self._postfix.imap() as imap:
            imap.select("INBOX")
            imap.store("1:*", "+FLAGS", r"\Deleted")
            imap.expunge()


@pytest.fixture
def inbox(program: Program, postfix: Postfix, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """The client's, which the settings name."""
    use_mailbox(program, postfix)
    monkeypatch.setenv("DICTATION_SMTP_PASSWORD", PASSWORD)
    box = Inbox(postfix)
    yield box
    box.empty()


def use_mailbox(program: Program, postfix: Postfix) -> None:
    program.use_mail_server(postfix.port, user=USER)
    with (program.home / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\nimap_host = "{HOST}"\nimap_port = {postfix.imap_port}\nfile_sent = false\n')


@pytest.fixture
def draft(program: Program, tmp_path: Path) -> Program:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    return program


def subjects(program: Program, *options: object) -> list[str]:
    return [each["subject"] for each in program.ok("inbox", CLIENT, "--json", *options).json]


def test_the_newest_messages_are_listed_as_people_read_them(program: Program, inbox: Inbox) -> None:
    assert "no such messages" in program.ok("inbox", CLIENT).err
    first = inbox.receive(ODILE, "=?utf-8?q?Pears_f=C3=BCr_?=\r\n =?utf-8?b?TmVsbA==?=", day=2)
    second = inbox.receive("=?iso-8859-1?q?J=FCrgen?= <j@dyers.example>", "Crates", "Reply-To: office@dyers.example")
    shown = program.ok("inbox", CLIENT).out
    assert "Pears für Nell" in shown
    assert shown.index("Jürgen <j@dyers.example>") < shown.index(second) < shown.index(ODILE) < shown.index(first)
    newest = program.ok("inbox", CLIENT, "--json", "--most", 1).json
    assert [each["message_id"] for each in newest] == [second]
    assert datetime.fromisoformat(newest[0]["arrived_at"]) == datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
    assert newest[0]["answer_to"] == [{"name": "office@dyers.example", "email": "office@dyers.example"}]


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("Odile Marsh", ["two", "one"]),
        ("marshpreserves", ["two", "one"]),
        ("sam", ["four"]),
        ("Łódź", ["three"]),
        ('"x" OR ALL', []),
    ],
)
def test_those_of_one_person_are_found(program: Program, inbox: Inbox, who: str, found: list[str]) -> None:
    inbox.receive(ODILE, "one")
    inbox.receive("O. M. <odile@marshpreserves.example>", "two")
    inbox.receive("=?utf-8?q?=C5=81=C3=B3d=C5=BA?= <mill@dyers.example>", "three")
    inbox.receive("Sam <sam@elsewhere.example>", "four")
    assert subjects(program, "--from", who) == found


def test_whatever_comes_in_no_control_character_reaches_the_terminal(program: Program, inbox: Inbox) -> None:
    inbox.receive('"\x1b]0;x\x07\x1b[2J Eve" <eve@evil.example>', "=?utf-8?q?=1B[31m_=C2=9B31m_a=0D=0AX:_y?=")
    inbox.receive("Bad <bad@bytes.example>", "caf\udce9 =?utf-8?q?=FF=FE?= =?klingon?q?nuq?=")
    inbox.receive_bytes(b"From: nobody at all\r\nSubject: \x80\r\n\r\n")
    for options in ((), ("--json",)):
        result = program.ok("inbox", CLIENT, *options)
        shown = result.out + result.err
        assert not {character for character in shown if ord(character) < 32 or 127 <= ord(character) < 160} - {"\n"}
        assert "eve@evil.example" in shown
        assert "1 more cannot be answered" in result.err


def test_looking_and_answering_leaves_everything_unread(draft: Program, inbox: Inbox) -> None:
    message_id = inbox.receive(ODILE, "Pears")
    before = inbox.flags()
    draft.ok("inbox", CLIENT)
    draft.ok("inbox", CLIENT, "--from", "odile")
    draft.ok("edit", 1, "--reply-to", "latest")
    draft.ok("edit", 1, "--reply-to", message_id)
    assert inbox.flags() == before
    assert b"Seen" not in before[0]


def test_the_last_message_of_those_it_goes_to_is_answered_in_its_thread(draft: Program, inbox: Inbox) -> None:
    inbox.receive(ODILE, "older", day=2)
    last = inbox.receive("ODILE@marshpreserves.example", "Pears", "References: <1@orchard.example>", day=3)
    inbox.receive("Not Odile <not.odile@marshpreserves.example>", "not hers", day=4)
    inbox.receive(RUBEN, "crates", "Cc: odile@marshpreserves.example", day=5)
    draft.ok("edit", 1, "--reply-to", "latest")
    message = read(sent(draft, 1))
    assert message["In-Reply-To"] == last
    assert str(message["References"]).split() == ["<1@orchard.example>", last]
    assert message["Subject"] == "The pears"


@pytest.mark.parametrize("brackets", [True, False])
def test_a_message_of_the_inbox_is_answered_by_its_message_id(
    program: Program, inbox: Inbox, tmp_path: Path, brackets: bool
) -> None:
    call = dictate(tmp_path, "Email. They are ripe. Full stop. Kind regards, Nell. End of email.")
    program.ok("process", call, "--client", CLIENT)
    message_id = inbox.receive(RUBEN, "How many crates?")
    inbox.receive(ODILE, "another one", f"In-Reply-To: {message_id}")
    require_told(program("edit", 1, "--reply-to", "latest"), 1)
    program.ok("edit", 1, "--reply-to", message_id if brackets else message_id.strip("<>"))
    draft = program.ok("show", 1, "--json").json["draft"]
    assert (draft["to"], draft["subject"]) == (["Ruben Castell"], "Re: How many crates?")


def test_hostile_heads_are_answered_within_measure(program: Program, inbox: Inbox, tmp_path: Path) -> None:
    call = dictate(tmp_path, "Email to Odile Marsh. They are ripe. Full stop. Kind regards, Nell. End of email.")
    program.ok("process", call, "--client", CLIENT)
    references = "".join(f"\r\n <{number}@marsh.example>" for number in range(5000))
    last = inbox.receive(
        ODILE, "=?utf-8?q?Pears=0D=0ABcc:_eve@evil.example?=", f"References:{references}", "X-A: " + "a" * 100_000
    )
    program.ok("edit", 1, "--reply-to", "latest")
    content = sent(program, 1)
    assert read(content)["Subject"] == "Re: Pears Bcc: eve@evil.example"
    assert read(content)["Bcc"] is None
    found = str(read(content)["References"]).split()
    assert (found[0], found[-1], len(found)) == ("<0@marsh.example>", last, 21)


def test_what_is_not_there_is_told(draft: Program, inbox: Inbox, tmp_path: Path) -> None:
    inbox.receive(RUBEN, "crates")
    missing = (("latest", "odile@marshpreserves.example"), ("<1@nowhere.example>", "<1@nowhere.example>"))
    for which, told in (*missing, (f"{'x' * 300}@nowhere.example", "xxx")):
        result = draft("edit", 1, "--reply-to", which)
        require_told(result, 1)
        assert told in result.told["Error"]
        assert f"dictation inbox {CLIENT}" in result.told["Remedy"]
    require_told(draft("edit", 1, "--reply-to", tmp_path / "a@b.eml"), 1)
    assert draft.ok("show", 1, "--json").json["revision"] == 1


def test_without_a_mailbox_in_the_settings_there_is_none_to_look_into(draft: Program) -> None:
    for command in (("inbox", CLIENT), ("edit", 1, "--reply-to", "latest")):
        result = draft(*command)
        require_told(result, 1)
        assert "imap_host" in result.told["Remedy"]
    require_told(draft("inbox", "nobody"), 1)


def test_a_saved_message_is_taken_where_a_file_is_called_so(draft: Program, tmp_path: Path) -> None:
    saved = tmp_path / "1@mail.example"
    saved.write_text(f"From: {ODILE}\nMessage-ID: <9@marsh.example>\n\n", encoding="utf-8")
    draft.ok("edit", 1, "--reply-to", saved)
    assert read(sent(draft, 1))["In-Reply-To"] == "<9@marsh.example>"
