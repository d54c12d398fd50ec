from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import CLIENT, Program
from tests.cli.spoken import record_words

BOOK = [
    {"name": "Odile Marsh", "organisation": "Marsh Preserves", "email": "odile@marshpreserves.example"},
    {"name": "Ruben Castell", "organisation": "Castell Crates", "email": "ruben@castellcrates.example"},
    {"name": "Sam Reid", "organisation": "Reid Haulage", "email": "sam@reidhaulage.example"},
    {"name": "Sam Reid", "organisation": "Northfield College", "email": "s.reid@northfield.example"},
    {
        "name": "Petra Lund",
        "organisation": "Lund Legal",
        "email": "petra@lundlegal.example",
        "address": ["Lund Legal", "6 Weir Street", "Hereford HR1 2AB", "United Kingdom"],
    },
]


@pytest.fixture
def bare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program before anybody made a home."""
    return Program(tmp_path / "home", capsys)


@pytest.fixture
def program(bare: Program, tmp_path: Path) -> Program:
    """The program with a home, a client and an address book."""
    bare.ok("init")
    bare.ok(
        *("client", "add", CLIENT, "--name", "Nell Orchard", "--organisation", "Orchard & Daughters"),
        *("--email", "nell@orchard.example", "--secretary", "Tom Birch <tom@orchard.example>"),
        *("--address", "Orchard & Daughters", "--address", "1 Hill Road", "--address", "Ledbury HR8 1AA"),
        *("--language", "en-GB", "--timezone", "Europe/London"),
    )
    book = tmp_path / "book.json"
    book.write_text(json.dumps(BOOK), encoding="utf-8")
    bare.ok("contacts", "import", CLIENT, book)
    return bare


@pytest.fixture
def heard(program: Program) -> Path:
    """The recording that draft 1 was made of."""
    return record_words(program.home)
