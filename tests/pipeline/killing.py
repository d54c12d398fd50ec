"""A mail server that counts, and kills whoever sends at a point of the conversation."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from dictation import pipeline
from dictation.home import init_home
from tests.post.server import HOST, Mailroom, drop
from tests.store.fixtures import OKORO


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


class SendingOffice:
    """A home with one client, out of which programs send that are killed."""

    def __init__(self, home: Path, mailroom: Counting, port: int, *, more_settings: str = "") -> None:
        self._home, self._mailroom = init_home(home).path, mailroom
        account = f'[smtp]\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\nconnections = 2\n'
        (home / "settings.toml").write_text(account + more_settings, encoding="utf-8")
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["tests.pipeline.sender"])
        self._now = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
        with self.workspace() as workspace:
            workspace.store.add_client(OKORO)

    def workspace(self) -> AbstractContextManager[pipeline.Workspace]:
        return pipeline.open_workspace(self._home, database="", actor="bela", clock=lambda: self._now)
