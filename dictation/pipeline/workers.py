"""Jobs done by several processes at once, of which any may be lost at any moment without a recording being lost.

A worker is a process that does one job after another and keeps the recogniser's model in memory between them. What it
has heard it leaves in the cache, what it has understood in the store: whoever comes after it goes on from there.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dictation.errors import DictationError
from dictation.pipeline.jobs import Finished, Job, run_job
from dictation.pipeline.workspace import Workspace, open_workspace
from dictation.store import Clock
from dictation.transcribe import Done, Loaded, limit_threads

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

_PATIENCE_S = 2
"""How long a worker may take to end by itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where workers work."""

    home: Path
    database: str
    """The store's URL; empty for the one in the home."""
    actor: str
    """Who works, for the audit log."""
    clock: Clock
    """A function of a module, which other processes can find."""
    threads: int
    """With how many each worker computes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Began:
    """A worker has taken the job."""

    job: Job


@dataclass(frozen=True, kw_only=True, slots=True)
class Advanced:
    """How far the hearing is."""

    job: Job
    done: Done


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a user should know."""

    job: Job
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """The job is done, or failed."""

    job: Job
    result: Finished | DictationError


Event: TypeAlias = Began | Advanced | Told | Ended


@contextmanager
def team(place: Place, size: int) -> Iterator[Team]:
    """Up to ``size`` workers, which are gone when the context ends, whatever they are doing."""
    workers = Team(place, size)
    try:
        yield workers
    finally:
        workers.dismiss()


class Team:
    """Workers, of which each is started when there is something to do for it."""

    def __init__(self, place: Place, size: int) -> None:
        self._place = place
        self._size = size
        self._waiting: deque[Job] = deque()
        self._workers: list[_Worker] = []
        self._tried: set[Job] = set()
        """Jobs of which a worker was lost already."""

    @property
    def busy(self) -> bool:
        """Whether anything is left to do."""
        return bool(self._waiting) or any(worker.job for worker in self._workers)

    def add(self, job: Job) -> None:
        """Have a job done after those that were added before."""
        self._waiting.append(job)

    def events(self, timeout_s: float | None = None) -> Iterator[Event]:
        """Deal out jobs; give what happens next, which may be nothing if a time is given in which it has to happen."""
        yield from self._deal()
        ready = wait([worker.connection for worker in self._workers], timeout_s)
        for worker in [each for each in self._workers if each.connection in ready]:
            yield from self._news(worker)

    def dismiss(self) -> None:
        """End all workers."""
        _end([worker.process for worker in self._workers])
        for worker in self._workers:
            worker.connection.close()
        self._workers = []

    def _deal(self) -> Iterator[Event]:
        while self._waiting:
            worker = next((each for each in self._workers if each.job is None), None)
            if worker is None and len(self._workers) == self._size:
                return
            if worker is None:
                worker = _start(self._place)
                self._workers.append(worker)
            try:
                worker.connection.send(self._waiting[0])
            except OSError:  # it ended while it had nothing to do
                self._bury(worker)
            else:
                worker.job = self._waiting.popleft()
                yield Began(job=worker.job)

    def _news(self, worker: _Worker) -> Iterator[Event]:
        try:
            while worker.connection.poll():
                event: Event = worker.connection.recv()
                if isinstance(event, Ended):
                    worker.job = None
                    self._tried.discard(event.job)
                yield event
        except (EOFError, OSError):
            yield from self._lost(worker)

    def _lost(self, worker: _Worker) -> Iterator[Event]:
        """A worker has ended in the middle of its job, which another one begins anew, but only once."""
        code, job = self._bury(worker), worker.job
        if job is None:
            return
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        if job not in self._tried:
            self._tried.add(job)
            self._waiting.appendleft(job)
            yield Told(job=job, text=f"{job.path.name}: its worker {how}; another one goes on with it.")
            return
        self._tried.discard(job)
        error = DictationError(
            f"{job.path.name} was given up: two workers were lost over it, the last one {how}",
            place=str(job.path),
            remedy="If memory is short, take fewer with --workers, or a smaller model; else process it alone.",
        )
        yield Ended(job=job, result=error)

    def _bury(self, worker: _Worker) -> int:
        """Forget a worker that has ended; gives its exit code, below 0 for a signal."""
        self._workers.remove(worker)
        worker.connection.close()
        return _end([worker.process])[0]


@dataclass(kw_only=True, slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    job: Job | None = None


def _start(place: Place) -> _Worker:
    # Not forked: a recogniser's threads would be missing in the copy, and the store's connections be shared.
    ways = multiprocessing.get_context("spawn")
    ours, theirs = ways.Pipe()
    process = ways.Process(target=_work, args=(theirs, place), name="worker", daemon=True)
    # An interrupt is for the program that gives out the work, which ends its workers then.
    heeded = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process.start()
    signal.signal(signal.SIGINT, heeded)
    theirs.close()
    return _Worker(process=process, connection=ours)


def _end(processes: Sequence[SpawnProcess]) -> list[int]:
    """End processes and give their exit codes, below 0 for a signal."""
    for process in processes:
        process.terminate()
    codes = []
    for process in processes:
        process.join(_PATIENCE_S)
        process.kill()
        process.join()
        codes.append(process.exitcode or 0)
        process.close()
    return codes


def _work(connection: Connection, place: Place) -> None:
    """Do what comes through the connection, until whoever gives it is gone."""
    limit_threads(place.threads)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what libraries print would be written into the progress
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that half a model is not left in the cache
    loaded = Loaded()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError), ExitStack() as opened:

        @cache
        def workspace() -> Workspace:
            return opened.enter_context(
                open_workspace(place.home, database=place.database, actor=place.actor, clock=place.clock)
            )

        while True:
            job: Job = connection.recv()
            connection.send(Ended(job=job, result=_result(job, workspace, loaded, connection)))


def _result(
    job: Job, workspace: Callable[[], Workspace], loaded: Loaded, connection: Connection
) -> Finished | DictationError:
    try:
        return run_job(
            workspace(),
            job,
            loaded=loaded,
            notify=lambda text: connection.send(Told(job=job, text=text)),
            progress=lambda done: connection.send(Advanced(job=job, done=done)),
        )
    except DictationError as exc:
        return exc
    except Exception as exc:  # a mistake of this program, told without its words, which could be the call's
        at = traceback.extract_tb(exc.__traceback__)[-1]
        return DictationError(
            f"this is a mistake of the program itself: {type(exc).__name__} over {job.path.name}",
            place=f"{at.filename}, line {at.lineno}",
            remedy="run dictation process with it and -v, and report what is printed",
        )
