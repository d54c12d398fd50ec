"""Transcript → drafts in the store."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from dictation.compose.doubts import checks
from dictation.compose.interpreter import Reading, RuleInterpreter
from dictation.compose.language_files import load_language
from dictation.errors import NothingDictated
from dictation.home import list_enclosures
from dictation.model.draft import Correspondence
from dictation.model.recording import Recording
from dictation.model.transcript import Transcript
from dictation.pipeline.hearing import Hearing, hear, spoken_language, vocabulary_of
from dictation.pipeline.learning import put_right
from dictation.pipeline.workspace import Workspace, today
from dictation.review import flag_enclosures
from dictation.store import StoredCall
from dictation.transcribe import (
    TranscriptFormat,
    probe,
    read_transcript,
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Processed:
    """A call in the store."""

    call: StoredCall
    new: bool
    """Whether it came into the store just now."""


def compose(workspace: Workspace, transcript: Transcript, *, client: str, call_date: date | None) -> Correspondence:
    """What ``client`` dictated in a call on ``call_date`` (None for today), without storing it.

    Raises UnknownClient, and CompositionError where there is no data for the transcript's language.
    """
    person = workspace.store.client(client)
    correspondence = RuleInterpreter().interpret(
        transcript,
        client=person,
        contacts=workspace.store.contacts(client),
        call_date=call_date or today(workspace, person),
    )
    return put_right(workspace, correspondence, client=client)


def explain(workspace: Workspace, transcript: Transcript, *, client: str) -> Reading:
    """How a call is understood, without drafting anything; raises as :func:`compose` does."""
    person = workspace.store.client(client)
    return RuleInterpreter().read(transcript, client=person, contacts=workspace.store.contacts(client))


def process(
    workspace: Workspace,
    path: Path,
    *,
    client: str,
    call_date: date | None,
    hearing: Hearing,
    due_at: datetime | None = None,
) -> Processed:
    """Recording, or transcript made elsewhere, → drafts in the store; what was processed before is left as it is.

    The transcript is kept where nothing was dictated, too. The drafts are due at ``due_at``, or by the rule.

    Raises:
        UnknownClient: There is no such client.
        AudioError: The recording cannot be heard.
        TranscriptError: The file is a transcript that cannot be read.
        EngineError: The recogniser cannot do its work.
        CompositionError: There is no data for the language; NothingDictated where no item and no errand was found.
    """
    person = workspace.store.client(client)
    language = hearing.language or spoken_language(person)
    # Asked for first, so that nobody waits for a transcript that nothing can be made of.
    load_language(language)
    imported = read_transcript(path, language=language) if is_transcript(path) else None
    recording = _recording_of(path, imported) if imported else probe(path.absolute())
    call = workspace.store.find_call(client, recording.sha256)
    new = call is None
    began = time.monotonic()
    if call is None:
        transcript = imported or hear(
            path,
            replace(hearing, language=language),
            home=workspace.home,
            settings=workspace.settings,
            vocabulary=vocabulary_of(workspace, person),
        )
        correspondence = compose(workspace, transcript, client=client, call_date=call_date)
        files = list_enclosures(workspace.home, client)
        drafts = tuple(flag_enclosures(draft, files) for draft in correspondence.drafts)
        correspondence = replace(correspondence, drafts=drafts)
        took_ms = None if imported else round((time.monotonic() - began) * 1000)
        call = workspace.store.record_call(
            client, recording, transcript, correspondence, took_ms=took_ms, due_at=due_at
        )
    _tell(call, new=new, took_s=time.monotonic() - began)
    errands = len(call.notes) - sum(1 for _ in checks(call.transcript))
    if not call.drafts and not errands:
        raise NothingDictated(
            f"nobody dictates anything in {path.name}",
            place=f"recording {call.id}, all of its {recording.duration_ms / 1000:.0f} seconds",
            remedy=f"read what was heard with: dictation transcript {call.id}",
        )
    return Processed(call=call, new=new)


def _tell(call: StoredCall, *, new: bool, took_s: float) -> None:
    """Log what became of a recording: no name, no word."""
    told: dict[str, object] = {
        "recording": call.id,
        "new": new,
        "drafts": len(call.drafts),
        "seconds": round(took_s, 3),
    }
    transcript, recorded_s = call.transcript, call.recording.duration_ms / 1000
    if new and transcript.engine and recorded_s:
        told |= {"engine": transcript.engine, "recorded_seconds": recorded_s}
        told |= {"real_time_factor": round(took_s / recorded_s, 4)}
    _log.info("recording processed", extra={"fields": told})


def is_transcript(path: Path) -> bool:
    """Whether a file is a transcript, as its suffix tells."""
    return path.suffix.lower().removeprefix(".") in [str(each) for each in TranscriptFormat]


def _recording_of(path: Path, transcript: Transcript) -> Recording:
    """What stands for the recording where there is only its transcript: no channel of no sound."""
    return Recording(
        path=path.absolute(),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        duration_ms=max(word.end_ms for word in transcript.iter_words()),
        channels=0,
        sample_rate=0,
    )
