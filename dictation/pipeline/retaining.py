"""What is older than a client's rule wants it is deleted: files, and what the store holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from dictation.errors import AudioError, SettingsError, StoreError
from dictation.home import discard_edits, is_in_home
from dictation.model.retention import Expired, Expiry, Held
from dictation.pipeline.workspace import Workspace
from dictation.transcribe import forget
from dictation.transcribe.audio import digest


def plan_retention(workspace: Workspace, client: str | None) -> tuple[Expired, ...]:
    """What is too old, of a client or of all who have a rule; what stays all the same says why.

    Raises:
        UnknownClient: There is no such client.
        SettingsError: The client has no rule.
    """
    clients: Iterable[str] = sorted(workspace.settings.retention) if client is None else (client,)
    found = (each for key in clients for each in workspace.store.expired(key, _expiry(workspace, key)))
    return tuple(_placed(workspace, each) for each in found if each.what is not Held.AUDIO or _is_there(each))


def erase(workspace: Workspace, expired: Expired) -> None:
    """Delete something that is too old; :meth:`Store.compact` is to follow.

    Raises:
        Conflict: It is no longer to be deleted.
        AudioError: The recording's file is another by now.
        StoreError: A file cannot be deleted.
    """
    if expired.what is Held.AUDIO and expired.path:
        with _told(expired):
            same = digest(expired.path) == expired.sha256
        if not same:
            raise AudioError(
                f"{expired.path.name} is not deleted: it is another file than the recording that was processed",
                place=str(expired.path),
                remedy="look what it is, and move it elsewhere",
            )

    def files() -> None:
        with _told(expired):
            _delete_files(workspace, expired)

    workspace.store.erase(expired, _expiry(workspace, expired.client), files=files)


@contextmanager
def _told(expired: Expired) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StoreError(
            f"{expired.what} {expired.number} cannot be deleted: {exc.strerror or exc}",
            place=str(exc.filename or expired.path or f"{expired.what} {expired.number}"),
            remedy="see who may read and write the folder, and say once more: dictation retain --no-dry-run",
        ) from exc


def _delete_files(workspace: Workspace, expired: Expired) -> None:
    match expired.what:
        case Held.AUDIO if expired.path:
            expired.path.unlink()
        case Held.TRANSCRIPT:
            forget(workspace.home.cache, expired.sha256)
        case Held.DRAFT:
            discard_edits(workspace.home, expired.number)


def _expiry(workspace: Workspace, client: str) -> Expiry:
    rule = workspace.settings.retention.get(client)
    if rule is None:
        raise SettingsError(
            f"no rule of retention is set for {client}",
            place=f"{workspace.home.settings}, retention.{client}",
            remedy="write there how many days what is kept, such as draft_days = 365",
        )
    now = workspace.clock()
    audio, transcripts, drafts = (
        None if days is None else now - timedelta(days=days)
        for days in (rule.audio_days, rule.transcript_days, rule.draft_days)
    )
    return Expiry(audio=audio, transcripts=transcripts, drafts=drafts)


def _is_there(expired: Expired) -> bool:
    return expired.path is not None and expired.path.is_file()


def _placed(workspace: Workspace, expired: Expired) -> Expired:
    """A file that lies elsewhere is not the program's to delete, unless the rule says so."""
    if (
        expired.what is not Held.AUDIO
        or expired.path is None
        or expired.kept
        or is_in_home(workspace.home, expired.path)
        or workspace.settings.retention[expired.client].audio_elsewhere
    ):
        return expired
    return replace(expired, kept="it lies outside the home, and the rule does not say audio_elsewhere")
