"""Seconds that commands take on stores with few and with many drafts, in SQLite and in PostgreSQL.

    python benchmarks/store.py [--drafts N] [--rounds R] [--postgresql URL] [--json]

Each command is a program of its own, as a secretary starts it, from its start to its end; the databases take turns, and
the median round counts. Behind the seconds on the clock stand those of the processor, which count where others are at
work on the machine. ``list`` prints all drafts of the store. The URL is that of an empty PostgreSQL database, whose
tables stay behind; without one SQLite alone is measured. A draft has about 120 words, each known by its place in the
call, and a fifth of them are one secretary's, and due.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dictation import pipeline
from dictation.home import init_home
from dictation.model.draft import Correspondence, Draft, DraftKind, Paragraph, Passage, Piece, Recipient
from dictation.model.people import Client, Secretary
from dictation.model.recording import Recording
from dictation.model.transcript import Transcript
from dictation.pipeline import Workspace

CLIENT = Client(
    key="ines",
    name="Ines Ferraz",
    email="ines@ferraz.example",
    secretary=Secretary(name="Ari Ode", email="ari@f.example"),
)
DRAFTS_A_CALL = 10
COMMANDS = {
    "list": ("list",),
    "list --mine": ("list", "--mine"),
    "list --due": ("list", "--due"),
    "show": ("show", "1"),
}


def draft(number: int) -> Draft:
    """An email of 120 words."""
    words = [
        Piece(text=f"word{place} ", words=(place,), start_ms=place * 400, end_ms=place * 400 + 350)
        for place in range(120)
    ]
    recipient = Recipient(name=f"Person {number}", email=f"p{number}@example.org")
    paragraphs = tuple(Paragraph(lines=(Passage(pieces=tuple(words[at : at + 40])),)) for at in (0, 40, 80))
    subject = Passage(pieces=(Piece(text=f"Order {number}", words=(0,)),))
    return Draft(kind=DraftKind.EMAIL, to=(recipient,), subject=subject, body=paragraphs)


def fill(workspace: Workspace, drafts: int) -> None:
    """Keep so many drafts, of calls of ten."""
    store = workspace.store
    store.add_client(CLIENT)
    for call in range(drafts // DRAFTS_A_CALL):
        recording = Recording(
            path=Path(f"{call}.flac"), sha256=f"{call:064}", duration_ms=300_000, channels=1, sample_rate=16_000
        )
        made = Correspondence(drafts=tuple(draft(call * DRAFTS_A_CALL + place) for place in range(DRAFTS_A_CALL)))
        stored = store.record_call(CLIENT.key, recording, Transcript(language="en", segments=()), made)
        for number in stored.drafts[:2]:
            store.assign(number, to="bela", by="ari")
            store.set_due(number, workspace.clock(), by="ari")


def seconds(home: Path, url: str, command: tuple[str, ...]) -> tuple[float, float]:
    """How long a command takes, on the clock and of the processor."""
    env = {**os.environ, "DICTATION_HOME": str(home), "DICTATION_DATABASE": url, "DICTATION_USER": "bela"}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "dictation", *command], env=env, stdout=subprocess.DEVNULL, check=True)
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(home: Path, urls: dict[str, str], command: tuple[str, ...], rounds: int) -> dict[str, list[float]]:
    """The median seconds that a command takes on each database."""
    times = [{kind: seconds(home, url, command) for kind, url in urls.items()} for _ in range(rounds)]
    return {
        kind: [statistics.median(values) for values in zip(*(each[kind] for each in times), strict=True)]
        for kind in urls
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drafts", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgresql", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = init_home(Path(folder) / "home").path
        urls = {"SQLite, 10 drafts": f"sqlite:///{folder}/empty.db", "SQLite": f"sqlite:///{folder}/full.db"}
        urls |= {"PostgreSQL": options.postgresql} if options.postgresql else {}
        for kind, url in urls.items():
            with pipeline.open_workspace(home, database=url, actor="ari", clock=lambda: datetime.now(UTC)) as workspace:
                fill(workspace, DRAFTS_A_CALL if kind.endswith("drafts") else options.drafts)
        rows = {name: measured(home, urls, command, options.rounds) for name, command in COMMANDS.items()}
    if options.json:
        print(json.dumps({"drafts": options.drafts, "seconds": rows}, indent=2))
        return
    print(f"{options.drafts} drafts, seconds (of the processor), median of {options.rounds}")
    for name, row in rows.items():
        print(f"{name:<12}", *(f"{kind}: {took:.2f} ({busy:.2f})  " for kind, (took, busy) in row.items()))


if __name__ == "__main__":
    main()
