"""The settings file of a home."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Annotated, Any

import msgspec

from dictation.errors import SettingsError
from dictation.home.workspace import Home
from dictation.model.delivery import Security, SmtpAccount


@dataclass(frozen=True, kw_only=True, slots=True)
class RecogniserSettings:
    """Which recogniser to use where the command line names none."""

    engine: str = "auto"
    model: str = ""
    """Empty for the best that is on this machine, else ``base``."""
    offline: bool = False
    """Whether nothing may be asked of the network to hear a call."""
    endpoint: str = ""
    """The server for the recogniser ``openai-compatible``, up to and with its version."""
    api_key_env: str = "DICTATION_API_KEY"
    """The environment variable that holds the server's key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SmtpSettings:
    """How to reach the mail server, all but the password."""

    host: str = ""
    """Empty where nothing can be sent."""
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 587
    security: Security = Security.STARTTLS
    username: str = ""
    password_env: str = "DICTATION_SMTP_PASSWORD"  # noqa: S105 - the name of a variable, no password
    """The environment variable that holds the password."""
    ca_file: str = ""
    """Relative to the home."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarSettings:
    """A client's calendar on a CalDAV server, all but the password."""

    url: str = ""
    """The calendar's own address, such as ``https://cal.example.com/nell/meetings/``."""
    username: str = ""
    password_env: str = "DICTATION_CALENDAR_PASSWORD"  # noqa: S105 - the name of a variable, no password
    """The environment variable that holds the password."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything in ``settings.toml``."""

    recogniser: RecogniserSettings = field(default_factory=RecogniserSettings)
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    calendars: dict[str, CalendarSettings] = field(default_factory=dict)
    """Clients' calendars, by the client's key."""


_OF_CLIENTS = {"calendars": CalendarSettings()}
"""Settings that are tables by a client's key, and of what kind these are."""

_SECRETS = {
    "smtp.password": ("a password", SmtpSettings().password_env),
    "recogniser.api_key": ("a key", RecogniserSettings().api_key_env),
}
"""What somebody may try to write into the file, and the variable that is for it."""


def load_settings(home: Home) -> Settings:
    """Read the settings of a home.

    Raises:
        SettingsError: The file cannot be read, or holds a setting that there is not, or a value of the wrong kind;
            names the file with the line or the setting.
    """
    try:
        table = tomllib.loads(home.settings.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as exc:
        raise _wrong(home, _line(exc), f"the settings cannot be read: {exc}") from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise _wrong(home, "", f"the settings cannot be read: {exc}") from exc
    _refuse_unknown(home, table, Settings(), "")
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as exc:
        message, _, path = str(exc).partition(" - at `$.")
        raise _wrong(home, path.removesuffix("`"), f"a setting has the wrong value: {message}") from exc


def smtp_account(home: Home, settings: Settings, environ: Mapping[str, str]) -> SmtpAccount:
    """The mail account of the settings with its password out of ``environ``.

    Raises:
        SettingsError: No server is set, or there is a user name and no password for it.
    """
    smtp = settings.smtp
    if not smtp.host:
        raise SettingsError(
            "no mail server is set", place=f"{home.settings}, smtp.host", remedy="write the server's name there"
        )
    password = environ.get(smtp.password_env, "")
    if smtp.username and not password:
        raise SettingsError(
            f"there is no password for {smtp.username} at {smtp.host}",
            place=f"the environment variable {smtp.password_env}",
            remedy="set it before starting the program",
        )
    return SmtpAccount(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security,
        username=smtp.username,
        password=password,
        ca_file=home.path / smtp.ca_file if smtp.ca_file else None,
    )


def _refuse_unknown(home: Home, table: Mapping[str, Any], known: Any, prefix: str) -> None:
    """Raise where a setting is misspelt: it would else be a default that nobody asked for."""
    names = [each.name for each in fields(known)]
    for key, value in table.items():
        if f"{prefix}{key}" in _SECRETS:
            what, variable = _SECRETS[f"{prefix}{key}"]
            raise SettingsError(
                f"{what} does not belong in a file",
                place=f"{home.settings}, {prefix}{key}",
                remedy=f"delete it, and set the environment variable {variable}",
            )
        if key not in names:
            raise _wrong(
                home, f"{prefix}{key}", f"there is no setting {prefix}{key}; there are: {', '.join(sorted(names))}"
            )
        if isinstance(value, Mapping) and is_dataclass(getattr(known, key)):
            _refuse_unknown(home, value, getattr(known, key), f"{key}.")
        elif isinstance(value, Mapping):
            for name, part in value.items():
                if isinstance(part, Mapping):
                    _refuse_unknown(home, part, _OF_CLIENTS[key], f"{key}.{name}.")


def _wrong(home: Home, where: str, message: str) -> SettingsError:
    place = f"{home.settings}, {where}" if where else str(home.settings)
    return SettingsError(message, place=place, remedy="put it right, or move the file away and run: dictation init")


def _line(exc: tomllib.TOMLDecodeError) -> str:
    """The line that the parser names in its message, the only place it tells it."""
    found = re.search(r"line \d+", str(exc))
    return found[0] if found else "the end"
