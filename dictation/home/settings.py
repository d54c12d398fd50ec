"""The settings file of a home."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Annotated, Any

import msgspec

from dictation.errors import SettingsError
from dictation.home.workspace import Home
from dictation.model.delivery import SENT, Security


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
    """How to reach a mail server, all but the password."""

    host: str = ""
    """Empty where nothing can be sent."""
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 587
    security: Security = Security.STARTTLS
    username: str = ""
    password_env: str = ""
    """The environment variable that holds the password; empty for one that is named like the account."""
    ca_file: str = ""
    """Relative to the home."""
    connections: Annotated[int, msgspec.Meta(ge=1, le=4)] = 1
    """How many to send over at once."""
    imap_host: str = ""
    """The server with the mailbox; empty where nobody can look into it."""
    imap_port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 993
    sent_folder: str = SENT
    """As :class:`~dictation.model.delivery.ImapAccount` has it."""
    file_sent: bool = True
    """Whether a copy of what was sent goes into that folder."""
    send_as: tuple[str, ...] = ()
    """The addresses that the account may send as, ``@example.com`` for all at a domain; empty where the server alone is
    to decide."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarSettings:
    """A client's calendar on a CalDAV server, all but the password."""

    url: str = ""
    """The calendar's own address, such as ``https://cal.example.com/nell/meetings/``."""
    username: str = ""
    password_env: str = "DICTATION_CALENDAR_PASSWORD"  # noqa: S105 - the name of a variable, no password
    """The environment variable that holds the password."""


_Days = Annotated[int, msgspec.Meta(ge=1, le=36_500)] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RetentionSettings:
    """How many days a client's data is kept; None for good."""

    audio_days: _Days = None
    """From when a recording came into the store; so are the transcript's."""
    audio_elsewhere: bool = False
    """Whether recordings are deleted, too, that lie outside the home: the program did not put them there."""
    transcript_days: _Days = None
    """The sound is kept no longer than this."""
    draft_days: _Days = None
    """From when anything last happened to a draft."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintingSettings:
    """How letters are printed where the command line does not say."""

    printer: str = ""
    """As CUPS calls it; empty for its default one."""
    duplex: bool = False
    """Whether on both sides of the paper."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MailingSettings:
    """Promotional mailings."""

    unsubscribe_url: str = ""
    """Where people unsubscribe: each gets this address with a word of their own behind it. Empty where no mailing can
    go."""
    per_minute: Annotated[int, msgspec.Meta(ge=1, le=6000)] = 60
    """How many messages at most go out in a minute."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything in ``settings.toml``."""

    recogniser: RecogniserSettings = field(default_factory=RecogniserSettings)
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    accounts: dict[str, SmtpSettings] = field(default_factory=dict)
    """Clients' own accounts, by the client's key; ``smtp`` is for the others."""
    printing: PrintingSettings = field(default_factory=PrintingSettings)
    calendars: dict[str, CalendarSettings] = field(default_factory=dict)
    """Clients' calendars, by the client's key."""
    mailing: MailingSettings = field(default_factory=MailingSettings)
    retention: dict[str, RetentionSettings] = field(default_factory=dict)
    """Rules of retention, by the client's key. Without one nothing of a client's is ever deleted."""


_OF_CLIENTS = {"accounts": SmtpSettings(), "calendars": CalendarSettings(), "retention": RetentionSettings()}
"""Settings that are tables by a client's key, and of what kind these are."""

_SECRETS = {
    "password": "set the environment variable that password_env names, or say: dictation account password",
    "api_key": f"set the environment variable {RecogniserSettings().api_key_env}",
}
"""What somebody may try to write into the file, and what to do instead."""


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


def _refuse_unknown(home: Home, table: Mapping[str, Any], known: Any, prefix: str) -> None:
    """Raise where a setting is misspelt: it would else be a default that nobody asked for."""
    names = [each.name for each in fields(known)]
    for key, value in table.items():
        if key in _SECRETS:
            raise SettingsError(
                f"a {key} does not belong in a file",
                place=f"{home.settings}, {prefix}{key}",
                remedy=f"delete it, and {_SECRETS[key]}",
            )
        if key not in names:
            raise _wrong(
                home, f"{prefix}{key}", f"there is no setting {prefix}{key}; there are: {', '.join(sorted(names))}"
            )
        for path, part, of_kind in _tables(key, value, getattr(known, key)):
            _refuse_unknown(home, part, of_kind, f"{prefix}{path}.")


def _tables(key: str, value: Any, known: Any) -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """The tables that a setting holds, each with its path and with a settings object of its kind."""
    if not isinstance(value, Mapping):
        return
    if is_dataclass(known):
        yield key, value, known
    else:
        of_clients = ((f"{key}.{name}", part) for name, part in value.items())
        yield from ((path, part, _OF_CLIENTS[key]) for path, part in of_clients if isinstance(part, Mapping))


def _wrong(home: Home, where: str, message: str) -> SettingsError:
    place = f"{home.settings}, {where}" if where else str(home.settings)
    return SettingsError(message, place=place, remedy="put it right, or move the file away and run: dictation init")


def _line(exc: tomllib.TOMLDecodeError) -> str:
    """The line that the parser names in its message, the only place it tells it."""
    found = re.search(r"line \d+", str(exc))
    return found[0] if found else "the end"
