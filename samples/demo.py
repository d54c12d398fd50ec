"""The program at work on a sample call, from the recording to the recipient's mail server.

    make demo

Every step is a command that could be typed; it is printed before what it prints. The home is made anew in ``demo/``,
and the mail server is started here, on this machine, so nothing leaves it.
"""

from __future__ import annotations

import email
import email.policy
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import Envelope

ROOT = Path(__file__).resolve().parent.parent
HOME = Path("demo")
DOCUMENTS = HOME / "documents"
LOOPBACK = "127.0.0.1"


class Mailbox(Message):
    """A mail server's memory: what arrived, and for whom."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[tuple[EmailMessage, list[str]]] = []

    def prepare_message(self, _session: object, envelope: Envelope) -> EmailMessage:
        """Keep a message that arrived."""
        content = envelope.content
        received = email.message_from_bytes(
            content if isinstance(content, bytes) else (content or "").encode(), policy=email.policy.default
        )
        self.arrived.append((received, list(envelope.rcpt_tos)))
        return received

    def handle_message(self, message: object) -> None:
        """Nothing more to do with it."""


def main() -> None:
    """Run the demonstration; stops at the first command that fails."""
    os.chdir(ROOT)
    begun = time.monotonic()
    clear_home()
    say(
        "A client dictates two emails and a letter to his secretary on the telephone. This is what becomes of the call."
    )
    say(f"All commands work in {HOME}/, because of:  export DICTATION_HOME={HOME}")
    dictation("init")
    dictation("client", "import", "samples/clients.json")
    dictation("contacts", "import", "hale", "samples/contacts.json")

    say("The recording, heard by the recogniser that needs no download:")
    dictation("process", "samples/monday-call.flac", "--client", "hale", "--engine", "embedded", "--date", "2026-03-10")
    say(
        "The last column says what a person has to look at. A recogniser without download did this: it knows clear\n"
        "English voices and the phrases of business letters, and writes a wrong word here and there (compare the\n"
        "drafts with samples/monday-call.script.txt). With Whisper's weights (dictation models fetch base, 145 MB)\n"
        "a call in other voices, on a bad line or in another language is heard, too, and it is told more surely\n"
        "which words are doubtful."
    )
    drafts = json.loads(dictation("list", "--json", quiet=True))
    numbers = [str(draft["id"]) for draft in drafts]
    dictation("show", numbers[0])

    say("Every draft as a Word file, as PDF and as the email that would be sent:")
    dictation("render", *numbers, "--format", "docx,pdf,eml", "-o", str(DOCUMENTS))

    clear = [str(draft["id"]) for draft in drafts if not draft["obstacles"]]
    waiting = [number for number in numbers if number not in clear]
    say(
        "A secretary would now listen to the seconds that are marked above, mend what was misheard, and approve. The "
        "demo approves every draft of which it is settled whom it goes to."
    )
    if waiting:
        say(f"(Drafts {', '.join(waiting)} wait for a person, so they stay where they are.)")
    if clear:
        dictation("approve", *clear, "--by", "the demo")
    post(clear)
    dictation("list")
    say(f"Done in {time.monotonic() - begun:.0f} seconds. The documents are in {DOCUMENTS}/. To go on from here, type:")
    print(
        f"  export DICTATION_HOME={HOME} PATH=$PWD/.venv/bin:$PATH\n"
        f"  dictation show {numbers[1]}               # a draft as it will read\n"
        f"  dictation show {numbers[1]} --coverage    # what was said and is in no draft, and why\n"
        f"  dictation log {numbers[0]}                # what happened to a draft\n"
        "  dictation process samples/selasa-id.json --client kusuma    # a transcript, in Indonesian\n"
        "  dictation process samples/telephone-call.flac --client hale # a bad line: see its flags\n"
        "  dictation --help\n"
    )


def clear_home() -> None:
    """Remove what an earlier demonstration left, but for what the recogniser learnt, which takes time to build."""
    for entry in HOME.iterdir() if HOME.is_dir() else ():
        if entry.name != "cache":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def post(approved: list[str]) -> None:
    """Send what is approved to a mail server of our own, and show what it got."""
    mailbox = Mailbox()
    server = Controller(mailbox, hostname=LOOPBACK, port=free_port())
    server.start()
    try:
        settings = HOME / "settings.toml"
        account = f'[smtp]\nhost = "{LOOPBACK}"\nport = {server.port}\nsecurity = "none"'
        settings.write_text(settings.read_text(encoding="utf-8").replace("[smtp]", account, 1), encoding="utf-8")
        say(f"The mail server is this machine's own, port {server.port}. Sending is a dry run until told otherwise:")
        dictation("send")
        if approved:
            dictation("send", "--no-dry-run")
    finally:
        server.stop()
    say(f"What the server got ({len(mailbox.arrived)} emails):")
    for message, recipients in mailbox.arrived:
        files = [part.get_filename() for part in message.iter_attachments()]
        print(f"  {message['Subject']}\n    from {message['From']}, for {', '.join(recipients)}")
        if files:
            print(f"    with {', '.join(name for name in files if name)}")
    dictation("outbox")


def dictation(*arguments: str, quiet: bool = False) -> str:
    """Run a command of the program and show it, or return what it prints."""
    if not quiet:
        print(f"\n$ dictation {shlex.join(arguments)}", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "dictation", *arguments],
        env={**os.environ, "DICTATION_HOME": str(HOME)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout or ""


def say(text: str) -> None:
    """A word to whoever watches."""
    print(f"\n{text}", flush=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((LOOPBACK, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
