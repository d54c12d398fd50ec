"""Mail accounts and their passwords."""

from __future__ import annotations

import io

import pytest

from tests.cli.program import CLIENT, Program
from tests.cli.test_mistakes import require_told
from tests.home.keyrings import Keyring

ACCOUNTS = f"""
[smtp]
host = "mail.house.example"
username = "house"
[accounts.{CLIENT}]
host = "mx.orchard.example"
username = "nell"
send_as = ["@orchard.example"]
"""
SECRET = "pomes and pears"  # noqa: S105


@pytest.fixture
def set_up(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program with a house account, a client's own, and a password on stdin."""
    (program.home / "settings.toml").write_text(ACCOUNTS, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SECRET}\n"))
    return program


def test_the_keyring_takes_a_password_for_one_account(set_up: Program, system: Keyring) -> None:
    told = set_up.ok("account", "password", CLIENT)
    assert SECRET not in told.out + told.err
    assert list(system.held.values()) == [SECRET]
    house, own = set_up.ok("account", "list", "--json").json
    assert (own["account"], own["password_from"]) == (f"accounts.{CLIENT}", "keyring")
    assert (house["password_env"], house["password_from"]) == ("DICTATION_SMTP_PASSWORD", "missing")
    shown = set_up.ok("account", "list")
    assert "mx.orchard.example" in shown.out
    assert "Set DICTATION_SMTP_PASSWORD, or" in shown.err


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_the_variable_is_named(set_up: Program) -> None:
    result = set_up("account", "password")
    require_told(result, 1)
    assert "no keyring" in result.told["Error"]
    assert SECRET not in result.err


@pytest.mark.usefixtures("system")
def test_an_account_that_there_is_not_takes_no_password(set_up: Program) -> None:
    require_told(set_up("account", "password", "nobody"), 1)


@pytest.mark.usefixtures("system")
def test_no_password_is_no_password(set_up: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    require_told(set_up("account", "password"), 1)
