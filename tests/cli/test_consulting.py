"""A client who approves what is sent, too: nothing reaches anybody else before."""

from __future__ import annotations

import email
import email.policy
import getpass
import io
import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import Envelope
from pypdf import PdfReader

from tests.cli.program import CLIENT, Program, dictate, dictated_email, mail_server
from tests.cli.terminal import Terminal
from tests.cli.test_mistakes import require_told
from tests.cli.test_sending import LETTER
from tests.post.server import Mailroom

NELL = "nell@orchard.example"
UPDATE = ("client", "add", CLIENT, "--name", "Nell Orchard", "--secretary", "Tom Birch <tom@orchard.example>")


@pytest.fixture
def drafted(program: Program, tmp_path: Path) -> Program:
    """The program with an email, of which Ruben gets a blind copy, and a letter; Nell approves, too."""
    program.ok(*UPDATE, "--approval", "client")
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh"), LETTER), "--client", CLIENT)
    program.ok("edit", 1, "--bcc", "Ruben Castell")
    return program


@pytest.fixture
def approved(drafted: Program) -> Program:
    """The program when the secretary has approved both."""
    drafted.ok("approve", 1, 2, "--by", "Tom Birch")
    return drafted


def read(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_client_sees_the_draft_and_answers_before_anybody_gets_it(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        assert "awaits its client's approval" in approved.ok("send", "--no-dry-run").err
        assert mailroom.taken == []
        approved.ok("consult", 1, "--no-dry-run")
        assert approved("send", 1, "--no-dry-run").code == 5
        assert [each.rcpt_tos for each in mailroom.taken] == [[NELL]]
        approved.ok("approve", 1, "--by", "client")
        approved.ok("send", "--no-dry-run")
    assert [each.rcpt_tos for each in mailroom.taken[1:]] == [
        ["odile@marshpreserves.example", "ruben@castellcrates.example"]
    ]
    assert approved.states() == {1: "sent", 2: "awaiting-client"}


def test_what_the_client_is_sent_tells_all_that_would_go_and_is_answered_to_the_secretary(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        approved.ok("consult", 1, 2, "--no-dry-run")
    of_email, of_letter = map(read, mailroom.taken)
    assert (of_email["From"], of_email["To"]) == (f"Nell Orchard <{NELL}>", f"Nell Orchard <{NELL}>")
    assert of_email["Reply-To"] == "Tom Birch <tom@orchard.example>"
    assert of_email["Subject"] == "Draft 1 for your approval: The pears"
    (sheet,) = of_email.iter_attachments()
    told = words(sheet.get_content())
    assert f"From: Nell Orchard <{NELL}> To: Odile Marsh <odile@marshpreserves.example>" in told
    assert "Bcc: Ruben Castell <ruben@castellcrates.example> Subject: The pears" in told
    assert "The pears are ripe and can be fetched on Friday." in told
    cover, letter = of_letter.iter_attachments()
    told = words(cover.get_content())
    assert "Cc: Ruben Castell <ruben@castellcrates.example>" in told
    assert f"Attached: {letter.get_filename()}" in told
    assert "I accept the terms of the lease." in words(letter.get_content())


@pytest.mark.parametrize(
    ("language", "subject"),
    [("id", "Draf 1 untuk persetujuan Anda: The pears"), ("de", "Entwurf 1 zur Freigabe: The pears")],
)
def test_a_client_is_asked_in_the_clients_own_language(drafted: Program, language: str, subject: str) -> None:
    drafted.ok(*UPDATE, "--language", language)
    drafted.ok("approve", 1)
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        drafted.use_mail_server(port)
        drafted.ok("consult", 1, "--no-dry-run")
    message = read(mailroom.taken[0])
    assert message["Subject"] == subject
    (sheet,) = message.iter_attachments()
    assert "Kind regards," in words(sheet.get_content())


def test_what_goes_with_a_draft_is_shown_with_it(drafted: Program, tmp_path: Path) -> None:
    enclosure = tmp_path / "Prices.txt"
    enclosure.write_text("Pears: 2.10")
    drafted.ok("edit", 1, "--attach", enclosure)
    drafted.ok("approve", 1)
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        drafted.use_mail_server(port)
        drafted.ok("consult", 1, "--no-dry-run")
    sheet, attached = read(mailroom.taken[0]).iter_attachments()
    assert "Attached: Prices.txt" in words(sheet.get_content())
    assert (attached.get_filename(), attached.get_content()) == ("Prices.txt", "Pears: 2.10")


def test_asking_is_a_dry_run_until_told_otherwise(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        result = approved.ok("consult", 1)
    assert f"{NELL} (for approval)" in result.out
    assert "dry run" in result.err
    assert mailroom.connections == 0
    require_told(approved("approve", 1, "--by", "client"), 5)


def test_a_draft_can_be_handed_over_as_files(approved: Program, tmp_path: Path) -> None:
    result = approved.ok("consult", 1, 2, "-o", tmp_path / "tray")
    written = [Path(line) for line in result.out.splitlines()]
    assert [path.name.partition("-2")[0] for path in written] == [CLIENT] * 3
    assert "Bcc: Ruben Castell" in words(written[0].read_bytes())
    assert "Attached:" in words(written[1].read_bytes())
    assert "I accept the terms of the lease." in words(written[2].read_bytes())
    approved.ok("approve", 1, 2, "--by", "client")
    assert approved.states() == {1: "approved", 2: "approved"}


@pytest.mark.parametrize("name", ["client", CLIENT, "Nell Orchard", "nell orchard"])
def test_the_clients_word_needs_the_secretarys_first(drafted: Program, name: str) -> None:
    for command in (("approve", 1, "--by", name), ("approve", 1, "--by", name, "--read-aloud"), ("consult", 1)):
        result = drafted(*command)
        require_told(result, 5)
        assert "dictation approve 1" in result.told["Remedy"]
    assert drafted.states()[1] == "draft"


def test_a_client_who_was_shown_nothing_was_read_it(approved: Program) -> None:
    result = approved("approve", 1, "--by", "client")
    require_told(result, 5)
    assert "Nell Orchard was not shown draft 1" in result.told["Error"]
    require_told(approved("approve", 1, "--by", "Tom Birch", "--read-aloud"), 1)
    approved.ok("approve", 1, "--by", "client", "--read-aloud")
    assert approved.ok("show", 1, "--json").json["client_approval"]["read_aloud"] is True
    assert "who was read it" in approved.ok("show", 1).out


@pytest.mark.parametrize("answered", [False, True])
def test_a_change_after_the_client_saw_the_draft_takes_everything_back(
    approved: Program, tmp_path: Path, answered: bool
) -> None:
    approved.ok("consult", 1, "-o", tmp_path / "tray")
    if answered:
        approved.ok("approve", 1, "--by", "client")
    approved.ok("edit", 1, "--replace", "Friday", "--with", "Monday")
    found = approved.ok("show", 1, "--json").json
    assert (found["state"], found["approval"], found["client_approval"]) == ("draft", None, None)
    require_told(approved("approve", 1, "--by", "client"), 5)
    approved.ok("approve", 1)
    result = approved("approve", 1, "--by", "client")
    require_told(result, 5)
    assert "was not shown draft 1 as it is" in result.told["Error"]


def test_a_template_that_changes_takes_the_draft_back_to_the_secretary(approved: Program, tmp_path: Path) -> None:
    approved.ok("consult", 1, "-o", tmp_path / "tray")
    template = approved.home / "letter_templates" / "en" / "email.j2"
    template.parent.mkdir(exist_ok=True)
    shipped = approved.home / "letter_templates" / "shipped" / "en" / "email.j2"
    template.write_text(shipped.read_text().replace("{{ draft.closing }}", "{{ draft.closing }} (by post)"))
    for command in (("consult", 1), ("approve", 1, "--by", "client")):
        result = approved(*command)
        require_told(result, 5)
        assert "no longer what was approved" in result.told["Error"]


def test_an_email_that_may_have_reached_the_client_does_not_go_again_by_itself(approved: Program) -> None:
    with mail_server(Mailroom(drop_at="DOT")) as port:
        approved.use_mail_server(port)
        assert approved("consult", 1, "--no-dry-run").code == 1
    assert "settle" in approved.ok("outbox").err
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        approved.ok("send", "--no-dry-run")
        assert approved("consult", 1, "--no-dry-run").code == 5
        assert mailroom.taken == []
        approved.ok("settle", 1, "--not-arrived")
        approved.ok("send", "--no-dry-run")
        assert [each.rcpt_tos for each in mailroom.taken] == [[NELL]]
        require_told(approved("consult", 1, "--no-dry-run"), 5)
        approved.ok("consult", 1, "--again", "--no-dry-run")
    first, second = map(read, mailroom.taken)
    assert first["Message-ID"] != second["Message-ID"]
    assert approved.states()[1] == "awaiting-client"


def test_what_could_not_be_brought_to_the_client_goes_later_as_the_same_message(approved: Program) -> None:
    mailroom = Mailroom(data_reply="451 4.3.0 come back later")
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        result = approved("consult", 1, "--no-dry-run")
        assert result.code == 1
        assert "dictation consult 1 --no-dry-run" in result.told["Remedy"]
        planned = approved.ok("outbox", "--json").json[0]
        mailroom.data_reply = "250 2.0.0 taken"
        approved.ok("consult", 1, "--no-dry-run")
    (taken,) = mailroom.taken
    assert read(taken)["Message-ID"] == planned["message_id"]
    (delivery,) = approved.ok("outbox", "--json").json
    assert (delivery["purpose"], delivery["attempts"]) == ("consultation", 2)


def test_of_two_drafts_that_no_server_takes_none_is_called_done(approved: Program) -> None:
    with mail_server(Mailroom()) as port:
        approved.use_mail_server(port)
    result = approved("consult", 1, 2, "--no-dry-run")
    require_told(result, 4)
    assert "done" not in result.err
    assert {each["shown"] for draft in approved.ok("list", "--json").json for each in draft["consultations"]} == {False}
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        approved.use_mail_server(port)
        approved.ok("consult", 1, 2, "--no-dry-run")
    assert [each.rcpt_tos for each in mailroom.taken] == [[NELL]] * 2


def test_a_client_without_an_address_is_handed_a_file(program: Program, tmp_path: Path) -> None:
    program.ok(
        "client", "add", "fig", "--name", "Ned Fig", "--secretary", "Tom <tom@orchard.example>", "--approval", "client"
    )
    program.ok("contacts", "import", "fig", tmp_path / "book.json")
    program.ok(
        "process", dictate(tmp_path, LETTER.replace("Copy to Ruben Castell.", "By registered post.")), "--client", "fig"
    )
    program.ok("approve", 1)
    result = program("consult", 1)
    require_told(result, 1)
    assert "-o DIR" in result.told["Remedy"]
    (path,) = program.ok("consult", 1, "-o", tmp_path / "tray").out.splitlines()
    assert "I accept the terms of the lease." in words(Path(path).read_bytes())


def test_a_client_says_no(approved: Program) -> None:
    approved.ok("reject", 1, "--by", "client")
    assert approved.states()[1] == "rejected"
    last = approved.ok("log", 1, "--json").json[-1]
    assert (last["action"], last["detail"]["by"]) == ("draft.rejected", "Nell Orchard")
    assert last["by"] == getpass.getuser()


def test_who_approved_and_what_is_waited_for_is_shown(approved: Program, tmp_path: Path) -> None:
    assert "to ask:" in approved.ok("list").out
    assert "Waits for:  the client (to ask: dictation consult 1)" in approved.ok("show", 1).out
    found = {each["id"]: each for each in approved.ok("list", "--json").json}[1]
    assert (found["awaits_client"], found["approval"]["by"], found["client_approval"]) == (True, "Tom Birch", None)
    approved.ok("consult", 1, "-o", tmp_path / "tray")
    assert "(the answer: dictation approve 1 --by client)" in approved.ok("show", 1).out
    approved.ok("approve", 1, "--by", CLIENT)
    found = approved.ok("show", 1, "--json").json
    assert (found["awaits_client"], found["client_approval"]["by"]) == (False, "Nell Orchard")
    assert [each["as"] for each in found["consultations"]] == ["file"]
    assert "draft.confirmed" in [each["action"] for each in approved.ok("log", 1, "--json").json]


def test_a_step_back_takes_both_approvals(approved: Program) -> None:
    approved.ok("undo", 2)
    approved.ok("approve", 1, "--by", "client", "--read-aloud")
    approved.ok("undo", 1)
    assert approved.states() == {1: "draft", 2: "draft"}


def test_what_was_approved_before_the_client_wanted_to_is_approved_again(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    program.ok("approve", 1)
    program.ok(*UPDATE, "--approval", "client")
    result = program("send")
    require_told(result, 5)
    assert "its client wants to approve it, too" in result.told["Error"]
    program.ok("approve", 1)
    assert program.states() == {1: "awaiting-client"}
    program.ok(*UPDATE, "--approval", "secretary")
    assert program("send", 1).code == 5
    program.ok("approve", 1)
    assert program.states() == {1: "approved"}


def test_a_client_who_leaves_it_to_the_secretary_is_not_asked(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    for command in (("approve", 1, "--by", "client"), ("consult", 1)):
        result = program(*command)
        require_told(result, 1)
        assert "--approval client" in result.told["Remedy"]
    program.ok("approve", 1)
    assert program.states() == {1: "approved"}


def test_the_rule_is_kept_with_the_client(program: Program, tmp_path: Path) -> None:
    assert "by the secretary\n" in program.ok("client", "show", CLIENT).out
    program.ok(*UPDATE, "--approval", "client")
    program.ok(*UPDATE, "--reference", "{number}/{year}")
    assert program.ok("client", "show", CLIENT, "--json").json["approval"] == "client"
    clients = tmp_path / "clients.json"
    entry = {"name": "Ned Fig", "secretary": {"name": "Tom", "email": "tom@orchard.example"}, "approval": "cleint"}
    clients.write_text(json.dumps({"fig": entry}))
    require_told(program("client", "import", clients), 1)
    clients.write_text(json.dumps({"fig": {**entry, "approval": "client"}}))
    program.ok("client", "import", clients)
    assert program.ok("client", "show", "fig", "--json").json["approval"] == "client"


def test_a_draft_goes_to_files_or_by_email(approved: Program, tmp_path: Path) -> None:
    assert approved("consult", 1, "-o", tmp_path, "--no-dry-run").code == 2


def test_at_the_terminal_the_approval_says_that_the_client_is_next(drafted: Program) -> None:
    with Terminal(drafted.home, "review", 1, 2, columns=200) as terminal:
        terminal.until("]? ")
        terminal.press("y")
        assert "It waits for its client now; to ask: dictation consult 1" in terminal.until("]? ")
        terminal.press("q")
        assert terminal.end() == 0
        assert "1 awaiting-client, 1 undecided" in terminal.shown
