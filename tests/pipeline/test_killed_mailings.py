"""Programs that are killed while they send a mailing.

The same command goes on where the last one was: nobody is forgotten, nobody gets it twice, and nobody who unsubscribed
before their message was begun gets it at all.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from dictation import pipeline
from dictation.model.draft import Correspondence
from dictation.model.mailing import ListEntry, PersonalPost, Stage
from dictation.model.people import Contact
from dictation.model.review import DraftState
from tests.cli.program import mail_server
from tests.pipeline.killing import Counting, SendingOffice
from tests.pipeline.sender import send_list
from tests.store.fixtures import RECORDING, TRANSCRIPT, email_to

KILLS = 60
SEED = 20260511
BETWEEN_RUNS = timedelta(hours=7)
"""Longer than any wait for another attempt."""
LONGEST_DELAY_S = 0.5
POINTS = ("MAIL", "DATA", "DOT", "REPLIED", "")
"""Of the conversation, at which the sender is killed; at the last, at no point of it but when its time is up."""
LIST = 40


class Office(SendingOffice):
    """Makes mailings, and has programs send them that are killed."""

    def __init__(self, home: Path, mailroom: Counting, port: int) -> None:
        super().__init__(
            home, mailroom, port, more_settings='[mailing]\nunsubscribe_url = "https://okoroboats.example/u"\n'
        )
        self.mailings: list[int] = []

    def approve_more(self) -> None:
        """Approve another mailing, to people who stand on no other list."""
        first = LIST * len(self.mailings)
        people = [
            ListEntry(name=f"P {n}", email=f"p{n}@ferraztimber.example", fields={"name": f"P {n}"}, place=f"line {n}")
            for n in range(first, first + LIST)
        ]
        draft = email_to(Contact(name="Everybody"), text="Dear {name}, the mast arrived.")
        with self.workspace() as workspace:
            recording = replace(RECORDING, sha256=f"{first:064x}")
            call = workspace.store.record_call("okoro", recording, TRANSCRIPT, Correspondence(drafts=(draft,)))
            (number,) = call.drafts
            pipeline.plan_mailing(workspace, number, people, source="list")
            pipeline.approve(workspace, number, by="bela")
        self.mailings.append(number)

    def send(self, *, kill_after_s: float | None = None) -> bool:
        """Have a program send the latest mailing; returns whether it was killed."""
        self._now += BETWEEN_RUNS
        sender = self._processes.Process(target=send_list, args=(self._home, self._now, self.mailings[-1]))
        self._mailroom.kill = sender.kill
        sender.start()
        sender.join(kill_after_s)
        if kill_after_s is not None:
            sender.kill()
        sender.join()
        assert sender.exitcode in {0, -9}
        return sender.exitcode != 0

    def posts(self, *numbers: int) -> list[PersonalPost]:
        with self.workspace() as workspace:
            return [post for number in numbers for post in workspace.store.personal_posts(number)]

    def unsubscribe(self, token: str) -> None:
        with self.workspace() as workspace:
            workspace.store.unsubscribe(token)

    def waits(self) -> bool:
        """Whether anybody on the latest list is to get it yet; puts right what a killed program left."""
        with self.workspace() as workspace:
            with workspace.store.sending():
                due = workspace.store.due_posts(self.mailings[-1], self._now + BETWEEN_RUNS)
            return bool(due)


def test_whenever_it_is_killed_everybody_on_the_list_gets_the_mailing_once(folder: Path) -> None:
    mailroom, chance, kills = Counting(), random.Random(SEED), Counter[str]()  # noqa: S311
    unwilling: set[str] = set()
    with mail_server(mailroom) as port:
        office = Office(folder / "home", mailroom, port)
        while kills.total() < KILLS:
            if not office.mailings or not office.waits():
                office.approve_more()
            mailroom.point, mailroom.passes = chance.choice(POINTS), chance.randrange(4)
            mailroom.slow_s, mailroom.drops_reply = chance.choice((0, 0, 0.005)), chance.random() < 0.1
            mailroom.busy = chance.random() < 0.2
            waiting = [each.person for each in office.posts(office.mailings[-1]) if each.stage is Stage.WAITING]
            if len(waiting) > 1 and chance.random() < 0.3:
                person = chance.choice(waiting)
                office.unsubscribe(person.token)
                unwilling.add(person.address)
            delay = chance.uniform(0, LONGEST_DELAY_S)
            kills[mailroom.point] += office.send(kill_after_s=None if mailroom.point else delay)
        mailroom.point, mailroom.busy, mailroom.drops_reply = "", False, False
        while office.waits():
            before = office.posts(*office.mailings)
            office.send()
            assert office.posts(*office.mailings) != before, "something is never sent"
    assert min(kills[point] for point in POINTS) > KILLS / 20, "the kills are of every kind"
    posts = office.posts(*office.mailings)
    at_stage = {stage: {each.person.address for each in posts if each.stage is stage} for stage in Stage}
    assert len(posts) == LIST * len(office.mailings)
    assert {stage for stage, people in at_stage.items() if people} == {Stage.ACCEPTED, Stage.UNKNOWN, Stage.SUPPRESSED}
    assert set(mailroom.accepted.values()) == {1}
    assert at_stage[Stage.ACCEPTED] <= set(mailroom.accepted)
    assert at_stage[Stage.UNKNOWN] <= mailroom.begun
    assert unwilling
    assert at_stage[Stage.SUPPRESSED] == unwilling
    assert not unwilling & set(mailroom.accepted)
    with office.workspace() as workspace:
        assert {each.state for each in workspace.store.drafts()} <= {DraftState.SENT, DraftState.UNKNOWN}
