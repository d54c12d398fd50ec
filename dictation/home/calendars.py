"""Clients' calendars: how to reach them, and what was put into them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from dictation.errors import SettingsError
from dictation.home.files import write_file
from dictation.home.settings import Settings
from dictation.home.workspace import Home
from dictation.model.calendar import CalendarAccount, CalendarEntry

_ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class _Kept(msgspec.Struct):
    """A file of entries."""

    url: str
    entries: dict[str, CalendarEntry]


def calendar_account(home: Home, settings: Settings, client: str, environ: Mapping[str, str]) -> CalendarAccount:
    """The calendar of the settings for the client with that key, with its password out of ``environ``.

    Raises:
        SettingsError: There is none, its address is wrong, or there is a user name and no password for it.
    """
    place = f"{home.settings}, calendars.{client}"
    calendar = settings.calendars.get(client)
    if calendar is None or not calendar.url:
        raise SettingsError(f"no calendar is set for {client}", place=f"{place}.url", remedy="write its address there")
    address = urlsplit(calendar.url)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _ON_THIS_MACHINE):
        raise SettingsError(
            f"{calendar.url!r} is no address that keeps the meetings and the password private",
            place=f"{place}.url",
            remedy="write one that begins with https://",
        )
    password = environ.get(calendar.password_env, "")
    if calendar.username and not password:
        raise SettingsError(
            f"there is no password for {calendar.username} at {address.hostname}",
            place=f"the environment variable {calendar.password_env}",
            remedy="set it before starting the program",
        )
    return CalendarAccount(
        url=calendar.url.rstrip("/") + "/", username=calendar.username, password=password if calendar.username else ""
    )


def read_entries(home: Home, client: str, url: str) -> dict[str, CalendarEntry]:
    """What was put into the client's calendar at that address, by the meeting's UID.

    Raises:
        SettingsError: The file of it cannot be read.
    """
    path = home.calendars / f"{client}.json"
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(
            f"what was put into the calendar of {client} cannot be read: {exc}",
            place=str(path),
            remedy="move the file away; what is in the calendar is then put there anew with: --overwrite",
        ) from exc
    return kept.entries if kept.url == url else {}


def write_entries(home: Home, client: str, url: str, entries: Mapping[str, CalendarEntry]) -> None:
    """Keep what was put into the client's calendar at that address.

    Raises:
        RenderError: The file cannot be written.
    """
    write_file(home.calendars / f"{client}.json", msgspec.json.encode(_Kept(url=url, entries=dict(entries))))
