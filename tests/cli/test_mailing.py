"""A mailing from the dictation to everybody's mailbox, with real servers."""

from __future__ import annotations

import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.mailings import (
    ADDRESSES,
    LIST,
    URL,
    approve_mailing,
    dictate_mailing,
    settle_settings,
    write_list,
)
from tests.cli.program import CLIENT, Program, mail_server
from tests.cli.terminal import Terminal
from tests.cli.test_mistakes import require_told
from tests.post.server import Mailroom

SEND = ("mailing", "send", 1, "--no-dry-run")


@pytest.fixture
def dictated(program: Program, tmp_path: Path) -> Program:
    settle_settings(program)
    dictate_mailing(program, tmp_path)
    return program


@pytest.fixture
def approved(program: Program, tmp_path: Path) -> Program:
    settle_settings(program)
    approve_mailing(program, tmp_path)
    return program


def stages(program: Program) -> dict[str, str]:
    return {each["address"]: each["stage"] for each in program.ok("mailing", "status", 1, "--json").json["messages"]}


def messages(mailroom: Mailroom) -> list[EmailMessage]:
    found = []
    for envelope in mailroom.taken:
        assert isinstance(envelope.content, bytes)
        found.append(email.message_from_bytes(envelope.content, policy=email.policy.SMTP))
    return found


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_each_person_gets_a_message_of_their_own_that_names_nobody_else(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        approved.ok(*SEND, "--confirm", 3)
    assert [each.rcpt_tos for each in mailroom.taken] == [[address] for address in ADDRESSES]
    assert {each.mail_from for each in mailroom.taken} == {"nell@orchard.example"}
    arrived = messages(mailroom)
    greetings = ["Dear Odile,", "Dear Ruben,", "Dear Søren,"]
    trees = ["The pear is ripe", "The quince is ripe", "The Bramley's Seedling is ripe"]
    for message, address, greeting, tree in zip(arrived, ADDRESSES, greetings, trees, strict=True):
        text = text_of(message)
        assert greeting in text
        assert tree in text
        assert [each.addr_spec for each in message["To"].addresses] == [address]
        assert not [other for other in ADDRESSES if other != address and other in message.as_string()]
        assert "customers" not in message.as_string()
        assert (str(message["From"]), message["Cc"], message["Bcc"]) == (
            "Nell Orchard <nell@orchard.example>",
            None,
            None,
        )
        assert str(message["Sender"]) == "Tom Birch <tom@orchard.example>"
    assert len({message["Message-ID"] for message in arrived}) == 3
    assert approved.states() == {1: "sent"}
    assert "3 accepted" in approved.ok(*SEND, "--confirm", 3).err
    assert len(mailroom.taken) == 3


def test_every_message_can_be_unsubscribed_from_with_one_click_and_says_where_it_comes_from(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        approved.ok(*SEND, "--confirm", 3)
    links = set()
    for envelope, message in zip(mailroom.taken, messages(mailroom), strict=True):
        raw = envelope.content
        assert isinstance(raw, bytes)
        assert b"\nList-Unsubscribe: <https://" in raw, "no encoded word, which mail programs don't read"
        web, by_mail = (each.strip(" <>\r\n") for each in str(message["List-Unsubscribe"]).split(","))
        assert web.startswith(f"{URL}/")
        assert by_mail.startswith("mailto:nell@orchard.example?subject=unsubscribe%20")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert not {"Auto-Submitted", "Precedence"} & set(message.keys())
        assert text_of(message).splitlines()[-2] == f"To receive no more of these messages: {web}"
        html = message.get_body(("html",))
        assert html is not None
        assert f'<a href="{web}">' in html.get_content()
        assert text_of(message).splitlines()[-1] == "Orchard & Daughters, 1 Hill Road, Ledbury HR8 1AA"
        links.add(web)
    assert len(links) == 3


def test_a_dry_run_shows_the_first_and_the_longest_message_and_sends_nothing(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        result = approved.ok("mailing", "send", 1)
    assert mailroom.connections == 0
    first, longest = result.out.split("The longest message:")
    assert "Dear Odile," in first
    assert "Bramley's Seedling" in longest
    assert "3 messages from nell@orchard.example" in result.out


@pytest.mark.parametrize(
    ("options", "code"), [((), 5), (("--confirm", 2), 1), (("--confirm", 4), 1), (("--confirm", 0), 2)]
)
def test_without_the_right_count_nothing_is_sent(approved: Program, options: tuple[object, ...], code: int) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        assert approved(*SEND, *options).code == code
    assert mailroom.connections == 0
    assert approved.states() == {1: "approved"}


def test_at_a_terminal_the_count_is_typed(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        for typed, code in (("y\r", 1), ("2\r", 1), ("3\r", 0)):
            with Terminal(approved.home, *SEND) as terminal:
                terminal.until("Type that number: ")
                assert mailroom.taken == []
                terminal.press(typed)
                assert terminal.end() == code
    assert len(mailroom.taken) == 3


def test_who_unsubscribed_gets_nothing_however_the_address_is_written(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        approved.ok("suppress", CLIENT, " RUBEN@CastellCrates.example ")
        assert approved(*SEND, "--confirm", 3).code == 1
        approved.ok(*SEND, "--confirm", 2)
    assert [each.rcpt_tos for each in mailroom.taken] == [[ADDRESSES[0]], [ADDRESSES[2]]]
    assert stages(approved)[ADDRESSES[1]] == "suppressed"


def test_the_plan_tells_who_is_left_out_and_why(dictated: Program, tmp_path: Path) -> None:
    dictated.ok("suppress", CLIENT, ADDRESSES[1], "--reason", "asked on the telephone")
    rows = "Odile,Marsh,ODILE@marshpreserves.example,plum\nNo,Mail,,fig\n"
    result = dictated.ok("mailing", "plan", 1, "--list", write_list(tmp_path, LIST + rows))
    assert "goes to 2 people of customers.csv, a message each, 3 left out" in result.err
    assert "Left out: Ruben Castell (customers.csv, line 3): wants no such messages." in result.err
    assert "Left out: Odile Marsh (customers.csv, line 5): has the address of customers.csv, line 2." in result.err
    assert "Left out: No Mail (customers.csv, line 6): no email address." in result.err
    assert "DKIM" in result.err


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Max,Roth,max@roth.example,\n", "Max Roth (customers.csv, line 5) has no {tree}"),
        ("Max,Roth,max@roth,example,x\n", "line 5"),
        ('Max,Roth,"max@roth.example\nBcc: all@x.example",fig\n', "is no email address (customers.csv, line 6)"),
        ('Max,Roth,max@roth.example,"fig\nor so"\n', "line break or control character in {tree}"),
    ],
)
def test_a_list_with_a_mistake_is_refused_as_a_whole(dictated: Program, tmp_path: Path, rows: str, told: str) -> None:
    result = dictated("mailing", "plan", 1, "--list", write_list(tmp_path, LIST + rows))
    require_told(result, 1)
    assert told in result.err
    assert dictated.ok("mailing", "list", "--json").json == []


def test_a_field_that_no_list_has_is_told_with_those_it_has(dictated: Program, tmp_path: Path) -> None:
    dictated.ok("edit", 1, "--replace", "{tree}", "--with", "{shrub}")
    result = dictated("mailing", "plan", 1, "--list", write_list(tmp_path))
    require_told(result, 1)
    assert "{shrub}" in result.told["Error"]
    assert "first_name" in result.told["Error"]


def test_contacts_of_the_address_book_are_a_list_too(dictated: Program) -> None:
    dictated.ok("edit", 1, "--replace", "{First name}", "--with", "{name}", "--replace", "{tree}", "--with", "plum")
    everybody = dictated.ok("mailing", "plan", 1, "--contacts", "", "--json").json
    assert everybody["people"] == 5
    some = dictated.ok("mailing", "plan", 1, "--contacts", "sam reid", "--json").json
    assert (some["people"], some["list"]) == (2, "the address book")


@pytest.mark.parametrize("change", ["text", "template", "list"])
def test_what_was_changed_since_the_approval_is_not_sent(approved: Program, tmp_path: Path, change: str) -> None:
    match change:
        case "text":
            approved.ok("edit", 1, "--replace", "on Friday", "--with", "on Monday")
        case "template":
            shipped = approved.home / "letter_templates" / "shipped" / "en" / "mailing.j2"
            own = approved.home / "letter_templates" / "en" / "mailing.j2"
            own.parent.mkdir(exist_ok=True)
            own.write_text(shipped.read_text(encoding="utf-8").replace("To receive", "To get"), encoding="utf-8")
        case "list":
            approved.ok("mailing", "plan", 1, "--list", write_list(tmp_path, LIST.replace("quince", "medlar")))
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        require_told(approved(*SEND, "--confirm", 3), 5)
        assert mailroom.connections == 0
        approved.ok("approve", 1)
        approved.ok(*SEND, "--confirm", 3)
    assert len(mailroom.taken) == 3


def test_what_is_a_mailing_never_goes_as_an_ordinary_email(approved: Program) -> None:
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        assert "mailing send 1" in approved.ok("send", "--no-dry-run").err
        assert approved("send", 1, "--no-dry-run").code == 5
    assert mailroom.connections == 0


def test_a_list_that_is_dropped_leaves_a_draft_that_needs_a_recipient(approved: Program) -> None:
    approved.ok("mailing", "drop", 1)
    require_told(approved("approve", 1), 5)
    require_told(approved("mailing", "send", 1), 1)


def test_who_was_refused_is_told_and_who_was_put_off_is_tried_later(approved: Program) -> None:
    mailroom = Mailroom(refuse={ADDRESSES[0]: "550 5.1.1 nobody here", ADDRESSES[1]: "452 4.2.2 mailbox full"})
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        result = approved(*SEND, "--confirm", 3)
        assert result.code == 3
        assert "5.1.1 nobody here" in result.err
        assert [each.rcpt_tos for each in mailroom.taken] == [[ADDRESSES[2]]]
        assert stages(approved) == dict(zip(ADDRESSES, ("refused", "waiting", "accepted"), strict=True))
        again = approved.ok(*SEND, "--confirm", 3)
        assert "Nothing of the mailing of draft 1 is to go now" in again.err
        assert "again from" in " ".join(approved.ok("mailing", "status", 1).out.split())
    assert len(mailroom.taken) == 1
    assert approved.states() == {1: "queued"}


def test_an_unknown_outcome_waits_for_a_person_and_keeps_nobody_else_waiting(approved: Program) -> None:
    mailroom = Mailroom(drop_at="DOT")
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        assert approved(*SEND, "--confirm", 3).code == 1
    assert set(stages(approved).values()) == {"unknown"}
    require_told(approved("settle", 1, "--arrived"), 1)
    require_told(approved(*SEND, "--confirm", 3), 5)
    approved.ok("mailing", "settle", 1, ADDRESSES[0].upper(), "--not-arrived")
    approved.ok("mailing", "settle", 1, ADDRESSES[1], "--arrived")
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        approved.ok(*SEND, "--confirm", 1)
    assert [each.rcpt_tos for each in mailroom.taken] == [[ADDRESSES[0]]]
    assert stages(approved) == dict(zip(ADDRESSES, ("accepted", "accepted", "unknown"), strict=True))
    assert approved.states() == {1: "unknown"}


def test_a_server_that_takes_nothing_more_does_not_use_up_the_list(dictated: Program, tmp_path: Path) -> None:
    rows = "".join(f"P{n},Q,p{n}@many.example,fig\n" for n in range(50))
    dictated.ok("mailing", "plan", 1, "--list", write_list(tmp_path, LIST + rows))
    dictated.ok("approve", 1)
    mailroom = Mailroom(mail_reply="550 5.4.5 the day's limit is reached")
    with mail_server(mailroom) as port:
        settle_settings(dictated, port)
        result = dictated(*SEND, "--confirm", 53)
        assert "took none of the last 20 messages" in result.err
        assert dictated.ok("mailing", "list", "--json").json[0]["totals"] == {"refused": 20, "waiting": 33}
        mailroom.mail_reply = ""
        dictated.ok("approve", 1)
        dictated.ok(*SEND, "--confirm", 53)
    assert len(mailroom.taken) == 53


def test_a_server_that_is_not_there_costs_nothing(approved: Program) -> None:
    with mail_server(Mailroom()) as port:
        pass
    settle_settings(approved, port)
    require_told(approved(*SEND, "--confirm", 3), 4)
    assert set(stages(approved).values()) == {"waiting"}


def test_messages_keep_to_the_rate(approved: Program) -> None:
    import time  # noqa: PLC0415

    class Watch(Mailroom):
        async def handle_DATA(self, *args: object) -> str:  # noqa: N802
            moments.append(time.monotonic())
            return await super().handle_DATA(*args)  # type: ignore[arg-type]

    moments: list[float] = []
    with mail_server(Watch()) as port:
        settle_settings(approved, port)
        approved.ok(*SEND, "--confirm", 3, "--per-minute", 120)
    assert moments[2] - moments[0] > 0.8, "two waits of half a second"


@pytest.mark.parametrize(
    "url", ["", "http://orchard.example/u", "https://orchard.example/u v", "https://x.example/?a="]
)
def test_without_an_address_to_unsubscribe_at_there_is_no_mailing(dictated: Program, tmp_path: Path, url: str) -> None:
    settle_settings(dictated, url=url)
    result = dictated("mailing", "plan", 1, "--list", write_list(tmp_path))
    require_told(result, 1)
    assert "mailing.unsubscribe_url" in result.told["Where"]
    assert "https://" in result.told["Remedy"]


def test_a_template_without_the_link_is_refused(dictated: Program, tmp_path: Path) -> None:
    own = dictated.home / "letter_templates" / "en" / "mailing.j2"
    own.parent.mkdir(exist_ok=True)
    own.write_text("[prose]\nBuy pears. {{ client.address | join }}\n", encoding="utf-8")
    result = dictated("mailing", "plan", 1, "--list", write_list(tmp_path))
    require_told(result, 5)
    assert "{unsubscribe}" in result.told["Error"]


def test_a_draft_with_copies_is_no_mailing(dictated: Program, tmp_path: Path) -> None:
    dictated.ok("edit", 1, "--cc", "Petra Lund")
    result = dictated("mailing", "plan", 1, "--list", write_list(tmp_path))
    require_told(result, 5)
    assert "Petra Lund" in result.told["Error"]


def test_a_preview_shows_the_fields_as_they_are(approved: Program, tmp_path: Path) -> None:
    text = approved.ok("show", 1).out
    assert "Dear {First name}," in text
    assert "{unsubscribe}" in text
    assert "to 3 people, a message each" in text
    approved.ok("render", 1, "--format", "eml,txt,pdf", "-o", tmp_path)
    (eml,) = tmp_path.glob("*.eml")
    message = email.message_from_bytes(eml.read_bytes(), policy=email.policy.SMTP)
    assert message["To"] is None
    assert "{tree}" in text_of(message)


def test_an_odd_address_is_warned_of(dictated: Program, tmp_path: Path) -> None:
    odd = "Odile,Marsh,odile@mаrshpreserves.example,plum\n"  # with a Cyrillic letter
    result = dictated.ok("mailing", "plan", 1, "--list", write_list(tmp_path, LIST + odd))
    assert "mixes Cyrillic and Latin letters" in result.err
    assert "looks like marshpreserves.example" in result.err


def test_enclosures_go_to_everybody_and_their_bytes_are_not_kept(approved: Program, tmp_path: Path) -> None:
    price_list = tmp_path / "Price List.txt"
    price_list.write_text("pears " * 50_000, encoding="utf-8")
    approved.ok("edit", 1, "--attach", price_list)
    approved.ok("approve", 1)
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        settle_settings(approved, port)
        approved.ok(*SEND, "--confirm", 3)
    for message in messages(mailroom):
        (enclosed,) = message.iter_attachments()
        assert enclosed.get_filename() == "Price List.txt"
    store = approved.home / "dictation.db"
    assert b"pears pears pears" not in store.read_bytes()


@pytest.mark.parametrize("options", [(), ("--list", "x.csv", "--contacts", "")])
def test_one_list_is_named(dictated: Program, options: tuple[str, ...]) -> None:
    assert dictated("mailing", "plan", 1, *options).code == 2


def test_programs_are_told_what_is_due(approved: Program) -> None:
    told = json.loads(approved.ok("mailing", "send", 1, "--json").out)
    assert (told["due"], told["to"], told["dry_run"]) == (3, ADDRESSES, True)
