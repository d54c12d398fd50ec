"""Drafts → a proof sheet, with the sound of the calls that they were dictated in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dictation.errors import AudioError
from dictation.home import write_document
from dictation.model.recording import Recording
from dictation.model.review import StoredDraft
from dictation.pipeline.drafts import lay_out_draft
from dictation.pipeline.workspace import Workspace
from dictation.review import draft_sheet
from dictation.store import StoredCall
from dictation.transcribe.audio import blocks
from dictation.transcribe.engine import SAMPLE_RATE
from dictation.writers.proof import ProofCall, ProofDraft, write_proof
from dictation.writers.sound import Sound, compress

_LONGEST_WHOLE_MS = 90 * 60_000
"""Of a longer call only parts are in the page: it would have more than 20 MB, and Firefox plays up to 32 MB of one."""
_MARGIN_MS = 10_000
"""What of such a call can be heard before and after each sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """A proof sheet on disk."""

    path: Path
    size: int
    """In bytes."""
    silent: tuple[str, ...]
    """For each call that cannot be heard on it, why."""


def proof(workspace: Workspace, numbers: Iterable[int], path: Path, *, overwrite: bool = False) -> Proof:
    """Write the proof sheet of these drafts, those of a call together, as one page to a file.

    A recording that is gone, or is another by now, makes a page without sound that says so.

    Raises:
        UnknownDraft: There is no such draft.
        InputError: A client's logo or signature cannot be used.
        TemplateError: A template is wrong.
        RenderError: A draft cannot be written, the file cannot, or a person changed it and it is not to be overwritten.
    """
    stored = [workspace.store.draft(number) for number in dict.fromkeys(numbers)]
    calls = []
    for number in dict.fromkeys(each.call for each in stored):
        drafts = [each for each in stored if each.call == number]
        calls.append(_proof_call(workspace, drafts, None if number is None else workspace.store.call(number)))
    content = write_proof(calls).encode()
    write_document(workspace.home, path, content, overwrite=overwrite)
    return Proof(path=path, size=len(content), silent=tuple(each.silence for each in calls if each.silence))


def _proof_call(workspace: Workspace, stored: Sequence[StoredDraft], call: StoredCall | None) -> ProofCall:
    words = call.transcript.words if call else ()
    drafts = tuple(
        ProofDraft(stored=each, document=lay_out_draft(workspace, each), sheet=draft_sheet(each.draft, words))
        for each in stored
    )
    if call is None:
        silence = "These drafts were not dictated in a call."
        return ProofCall(name="", language=stored[0].draft.language, drafts=drafts, silence=silence)
    sound, silence = _sound(call.recording, drafts)
    return ProofCall(
        name=call.recording.path.name,
        language=call.transcript.language,
        drafts=drafts,
        left_out=call.left_out,
        sound=sound,
        silence=silence,
    )


def _sound(recording: Recording, drafts: Sequence[ProofDraft]) -> tuple[Sound | None, str]:
    """The sound of a recording, or why there is none."""
    path = recording.path
    if not recording.channels:
        return None, f"{path.name} is a transcript; there is no recording with it."
    if not path.is_file():
        return None, f"The recording {path.name} is no longer in {path.parent}."
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != recording.sha256:
            return None, f"{path.name} in {path.parent} is another file than the one that was heard."
        parts = tuple(_parts(recording, drafts)) if recording.duration_ms > _LONGEST_WHOLE_MS else None
        return compress(blocks(path), SAMPLE_RATE, parts=parts), ""
    except (AudioError, OSError) as exc:
        return None, f"{path.name} in {path.parent} cannot be read: {exc}."


def _parts(recording: Recording, drafts: Sequence[ProofDraft]) -> Iterator[tuple[int, int]]:
    """The parts of a recording in which the drafts were dictated, with a margin, in the order of time."""
    sentences = (sentence for draft in drafts for sentence in draft.sheet.sentences)
    flags = (place.flag for draft in drafts for place in draft.sheet.flags)
    times = [(each.start_ms, each.end_ms) for sentence in sentences for each in sentence.stretches]
    times += [(flag.start_ms, flag.end_ms) for flag in flags if flag.start_ms is not None and flag.end_ms is not None]
    times = sorted((max(0, start - _MARGIN_MS), min(recording.duration_ms, end + _MARGIN_MS)) for start, end in times)
    start_ms, end_ms = times[0]
    for start, end in times[1:]:
        if start > end_ms:
            yield start_ms, end_ms
            start_ms, end_ms = start, end
        end_ms = max(end_ms, end)
    yield start_ms, end_ms
