"""The work on one recording, as data that any process on any machine can take: here a batch's worker does.

A job says everything that decides what comes of it. Doing it twice, or in two places at once, leaves what doing it once
leaves.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dictation.errors import AudioError
from dictation.pipeline.calls import process
from dictation.pipeline.hearing import Hearing
from dictation.pipeline.workspace import Workspace
from dictation.transcribe import Loaded, Notify, Progress, digest


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A recording that is to be heard and understood."""

    path: Path
    sha256: str
    """Of its content, when the job was made."""
    client: str
    """The client's key."""
    call_date: date
    """The day of the call, for what "tomorrow" means."""
    due_at: datetime | None
    """When the drafts are to be done; None for what the rule says."""
    engine: str
    """The recogniser, chosen: never ``auto``; empty for a transcript, which needs none."""
    model: str
    language: str
    """ISO 639-1 code."""
    offline: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished:
    """What came of a job, without a word of what was dictated."""

    call: int
    """The recording's number in the store."""
    drafts: tuple[int, ...]
    flags: int
    """How many things on the drafts need a look."""
    duration_ms: int
    """Of the recording."""
    took_ms: int
    """How long the work took, by the clock on the wall."""


def run_job(workspace: Workspace, job: Job, *, loaded: Loaded, notify: Notify, progress: Progress) -> Finished:
    """Do a job, or find that it is done.

    Args:
        workspace: The home and the store of whoever does it.
        job: What to do.
        loaded: The recogniser of the job before.
        notify: Gets what a user should know, a line each.
        progress: Gets how far the hearing is.

    Raises:
        AudioError: The recording is not what it was when the job was made, or as :func:`~dictation.pipeline.process`
            raises it, like every other error.
    """
    began = time.monotonic()
    if job.path.is_file() and digest(job.path) != job.sha256:
        raise AudioError(
            f"{job.path.name} has changed since it was listed: it is still being recorded or copied",
            place=str(job.path),
            remedy="Wait until it is whole, and run the same command again.",
        )
    hearing = Hearing(
        engine=job.engine,
        model=job.model,
        language=job.language,
        notify=notify,
        progress=progress,
        offline=job.offline,
        environ=os.environ,
        loaded=loaded,
    )
    call = process(
        workspace, job.path, client=job.client, call_date=job.call_date, hearing=hearing, due_at=job.due_at
    ).call
    return Finished(
        call=call.id,
        drafts=call.drafts,
        flags=sum(len(workspace.store.draft(number).draft.flags) for number in call.drafts),
        duration_ms=call.recording.duration_ms,
        took_ms=round((time.monotonic() - began) * 1000),
    )
