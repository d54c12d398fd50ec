"""What docs/deploy.md and deploy/ tell to run is there, and means what they say."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dictation.cli.errors import run

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
INSTALLED = "/opt/dictation/bin/dictation"


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return found


def commands() -> Iterator[tuple[str, ...]]:
    """Every command of the program that a unit, a service or the guide runs, by its arguments."""
    for unit in UNITS:
        start = re.search(rf"^ExecStart={INSTALLED} (.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
        assert start is not None, unit
        yield tuple(shlex.split(start[1]))
    yield from (tuple(each["command"]) for each in services().values() if "command" in each)
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL):
        for line in re.findall(r"^(?:.*run --rm )?(?:sudo -u \w+ \S*/)?dictation (.*)$", block, re.MULTILINE):
            yield tuple(shlex.split(line))


@pytest.mark.parametrize("arguments", sorted(set(commands())))
def test_every_command_that_is_told_is_there_with_its_options(arguments: tuple[str, ...]) -> None:
    assert run([*arguments, "--help"]) == 0


def test_commands_of_all_three_kinds_are_found() -> None:
    assert {("doctor",), ("send", "--watch", "--no-dry-run"), ("init",)} <= set(commands())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_understands_the_units(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("not installed: systemd-analyze (Debian's package systemd)")
    copy = tmp_path / unit.name
    copy.write_text(unit.read_text(encoding="utf-8").replace(INSTALLED, sys.executable), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if unit.name in line]) == (0, [])


def test_every_service_of_ours_has_no_rights_and_what_it_names() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for name, service in services().items():
        assert set(service["secrets"]) <= set(compose["secrets"])
        volumes = {volume.partition(":")[0] for volume in service["volumes"]}
        assert {each for each in volumes if not each.startswith("./")} <= set(compose["volumes"])
        if name != "database":
            assert service["read_only"]
            assert service["cap_drop"] == ["ALL"]
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


def test_what_the_image_is_made_of_is_there() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY") and "--from" not in line]
    sources = [each for names in copied for each in names if not each.startswith("--")]
    assert len(sources) > 4
    assert [each for each in sources if not (ROOT / each).exists()] == []


def test_secrets_are_variables_of_the_command_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "PGPASSWORD").write_text("quince $HOME 'and' medlar\n", encoding="utf-8")
    script = tmp_path / "script"
    text = (DEPLOY / "with-secrets").read_text(encoding="utf-8")
    script.write_text(text.replace("/run/secrets", str(tmp_path / "secrets")), encoding="utf-8")
    show = [sys.executable, "-c", "import os, sys; print(os.environ.get('PGPASSWORD'), sys.argv[1])", "a b"]
    without = subprocess.run(["sh", script, *show], capture_output=True, encoding="utf-8", check=True)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "PGPASSWORD").rename(tmp_path / "secrets" / "PGPASSWORD")
    done = subprocess.run(["sh", script, *show], capture_output=True, encoding="utf-8", check=True)
    assert without.stdout == "None a b\n"
    assert done.stdout == "quince $HOME 'and' medlar a b\n"
