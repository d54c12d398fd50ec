"""Workers that are killed: every recording ends with exactly one call and one set of drafts."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from dictation import pipeline
from dictation.errors import DictationError
from dictation.home import Listed, Priority
from tests.cli.program import dictate, dictated_email
from tests.pipeline.office import desk_that_hears_an_email, now, open_office, record
from tests.transcribe.recognition_server import Desk

KILLS = 30
SEED = 20261124
RECORDINGS, TRANSCRIPTS = 20, 80
LONGEST_DELAY_S = 0.3
"""About as long as a recording takes that nobody kills."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    with desk_that_hears_an_email() as running:
        yield running


class Office:
    """Has a batch processed by two workers, over and over until nothing is left."""

    def __init__(self, home: Path, desk: Desk, calls: Sequence[Path]) -> None:
        self._home = open_office(home, desk, "nell")
        self._calls = [
            Listed(path=path, client="nell", priority=Priority.NORMAL, due=None, place="the test") for path in calls
        ]

    def workspace(self) -> AbstractContextManager[pipeline.Workspace]:
        return pipeline.open_workspace(self._home, database="", actor="tom", clock=now)

    def run(self, workers: int, happened: Callable[[pipeline.Event | None], None]) -> list[DictationError]:
        """One batch of all that is not done; gives what failed. ``happened`` gets what happens, None for nothing."""
        with self.workspace() as opened:
            plan = pipeline.plan_batch(opened, self._calls, client="", looked=lambda _: None)
            maker = pipeline.JobMaker(opened, hearing=pipeline.Hearing(notify=print), call_date=None)
            jobs = [maker.job(each) for each in plan if each.to_do]
        place = pipeline.Place(home=self._home, database="", actor="tom", clock=now, threads=1)
        failed = []
        with pipeline.team(place, workers) as team:
            for job in jobs:
                team.add(job)
            while team.busy:
                for event in team.events(0.01):
                    happened(event)
                    if isinstance(event, pipeline.Ended) and isinstance(event.result, DictationError):
                        failed.append(event.result)
                happened(None)
        return failed


def test_whenever_workers_are_killed_nothing_is_lost_and_nothing_is_twice(desk: Desk, tmp_path: Path) -> None:
    calls = [record(tmp_path / f"{number}.wav", number) for number in range(RECORDINGS)]
    calls += [dictate(tmp_path, dictated_email("Odile Marsh", subject=f"{n}")) for n in range(TRANSCRIPTS)]
    random.Random(SEED).shuffle(calls)  # noqa: S311
    office, chance, killed = Office(tmp_path / "home", desk, calls), random.Random(SEED), 0  # noqa: S311
    next_s, ended = 0.0, 0

    def kill_now_and_then(event: pipeline.Event | None) -> None:
        nonlocal killed, next_s, ended
        if isinstance(event, pipeline.Advanced | pipeline.Ended):
            ended += isinstance(event, pipeline.Ended)
            # However fast the machine is, the kills have to come before the jobs run out.
            late = killed < KILLS * ended / (len(calls) * 0.9)
            next_s = next_s or time.monotonic() + chance.uniform(0, 0 if late else LONGEST_DELAY_S)
        elif event is None and next_s and time.monotonic() > next_s and killed < KILLS:
            # The older of the two has long begun its work; the other may still be about to start.
            older, *other = sorted(multiprocessing.active_children(), key=lambda process: process.pid or 0)
            victim = other[0] if other and chance.random() < 0.2 else older
            victim.kill()
            killed, next_s = killed + 1, 0.0

    failed = office.run(2, kill_now_and_then)
    assert killed == KILLS
    assert all("two workers were lost" in error.message for error in failed)
    assert not office.run(2, lambda _: None)
    with office.workspace() as opened:
        numbers = opened.store.recorded("nell").values()
        drafts = opened.store.drafts("nell")
        assert len(numbers) == len(calls)
        assert sorted(stored.call or 0 for stored in drafts) == sorted(numbers)
        assert {opened.store.call(number).recording.path for number in numbers} == set(calls)


def test_a_recording_that_kills_every_worker_is_given_up_and_the_others_are_done(desk: Desk, tmp_path: Path) -> None:
    calls = [record(tmp_path / f"{number}.wav", number) for number in range(4)]
    office, tries = Office(tmp_path / "home", desk, calls), 0

    def kill_over_the_first(event: pipeline.Event | None) -> None:
        nonlocal tries
        if isinstance(event, pipeline.Began) and event.job.path == calls[0]:
            tries += 1
            (worker,) = multiprocessing.active_children()
            worker.kill()

    (error,) = office.run(1, kill_over_the_first)
    assert tries == 2
    assert "0.wav was given up" in error.message
    with office.workspace() as opened:
        assert len(opened.store.drafts()) == 3
    assert not office.run(1, lambda _: None)


def test_a_recording_that_was_changed_after_it_was_listed_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    calls = [record(tmp_path / f"{number}.wav", number) for number in range(2)]
    office = Office(tmp_path / "home", desk, calls)

    def write_on(event: pipeline.Event | None) -> None:
        if isinstance(event, pipeline.Began) and event.job.path == calls[0]:
            record(calls[1], 7)

    (error,) = office.run(1, write_on)
    assert "still being recorded or copied" in error.message
    with office.workspace() as opened:
        assert len(opened.store.drafts()) == 1
    assert not office.run(1, lambda _: None)
