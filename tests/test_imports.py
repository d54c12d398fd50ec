"""Asking for help is quick because it loads nothing that only other commands need."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

import pytest
import typer

from dictation.cli.app import app

HEAVY = frozenset(
    "torch whisper faster_whisper ctranslate2 onnxruntime pocketsphinx av numpy docx lxml reportlab sqlalchemy psycopg "
    "alembic icalendar urllib3 filelock aiosmtplib jinja2 babel rich jellyfish rapidfuzz msgspec sounddevice keyring "
    "idna PIL prometheus_client".split()
)
COMMANDS = (
    [],
    *(
        [name]
        for name in "init record process batch watch transcribe transcript compose written tidy list show log".split()
    ),
    *([name] for name in "review split merge undo redo diff play consult retain export".split()),
    *([name] for name in "inbox recall posted".split()),
    *([name] for name in "assign due".split()),
    *([name] for name in "approve reject edit proof render send outbox settle reschedule cancel calendar".split()),
    *([group, name] for group in ("client", "contacts") for name in ("import", "list")),
    *(["lexicon", name] for name in ("list", "add", "remove")),
    *([name] for name in ("print", "posting-list")),
    *([name] for name in ("doctor", "metrics")),
    ["client", "add"],
    ["client", "show"],
    ["contacts", "find"],
    *(["templates", name] for name in ("list", "check", "preview")),
    *(["mailing", name] for name in "plan drop send list status settle receive".split()),
    ["suppress"],
    *(["audit", name] for name in ("list", "head", "verify")),
    *(["account", name] for name in ("list", "password")),
    *(["models", name] for name in ("list", "fetch", "path", "measure")),
)
PROBE = """
import json, sys
from dictation.cli.errors import run
codes = [run([*command, "--help"]) for command in json.loads(sys.argv[1])]
print(json.dumps({"codes": codes, "loaded": sorted(sys.modules)}))
"""


def probe(*commands: list[str]) -> dict[str, list[object]]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(commands)], capture_output=True, encoding="utf-8", check=True
    )
    found: dict[str, list[object]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_help_loads_no_heavy_library() -> None:
    found = probe(*COMMANDS)
    assert set(found["codes"]) == {0}
    assert not HEAVY & set(found["loaded"])


def names_of(commands: typer.Typer) -> set[str]:
    return {each.name or each.callback.__name__ for each in commands.registered_commands if each.callback}


def test_every_command_is_in_the_list_above() -> None:
    names: set[tuple[str, ...]] = {(name,) for name in names_of(app)}
    for group in app.registered_groups:
        assert group.typer_instance is not None
        names |= {(str(group.name), name) for name in names_of(group.typer_instance)}
    assert names == {tuple(command) for command in COMMANDS if command}


@pytest.mark.parametrize(
    "module", ["dictation.record", "dictation.transcribe", "dictation.writers", "dictation.store", "dictation.post"]
)
def test_a_room_loads_its_libraries_when_they_are_used(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert not (HEAVY - {"msgspec"}) & set(done.stdout.split())


def test_help_answers_in_under_three_tenths_of_a_second() -> None:
    """Of the processor's time, from the start of the process to its end: others may be at work on the machine."""

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "dictation", "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(8)) < 0.3
