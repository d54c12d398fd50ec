"""Whose work a draft is, by when, and who has it open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Event

import pytest

from dictation import pipeline
from dictation.errors import UnknownClient, UnknownDraft
from dictation.home import Settings, init_home
from dictation.model.draft import Correspondence
from dictation.model.people import Secretary
from dictation.model.review import DraftState
from dictation.pipeline import Workspace
from dictation.review import TO_DO, held
from dictation.store import open_store
from dictation.store.store import Store
from tests.store.fixtures import CORRESPONDENCE, LINDQVIST, OKORO, RECORDING, TIMBER, TRANSCRIPT, TickingClock, email_to


@pytest.fixture
def two(store: Store) -> tuple[int, int]:
    one, other = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts
    return one, other


def numbers(store: Store, *, whose: str | None = None, unassigned: bool = False) -> list[int]:
    return [each.id for each in store.work(None, TO_DO, whose=whose, unassigned=unassigned)]


def test_a_draft_is_due_when_it_is_to_go_else_by_its_urgency_unless_a_person_says_otherwise(store: Store) -> None:
    plain = email_to(TIMBER)
    to_go = TickingClock()() + timedelta(days=5)
    drafts = (plain, replace(plain, urgent=True), replace(plain, urgent=True, send_at=to_go))
    call = store.record_call("okoro", RECORDING, TRANSCRIPT, Correspondence(drafts=drafts))
    ordinary, urgent, later = map(store.draft, call.drafts)
    assert ordinary.due - ordinary.created_at == timedelta(hours=24)
    assert urgent.due - urgent.created_at == timedelta(hours=2)
    assert later.due == to_go
    said = to_go - timedelta(days=1)
    assert store.set_due(later.id, said, by="joan").due == said
    assert store.set_due(later.id, None, by="joan").due == to_go
    assert [entry.action for entry in store.history(later.id)][1:] == ["draft.due", "draft.due"]


def test_what_is_handed_over_keeps_its_due_time_and_tells_from_whom(store: Store, two: tuple[int, int]) -> None:
    due = TickingClock()() + timedelta(days=2)
    store.set_due(two[0], due, by="bela")
    store.assign(two[0], to="Bela", by="bela")
    handed = store.assign(two[0], to="Joan Pike", note="Ask for the price.", by="bela")
    assert (handed.assignee, handed.note, handed.due) == ("Joan Pike", "Ask for the price.", due)
    detail = {"by": "bela", "from": "Bela", "to": "Joan Pike", "note": "Ask for the price."}
    assert store.history(two[0])[-1].detail == detail
    assert store.assign(two[0], to="", by="bela").note == ""


def test_what_is_split_off_is_the_work_of_the_same_person(store: Store, two: tuple[int, int]) -> None:
    store.assign(two[0], to="joan", by="bela")
    _, second = store.split(two[0], email_to(TIMBER), email_to(), author="joan", expected_revision=1)
    assert second.assignee == "joan"


def test_the_work_of_one_is_not_that_of_another(store: Store, two: tuple[int, int]) -> None:
    store.add_client(replace(LINDQVIST, secretary=Secretary(name="Joan Pike", email="joan@lindqvist.example")))
    third, fourth = store.record_call("lindqvist", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts
    store.assign(two[0], to="JOAN", by="bela")
    store.assign(third, to="Bela Toth", by="bela")
    assert numbers(store, whose="joan") == [two[0], fourth]
    assert numbers(store, whose="bela toth") == [two[1], third]
    assert numbers(store, whose="nobody") == []
    assert numbers(store, unassigned=True) == [two[1], fourth]
    assert numbers(store, whose="joan", unassigned=True) == [fourth]
    assert [each.id for each in store.work("lindqvist", TO_DO, whose="joan")] == [fourth]
    assert store.work(None, {DraftState.SENT}, whose="joan") == ()
    assert store.colleagues() == {"bela", "Bela Toth", "Joan Pike", "JOAN"}


def test_work_of_nobody_that_there_is_is_told(store: Store) -> None:
    with pytest.raises(UnknownDraft):
        store.assign(9, to="joan", by="bela")
    with pytest.raises(UnknownDraft):
        store.claim(9, session="a", by="bela")
    with pytest.raises(UnknownClient):
        store.work("nobody", TO_DO)


def test_a_claim_holds_until_it_is_given_back_or_taken_over(store: Store, two: tuple[int, int]) -> None:
    mine = store.claim(two[0], session="a", by="bela").claim
    assert mine is not None
    assert (mine.by, mine.session) == ("bela", "a")
    assert store.claim(two[0], session="b", by="joan").claim == mine
    taken = store.claim(two[0], session="b", by="joan", take_over=True).claim
    assert taken is not None
    assert taken.session == "b"
    store.give_back("a")
    assert store.draft(two[0]).claim == taken
    store.give_back("b")
    assert store.draft(two[0]).claim is None


def test_a_program_has_one_draft_open(store: Store, two: tuple[int, int]) -> None:
    store.claim(two[0], session="a", by="bela")
    store.claim(two[1], session="a", by="bela")
    assert [store.draft(number).claim is not None for number in two] == [False, True]


def test_a_claim_lapses_without_a_sign_and_lasts_with_one(url: str) -> None:
    clock = TickingClock()
    with open_store(url, clock=clock, actor="bela") as store:
        store.add_client(OKORO)
        number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
        store.claim(number, session="a", by="bela")
        for _ in range(3):
            clock.now += timedelta(minutes=9)
            store.renew_claim("a")
        assert held(store.draft(number), clock()) is not None
        clock.now += timedelta(minutes=11)
        assert held(store.draft(number), clock()) is None
        claim = store.claim(number, session="b", by="joan").claim
        assert claim is not None
        assert claim.by == "joan"
        store.renew_claim("a")
        assert store.draft(number).claim == claim


def test_a_claim_keeps_nobody_from_changing_the_draft(store: Store, two: tuple[int, int]) -> None:
    store.claim(two[0], session="a", by="bela")
    assert store.save_revision(two[0], email_to(TIMBER), author="joan", expected_revision=1).revision == 2


def test_of_many_who_open_a_draft_at_once_one_has_it(url: str, two: tuple[int, int]) -> None:
    people = 6
    start = Barrier(people)

    def opened(name: str) -> str:
        with open_store(url, clock=TickingClock(), actor=name) as own:
            start.wait()
            claim = own.claim(two[0], session=name, by=name).claim
            assert claim is not None
            return claim.by

    with ThreadPoolExecutor(people) as pool:
        seen = set(pool.map(opened, map(str, range(people))))
    assert len(seen) == 1


def test_an_open_draft_gives_signs_by_itself_and_is_given_back(
    store: Store, url: str, two: tuple[int, int], tmp_path: Path
) -> None:
    ticking, opened, asked = TickingClock(), Event(), Event()

    def clock() -> datetime:
        if opened.is_set():
            asked.set()
        return ticking()

    with open_store(url, clock=clock, actor="joan") as other:
        workspace = Workspace(home=init_home(tmp_path / "home"), settings=Settings(), store=other, clock=clock)
        with pipeline.claiming(workspace, by="joan", renewed_every_s=0.01) as claims:
            first, _ = claims.open(two[0])
            opened.set()
            assert asked.wait(30)
        assert first.claim is not None
        assert store.draft(two[0]).claim is None
