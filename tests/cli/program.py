"""The program as a user runs it, in this process, and a mail server for it to talk to."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dictation.cli.errors import run
from tests.post.server import AUTHORITY, HOST, Mailroom, serving

SAMPLES = Path(__file__).parents[2] / "samples"
CLIENT = "orchard"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def told(self) -> dict[str, str]:
        """The lines of an error by what they begin with."""
        lines = [line.partition(":") for line in self.err.splitlines()]
        return {name: text.strip() for name, colon, text in lines if colon and name in {"Error", "Where", "Remedy"}}


class Program:
    """Runs commands in one home."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Result:
        self._capsys.readouterr()
        code = run(["--home", str(self.home), *map(str, arguments)])
        out, err = self._capsys.readouterr()
        return Result(code=code, out=out, err=err)

    def ok(self, *arguments: object) -> Result:
        """Run a command that has to succeed."""
        result = self(*arguments)
        assert result.code == 0, result.err
        return result

    def states(self) -> dict[int, str]:
        return {draft["id"]: draft["state"] for draft in self.ok("list", "--json").json}

    def use_mail_server(self, port: int, *, user: str = "") -> None:
        """Write the server into the settings; with a user, one that wants a login over STARTTLS."""
        account = {"host": HOST, "port": port, "security": "none"}
        if user:
            AUTHORITY.cert_pem.write_to_path(str(self.home / "firm.pem"))
            account |= {"security": "starttls", "ca_file": "firm.pem", "username": user}
        lines = (f"{name} = {json.dumps(value)}" for name, value in account.items())
        (self.home / "settings.toml").write_text("\n".join(["[smtp]", *lines]), encoding="utf-8")


def dictate(folder: Path, *lines: str) -> Path:
    """A transcript in which the client says these lines."""
    path = folder / f"call-{len(list(folder.glob('call-*')))}.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def dictated_email(to: str, *, salutation: str = "Dear Sir", subject: str = "the pears") -> str:
    return (
        f"Email to {to}. Subject, {subject}. {salutation}, comma. The pears are ripe and can be fetched on Friday. "
        "Full stop. Kind regards, Nell. End of email."
    )


@contextmanager
def mail_server(mailroom: Mailroom, *, login: bool = False) -> Iterator[int]:
    """A mail server beside the program, that wants a login or takes anything; gives its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = serving(mailroom, login=login, starttls=login)
    try:
        yield asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
