"""Debian's CUPS on loopback, with a configuration of its own and a printer that is a pipe."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_CUPSD = Path("/usr/sbin/cupsd")
_WAIT_S = 30

_SERVER = """
LogLevel warn
Listen {folder}/socket
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """
SystemGroup root
ServerRoot {folder}
ServerBin {folder}/bin
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
"""

no_cups = pytest.mark.skipif(
    not _CUPSD.exists() or shutil.which("lp") is None or os.getuid() != 0,
    reason="CUPS is not installed (Debian: cups-daemon cups-client), or is not started by root",
)


class CupsServer:
    """A server that runs, with a printer that waits to be read."""

    PRINTER = "office"

    def __init__(self, paper: Path) -> None:
        # With both ends open it neither waits for the printer to begin nor takes an empty pipe for its end.
        self._paper = os.open(paper, os.O_RDWR)

    def wait_for_print(self) -> bytes:
        """The beginning of what comes out of the printer."""
        assert select.select([self._paper], [], [], _WAIT_S)[0], "nothing was printed"
        return os.read(self._paper, 1 << 16)

    def close(self) -> None:
        """Let go of the printer."""
        os.close(self._paper)


@contextmanager
def running_cups(folder: Path) -> Iterator[CupsServer]:
    """Run a server, to which ``lp`` prints, until the block ends."""
    for name in ("state", "cache", "spool/tmp", "bin/backend"):
        (folder / name).mkdir(parents=True)
    (folder / "cupsd.conf").write_text(_SERVER.format(folder=folder), encoding="utf-8")
    (folder / "cups-files.conf").write_text(_FILES.format(folder=folder), encoding="utf-8")
    os.mkfifo(folder / "paper")
    (folder / "bin/daemon").symlink_to("/usr/lib/cups/daemon")
    backend = folder / "bin/backend/paper"
    backend.write_text(f'#!/bin/sh\ncat "$6" > {folder}/paper\n', encoding="utf-8")
    backend.chmod(0o700)
    files: list[str | Path] = ["-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"]
    printer = CupsServer(folder / "paper")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CUPS_SERVER", str(folder / "socket"))
        # It returns when it listens.
        subprocess.run([_CUPSD, *files], check=True)
        try:
            subprocess.run(["lpadmin", "-p", CupsServer.PRINTER, "-v", "paper:/", "-E"], check=True)
            yield printer
        finally:
            os.kill(int((folder / "state/cupsd.pid").read_text()), signal.SIGTERM)
            printer.close()
