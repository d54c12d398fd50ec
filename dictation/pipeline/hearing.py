"""Recording → transcript, as the settings and the client's address book want it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dictation.compose.language_files import known_languages
from dictation.home import Home, Settings
from dictation.model.people import Client, Contact
from dictation.model.transcript import Transcript
from dictation.pipeline.workspace import Workspace
from dictation.transcribe import (
    Download,
    Endpoint,
    Engine,
    Loaded,
    Notify,
    Progress,
    Vocabulary,
    choose_engine,
    transcribe,
)

_RECENT = 200
"""How many of a client's last drafts tell whom he is likely to write to again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hearing:
    """How a recording is to be heard, and who is told how that goes. What is None or empty the settings decide."""

    engine: str = ""
    model: str = ""
    language: str = ""
    """ISO 639-1 code; empty for the client's language."""
    notify: Notify
    progress: Progress | None = None
    download: Download | None = None
    explain: Notify | None = None
    """Is told why this recogniser was taken."""
    offline: bool = False
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The environment variables, of which one may hold the key of a recogniser's server."""
    loaded: Loaded | None = None
    """The recogniser of the recording before, for whoever hears many."""


def hear(path: Path, hearing: Hearing, *, home: Home, settings: Settings, vocabulary: Vocabulary) -> Transcript:
    """The transcript of a recording.

    Raises:
        AudioError: The recording cannot be heard.
        EngineError: The recogniser cannot do its work.
    """
    recogniser = settings.recogniser
    return transcribe(
        path,
        engine=hearing.engine or recogniser.engine,
        model=hearing.model or recogniser.model or None,
        language=hearing.language or None,
        also=sorted(known_languages() - {hearing.language}) if hearing.language else (),
        vocabulary=vocabulary,
        cache=home.cache,
        notify=hearing.notify,
        progress=hearing.progress,
        download=hearing.download,
        explain=hearing.explain,
        offline=hearing.offline or recogniser.offline,
        endpoint=endpoint(hearing, settings),
        loaded=hearing.loaded,
    )


def choose(hearing: Hearing, *, home: Home, settings: Settings) -> Engine:
    """The recogniser that :func:`hear` would take, which loads no model but may fetch one.

    Raises:
        EngineError: There is none of that name; WeightsUnavailable where its model is not to be had.
    """
    recogniser = settings.recogniser
    return choose_engine(
        hearing.engine or recogniser.engine,
        model=hearing.model or recogniser.model or None,
        language=hearing.language or None,
        cache=home.cache,
        notify=hearing.notify,
        download=hearing.download,
        explain=hearing.explain,
        offline=hearing.offline or recogniser.offline,
        endpoint=endpoint(hearing, settings),
    )


def endpoint(hearing: Hearing, settings: Settings) -> Endpoint:
    """The recogniser's server of the settings, which is used where it is asked for."""
    recogniser = settings.recogniser
    return Endpoint(
        address=recogniser.endpoint,
        api_key=hearing.environ.get(recogniser.api_key_env, ""),
        api_key_env=recogniser.api_key_env,
    )


def vocabulary_of(workspace: Workspace, client: Client) -> Vocabulary:
    """What a client of the store is likely to say."""
    recent = workspace.store.correspondents(client.key, drafts=_RECENT)
    learned = (term.written for term in workspace.store.lexicon(client.key))
    return vocabulary(client, workspace.store.contacts(client.key), recent=recent, learned=tuple(learned))


def vocabulary(
    client: Client, contacts: Iterable[Contact], *, recent: Sequence[str] = (), learned: Sequence[str] = ()
) -> Vocabulary:
    """The names and terms that a client is likely to say.

    First of the names are those of ``recent`` correspondents, first of the terms those that were ``learned`` because a
    recogniser misheard them.
    """
    rank = {name: place for place, name in enumerate(recent)}
    likeliest = sorted(contacts, key=lambda contact: rank.get(contact.name, len(rank)))
    names = (name for contact in likeliest for name in (contact.name, *contact.aliases))
    firms = (contact.organisation for contact in likeliest)
    return Vocabulary(
        names=tuple(dict.fromkeys((client.name, client.secretary.name, *names))),
        terms=tuple(dict.fromkeys(filter(None, (*learned, client.organisation, *firms)))),
    )


def spoken_language(client: Client) -> str:
    """The ISO 639-1 code of the language that a client dictates in, without its country."""
    return client.language.partition("-")[0].lower()
