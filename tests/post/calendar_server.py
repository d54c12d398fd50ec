"""A real calendar server (Radicale) on loopback, and its user at another program."""

from __future__ import annotations

import base64
import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
USER, PASSWORD = "nell", "quince & medlar"


@dataclass(frozen=True, kw_only=True)
class CalendarServer:
    """A server with one calendar."""

    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}{self.path}"

    @property
    def path(self) -> str:
        return f"/{USER}/meetings/"

    def ask(self, method: str, name: str = "", content: bytes | None = None) -> tuple[int, bytes]:
        """What another program of the same user does there."""
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        connection = http.client.HTTPConnection(HOST, self.port)
        try:
            connection.request(method, self.path + name, content, {"Authorization": f"Basic {login}"})
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()


@contextmanager
def calendar_server(folder: Path) -> Iterator[CalendarServer]:
    """The server; what is put there lies in the folder."""
    users = folder / "users"
    users.write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    options = {
        "--hosts": f"{HOST}:{port}",
        "--auth-type": "htpasswd",
        "--auth-htpasswd-filename": users,
        "--auth-htpasswd-encryption": "plain",
        "--auth-delay": "0",
        "--storage-filesystem-folder": folder / "collections",
        "--logging-level": "info",
    }
    command = [sys.executable, "-m", "radicale", *(str(each) for option in options.items() for each in option)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", cwd=folder) as process:
        try:
            assert process.stderr is not None
            told = []
            while "server ready" not in (line := process.stderr.readline()):
                told.append(line)
                assert line, f"the calendar server does not start: {''.join(told)}"
            server = CalendarServer(port=port)
            assert server.ask("MKCALENDAR")[0] == 201
            yield server
        finally:
            process.terminate()
