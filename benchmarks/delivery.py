"""Messages a second through a real mail server (aiosmtpd, in a process of its own) on loopback.

    python benchmarks/delivery.py [--messages N] [--kilobytes K] [--rounds R] [--json]

The same messages go through this program's session and, for comparison, through bare smtplib and bare aiosmtplib, each
over one connection that is opened once, and over four where the library can. The senders take turns; the median round
counts. The server counts too: where it did not get every message, there are no figures but an error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import smtplib
import statistics
import time
from collections.abc import Callable, Coroutine
from multiprocessing.connection import Connection

import aiosmtplib
from aiosmtpd.smtp import SMTP, Envelope, Session

from dictation.model.delivery import Outcome, Post, Security, SmtpAccount
from dictation.post import SmtpSession

HOST = "127.0.0.1"
SENDER, RECIPIENT = "ines@ferraztimber.example", "colm@reagan.example"

Sender = Callable[[int, bytes, int], None]
"""Sends a content a number of times to the server on a port, and raises where one is not accepted."""


class Counter:
    """Takes every message and keeps its number only."""

    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd when a message has arrived whole."""
        self.taken += 1
        return "250 taken"


def serve(control: Connection) -> None:
    """Run the server; tells its port, and after each question how many messages it took, until told to stop."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        counter = Counter()
        server = await loop.create_server(lambda: SMTP(counter, hostname="mail.example", loop=loop), HOST, 0)
        control.send(server.sockets[0].getsockname()[1])
        while await asyncio.to_thread(control.recv):
            control.send(counter.taken)
        server.close()

    asyncio.run(run())


def by_smtplib(port: int, content: bytes, messages: int) -> None:
    """Python's own, blocking."""
    with smtplib.SMTP(HOST, port, local_hostname="localhost") as smtp:
        for _ in range(messages):
            if smtp.sendmail(SENDER, [RECIPIENT], content):
                raise RuntimeError("smtplib: refused")


def by_aiosmtplib(connections: int) -> Sender:
    """The library that this program uses, bare."""

    async def over_one(port: int, content: bytes, messages: int) -> None:
        async with aiosmtplib.SMTP(hostname=HOST, port=port, start_tls=False, local_hostname="localhost") as smtp:
            for _ in range(messages):
                refused, _ = await smtp.sendmail(SENDER, [RECIPIENT], content)
                if refused:
                    raise RuntimeError("aiosmtplib: refused")

    return lambda port, content, messages: asyncio.run(shared_out(over_one, port, content, messages, connections))


def by_dictation(connections: int) -> Sender:
    """This program, from a post to its receipts."""

    async def over_one(port: int, content: bytes, messages: int) -> None:
        post = Post(
            draft=1,
            revision=1,
            digest="",
            sender=SENDER,
            recipients=(RECIPIENT,),
            message_id="<1@ferraztimber.example>",
            content=content,
        )
        async with SmtpSession(SmtpAccount(host=HOST, port=port, security=Security.NONE)) as session:
            for _ in range(messages):
                (receipt,) = await session.send(post, lambda _refused: None)
                if receipt.outcome is not Outcome.ACCEPTED:
                    raise RuntimeError(f"dictation: {receipt}")

    return lambda port, content, messages: asyncio.run(shared_out(over_one, port, content, messages, connections))


async def shared_out(
    over_one: Callable[[int, bytes, int], Coroutine[None, None, None]],
    port: int,
    content: bytes,
    messages: int,
    connections: int,
) -> None:
    """Send over several connections at once, each its share."""
    shares = [len(range(number, messages, connections)) for number in range(connections)]
    await asyncio.gather(*(over_one(port, content, share) for share in shares))


SENDERS: dict[str, Sender] = {
    "smtplib, 1 connection": by_smtplib,
    "aiosmtplib, 1 connection": by_aiosmtplib(1),
    "aiosmtplib, 4 connections": by_aiosmtplib(4),
    "dictation, 1 connection": by_dictation(1),
    "dictation, 4 connections": by_dictation(4),
}


def measure(control: Connection, content: bytes, messages: int, rounds: int) -> dict[str, float]:
    """The median messages a second of each sender."""
    port = control.recv()
    rates: dict[str, list[float]] = {name: [] for name in SENDERS}
    expected = 0
    for sent_round in range(rounds + 1):
        for name, sender in SENDERS.items():
            begun = time.perf_counter()
            sender(port, content, messages)
            elapsed = time.perf_counter() - begun
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
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    line = b"The quotation that you asked for goes out today, with the drawings.\r\n"
    content = b"Subject: Quotation\r\n\r\n" + line * (args.kilobytes * 1024 // len(line))
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    rates = measure(here, content, args.messages, args.rounds)
    server.join()
    if args.json:
        print(json.dumps({"bytes": len(content), "messages_per_second": rates}))
        return
    print(f"{'messages of ' + str(len(content)) + ' bytes':<28}{'a second':>10}{'of smtplib':>12}")
    for name, rate in rates.items():
        print(f"{name:<28}{rate:>10.0f}{rate / rates['smtplib, 1 connection']:>12.2f}")


if __name__ == "__main__":
    main()
