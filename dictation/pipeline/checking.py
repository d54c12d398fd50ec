"""Everything that the program needs, looked at one after the other; nothing is sent or fetched."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

import dictation
from dictation.errors import DictationError, StoreError
from dictation.home import (
    Home,
    Settings,
    account_of,
    calendar_account,
    imap_account,
    load_settings,
    open_home,
    smtp_account,
)
from dictation.home.checking import check_home, check_tables
from dictation.model.calendar import CalendarAccount
from dictation.model.check import Check, Verdict
from dictation.model.delivery import ImapAccount, SmtpAccount
from dictation.model.people import Client
from dictation.pipeline.templates import check_templates
from dictation.post.caldav import CalendarSession
from dictation.post.checking import check_mail_server, check_mailbox, check_printer, reach
from dictation.record.checking import check_devices
from dictation.store import Clock, open_store
from dictation.store.checking import check_clock, require_file
from dictation.transcribe import Endpoint
from dictation.transcribe.checking import check_recognisers

_PACKAGE = re.compile(r"[\w.-]+")
_HTTPS, _HTTP = 443, 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Examination:
    """What is looked at, and by whom."""

    home: Path
    database: str
    """The store's address, empty for the one inside the home."""
    client: str | None
    """The key of the only client whose accounts are looked at; None for all."""
    offline: bool
    """Whether no server is asked anything."""
    actor: str
    clock: Clock
    environ: Mapping[str, str]

    def checks(self) -> Iterator[Check]:
        """Look at one thing after the other; what depends on something that is wrong is left out.

        Raises:
            UnknownClient: There is no such client.
        """
        yield _program()
        yield _fonts()
        yield from check_devices()
        yield check_printer()
        try:
            home = open_home(self.home)
            settings = load_settings(home)
        except DictationError as exc:
            yield Check.failed("home", exc)
            return
        yield from check_home(home)
        clients: list[Client] = []
        yield from self._store(home, clients)
        yield check_tables(settings, [each.key for each in clients]) if clients else _nobody()
        yield from _templates(home, self.clock)
        yield from self._recognisers(home, settings)
        chosen = [each for each in clients if self.client in {None, each.key}]
        yield from self._mail(home, settings, chosen)
        yield from self._calendars(home, settings, chosen)

    def _store(self, home: Home, clients: list[Client]) -> Iterator[Check]:
        """Look at the store, and take down its clients."""
        url = self.database or home.database_url
        try:
            require_file(url)
            with open_store(url, clock=self.clock, actor=self.actor) as store:
                yield from store.check()
                if self.client is not None:
                    store.client(self.client)
                clients += store.clients()
        except StoreError as exc:
            yield Check.failed("store", exc)

    def _recognisers(self, home: Home, settings: Settings) -> Iterator[Check]:
        chosen = settings.recogniser
        yield from check_recognisers(home.cache, engine=chosen.engine, model=chosen.model)
        if chosen.engine == "openai-compatible":
            subject = "recogniser's server"
            endpoint = Endpoint(address=chosen.endpoint, api_key_env=chosen.api_key_env)
            yield self._asked(subject, lambda: _reached(subject, endpoint.url))

    def _mail(self, home: Home, settings: Settings, clients: Sequence[Client]) -> Iterator[Check]:
        servers: dict[SmtpAccount, str] = {}
        mailboxes: dict[ImapAccount, str] = {}
        told: set[str] = set()
        for client in clients:
            account = account_of(settings, client.key)
            subject = f"mail account {account.name}"
            try:
                servers[smtp_account(home, settings, client, self.environ)] = subject
                if account.settings.imap_host:
                    mailbox = imap_account(home, settings, client, self.environ)
                    mailboxes[mailbox] = subject.replace("account", "box of")
            except DictationError as exc:
                if str(exc) not in told:
                    told.add(str(exc))
                    # Whoever sends nothing needs no server.
                    yield Check.failed(subject, exc, Verdict.WRONG if account.settings.host else Verdict.WARNING)
        for server, subject in servers.items():
            yield self._asked(subject, partial(check_mail_server, subject, server))
        for mailbox, subject in mailboxes.items():
            yield self._asked(subject, partial(check_mailbox, subject, mailbox))

    def _calendars(self, home: Home, settings: Settings, clients: Iterable[Client]) -> Iterator[Check]:
        for key in (each.key for each in clients if each.key in settings.calendars):
            subject = f"calendar {key}"
            try:
                account = calendar_account(home, settings, key, self.environ)
            except DictationError as exc:
                yield Check.failed(subject, exc)
                continue
            yield self._asked(subject, partial(self._calendar, subject, account))

    def _calendar(self, subject: str, account: CalendarAccount) -> Check:
        reach(*_address(account.url))
        with CalendarSession(account) as session:
            theirs = session.look()
        clock = check_clock("calendar server", abs((theirs - self.clock()).total_seconds())) if theirs else None
        if clock and clock.verdict is not Verdict.OK:
            return clock
        return Check(subject=subject, verdict=Verdict.OK, found=f"{account.url} is a calendar, and lets the user in")

    def _asked(self, subject: str, ask: Callable[[], Check]) -> Check:
        """What a server says to a question, if it is asked."""
        if self.offline:
            return Check(subject=subject, verdict=Verdict.SKIPPED, found="no server is asked with --offline")
        try:
            return ask()
        except DictationError as exc:
            return Check.failed(subject, exc)


def _program() -> Check:
    """The versions, and whether a library is missing that the program was installed with."""
    wanted = [each for each in metadata.requires("dictation") or () if "extra ==" not in each]
    packages = [found[0] for found in map(_PACKAGE.match, wanted) if found]
    missing = [package for package in packages if not _is_installed(package)]
    versions = f"dictation {dictation.__version__}, Python {platform.python_version()}, {platform.platform()}"
    return Check(
        subject="program",
        verdict=Verdict.WRONG if missing else Verdict.OK,
        found=f"{versions}; not installed: {', '.join(missing)}" if missing else versions,
        remedy="install the program anew" if missing else "",
    )


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _nobody() -> Check:
    found, remedy = "none is known, so no account and no calendar is looked at", "add one with: dictation client add"
    return Check(subject="clients", verdict=Verdict.WARNING, found=found, remedy=remedy)


def _fonts() -> Check:
    from dictation.writers.pdf_fonts import missing_fonts  # noqa: PLC0415 - loads reportlab

    missing = missing_fonts()
    return Check(
        subject="fonts",
        verdict=Verdict.WARNING if missing else Verdict.OK,
        found=f"not installed: {', '.join(missing)}" if missing else "PDF files can be written in every script",
        remedy="install the program anew; letters with these scripts are refused until then" if missing else "",
    )


def _templates(home: Home, clock: Clock) -> Iterator[Check]:
    checked = list(check_templates(home, day=clock().date()))
    mistakes = [mistake for each in checked for mistake in each.mistakes]
    for mistake in mistakes:
        yield Check.failed("templates", mistake)
    if not mistakes:
        own = sum(each.file.own for each in checked)
        yield Check(subject="templates", verdict=Verdict.OK, found=f"{len(checked)}, {own} of them the home's own")


def _reached(subject: str, url: str) -> Check:
    host, port = _address(url)
    reach(host, port)
    return Check(subject=subject, verdict=Verdict.OK, found=f"{host}:{port} answers")


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (_HTTPS if parts.scheme == "https" else _HTTP)
