"""Many recordings at once: which there are, which of them are to be processed, in what order and by what recogniser.

The order is that of the manifest's priorities, then of the days by which the drafts are wanted, then the oldest
recording first: nobody waits for long because others speak briefly.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dictation.errors import AudioError, InputError, UnknownClient
from dictation.home import Listed, Priority
from dictation.pipeline.calls import is_transcript
from dictation.pipeline.hearing import Hearing, choose, spoken_language
from dictation.pipeline.jobs import Job
from dictation.pipeline.workspace import Workspace
from dictation.review import end_of_day
from dictation.transcribe import Engine, Share, digest, is_recording, is_whole_file, share_machine

_RECENT_S = 60
"""A recording that is shorter than its header says is still being written if it changed since; else it was cut off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The files of some folders."""

    recordings: tuple[Listed, ...]
    others: tuple[Path, ...]
    """Files that are no recordings, by their names."""
    of_nobody: tuple[Path, ...]
    """Recordings that lie in no client's folder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """What is to become of a recording."""

    listed: Listed
    sha256: str = ""
    """Empty where the recording cannot be read."""
    changed_at: datetime
    """When the file was written, as its system tells."""
    call: int | None = None
    """Its number in the store, where it was processed before."""
    same_as: Path | None = None
    """An earlier one of the batch with the same content, for the same client."""
    error: AudioError | None = None
    """Why it cannot be processed."""

    @property
    def to_do(self) -> bool:
        """Whether there is anything to do."""
        return self.call is None and self.same_as is None and self.error is None


def find_recordings(workspace: Workspace, folders: Sequence[Path], *, client: str) -> Found:
    """The recordings in folders and the folders in them, but for hidden ones.

    Without a client the folders in ``folders`` are clients', named by their keys.

    Raises:
        UnknownClient: There is no such client.
        InputError: A folder is none, or cannot be read.
    """
    if client:
        workspace.store.client(client)
    keys = {each.key for each in workspace.store.clients()}
    recordings, others, of_nobody = [], [], []
    for folder in folders:
        for path in _files(folder):
            # The file's own name is nobody's, even where it is like a key.
            owner = client or next(iter(path.relative_to(folder).parts[:-1]), "")
            if not is_recording(path):
                others.append(path)
            elif owner in keys:
                place = str(path.parent)
                recordings.append(Listed(path=path, client=owner, priority=Priority.NORMAL, due=None, place=place))
            else:
                of_nobody.append(path)
    return Found(recordings=tuple(recordings), others=tuple(others), of_nobody=tuple(of_nobody))


def plan_batch(
    workspace: Workspace, listed: Iterable[Listed], *, client: str, looked: Callable[[Path], None]
) -> tuple[Planned, ...]:
    """What is to become of recordings, in the order in which that is done.

    Args:
        workspace: Where what was processed before is known.
        listed: The recordings. One that is named twice is taken once.
        client: The key of the client of those that name none.
        looked: Gets each recording before it is looked at, which takes a while with many.

    Raises:
        UnknownClient: There is no client of a key that was given.
        InputError: A recording names no client; names the place.
    """
    owned = [each if each.client else replace(each, client=client) for each in listed]
    _check_clients(workspace, owned)
    recorded = {key: workspace.store.recorded(key) for key in {each.client for each in owned}}
    first: dict[tuple[str, str], Path] = {}
    planned = []
    for each in sorted(map(_dated, dict.fromkeys(owned)), key=_order):
        looked(each.listed.path)
        found = each if each.error else _examined(each, workspace.clock())
        if not found.error:
            key = (found.listed.client, found.sha256)
            found = replace(found, call=recorded[key[0]].get(key[1]), same_as=first.get(key))
            first.setdefault(key, found.listed.path)
        planned.append(found)
    return tuple(planned)


class JobMaker:
    """Makes jobs of what is planned.

    A recogniser is chosen here, once for each language, so that every worker takes the same and a model is fetched but
    once.
    """

    def __init__(self, workspace: Workspace, *, hearing: Hearing, call_date: date | None) -> None:
        """``call_date`` is the day of the calls; None for the day on which a recording was written, at its client's."""
        self._workspace = workspace
        self._hearing = hearing
        self._call_date = call_date
        self._engines: dict[str, Engine] = {}

    def engine(self, client: str) -> Engine:
        """The recogniser for a client's recordings.

        Raises:
            EngineError: There is no such recogniser; WeightsUnavailable where its model is not to be had.
        """
        language = self._language(client)
        if language not in self._engines:
            wanted = replace(self._hearing, language=language)
            self._engines[language] = choose(wanted, home=self._workspace.home, settings=self._workspace.settings)
        return self._engines[language]

    def job(self, planned: Planned) -> Job:
        """The job for a recording that is to be processed; raises as :meth:`engine` does."""
        client, path = planned.listed.client, planned.listed.path
        engine = None if is_transcript(path) else self.engine(client)
        zone = ZoneInfo(self._workspace.store.client(client).timezone)
        return Job(
            path=path.absolute(),
            sha256=planned.sha256,
            client=client,
            call_date=self._call_date or planned.changed_at.astimezone(zone).date(),
            due_at=end_of_day(planned.listed.due) if planned.listed.due else None,
            engine=engine.name if engine else "",
            model=engine.model if engine else "",
            language=self._language(client),
            offline=self._hearing.offline or self._workspace.settings.recogniser.offline,
        )

    def share(self, *, most: int | None, wanted: int | None) -> Share:
        """How many workers do such jobs at once on this machine, ``most`` at most, ``wanted`` if a person said so."""
        kinds = {(engine.name, engine.model) for engine in self._engines.values()} or {("", "")}
        cache = self._workspace.home.cache
        shares = [share_machine(*kind, cache=cache, most=most, wanted=wanted) for kind in kinds]
        return min(shares, key=lambda share: share.workers)

    def _language(self, client: str) -> str:
        return self._hearing.language or spoken_language(self._workspace.store.client(client))


def _files(folder: Path) -> Iterator[Path]:
    """All files in a folder and below, by name."""

    def refuse(exc: OSError) -> None:
        raise InputError(
            f"the folder cannot be read: {exc.strerror}",
            place=str(exc.filename),
            remedy="check its name and rights",
        ) from exc

    for path, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(path, name) for name in sorted(names) if not name.startswith("."))


def _check_clients(workspace: Workspace, listed: Iterable[Listed]) -> None:
    known = [each.key for each in workspace.store.clients()]
    for each in listed:
        if each.client not in known:
            raise UnknownClient(
                f"there is no client {each.client!r}" if each.client else f"{each.path.name} has no client",
                place=each.place,
                remedy=f"choose one of: {', '.join(known)}" if known else "add one with: dictation client add",
            )


def _dated(listed: Listed) -> Planned:
    try:
        changed_at = datetime.fromtimestamp(listed.path.stat().st_mtime, UTC)
    except OSError as exc:
        return Planned(listed=listed, changed_at=datetime.min.replace(tzinfo=UTC), error=_unreadable(listed.path, exc))
    return Planned(listed=listed, changed_at=changed_at)


def _order(planned: Planned) -> tuple[int, date, datetime, Path]:
    listed = planned.listed
    return listed.priority, listed.due or date.max, planned.changed_at, listed.path


def _examined(planned: Planned, now: datetime) -> Planned:
    path = planned.listed.path
    try:
        if (now - planned.changed_at).total_seconds() < _RECENT_S and not is_whole_file(path):
            return replace(planned, error=_growing(path))
        return replace(planned, sha256=digest(path))
    except OSError as exc:
        return replace(planned, error=_unreadable(path, exc))


def _growing(path: Path) -> AudioError:
    return AudioError(
        f"{path.name} is not whole yet: it is still being recorded or copied",
        place=str(path),
        remedy="Wait until it is, and run the same command again.",
    )


def _unreadable(path: Path, exc: OSError) -> AudioError:
    return AudioError(
        f"{path.name} cannot be opened: {exc.strerror}", place=str(path), remedy="Check whether you may read it."
    )
