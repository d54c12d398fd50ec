"""Programs that are killed while they send.

Nothing is lost, nothing goes to anybody twice, and "unknown" is said only of what may have arrived.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from dictation import pipeline
from dictation.deliver import outcomes
from dictation.model.delivery import Outcome
from dictation.model.draft import Correspondence
from dictation.model.people import Contact
from tests.cli.program import mail_server
from tests.pipeline.killing import Counting, SendingOffice
from tests.pipeline.sender import send_everything
from tests.store.fixtures import RECORDING, TRANSCRIPT, email_to

KILLS = 200
SEED = 20260504
BETWEEN_RUNS = timedelta(hours=7)
"""Longer than any wait for another attempt."""
LONGEST_DELAY_S = 0.15
"""About as long as a sender takes that nobody kills."""
POINTS = ("MAIL", "RCPT", "DATA", "DOT", "REPLIED", "")
"""Of the conversation, at which the sender is killed; at the last, at no point of it but when its time is up."""


class Office(SendingOffice):
    """Dictates, approves, and has programs send that are killed."""

    def __init__(self, home: Path, mailroom: Counting, port: int) -> None:
        super().__init__(home, mailroom, port)
        self.recipients: list[str] = []

    def approve_more(self) -> None:
        """Approve two new drafts, each to two people who are written to but this once."""
        first = len(self.recipients)
        emails = [f"p{number}@ferraztimber.example" for number in range(first, first + 4)]
        one, two, three, four = (Contact(name=email.partition("@")[0], email=email) for email in emails)
        dictated = Correspondence(drafts=(email_to(one, two), email_to(three, four)))
        with self.workspace() as workspace:
            recording = replace(RECORDING, sha256=f"{first:064x}")
            call = workspace.store.record_call("okoro", recording, TRANSCRIPT, dictated)
            for number in call.drafts:
                pipeline.approve(workspace, number, by="bela")
        self.recipients += emails

    def send(self, *, kill_after_s: float | None = None) -> bool:
        """Have a program send all that is due; returns whether it was killed."""
        self._now += BETWEEN_RUNS
        sender = self._processes.Process(target=send_everything, args=(self._home, self._now))
        self._mailroom.kill = sender.kill
        sender.start()
        sender.join(kill_after_s)
        if kill_after_s is not None:
            sender.kill()
        sender.join()
        assert sender.exitcode in {0, -9}
        return sender.exitcode != 0

    def outcomes(self) -> dict[str, Outcome]:
        """What the store knows of each recipient."""
        with self.workspace() as workspace:
            drafts = workspace.store.drafts()
        return {
            address: outcome
            for stored in drafts
            for address, outcome in outcomes(stored.deliveries, stored.approval).items()
        }


def test_whenever_a_sender_is_killed_nothing_is_lost_and_nothing_goes_twice(folder: Path) -> None:
    mailroom, chance, kills = Counting(), random.Random(SEED), Counter[str]()  # noqa: S311
    with mail_server(mailroom) as port:
        office = Office(folder / "home", mailroom, port)
        while kills.total() < KILLS:
            while len(office.recipients) - len(mailroom.begun) < 8:
                office.approve_more()
            mailroom.point, mailroom.passes = chance.choice(POINTS), chance.randrange(2)
            mailroom.slow_s = chance.choice((0, 0, 0.005))
            mailroom.busy, mailroom.drops_reply = chance.random() < 0.2, chance.random() < 0.1
            delay = chance.uniform(0, LONGEST_DELAY_S)
            kills[mailroom.point] += office.send(kill_after_s=None if mailroom.point else delay)
        mailroom.point, mailroom.busy, mailroom.drops_reply = "", False, False
        known = office.outcomes()
        while not set(office.recipients) <= set(known) or Outcome.FAILED in known.values():
            office.send()
            before, known = known, office.outcomes()
            assert known != before, "something is never sent"
    assert min(kills[point] for point in POINTS) > KILLS / 20, "the kills are of every kind"
    assert set(known) == set(office.recipients)
    assert set(mailroom.accepted.values()) == {1}
    by_outcome = {outcome: {each for each in known if known[each] is outcome} for outcome in known.values()}
    assert set(by_outcome) == {Outcome.ACCEPTED, Outcome.UNKNOWN}
    assert by_outcome[Outcome.ACCEPTED] <= set(mailroom.accepted)
    assert by_outcome[Outcome.UNKNOWN] <= mailroom.begun
