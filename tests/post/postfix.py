"""Debian's Postfix as a submission server on loopback, with a configuration and a queue of its own."""

from __future__ import annotations

import imaplib
import os
import pwd
import select
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.post.server import AUTHORITY, HOST, IDENTITY, PASSWORD, USER

SENDER = "amara@okoroboats.example"
"""The one address that the account owns."""
MAILBOX = "ines@ferraztimber.example"
OTHER_USER = "per"
"""Has no folder "Sent"."""
MARKED = "Gesendete Grüße & Küsse"
"""The folder that the server marks as the one for sent messages, where somebody has it."""
_DAEMONS = Path("/usr/lib/postfix/sbin")

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mail.example
mydestination =
default_transport = error:nothing leaves this machine
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = {folder}/identity.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_sender_login_maps = inline:{{ {sender}={user} }}
smtpd_sender_restrictions = reject_sender_login_mismatch
virtual_mailbox_domains = ferraztimber.example
virtual_mailbox_maps = inline:{{ {mailbox}=yes }}
virtual_transport = mailbox
"""
_MASTER = """
{host}:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
mailbox unix - n n - - pipe user=nobody argv=/usr/bin/tee {folder}/mailbox
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT = r"""
base_dir = {folder}/dovecot
log_path = {folder}/log
protocols = imap
ssl = required
ssl_cert = <{folder}/identity.pem
ssl_key = <{folder}/identity.pem
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
namespace inbox {{
  inbox = yes
  mailbox "{marked}" {{
    special_use = \Sent
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    address = {host}
    port = {imap_port}
  }}
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}
}}
service auth {{
  unix_listener {folder}/queue/private/auth {{
    mode = 0666
  }}
}}
"""
"""Postfix leaves it to Dovecot to know passwords; Dovecot has the folder of sent messages, too."""


@dataclass(frozen=True, kw_only=True)
class Postfix:
    """A server that runs."""

    port: int
    imap_port: int
    folder: Path

    @property
    def authority(self) -> Path:
        """The certificate to trust."""
        return self.folder / "authority.pem"

    @contextmanager
    def imap(self, user: str = USER) -> Iterator[imaplib.IMAP4_SSL]:
        """A mail program that somebody is logged in to."""
        context = ssl.create_default_context(cafile=str(self.authority))
        with imaplib.IMAP4_SSL(HOST, self.imap_port, ssl_context=context) as imap:
            imap.login(user, PASSWORD)
            yield imap

    def keep(self, content: bytes, *, folder: str = "Sent") -> None:
        """Put a message into a folder, as a mail program does."""
        with self.imap() as imap:
            assert imap.append(folder, "", "", content)[0] == "OK"

    def kept(self, message_id: str, *, folder: str = "Sent", user: str = USER) -> list[Kept]:
        """The messages with that number in a folder, as a mail program shows them."""
        with self.imap(user) as imap:
            imap.select(folder, readonly=True)
            numbers = imap.search(None, "HEADER", "Message-ID", f'"{message_id}"')[1][0].split()
            fetched: list[Any] = [imap.fetch(number, "(FLAGS INTERNALDATE BODY.PEEK[])")[1][0] for number in numbers]
        return [Kept(told=told.decode(), content=content) for told, content in fetched]

    @contextmanager
    def mailbox(self) -> Iterator[Mailbox]:
        """The mailbox, opened to wait for what comes into it."""
        descriptor = os.open(self.folder / "mailbox", os.O_RDONLY | os.O_NONBLOCK)
        try:
            yield Mailbox(descriptor)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A message in a folder."""

    told: str
    """Its flags and its date, in the server's words."""
    content: bytes


class Mailbox:
    """A named pipe that Postfix delivers into."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self) -> bytes:
        """The next message, below the lines that Postfix puts on top, with lines that end in CR LF."""
        parts: list[bytes] = []
        while not parts or parts[-1]:
            assert select.select([self._descriptor], [], [], 30)[0], "no message arrived"
            parts.append(os.read(self._descriptor, 1 << 16))
        return b"".join(parts).replace(b"\n", b"\r\n")


def require_postfix() -> None:
    """Skip the test where no Postfix can be run."""
    missing = [name for name in ("postfix", "dovecot") if shutil.which(name) is None]
    missing += [] if Path("/usr/lib/dovecot/imap").exists() else ["dovecot-imapd"]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (Debian's packages postfix and dovecot-imapd)")
    if os.geteuid() != 0:
        pytest.skip("Postfix is started by root only")


@contextmanager
def running_postfix() -> Iterator[Postfix]:
    """Run Postfix, and Dovecot for its logins, until the block ends."""
    require_postfix()
    # pytest's own folders are closed to the users that the servers run as.
    folder = Path(tempfile.mkdtemp(prefix="postfix-"))
    with socket.socket() as one, socket.socket() as other:
        one.bind((HOST, 0))
        other.bind((HOST, 0))
        port, imap_port = (each.getsockname()[1] for each in (one, other))
    try:
        _set_up(folder, port, imap_port)
        subprocess.run(["postfix", "-c", folder / "postfix", "check"], check=True)
        subprocess.run(["dovecot", "-c", folder / "dovecot.conf"], check=True)
        # Returns when the server is ready.
        subprocess.run([_DAEMONS / "master", "-c", folder / "postfix", "-w"], check=True)
        server = Postfix(port=port, imap_port=imap_port, folder=folder)
        with server.imap() as imap:
            assert imap.create("Sent")[0] == "OK"
        yield server
    finally:
        for number in (folder / "queue/pid/master.pid", folder / "dovecot/master.pid"):
            if number.exists():
                os.kill(int(number.read_text()), signal.SIGTERM)
        shutil.rmtree(folder)


def _set_up(folder: Path, port: int, imap_port: int) -> None:
    folder.chmod(0o755)
    owner = pwd.getpwnam("postfix")
    for name in ("data", "postfix", "queue", "mail"):
        (folder / name).mkdir()
    for name in ("data", "mail"):
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    os.mkfifo(folder / "mailbox")
    (folder / "mailbox").chmod(0o622)
    values = {
        "folder": folder,
        "host": HOST,
        "port": port,
        "imap_port": imap_port,
        "owner": owner.pw_uid,
        "group": owner.pw_gid,
        "sender": SENDER,
        "user": USER,
        "mailbox": MAILBOX,
        "marked": MARKED,
    }
    for name, text in (("postfix/main.cf", _MAIN), ("postfix/master.cf", _MASTER), ("dovecot.conf", _DOVECOT)):
        (folder / name).write_text(text.format(**values), encoding="utf-8")
    logins = "".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in (USER, OTHER_USER))
    (folder / "users").write_text(logins, encoding="utf-8")
    IDENTITY.private_key_and_cert_chain_pem.write_to_path(str(folder / "identity.pem"))
    AUTHORITY.cert_pem.write_to_path(str(folder / "authority.pem"))
