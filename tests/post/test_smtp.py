from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dictation.errors import AuthenticationFailed, Conflict, ConnectionFailed
from dictation.model.delivery import Outcome, Post, Receipt, Security, SmtpAccount
from dictation.post import SmtpSession
from tests.post.server import AUTHORITY, HOST, PASSWORD, USER, Mailroom, serving, serving_by_hand

INES, COLM, RUTA = "ines@ferraztimber.example", "colm@reagan.example", "ruta@sails.example"
CONTENT = b"Subject: Mast\r\n\r\nThe mast arrived.\r\n.\r\n..\r\nTwo lines of dots above.\r\n"
POST = Post(
    client="okoro",
    draft=1,
    revision=1,
    digest="0" * 64,
    sender="amara@okoroboats.example",
    recipients=(INES, COLM, RUTA),
    message_id="<1@okoroboats.example>",
    content=CONTENT,
)


def plain(port: int) -> SmtpAccount:
    return SmtpAccount(host=HOST, port=port, security=Security.NONE)


def nothing(_refused: tuple[Receipt, ...]) -> None:
    """What is to be done when the data starts."""


async def send(post: Post, account: SmtpAccount) -> tuple[Receipt, ...]:
    async with SmtpSession(account) as session:
        return await session.send(post, nothing)


def deliver(mailroom: Mailroom, *posts: Post) -> list[tuple[Receipt, ...]]:
    """Send posts through one connection to a server that behaves as told."""

    async def run() -> list[tuple[Receipt, ...]]:
        async with serving(mailroom) as port, SmtpSession(plain(port)) as session:
            return [await session.send(post, nothing) for post in posts]

    return asyncio.run(run())


def outcomes(receipts: tuple[Receipt, ...]) -> dict[str, Outcome]:
    return {receipt.address: receipt.outcome for receipt in receipts}


def test_an_accepted_message_arrives_byte_for_byte() -> None:
    mailroom = Mailroom()
    (receipts,) = deliver(mailroom, POST)
    assert outcomes(receipts) == {INES: Outcome.ACCEPTED, COLM: Outcome.ACCEPTED, RUTA: Outcome.ACCEPTED}
    assert {(receipt.code, receipt.words) for receipt in receipts} == {(250, "2.0.0 taken")}
    (envelope,) = mailroom.taken
    assert envelope.content == CONTENT
    assert (envelope.mail_from, envelope.rcpt_tos) == (POST.sender, list(POST.recipients))


def test_one_refused_recipient_is_told_apart_from_the_others() -> None:
    mailroom = Mailroom(refuse={COLM: "550 5.1.1 no such mailbox"})
    (receipts,) = deliver(mailroom, POST)
    assert outcomes(receipts) == {INES: Outcome.ACCEPTED, COLM: Outcome.REFUSED, RUTA: Outcome.ACCEPTED}
    assert receipts[1] == Receipt(address=COLM, outcome=Outcome.REFUSED, code=550, words="5.1.1 no such mailbox")
    assert mailroom.taken[0].rcpt_tos == [INES, RUTA]


def test_a_full_mailbox_may_be_tried_again() -> None:
    (receipts,) = deliver(Mailroom(refuse={RUTA: "452 4.2.2 mailbox full"}), POST)
    assert receipts[2] == Receipt(address=RUTA, outcome=Outcome.FAILED, code=452, words="4.2.2 mailbox full")


def test_where_everybody_is_refused_nothing_is_sent_and_the_next_post_goes_through() -> None:
    mailroom = Mailroom(refuse=dict.fromkeys((INES, COLM), "550 no"))
    first, second = deliver(mailroom, replace(POST, recipients=(INES, COLM)), replace(POST, recipients=(RUTA,)))
    assert set(outcomes(first).values()) == {Outcome.REFUSED}
    assert outcomes(second) == {RUTA: Outcome.ACCEPTED}
    assert [envelope.rcpt_tos for envelope in mailroom.taken] == [[RUTA]]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [("554 5.6.0 we take no such thing", Outcome.REFUSED), ("451 4.3.0 come back later", Outcome.FAILED)],
)
def test_a_message_refused_after_its_data_went_to_nobody(reply: str, outcome: Outcome) -> None:
    mailroom = Mailroom(data_reply=reply, refuse={COLM: "550 no such mailbox"})
    (receipts,) = deliver(mailroom, POST)
    assert outcomes(receipts) == {INES: outcome, COLM: Outcome.REFUSED, RUTA: outcome}
    assert f"{receipts[0].code} {receipts[0].words}" == reply
    assert receipts[1].words == "no such mailbox"


def test_a_refused_sender_is_told_in_the_servers_words() -> None:
    first, second = deliver(Mailroom(mail_reply="553 5.7.1 not your address"), POST, POST)
    assert first == second
    assert {(each.outcome, each.code, each.words) for each in first} == {
        (Outcome.REFUSED, 553, "5.7.1 not your address")
    }


def test_a_connection_lost_after_the_final_dot_is_unknown_and_the_next_post_gets_a_new_one() -> None:
    mailroom = Mailroom(drop_at="DOT", refuse={COLM: "550 no such mailbox"})

    async def run() -> tuple[tuple[Receipt, ...], tuple[Receipt, ...]]:
        async with serving(mailroom) as port, SmtpSession(plain(port)) as session:
            first = await session.send(POST, nothing)
            mailroom.drop_at = ""
            return first, await session.send(POST, nothing)

    first, second = asyncio.run(run())
    assert outcomes(first) == {INES: Outcome.UNKNOWN, COLM: Outcome.REFUSED, RUTA: Outcome.UNKNOWN}
    assert outcomes(second)[INES] is Outcome.ACCEPTED
    assert (len(mailroom.taken), mailroom.connections) == (2, 2)


def test_a_connection_lost_before_the_message_went_has_failed() -> None:
    mailroom = Mailroom(drop_at="RCPT")
    (receipts,) = deliver(mailroom, POST)
    assert set(outcomes(receipts).values()) == {Outcome.FAILED}
    assert mailroom.taken == []


@pytest.mark.parametrize("reply", [b"", b"421 4.3.2 closing\r\n", b"hello\r\n"])
def test_a_server_that_gives_up_at_the_greeting_is_named(reply: bytes) -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(reply)

    async def run() -> None:
        async with serving_by_hand(hang_up) as port:
            with pytest.raises(ConnectionFailed, match=f"{HOST}:{port}"):
                await send(POST, plain(port))

    asyncio.run(run())


def test_a_server_that_is_not_there_is_named_with_the_remedy() -> None:
    with socket.socket() as taken:
        # Bound and not listening: nobody else can answer on this port.
        taken.bind((HOST, 0))
        port = taken.getsockname()[1]
        with pytest.raises(ConnectionFailed, match=rf"no server listens there; at {HOST}:{port}; see that smtp\.host"):
            asyncio.run(send(POST, plain(port)))


@pytest.mark.parametrize("host", ["", "mail..example", "m" * 64 + ".example", "mail.example\nRSET"])
def test_what_is_no_servers_name_is_told_as_such(host: str) -> None:
    with pytest.raises(ConnectionFailed, match=r"smtp\.host"):
        asyncio.run(send(POST, replace(plain(25), host=host)))


Secured = Callable[..., Callable[[int], SmtpAccount]]


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Secured:
    """Accounts on a server whose certificate the authority of this run of the tests vouches for."""
    authority = tmp_path_factory.mktemp("authority") / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(authority))

    def of_security(security: Security, *, password: str = PASSWORD) -> Callable[[int], SmtpAccount]:
        def account(port: int) -> SmtpAccount:
            return SmtpAccount(
                host=HOST, port=port, security=security, username=USER, password=password, ca_file=authority
            )

        return account

    return of_security


def send_secured(account: Callable[[int], SmtpAccount], mailroom: Mailroom) -> tuple[Receipt, ...]:
    async def run() -> tuple[Receipt, ...]:
        starttls = account(0).security is Security.STARTTLS
        async with serving(mailroom, starttls=starttls, tls=not starttls, login=True) as port:
            return await send(POST, account(port))

    return asyncio.run(run())


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd knows of STARTTLS only
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_login_over_an_encrypted_connection(security: Security, secured: Secured) -> None:
    mailroom = Mailroom()
    receipts = send_secured(secured(security), mailroom)
    assert set(outcomes(receipts).values()) == {Outcome.ACCEPTED}
    assert len(mailroom.taken) == 1


def test_a_wrong_password_is_told_and_never_shown(secured: Secured) -> None:
    mailroom = Mailroom()
    wrong = PASSWORD[::-1]
    with pytest.raises(AuthenticationFailed, match=f"login of {USER}: 535") as caught:
        send_secured(secured(Security.STARTTLS, password=wrong), mailroom)
    assert wrong not in str(caught.value)
    assert wrong not in repr(secured(Security.STARTTLS, password=wrong)(25))
    assert mailroom.taken == []


def test_a_server_that_wants_a_login_where_none_is_set_is_told(secured: Secured) -> None:
    def anonymous(port: int) -> SmtpAccount:
        return replace(secured(Security.STARTTLS)(port), username="", password="")

    with pytest.raises(AuthenticationFailed, match=r"530.*smtp\.username"):
        send_secured(anonymous, Mailroom())


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd knows of STARTTLS only
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_nobody_vouches_for_ends_it(security: Security, secured: Secured) -> None:
    def unknown_authority(port: int) -> SmtpAccount:
        return replace(secured(security)(port), ca_file=None)

    with pytest.raises(ConnectionFailed, match="certificate verify failed"):
        send_secured(unknown_authority, Mailroom())


def test_a_server_without_encryption_is_not_spoken_to_in_the_open() -> None:
    mailroom = Mailroom()

    async def run() -> None:
        async with serving(mailroom) as port:
            await send(POST, replace(plain(port), security=Security.STARTTLS))

    with pytest.raises(ConnectionFailed, match="STARTTLS"):
        asyncio.run(run())
    assert mailroom.taken == []


def test_a_password_never_travels_unencrypted_to_another_machine() -> None:
    account = SmtpAccount(host="mail.example", port=25, security=Security.NONE, username=USER, password=PASSWORD)
    with pytest.raises(AuthenticationFailed, match="would travel unencrypted"):
        asyncio.run(send(POST, account))


def test_certificates_that_are_not_there_are_named(secured: Secured, tmp_path: Path) -> None:
    account = replace(secured(Security.TLS)(465), ca_file=tmp_path / "none.pem")
    with pytest.raises(ConnectionFailed, match=r"none\.pem"):
        asyncio.run(send(POST, account))


def test_letters_of_every_script_arrive() -> None:
    mailroom = Mailroom()
    content = "Subject: Mât\r\n\r\nĐã đến. 桅杆到了。\r\n".encode()
    post = replace(POST, sender="amära@okoroboats.example", recipients=("инес@ferraz.example",), content=content)
    (receipts,) = deliver(mailroom, post)
    assert outcomes(receipts) == {"инес@ferraz.example": Outcome.ACCEPTED}
    (envelope,) = mailroom.taken
    assert envelope.content == content
    assert {"SMTPUTF8", "BODY=8BITMIME"} <= set(envelope.mail_options)


def test_a_message_too_large_for_the_mailbox_is_refused() -> None:
    (receipts,) = deliver(Mailroom(refuse={RUTA: "552 5.2.2 mailbox full"}, data_reply="552 5.3.4 too big"), POST)
    assert outcomes(receipts) == dict.fromkeys(POST.recipients, Outcome.REFUSED)
    assert [receipt.words for receipt in receipts] == ["5.3.4 too big", "5.3.4 too big", "5.2.2 mailbox full"]


@pytest.mark.parametrize("content", [b".", b"..\r\n.\r\n.\r\nEnd", b"Subject: x\r\n\r\n.", b"\r\n.\r\nRSET\r\n"])
def test_a_line_that_begins_with_a_dot_neither_ends_the_message_nor_loses_it(content: bytes) -> None:
    mailroom = Mailroom()
    deliver(mailroom, replace(POST, content=content), POST)
    assert [envelope.content for envelope in mailroom.taken] == [content.removesuffix(b"\r\n") + b"\r\n", CONTENT]


def test_the_data_is_announced_with_those_whom_it_is_not_for_before_any_of_it_goes() -> None:
    mailroom = Mailroom(refuse={COLM: "550 no such mailbox"})
    told: list[Receipt] = []

    def stop(refused: tuple[Receipt, ...]) -> None:
        told.extend(refused)
        raise Conflict("somebody else sends it")

    async def run() -> None:
        async with serving(mailroom) as port:
            with pytest.raises(Conflict):
                async with SmtpSession(plain(port)) as session:
                    await session.send(POST, stop)

    asyncio.run(run())
    assert [receipt.address for receipt in told] == [COLM]
    assert mailroom.taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd knows of STARTTLS only
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_of_another_server_ends_it(security: Security, secured: Secured) -> None:
    def by_another_name(port: int) -> SmtpAccount:
        return replace(secured(security)(port), host="localhost")

    mailroom = Mailroom()
    with pytest.raises(ConnectionFailed, match="localhost"):
        send_secured(by_another_name, mailroom)
    assert mailroom.taken == []


def run_against(replies: Callable[[bytes], bytes], post: Post) -> tuple[Receipt, ...]:
    """Send to a bare server that answers each line by ``replies``."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 old.example\r\n")
        while line := await reader.readline():
            writer.write(replies(line))

    async def run() -> tuple[Receipt, ...]:
        async with serving_by_hand(serve) as port:
            return await send(post, plain(port))

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (replace(POST, content="Subject: Mast\r\n\r\nMât\r\n".encode()), "8BITMIME"),
        (replace(POST, sender="amära@b.example"), "SMTPUTF8"),
    ],
)
def test_what_an_old_server_cannot_take_is_not_sent_mangled(post: Post, words: str) -> None:
    said = []

    def replies(line: bytes) -> bytes:
        said.append(line.split()[0])
        return b"250 old.example\r\n" if line.startswith(b"EHLO") else b"221 bye\r\n"

    receipts = run_against(replies, post)
    assert {(each.outcome, words in each.words) for each in receipts} == {(Outcome.REFUSED, True)}
    assert said == [b"EHLO", b"QUIT"]


def conversation(
    *extensions: str, at_data: bytes = b"354 go on\r\n", post: Post = POST
) -> tuple[list[str], list[Receipt]]:
    """What is said to a bare server with these extensions, and the receipts; with no ``at_data`` it hangs up there."""
    said: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 old.example\r\n")
        while line := await reader.readline():
            said.append(line.decode().strip())
            match line.split(b" ")[0].strip():
                case b"EHLO":
                    writer.write("".join(f"250-{each}\r\n" for each in ("old.example", *extensions)).encode())
                    writer.write(b"250 HELP\r\n")
                case b"DATA" if not at_data:
                    return
                case b"DATA":
                    writer.write(at_data)
                case b"QUIT":
                    writer.write(b"221 bye\r\n")
                case b".":
                    writer.write(b"250 taken\r\n")
                case _ if "DATA" not in said or line.startswith(b"RSET"):
                    writer.write(b"250 OK\r\n")

    async def run() -> list[Receipt]:
        async with serving_by_hand(serve) as port:
            return list(await send(post, plain(port)))

    receipts = asyncio.run(run())
    return said, receipts


def test_where_the_server_can_it_is_asked_to_report_failures_and_delays_with_the_headers_only() -> None:
    said, receipts = conversation("DSN", post=replace(POST, message_id="<a+b=c.1@okoroboats.example>"))
    assert said[1] == "MAIL FROM:<amara@okoroboats.example> RET=HDRS ENVID=a+2Bb+3Dc.1@okoroboats.example"
    assert said[2] == f"RCPT TO:<{INES}> NOTIFY=FAILURE,DELAY"
    assert {each.outcome for each in receipts} == {Outcome.ACCEPTED}


def test_a_server_that_cannot_is_not_asked() -> None:
    said, _ = conversation()
    assert said[1:3] == ["MAIL FROM:<amara@okoroboats.example>", f"RCPT TO:<{INES}>"]


@pytest.mark.parametrize("at_data", [b"", b"451 4.3.0 come back later\r\n", b"250 what\r\n", b"nonsense\r\n"])
def test_a_server_that_does_not_want_the_data_has_not_got_the_message(at_data: bytes) -> None:
    said, receipts = conversation(at_data=at_data)
    assert {each.outcome for each in receipts} == {Outcome.FAILED}
    assert "." not in said
