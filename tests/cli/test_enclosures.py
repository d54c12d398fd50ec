"""Files and threads that go with emails, from the client's folder to the recipient's mail program."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.program import CLIENT, Program, dictate, mail_server
from tests.cli.test_mistakes import require_told
from tests.post.server import Mailroom

EMAIL = (
    "Email to Odile Marsh. Subject, the pears. Dear Odile, comma. I enclose the price list. Full stop. Kind regards, "
    "Nell. End of email."
)
TABLE = b"PK\x03\x04 not really a table \r\n.\r\n\xff"


@pytest.fixture
def folder(program: Program) -> Path:
    """The client's enclosures."""
    folder = program.home / "clients" / CLIENT / "enclosures"
    folder.mkdir(parents=True)
    return folder


def sent(program: Program, number: int) -> bytes:
    """The draft, approved and sent, as its recipient's server gets it."""
    mailroom = Mailroom()
    program.ok("approve", number)
    with mail_server(mailroom) as port:
        program.use_mail_server(port)
        program.ok("send", number, "--no-dry-run")
    (taken,) = mailroom.taken
    assert isinstance(taken.content, bytes)
    return taken.content


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def attached(content: bytes) -> list[tuple[str | None, str, object]]:
    return [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in read(content).iter_attachments()
    ]


def test_a_file_goes_with_the_email_that_names_it(program: Program, folder: Path, tmp_path: Path) -> None:
    (folder / "Preisliste (price list) „2026“.xlsx").write_bytes(TABLE)
    (folder / "notes.txt").write_text("not for anybody", encoding="utf-8")
    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    assert program.ok("list", "--json").json[0]["flags"] == []
    table = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert attached(sent(program, 1)) == [("Preisliste (price list) „2026“.xlsx", table, TABLE)]


def test_an_email_without_what_it_names_is_not_approved(program: Program, folder: Path, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    (flag,) = program.ok("list", "--json").json[0]["flags"]
    assert (flag["kind"], flag["words"]) == ("missing", "price list")
    result = program("approve", 1)
    require_told(result, 5)
    assert str(folder) in result.told["Where"]
    for year in (2025, 2026):
        (folder / f"Price list {year}.pdf").write_bytes(b"%PDF")
    result = program("approve", 1)
    require_told(result, 5)
    assert "Price list 2025.pdf, Price list 2026.pdf" in result.told["Error"]
    program.ok("edit", 1, "--attach", "Price list 2026.pdf")
    assert program.ok("list", "--json").json[0]["flags"] == []
    assert attached(sent(program, 1)) == [("Price list 2026.pdf", "application/pdf", b"%PDF")]


def test_what_is_missing_is_looked_for_again_when_the_draft_is_changed(
    program: Program, folder: Path, tmp_path: Path
) -> None:
    (folder / "price list.pdf").write_bytes(b"%PDF")
    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    (folder / "price list.pdf").unlink()
    program.ok("edit", 1, "--cc", "Petra Lund")
    (flag,) = program.ok("list", "--json").json[0]["flags"]
    assert (flag["kind"], flag["words"]) == ("missing", "price list")
    (folder / "price list.pdf").write_bytes(b"%PDF")
    program.ok("edit", 1, "--cc", "Ruben Castell")
    assert program.ok("list", "--json").json[0]["flags"] == []


def test_a_file_from_elsewhere_is_kept_and_goes(program: Program, folder: Path, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    offer = tmp_path / "Angebot Nr. 7.docx"
    offer.write_bytes(b"PK an offer")
    program.ok("edit", 1, "--attach", offer, "--detach", "price list")
    assert (folder / offer.name).read_bytes() == b"PK an offer"
    offer.write_bytes(b"PK another offer")
    require_told(program("edit", 1, "--attach", offer), 1)
    require_told(program("edit", 1, "--attach", tmp_path / "nothing.pdf"), 1)
    require_told(program("edit", 1, "--detach", "price list"), 1)
    assert [(name, content) for name, _, content in attached(sent(program, 1))] == [(offer.name, b"PK an offer")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("changed", "an enclosure or the client's data changed"),
        ("gone", "No file for the enclosure “price list”: the folder is empty"),
        ("another", "“Price list” may be any of price list.docx, price list.pdf"),
        ("elsewhere", "out of the client's own folder"),
    ],
)
def test_an_approval_holds_for_the_file_as_it_was(
    program: Program, folder: Path, tmp_path: Path, change: str, told: str
) -> None:
    file = folder / "price list.pdf"
    file.write_bytes(b"%PDF old")
    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    program.ok("approve", 1)
    match change:
        case "changed":
            file.write_bytes(b"%PDF new")
        case "gone":
            file.unlink()
        case "elsewhere":
            file.rename(tmp_path / "price list.pdf")
            file.symlink_to(tmp_path / "price list.pdf")
        case _:
            (folder / "price list.docx").write_bytes(b"PK")
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        program.use_mail_server(port)
        result = program("send", "--no-dry-run")
    require_told(result, 5)
    assert told.casefold() in result.told["Error"].casefold()
    assert mailroom.taken == []
    assert program.states() == {1: "approved"}


def test_a_link_out_of_the_folder_is_refused(program: Program, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"%PDF another client's")
    (folder / "price list.pdf").symlink_to(secret)
    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    result = program("approve", 1)
    require_told(result, 1)
    assert "secret.pdf" in result.told["Error"]


def test_a_folder_that_is_a_link_is_refused(program: Program, tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.mkdir()
    (others / "price list.pdf").write_bytes(b"%PDF")
    own = program.home / "clients" / CLIENT
    own.mkdir()
    (own / "enclosures").symlink_to(others)
    call = dictate(tmp_path, EMAIL)
    program.ok("process", call, "--client", CLIENT)
    require_told(program("approve", 1), 1)
    require_told(program("edit", 1, "--attach", call), 1)
    assert [file.name for file in others.iterdir()] == ["price list.pdf"]


def test_what_no_mail_server_would_take_is_told(program: Program, folder: Path, tmp_path: Path) -> None:
    with (folder / "price list.pdf").open("wb") as file:
        file.truncate(18_000_001)
    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    result = program("approve", 1)
    require_told(result, 1)
    assert "18 MB" in result.told["Error"]


def test_a_name_that_would_make_another_header_is_refused(program: Program, folder: Path, tmp_path: Path) -> None:
    (folder / "price list\r\nBcc: eve@evil.example").write_bytes(b"%PDF")
    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    result = program("approve", 1)
    require_told(result, 1)
    assert "U+000D" in result.told["Error"]


def test_a_letter_by_email_takes_its_enclosures_along_and_one_on_paper_does_not(
    program: Program, folder: Path, tmp_path: Path
) -> None:
    (folder / "price list.pdf").write_bytes(b"%PDF list")
    letter = (
        EMAIL.replace("Email", "Letter").replace("End of email", "End of letter").replace("Odile Marsh", "Petra Lund")
    )
    on_paper = letter.replace("price list", "cheque").replace("End of", "Send it by registered post. End of")
    program.ok("process", dictate(tmp_path, letter, on_paper), "--client", CLIENT)
    program.ok("approve", 2)
    names = [name for name, _, _ in attached(sent(program, 1))]
    assert len(names) == 2
    assert names[1] == "price list.pdf"
    assert "price list" in program.ok("show", 1).out


LONG = f"<{'A1b2C3' * 20}@mail.marshpreserves.example>"


def test_an_answer_is_in_the_thread_of_what_it_answers(program: Program, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.eml"
    theirs.write_text(
        f"From: Odile Marsh <odile@marshpreserves.example>\nSubject: Pears =?utf-8?q?f=C3=BCr_Nell?=\n"
        f"Message-ID: {LONG}\nReferences: <1@orchard.example> {LONG.replace('A', 'B')}\n\nHow many pears?\n",
        encoding="utf-8",
    )
    call = dictate(tmp_path, "Email. They are ripe. Full stop. Kind regards, Nell. End of email.")
    program.ok("process", call, "--client", CLIENT)
    require_told(program("approve", 1), 5)
    program.ok("edit", 1, "--reply-to", theirs)
    content = sent(program, 1)
    message = read(content)
    assert str(message["To"]) == "Odile Marsh <odile@marshpreserves.example>"
    assert message["Subject"] == "Re: Pears für Nell"
    # As they are: a mail program looks for these very characters.
    assert f"In-Reply-To: {LONG}\r\n".encode() in content
    assert f"References: <1@orchard.example>\r\n {LONG.replace('A', 'B')}\r\n {LONG}\r\n".encode() in content


def test_a_file_that_is_no_message_cannot_be_answered(program: Program, tmp_path: Path) -> None:
    program.ok("process", dictate(tmp_path, EMAIL), "--client", CLIENT)
    require_told(program("edit", 1, "--reply-to", dictate(tmp_path, "Just a text.")), 1)
    require_told(program("edit", 1, "--reply-to", tmp_path / "nothing.eml"), 1)
    assert program.ok("show", 1, "--json").json["revision"] == 1
