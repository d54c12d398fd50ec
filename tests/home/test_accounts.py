"""Which mail account sends for a client, and where its password comes from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dictation.errors import SettingsError
from dictation.home import Home, Settings, init_home, keep_password, load_settings, smtp_account
from dictation.model.delivery import Security
from dictation.model.people import Client, Secretary
from tests.home.keyrings import Keyring

KEPT, SET = "tick-tock", "ding-dong"
SUBMISSION = '[smtp]\nhost = "mail.hart.example"\nusername = "imogen"\n'
HART = Client(
    key="hart",
    name="Imogen Hart",
    email="imogen@hart.example",
    secretary=Secretary(name="Yusuf Adler", email="yusuf@hart.example"),
)
OWN = '[accounts.hart]\nhost = "mx.hart.example"\nusername = "hart"\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return init_home(tmp_path / "home")


def settings_of(home: Home, text: str) -> Settings:
    home.settings.write_text(text, encoding="utf-8")
    return load_settings(home)


def test_the_password_comes_from_the_variable_that_the_settings_name(home: Home) -> None:
    settings = settings_of(home, SUBMISSION + 'password_env = "HART_MAIL"\nca_file = "hart.pem"\nconnections = 3\n')
    environ = {"HART_MAIL": KEPT, "DICTATION_SMTP_PASSWORD": "other"}
    account = smtp_account(home, settings, HART, environ)
    assert (account.host, account.port, account.username) == ("mail.hart.example", 587, "imogen")
    assert account.password == environ["HART_MAIL"]
    assert account.security is Security.STARTTLS
    assert account.ca_file == home.path / "hart.pem"
    assert account.connections == 3
    assert KEPT not in repr(account)


@pytest.mark.usefixtures("system")
def test_a_password_that_was_given_to_the_keyring_is_found_for_that_account_alone(home: Home) -> None:
    keep_password("mail.hart.example", "imogen", KEPT)
    assert smtp_account(home, settings_of(home, SUBMISSION), HART, {}).password == KEPT
    other = SUBMISSION.replace("mail.hart", "mail.elsewhere")
    with pytest.raises(SettingsError, match="no password for imogen at mail\\.elsewhere"):
        smtp_account(home, settings_of(home, other), HART, {})


@pytest.mark.usefixtures("system")
def test_the_environment_goes_before_the_keyring(home: Home) -> None:
    keep_password("mail.hart.example", "imogen", KEPT)
    environ = {"DICTATION_SMTP_PASSWORD": SET}
    assert smtp_account(home, settings_of(home, SUBMISSION), HART, environ).password == SET


def test_a_locked_keyring_is_told_and_not_taken_for_an_empty_one(home: Home, system: Keyring) -> None:
    system.locked = True
    with pytest.raises(SettingsError, match=r"cannot be used \(KeyringLocked\)"):
        smtp_account(home, settings_of(home, SUBMISSION), HART, {})
    with pytest.raises(SettingsError, match="cannot be used") as told:
        keep_password("mail.hart.example", "imogen", KEPT)
    assert KEPT not in str(told.value)


@pytest.mark.usefixtures("no_keyring")
def test_where_there_is_no_keyring_it_says_what_to_do_instead(home: Home) -> None:
    with pytest.raises(SettingsError, match=r"no keyring.*environment variable"):
        keep_password("mail.hart.example", "imogen", KEPT)
    with pytest.raises(SettingsError, match=r"no password.*DICTATION_SMTP_PASSWORD, and the system's keyring"):
        smtp_account(home, settings_of(home, SUBMISSION), HART, {})


def test_without_a_mail_server_nothing_can_be_sent(home: Home) -> None:
    with pytest.raises(SettingsError, match=r"no mail server.*smtp\.host"):
        smtp_account(home, settings_of(home, ""), HART, {})


def test_a_client_has_its_own_account_and_its_own_password(home: Home) -> None:
    settings = settings_of(home, SUBMISSION + OWN)
    environ = {"DICTATION_SMTP_PASSWORD": "of the house", "DICTATION_SMTP_PASSWORD_HART": "of the client"}
    account = smtp_account(home, settings, HART, environ)
    assert (account.host, account.password) == ("mx.hart.example", "of the client")
    other = smtp_account(home, settings, replace(HART, key="doe"), environ)
    assert (other.host, other.password) == ("mail.hart.example", "of the house")


@pytest.mark.usefixtures("no_keyring")
def test_the_house_password_is_never_offered_to_a_clients_server(home: Home) -> None:
    with pytest.raises(SettingsError, match="DICTATION_SMTP_PASSWORD_HART"):
        smtp_account(home, settings_of(home, SUBMISSION + OWN), HART, {"DICTATION_SMTP_PASSWORD": "of the house"})


@pytest.mark.parametrize("allowed", ["imogen@hart.example", "Imogen@Hart.example", "@hart.example"])
def test_an_account_may_send_as_its_own_addresses(home: Home, allowed: str) -> None:
    settings = settings_of(home, f'[smtp]\nhost = "mail.hart.example"\nsend_as = ["{allowed}"]\n')
    assert smtp_account(home, settings, HART, {}).host == "mail.hart.example"


@pytest.mark.parametrize("allowed", ["doe@hart.example", "@art.example", "@mail.hart.example", "hart.example"])
def test_an_address_that_the_clients_account_may_not_send_as_stops_it_and_no_other_account_is_taken(
    home: Home, allowed: str
) -> None:
    text = f'[smtp]\nhost = "mail.hart.example"\n[accounts.hart]\nhost = "mx.hart.example"\nsend_as = ["{allowed}"]\n'
    with pytest.raises(SettingsError, match=r"may not send as imogen@hart.example.*accounts\.hart\.send_as"):
        smtp_account(home, settings_of(home, text), HART, {})
