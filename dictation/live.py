"""Drafts while the client still speaks.

A process of its own follows the recording on disk, hears it stretch by stretch, and composes anew what was said so
far. It may fall behind the call; the recording never waits for it. Nothing of it is stored: the drafts kept are
made of the whole call when it is over.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

from dictation.compose.interpreter import RuleInterpreter
from dictation.compose.language_files import known_languages
from dictation.errors import DictationError
from dictation.model.draft import Correspondence
from dictation.model.people import Client, Contact
from dictation.pipeline import Hearing, Workspace, endpoint, spoken_language, vocabulary_of
from dictation.record import follow
from dictation.transcribe import Endpoint, Vocabulary, choose_engine, hear_live

_PATIENCE_S = 2
"""How long the other process may take to end by itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Call:
    """What the other process has to know."""

    path: Path
    sides: int
    client: Client
    contacts: Sequence[Contact]
    vocabulary: Vocabulary
    date: date
    engine: str
    model: str
    language: str
    offline: bool
    endpoint: Endpoint
    cache: Path


class LiveDrafts:
    """What the other process has found out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._over = False

    def news(self) -> Iterator[Correspondence | str]:
        """What has come since this was asked last: drafts of the call so far, and lines that a user should read."""
        while not self._over and self._connection.poll():
            try:
                news = self._connection.recv()
            except EOFError:
                self._over = True
                news = "No more drafts are shown until the call ends. The recording goes on."
            yield news


@contextmanager
def live_drafts(workspace: Workspace, path: Path, *, sides: int, client: str, hearing: Hearing) -> Iterator[LiveDrafts]:
    """Understand a recording that is being written, to the end of the context.

    Args:
        workspace: Where the client and the settings are looked up, at once.
        path: The recording.
        sides: How many sides of the call it has.
        client: Who dictates.
        hearing: How it is to be heard. What it would tell comes as news.

    Raises:
        UnknownClient: There is no such client.
    """
    person = workspace.store.client(client)
    settings = workspace.settings.recogniser
    call = _Call(
        path=path,
        sides=sides,
        client=person,
        contacts=workspace.store.contacts(client),
        vocabulary=vocabulary_of(workspace, person),
        date=workspace.clock().astimezone(ZoneInfo(person.timezone)).date(),
        engine=hearing.engine or settings.engine,
        model=hearing.model or settings.model,
        language=hearing.language or spoken_language(person),
        offline=hearing.offline or settings.offline,
        endpoint=endpoint(hearing, workspace.settings),
        cache=workspace.home.cache,
    )
    # Not a thread: a recogniser that does not let go of the interpreter would keep sound from being taken. Not forked:
    # PortAudio's threads would be missing in the copy.
    ways = multiprocessing.get_context("spawn")
    ours, theirs = ways.Pipe()
    process = ways.Process(target=_understand, args=(theirs, call), name="live drafts", daemon=True)
    # An interrupt is for the recording, which ends that process when it has ended.
    heeded = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process.start()
    signal.signal(signal.SIGINT, heeded)
    theirs.close()
    try:
        yield LiveDrafts(ours)
    finally:
        process.terminate()
        process.join(_PATIENCE_S)
        process.kill()
        process.join()
        process.close()
        ours.close()


def _understand(connection: Connection, call: _Call) -> None:
    """Send what becomes of a call, until whoever records it is gone."""
    os.nice(10)  # the recording comes first
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what libraries print would be written into the meter
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that half a model is not left in the cache
    with suppress(BrokenPipeError):
        try:
            for made in _drafts(connection, call):
                connection.send(made)
        except DictationError as exc:
            connection.send(str(exc))
        except Exception as exc:  # a mistake of this program: told in words, too
            connection.send(f"This is a mistake of the program itself: {type(exc).__name__}: {exc}")


def _drafts(connection: Connection, call: _Call) -> Iterator[Correspondence]:
    """What the call has become, each time that more of it was heard."""
    engine = choose_engine(
        call.engine,
        model=call.model or None,
        language=call.language,
        cache=call.cache,
        notify=connection.send,
        offline=call.offline,
        endpoint=call.endpoint,
    )
    transcripts = hear_live(
        follow(call.path, connection.poll),
        sides=call.sides,
        engine=engine,
        language=call.language,
        also=sorted(known_languages() - {call.language}),
        vocabulary=call.vocabulary,
    )
    interpreter = RuleInterpreter()
    for transcript in transcripts:
        yield interpreter.interpret(transcript, client=call.client, contacts=call.contacts, call_date=call.date)
