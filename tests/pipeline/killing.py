"""A mail server that counts, and kills whoever sends at a point of the conversation."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.post.server import Mailroom, drop


@dataclass(kw_only=True)
class Counting(Mailroom):
    """Counts what it takes by recipient, and kills whoever sends."""

    point: str = ""
    passes: int = 0
    """How often to let that point pass before."""
    kill: Callable[[], None] = field(default=lambda: None)
    slow_s: float = 0.0
    busy: bool = False
    """Whether it puts off every second recipient, and some messages."""
    drops_reply: bool = False
    begun: set[str] = field(default_factory=set)
    """Recipients for whom data was announced."""
    accepted: Counter[str] = field(default_factory=Counter)

    def reach(self, point: str) -> None:
        if point == self.point:
            self.passes -= 1
            if self.passes < 0:
                self.kill()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.reach("RCPT" if envelope.rcpt_tos else "MAIL")
        if self.busy and envelope.rcpt_tos:
            return "452 4.2.2 mailbox full"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def data_announced(self, envelope: Envelope) -> None:
        self.begun.update(map(str, envelope.rcpt_tos))
        self.reach("DATA")
        await asyncio.sleep(self.slow_s)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        self.reach("DOT")
        await asyncio.sleep(self.slow_s)
        if self.busy and len(self.begun) % 3 == 0:
            return "451 4.3.0 come back later"
        self.accepted.update(map(str, envelope.rcpt_tos))
        if self.drops_reply:
            drop(server)
        # When the reply is on its way.
        asyncio.get_running_loop().call_soon(self.reach, "REPLIED")
        return "250 2.0.0 taken"
