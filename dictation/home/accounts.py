"""Mail accounts: which of the settings is for a client, and the password that goes with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dictation.errors import SettingsError
from dictation.home.passwords import kept_password
from dictation.home.settings import Settings, SmtpSettings
from dictation.home.workspace import Home
from dictation.model.delivery import ImapAccount, SmtpAccount
from dictation.model.people import Client


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A mail account as the settings have it."""

    name: str
    """``smtp``, or ``accounts.`` with the client's key: its table in the settings."""
    settings: SmtpSettings

    @property
    def password_env(self) -> str:
        """The environment variable that is looked into first for the password."""
        key = self.name.removeprefix("smtp").removeprefix("accounts.")
        own = re.sub(r"\W", "_", key).upper()
        return self.settings.password_env or "_".join(filter(None, ("DICTATION_SMTP_PASSWORD", own)))


def account_of(settings: Settings, client: str) -> Account:
    """The account of the client with that key: its own where it has one, else the one that is for all."""
    if client in settings.accounts:
        return Account(name=f"accounts.{client}", settings=settings.accounts[client])
    return Account(name="smtp", settings=settings.smtp)


def files_sent(settings: Settings, client: str) -> bool:
    """Whether copies of what is sent for the client with that key are to be put into a folder of sent messages."""
    smtp = account_of(settings, client).settings
    return bool(smtp.file_sent and smtp.imap_host and smtp.username)


def smtp_account(home: Home, settings: Settings, client: Client, environ: Mapping[str, str]) -> SmtpAccount:
    """The mail account that sends for a client, with its password out of ``environ`` or the system's keyring.

    Raises:
        SettingsError: No server is set, or there is a user name and no password for it, or the account may not send as
            the client. No other account takes its place.
    """
    account = account_of(settings, client.key)
    smtp = account.settings
    if not smtp.host:
        raise SettingsError(
            "no mail server is set",
            place=f"{home.settings}, {account.name}.host",
            remedy="write the server's name there",
        )
    if smtp.send_as and not _may_send_as(smtp, client.email):
        raise SettingsError(
            f"the mail account may not send as {client.email}, only as {', '.join(smtp.send_as)}",
            place=f"{home.settings}, {account.name}.send_as",
            remedy=f"add the address if the account owns it, or give the client an account: [accounts.{client.key}]",
        )
    return SmtpAccount(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security,
        username=smtp.username,
        password=_password(account, smtp.host, environ) if smtp.username else "",
        ca_file=home.path / smtp.ca_file if smtp.ca_file else None,
        connections=smtp.connections,
    )


def imap_account(home: Home, settings: Settings, client: Client, environ: Mapping[str, str]) -> ImapAccount:
    """The account with a client's mailbox; its user and password are those for sending.

    Raises:
        SettingsError: No server is set for it, or there is no user name or no password.
    """
    account = account_of(settings, client.key)
    smtp = account.settings
    if not smtp.imap_host or not smtp.username:
        raise SettingsError(
            f"there is no mailbox of {client.key} to look into",
            place=f"{home.settings}, {account.name}",
            remedy="write the IMAP server's name to imap_host there, and the user's to username",
        )
    return ImapAccount(
        host=smtp.imap_host,
        port=smtp.imap_port,
        username=smtp.username,
        password=_password(account, smtp.host, environ),
        sent_folder=smtp.sent_folder,
        ca_file=home.path / smtp.ca_file if smtp.ca_file else None,
    )


def _password(account: Account, host: str, environ: Mapping[str, str]) -> str:
    username = account.settings.username
    password = environ.get(account.password_env) or kept_password(host, username)
    if not password:
        raise SettingsError(
            f"there is no password for {username} at {host}",
            place=f"the environment variable {account.password_env}, and the system's keyring",
            remedy=f"set the variable before starting the program, or say: dictation account password{_of(account)}",
        )
    return password


def _may_send_as(smtp: SmtpSettings, email: str) -> bool:
    address = email.casefold()
    domain = address[address.rfind("@") :]
    return not {address, domain}.isdisjoint(each.casefold() for each in smtp.send_as)


def _of(account: Account) -> str:
    return f" {account.name.removeprefix('accounts.')}" if account.name != "smtp" else ""
