"""Everything that is held of one client, as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from dictation.compose.interchange import draft_as_json
from dictation.errors import DictationError
from dictation.home import Export, edited_texts, own_files, write_export
from dictation.model.audit import written_moment
from dictation.model.document import DocumentFormat
from dictation.model.export import Exported, NotExported
from dictation.model.review import StoredDraft
from dictation.pipeline.drafts import Desk
from dictation.pipeline.workspace import Workspace
from dictation.store import StoredCall
from dictation.transcribe import TranscriptFormat, write_transcript
from dictation.transcribe.audio import digest

Things = Iterator[Exported | NotExported]


def export(workspace: Workspace, client: str, target: Path) -> Export:
    """Write everything that is held of a client to a new folder, or a new file whose name ends with ``.zip``.

    Raises:
        UnknownClient: There is no such client.
        RenderError: There is something of that name already, or it cannot be written; nothing is left behind.
    """
    workspace.store.client(client)
    return write_export(target, _things(workspace, client))


def _things(workspace: Workspace, client: str) -> Things:
    yield from _person(workspace, client)
    yield from own_files(workspace.home, client)
    for call in workspace.store.calls(client):
        yield from _call(call)
    for stored in workspace.store.drafts(client):
        yield from _draft(workspace, stored)
    for draft, delivery, content in workspace.store.messages(client):
        what = f"message {delivery} of draft {draft}, to the byte"
        yield Exported(path=f"drafts/{draft}/message-{delivery}.eml", what=what, content=(content,))
    yield _json("audit.json", "what was done, with the head of the chain", _audit(workspace, client))
    for table in workspace.store.tables(client):
        rows = workspace.store.rows(client, table)
        yield Exported(path=f"store/{table}.jsonl", what=f"rows of the table {table}", content=rows)


def _person(workspace: Workspace, client: str) -> Things:
    store, settings = workspace.store, workspace.settings
    fields = msgspec.to_builtins(store.client(client))
    yield _json("client.json", "the client", {fields.pop("key"): fields})
    yield _json("contacts.json", "the address book", store.contacts(client))
    yield _json("lexicon.json", "what corrections taught", store.lexicon(client))
    own = {
        name: getattr(settings, name)[client]
        for name in ("accounts", "calendars", "retention")
        if client in getattr(settings, name)
    }
    yield _json("settings.json", "the client's own settings", own)
    put = workspace.home.calendars / f"{client}.json"
    if put.exists():
        yield Exported(path="calendar.json", what="meetings on the client's calendar server", content=put)


def _call(call: StoredCall) -> Things:
    folder, recording = f"recordings/{call.id}", call.recording
    known = {
        "id": call.id,
        "recorded_at": call.recorded_at,
        "path": str(recording.path),
        "sha256": recording.sha256,
        "duration_ms": recording.duration_ms,
        "channels": recording.channels,
        "sample_rate": recording.sample_rate,
        "drafts": call.drafts,
        "notes": call.notes,
        "left_out": call.left_out,
    }
    yield _json(f"{folder}/call.json", f"recording {call.id}", known)
    for kind in (TranscriptFormat.JSON, TranscriptFormat.VTT):
        text = write_transcript(call.transcript, kind).encode()
        what = f"what was heard in recording {call.id}"
        yield Exported(path=f"{folder}/transcript.{kind}", what=what, content=(text,))
    what = f"the file of recording {call.id}"
    try:
        same = digest(recording.path) == recording.sha256
    except OSError as exc:
        yield NotExported(what=what, reason=f"{recording.path} cannot be read: {exc.strerror}")
        return
    if same:
        yield Exported(path=f"{folder}/file/{recording.path.name}", what=what, content=recording.path)
    else:
        yield NotExported(what=what, reason=f"{recording.path} is another file by now")


def _draft(workspace: Workspace, stored: StoredDraft) -> Things:
    folder = f"drafts/{stored.id}"
    known = {
        "id": stored.id,
        "recording": stored.call,
        "state": stored.state,
        "created_at": stored.created_at,
        "updated_at": stored.updated_at,
        "approval": stored.approval,
        "deliveries": stored.deliveries,
        "revisions": [
            {"number": each.number, "author": each.author, "at": each.at, "draft": draft_as_json(each.draft)}
            for each in workspace.store.revisions(stored.id)
        ],
    }
    yield _json(f"{folder}/draft.json", f"draft {stored.id}, with all its revisions", known)
    what = f"draft {stored.id} as it looks"
    try:
        desk = Desk(workspace, stored)
        content = desk.write(DocumentFormat.PDF)
        yield Exported(path=f"{folder}/{desk.file_name(DocumentFormat.PDF)}", what=what, content=(content,))
    except DictationError as exc:
        yield NotExported(what=what, reason=str(exc))
    for path in edited_texts(workspace.home, stored.id):
        what = f"a text of draft {stored.id} whose editing failed"
        yield Exported(path=f"{folder}/edits/{path.parent.name}/{path.name}", what=what, content=path)


def _audit(workspace: Workspace, client: str) -> dict[str, Any]:
    (head,) = workspace.store.audit_heads(client)
    entries = workspace.store.audit(client)
    return {"head": head, "entries": [{**msgspec.to_builtins(each), "at": written_moment(each.at)} for each in entries]}


def _json(path: str, what: str, value: Any) -> Exported:
    text = msgspec.json.format(msgspec.json.encode(value), indent=1)
    return Exported(path=path, what=what, content=(text, b"\n"))
