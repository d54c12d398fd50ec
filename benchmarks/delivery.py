"""Messages a second through a real mail server (aiosmtpd, in a process of its own) on loopback.

    python benchmarks/delivery.py [--messages N] [--kilobytes K] [--rounds R] [--delay-ms D] [--json]

The same messages go through this program's session and, for comparison, through bare smtplib and bare aiosmtplib, each
over one connection that is opened once, and over four where the library can. "Outbox" is all of a sending: each message
is queued in a SQLite store, and marked there before its connection, before its data and after its reply, every time
with a sync to the disk, which is what it costs that nothing is lost or sent twice. Approving and rendering are not in
it. With a delay the server takes that long for each message, as one on a network would.

The senders take turns; the median round counts. The server counts too: where it did not get every message, there are no
figures but an error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import smtplib
import statistics
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import aiosmtplib
from aiosmtpd.smtp import SMTP, Envelope, Session

from dictation import pipeline
from dictation.home import init_home
from dictation.model.delivery import Message, Outcome, Post, Receipt, Security, SmtpAccount
from dictation.model.draft import Correspondence, Draft, DraftKind, Recipient
from dictation.model.people import Client, Secretary
from dictation.model.recording import Recording
from dictation.model.transcript import Transcript
from dictation.post import SmtpSession

HOST = "127.0.0.1"
SENDER, RECIPIENT = "ines@ferraztimber.example", "colm@reagan.example"
CLIENT = Client(key="ines", name="Ines Ferraz", email=SENDER, secretary=Secretary(name="Ari Ode", email=SENDER))


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is to be sent, and where to."""

    port: int
    content: bytes
    messages: int


class Counter:
    """Takes every message, some seconds each, and keeps its number only."""

    def __init__(self, delay_s: float) -> None:
        self.taken = 0
        self._delay_s = delay_s

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd when a message has arrived whole."""
        self.taken += 1
        if self._delay_s:
            await asyncio.sleep(self._delay_s)
        return "250 taken"


def serve(control: Connection, delay_s: float) -> None:
    """Run the server; tells its port, and after each question how many messages it took, until told to stop."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        counter = Counter(delay_s)
        server = await loop.create_server(lambda: SMTP(counter, hostname="mail.example", loop=loop), HOST, 0)
        control.send(server.sockets[0].getsockname()[1])
        while await asyncio.to_thread(control.recv):
            control.send(counter.taken)
        server.close()

    asyncio.run(run())


Sender = Callable[[Work], Iterator[None]]
"""Gets ready, and sends between its two stops; raises where a message is not accepted."""


def by_smtplib(work: Work) -> Iterator[None]:
    """Python's own, blocking."""
    yield
    with smtplib.SMTP(HOST, work.port, local_hostname="localhost") as smtp:
        for _ in range(work.messages):
            if smtp.sendmail(SENDER, [RECIPIENT], work.content):
                raise RuntimeError("smtplib: refused")
    yield


def by_aiosmtplib(work: Work, connections: int) -> Iterator[None]:
    """The library that this program uses, bare."""

    async def over_one(messages: int) -> None:
        async with aiosmtplib.SMTP(hostname=HOST, port=work.port, start_tls=False, local_hostname="localhost") as smtp:
            for _ in range(messages):
                refused, _ = await smtp.sendmail(SENDER, [RECIPIENT], work.content)
                if refused:
                    raise RuntimeError("aiosmtplib: refused")

    yield
    asyncio.run(shared_out(over_one, work.messages, connections))
    yield


def by_session(work: Work, connections: int) -> Iterator[None]:
    """This program's session, from a post to its receipts."""

    async def over_one(messages: int) -> None:
        post = post_of(1, Message(sender=SENDER, recipients=(RECIPIENT,), content=work.content))
        async with SmtpSession(SmtpAccount(host=HOST, port=work.port, security=Security.NONE)) as session:
            for _ in range(messages):
                require_accepted(post, await session.send(post, lambda _refused: None))

    yield
    asyncio.run(shared_out(over_one, work.messages, connections))
    yield


def by_outbox(work: Work, connections: int) -> Iterator[None]:
    """This program, from approved drafts to receipts in the store."""
    message = Message(sender=SENDER, recipients=(RECIPIENT,), content=work.content)
    to = (Recipient(name="Colm Reagan", email=RECIPIENT),)
    dictated = Correspondence(drafts=(Draft(kind=DraftKind.EMAIL, to=to),) * work.messages)
    with TemporaryDirectory() as folder, office(Path(folder) / "home", work.port, connections) as workspace:
        recording = Recording(path=Path("call.wav"), sha256="0" * 64, duration_ms=1, channels=1, sample_rate=8000)
        nothing = Transcript(language="en", engine="none", segments=())
        numbers = workspace.store.record_call(CLIENT.key, recording, nothing, dictated).drafts
        for number in numbers:
            workspace.store.approve(number, by="Ari", digest=message.digest, expected_revision=1)
        posts = [post_of(number, message) for number in numbers]
        yield
        with workspace.store.sending():
            pipeline.send(workspace, posts, environ={}, posted=require_accepted)
        yield


@contextmanager
def office(home: Path, port: int, connections: int) -> Iterator[pipeline.Workspace]:
    """A home with one client, whose settings name the server."""
    init_home(home)
    account = f'[smtp]\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\nconnections = {connections}\n'
    (home / "settings.toml").write_text(account, encoding="utf-8")
    with pipeline.open_workspace(home, database="", actor="Ari", clock=lambda: datetime.now(UTC)) as workspace:
        workspace.store.add_client(CLIENT)
        yield workspace


def post_of(draft: int, message: Message) -> Post:
    """The message, planned."""
    return Post(
        client=CLIENT.key,
        draft=draft,
        revision=1,
        digest=message.digest,
        sender=message.sender,
        recipients=message.recipients,
        message_id=f"<{draft}@ferraztimber.example>",
        content=message.content,
    )


def require_accepted(post: Post, receipts: tuple[Receipt, ...]) -> None:
    """Raise where somebody has not got it."""
    if {receipt.outcome for receipt in receipts} != {Outcome.ACCEPTED}:
        raise RuntimeError(f"dictation: draft {post.draft}: {receipts}")


async def shared_out(over_one: Callable[[int], Coroutine[None, None, None]], messages: int, connections: int) -> None:
    """Send over several connections at once, each its share."""
    await asyncio.gather(*(over_one(len(range(number, messages, connections))) for number in range(connections)))


SENDERS: dict[str, Sender] = {
    "smtplib, 1 connection": by_smtplib,
    "aiosmtplib, 1 connection": partial(by_aiosmtplib, connections=1),
    "aiosmtplib, 4 connections": partial(by_aiosmtplib, connections=4),
    "dictation's session, 1 connection": partial(by_session, connections=1),
    "dictation's session, 4 connections": partial(by_session, connections=4),
    "dictation's outbox, 1 connection": partial(by_outbox, connections=1),
    "dictation's outbox, 4 connections": partial(by_outbox, connections=4),
}


def measure(control: Connection, content: bytes, messages: int, rounds: int) -> dict[str, float]:
    """The median messages a second of each sender."""
    work = Work(port=control.recv(), content=content, messages=messages)
    rates: dict[str, list[float]] = {name: [] for name in SENDERS}
    expected = 0
    for sent_round in range(rounds + 1):
        for name, sender in SENDERS.items():
            sending = sender(work)
            next(sending)
            begun = time.perf_counter()
            next(sending)
            elapsed = time.perf_counter() - begun
            next(sending, None)
            expected += messages
            # The first round loads libraries and warms caches.
            if sent_round:
                rates[name].append(messages / elapsed)
    control.send(True)
    if (taken := control.recv()) != expected:
        raise RuntimeError(f"the server got {taken} messages of {expected}")
    control.send(False)
    return {name: statistics.median(each) for name, each in rates.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=200, help="a round and sender (default: 200)")
    parser.add_argument("--kilobytes", type=int, default=40, help="a message, about a letter as PDF (default: 40)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--delay-ms", type=int, default=0, help="the server takes for a message (default: 0)")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    line = b"The quotation that you asked for goes out today, with the drawings.\r\n"
    content = b"Subject: Quotation\r\n\r\n" + line * (args.kilobytes * 1024 // len(line))
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    server = spawning.Process(target=serve, args=(there, args.delay_ms / 1000), daemon=True)
    server.start()
    rates = measure(here, content, args.messages, args.rounds)
    server.join()
    if args.json:
        print(json.dumps({"bytes": len(content), "delay_ms": args.delay_ms, "messages_per_second": rates}))
        return
    print(f"{'messages of ' + str(len(content)) + ' bytes':<36}{'a second':>10}{'of smtplib':>12}")
    for name, rate in rates.items():
        print(f"{name:<36}{rate:>10.0f}{rate / rates['smtplib, 1 connection']:>12.2f}")


if __name__ == "__main__":
    main()
