"""What a large store costs those who look into it: list, show and log, and a review until it asks.

    python benchmarks/scale.py [--drafts N] [--recordings N] [--undecided N] [--rounds R] [--database URL] [--json]

A sample call is processed into a store and one of its drafts goes through the outbox. The large store holds the same
many times over: recordings with their transcripts, drafts with their revisions, approvals, deliveries and receipts, and
what the log says of each. All of them were sent but for those that are undecided. The commands run as programs of their
own, on the small and on the large store by turns; the seconds are those until the first thing is shown, the median of
the rounds. A review runs at a terminal and is ended when it shows the first draft.

With --database, an empty PostgreSQL database for the large store; SQLite unless told.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from dictation import pipeline
from dictation.model.delivery import Outcome, Post, Receipt
from dictation.store import schema

SAMPLES = Path(__file__).parents[1] / "samples"
CLIENT = "hale"
SENT, UNDECIDED = 1, 3
"""Drafts of the sample call."""
COPIES_AT_ONCE = 500
COMMANDS: dict[str, tuple[str, ...]] = {
    "list": ("list",),
    "list of what is undecided": ("list", "--state", "draft"),
    "list for programs, undecided": ("list", "--state", "draft", "--json"),
    "list of what is one's own": ("list", "--mine"),
    "list of what is due": ("list", "--due"),
    "show": ("show", str(UNDECIDED)),
    "log": ("log", str(SENT)),
    "review": ("review",),
}

Rows = dict[sa.Table, list[dict[str, Any]]]


def dictation(home: Path, database: str, *arguments: str) -> list[str]:
    """A command line."""
    return [
        sys.executable,
        "-m",
        "dictation",
        "--home",
        str(home),
        *(["--database", database] if database else []),
        *arguments,
    ]


def furnish(home: Path, database: str) -> None:
    """Make a home with a client and one call, of which a draft was sent."""
    for arguments in (
        ("init",),
        ("client", "import", str(SAMPLES / "clients.json")),
        ("contacts", "import", CLIENT, str(SAMPLES / "contacts.json")),
        ("process", str(SAMPLES / "monday-call.json"), "--client", CLIENT),
    ):
        subprocess.run(dictation(home, database, *arguments), check=True, capture_output=True)
    with pipeline.open_workspace(home, database=database, actor="Anna", clock=lambda: datetime.now(UTC)) as workspace:
        send_one(workspace)


def send_one(workspace: pipeline.Workspace) -> None:
    """Take a draft through the outbox."""
    store = workspace.store
    to = "susan@parkerglass.example"
    approved = store.approve(SENT, by="Anna", digest="0" * 64, expected_revision=1)
    post = Post(
        client=CLIENT,
        draft=SENT,
        revision=approved.revision,
        digest="0" * 64,
        sender="anna@hale.example",
        recipients=(to,),
        message_id="<1@hale.example>",
        content=b"Subject: Glass\r\n\r\n" + b"Two windows, as I said on the telephone.\r\n" * 100,
    )
    delivery = store.mark_sending(store.queue(post).id)
    store.mark_data(delivery, ())
    store.record_receipts(delivery, [Receipt(address=to, outcome=Outcome.ACCEPTED, code=250, words="2.0.0 taken")])


def multiply(database: str, *, drafts: int, recordings: int, undecided: int) -> None:
    """Copy the rows of the sent draft, of the undecided one and of the recording many times."""
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        tables = schema.metadata.sorted_tables
        everything = {table: [dict(row) for row in connection.execute(sa.select(table)).mappings()] for table in tables}
        call = {table: everything[table] for table in (schema.recordings, schema.transcripts)}
        copy(connection, call, recordings, everything)
        copy(connection, of_draft(everything, SENT), drafts - undecided, everything)
        copy(connection, of_draft(everything, UNDECIDED), undecided, everything)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    engine.dispose()


def of_draft(everything: Rows, draft: int) -> Rows:
    """The rows that belong to a draft."""
    deliveries = {row["id"] for row in everything[schema.deliveries] if row["draft"] == draft}

    def belongs(table: sa.Table, row: Mapping[str, Any]) -> bool:
        return (
            row.get("draft") == draft
            or row.get("delivery") in deliveries
            or (table is schema.drafts and row["id"] == draft)
        )

    mine = {table: [row for row in rows if belongs(table, row)] for table, rows in everything.items()}
    return {table: rows for table, rows in mine.items() if rows}


def copy(connection: sa.Connection, rows: Rows, times: int, everything: Rows) -> None:
    """Insert rows again and again, with new numbers that keep them together."""
    highest = {
        table.name: connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
        for table in everything
        if "id" in table.c
    }
    for table, originals in rows.items():
        for first in range(0, times, COPIES_AT_ONCE):
            copies = range(first, min(first + COPIES_AT_ONCE, times))
            connection.execute(
                table.insert(),
                [renumbered(table, row, number, highest, rows) for number in copies for row in originals],
            )


def renumbered(
    table: sa.Table, row: Mapping[str, Any], number: int, highest: Mapping[str, int], rows: Rows
) -> dict[str, Any]:
    """A copy of a row that belongs to the ``number``-th copies of the others."""
    new = dict(row)
    for column, owner in (("id", table), ("draft", schema.drafts), ("delivery", schema.deliveries)):
        if column in new and owner in rows:
            place = [each["id"] for each in rows[owner]].index(new[column])
            new[column] = highest[owner.name] + 1 + number * len(rows[owner]) + place
    if table is schema.transcripts:
        new["recording"] = highest["recordings"] + 1 + number
    if table is schema.audit:
        new["position"] = new["id"]  # each once in its chain, which nobody verifies here
    for unique in {"sha256", "message_id"} & new.keys():
        new[unique] = f"{new[unique]}-{number}"
    return new


def seconds(command: list[str]) -> float:
    """Until a command shows something at a terminal."""
    pid, terminal = pty.fork()
    if not pid:
        os.execve(command[0], command, os.environ | {"TERM": "dumb", "COLUMNS": "120"})  # noqa: S606 - ours
    begun = time.perf_counter()
    os.read(terminal, 1)
    elapsed = time.perf_counter() - begun
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(terminal)
    return elapsed


def measure(homes: Mapping[str, tuple[Path, str]], rounds: int) -> dict[str, dict[str, float]]:
    """The median seconds of each command, by the store."""
    taken: dict[str, dict[str, list[float]]] = {name: {size: [] for size in homes} for name in COMMANDS}
    for number in range(rounds + 1):
        for name, arguments in COMMANDS.items():
            for size, (home, database) in homes.items():
                elapsed = seconds(dictation(home, database, *arguments))
                # The first round fills the caches of the disk.
                if number:
                    taken[name][size].append(elapsed)
    return {name: {size: statistics.median(each) for size, each in by_size.items()} for name, by_size in taken.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drafts", type=int, default=100_000)
    parser.add_argument("--recordings", type=int, default=10_000)
    parser.add_argument("--undecided", type=int, default=300, help="of the drafts (default: 300)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", default="", help="of the large store (default: SQLite)")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        homes = {
            "small": (Path(folder) / "small", ""),
            "large": (Path(folder) / "large", args.database),
        }
        for home, database in homes.values():
            furnish(home, database)
        url = args.database or f"sqlite:///{homes['large'][0] / 'dictation.db'}"
        multiply(url, drafts=args.drafts, recordings=args.recordings, undecided=args.undecided)
        figures = measure(homes, args.rounds)
    if args.json:
        print(json.dumps({**vars(args), "seconds": figures}))
        return
    print(f"{'seconds until something is shown':<36}{'small':>8}{'large':>8}{'more':>8}")
    for name, each in figures.items():
        print(f"{name:<36}{each['small']:>8.2f}{each['large']:>8.2f}{each['large'] - each['small']:>8.2f}")


if __name__ == "__main__":
    main()
