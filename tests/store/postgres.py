"""Debian's PostgreSQL on loopback, with data of its own that is gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

HOST = "127.0.0.1"
OWNER, PASSWORD = "keeper", "pass word/äß"
"""Who owns every database, and a password that has to be quoted in an address."""
_QUOTED = "pass%20word%2F%C3%A4%C3%9F"
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    # Nothing here has to outlive a power cut.
    "fsync": "off",
    "max_connections": "200",
}


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A server that runs."""

    port: int
    folder: Path

    def url(self, database: str, *, user: str = OWNER, password: str = _QUOTED) -> str:
        return f"postgresql+psycopg://{user}:{password}@{HOST}:{self.port}/{database}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """An empty database, gone when the block ends, whoever is connected then; gives its name."""
        with self.connect("postgres") as connection:
            name = f"d{connection.execute('SELECT txid_current()').fetchone()[0]}"  # type: ignore[index]
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                yield name
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def connect(self, database: str) -> psycopg.Connection:
        """A connection of the owner, each of whose statements counts at once."""
        return psycopg.connect(
            host=HOST, port=self.port, user=OWNER, password=PASSWORD, dbname=database, autocommit=True
        )

    def start(self) -> None:
        """Start the server; returns when it is ready."""
        options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in _SETTINGS.items())
        self._control("start", "-o", f"-p {self.port} {options}")

    def stop(self) -> None:
        """Stop the server, whoever is connected."""
        self._control("stop", "-m", "immediate")

    def _control(self, *arguments: str) -> None:
        command = [_bin("pg_ctl"), "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-s", *arguments]
        _as_nobody_special(command, self.folder)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Run PostgreSQL until the block ends; skips the test where there is none."""
    if _bin("initdb") is None:
        pytest.skip("not installed: PostgreSQL (Debian's package postgresql)")
    # pytest's own folders are closed to the user that the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    if os.geteuid() == 0:
        user = _user()
        for path in (folder, folder / "password"):
            os.chown(path, user.pw_uid, user.pw_gid)
    with socket.socket() as free:
        free.bind((HOST, 0))
        server = Postgres(port=free.getsockname()[1], folder=folder)
    try:
        _as_nobody_special(
            [
                *(_bin("initdb"), "-D", folder / "data", "-U", OWNER, "--pwfile", folder / "password"),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            folder,
        )
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)


def _bin(name: str) -> str | None:
    """A program of the server: Debian keeps them out of the path, a folder a version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return shutil.which(name, path=os.pathsep.join([*map(str, reversed(folders)), os.environ.get("PATH", "")]))


def _as_nobody_special(command: Sequence[object], folder: Path) -> None:
    """Run a program of the server, which root must not."""
    user = _user() if os.geteuid() == 0 else None
    done = subprocess.run(
        list(map(str, command)),
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=[] if user else None,
        cwd=folder,
        # The server holds what it inherits: a pipe would never end.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {(folder / 'log').read_text() if (folder / 'log').exists() else ''}"


def _user() -> pwd.struct_passwd:
    """The user that Debian's package brings, or one that every system has."""
    known = {each.pw_name: each for each in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]
