"""Clients' calendars in the settings, and what is kept of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from dictation.errors import SettingsError
from dictation.home import calendar_account, init_home, load_settings, read_entries, write_entries
from dictation.model.calendar import CalendarAccount, CalendarEntry

URL = "https://cal.example.com/voss/meetings/"
ENTRY = CalendarEntry(etag='"7a"', sha256="ab" * 32)


def account(folder: Path, lines: str, environ: Mapping[str, str]) -> CalendarAccount:
    home = init_home(folder)
    home.settings.write_text(f"[calendars.voss]\n{lines}\n", encoding="utf-8")
    return calendar_account(home, load_settings(home), "voss", environ)


def test_an_account_has_the_password_of_its_variable(tmp_path: Path) -> None:
    lines = f'url = "{URL.rstrip("/")}"\nusername = "voss"\npassword_env = "VOSS"'
    found = account(tmp_path, lines, {"VOSS": "rose madder", "DICTATION_CALENDAR_PASSWORD": "no"})
    assert (found.url, found.username, found.password) == (URL, "voss", "rose madder")
    assert "rose" not in repr(found)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("", "no calendar is set"),
        (f'url = "{URL}"\nusername = "voss"', "DICTATION_CALENDAR_PASSWORD"),
        (f'url = "{URL}"\nuser = "voss"', r"calendars\.voss\.user\b.*username"),
        (f'url = "{URL}"\npassword = "rose madder"', r"calendars\.voss\.password\b.*password_env"),
        ("url = 7", r"calendars.*url"),
        ('url = "http://cal.example.com/voss/"', "https"),
        ('url = "http://localhost.example.com/voss/"', "https"),
        ('url = "ftp://localhost/voss/"', "https"),
    ],
)
def test_a_setting_that_is_wrong_is_told_with_its_place(tmp_path: Path, lines: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        account(tmp_path, lines, {})
    assert "rose madder" not in str(caught.value)


def test_a_server_on_this_machine_may_be_open(tmp_path: Path) -> None:
    assert account(tmp_path, 'url = "http://127.0.0.1:5232/voss/"', {}).url == "http://127.0.0.1:5232/voss/"


def test_what_was_put_there_is_kept_for_that_address(tmp_path: Path) -> None:
    home = init_home(tmp_path)
    assert read_entries(home, "voss", URL) == {}
    write_entries(home, "voss", URL, {"a": ENTRY})
    assert read_entries(home, "voss", URL) == {"a": ENTRY}
    assert read_entries(home, "voss", "https://other.example/") == {}
    assert read_entries(home, "bode", URL) == {}


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    home = init_home(tmp_path)
    write_entries(home, "voss", URL, {})
    (home.calendars / "voss.json").write_text("{", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"voss\.json"):
        read_entries(home, "voss", URL)
