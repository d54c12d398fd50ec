"""A home: what init makes, what it leaves alone, and its settings."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dictation.errors import SettingsError
from dictation.home import Home, Settings, init_home, load_settings, open_home
from dictation.model.delivery import Security

SUBMISSION = '[smtp]\nhost = "mail.hart.example"\nusername = "imogen"\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return init_home(tmp_path / "a new" / "home")


def test_a_new_home_holds_the_settings_there_are_without_any(home: Home) -> None:
    assert load_settings(home) == Settings()


def test_every_setting_shown_in_the_new_file_can_be_taken_into_use(home: Home) -> None:
    lines = home.settings.read_text(encoding="utf-8").splitlines()
    settings = [line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in lines]
    home.settings.write_text("\n".join(settings), encoding="utf-8")
    accounts = load_settings(home).accounts
    assert accounts["example"].send_as == ("name@example.org",)
    assert load_settings(home).calendars["example"].url == "https://cal.example.com/name/meetings/"
    taken = load_settings(home).smtp
    assert (taken.connections, taken.send_as) == (1, ("name@example.com",))
    assert (taken.host, taken.port, taken.security) == ("mail.example.com", 587, Security.STARTTLS)
    assert (taken.username, taken.ca_file) == ("name@example.com", "firm.pem")


def test_nobody_else_may_look_into_a_home(home: Home) -> None:
    folders = [home.path, home.letter_templates, home.clients, home.recordings, home.logs, home.cache]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert stat.S_IMODE(home.settings.stat().st_mode) == 0o600


def test_a_second_init_leaves_a_persons_changes_alone(home: Home) -> None:
    home.settings.write_text(SUBMISSION, encoding="utf-8")
    mine = home.letter_templates / "en" / "letter.j2"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    assert init_home(home.path) == home
    assert home.settings.read_text(encoding="utf-8") == SUBMISSION
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_second_init_completes_what_is_missing(home: Home) -> None:
    home.settings.unlink()
    home.logs.rmdir()
    init_home(home.path)
    assert load_settings(home) == Settings()
    assert home.logs.is_dir()


def test_a_home_cannot_be_made_out_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be made") as raised:
        init_home(tmp_path / "taken")
    assert "taken" in str(raised.value.place)


def test_opening_what_is_no_home_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="dictation init"):
        open_home(tmp_path)


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("[smtp]\nport = \n", "line 2", "cannot be read"),
        ('[smtp]\nport = "587"\n', "smtp.port", "Expected `int`"),
        ('[smtp]\nsecurity = "ssl"\n', "smtp.security", "ssl"),
        ('[smtp]\nhots = "mail.hart.example"\n', "smtp.hots", "there is no setting"),
        ('[smpt]\nhost = "mail.hart.example"\n', "smpt", "there is no setting"),
        ('smtp = "mail.hart.example"\n', "smtp", "Expected `object`"),
        ('[smtp]\npassword = "secret"\n', "smtp.password", "does not belong in a file"),
        ('[accounts.hart]\npassword = "secret"\n', "accounts.hart.password", "does not belong in a file"),
        ('[accounts.hart]\nhots = "mail.hart.example"\n', "accounts.hart.hots", "there is no setting"),
        ('accounts.hart = "mail.hart.example"\n', "accounts", "Expected `object`"),
        ("[smtp]\nconnections = 9\n", "smtp.connections", "4"),
        ('[recogniser]\napi_key = "secret"\n', "recogniser.api_key", "does not belong in a file"),
        ("[smtp]\nport = 70000\n", "smtp.port", "65535"),
    ],
)
def test_a_wrong_setting_is_told_with_its_place(home: Home, text: str, where: str, words: str) -> None:
    home.settings.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=words) as raised:
        load_settings(home)
    assert str(raised.value.place).startswith(str(home.settings))
    assert where in str(raised.value.place)
    assert raised.value.remedy


def test_settings_that_are_not_text_are_told(home: Home) -> None:
    home.settings.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(home)
