from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dictation.errors import UnknownClient
from dictation.model.people import Client, Contact
from dictation.store.store import Store
from tests import strategies
from tests.store.fixtures import CHANDLER, LINDQVIST, OKORO, TIMBER


def test_an_unknown_client_is_told_with_those_there_are(store: Store) -> None:
    with pytest.raises(UnknownClient, match=r"'okro'.*choose one of: okoro"):
        store.client("okro")


def test_a_client_can_be_brought_up_to_date(store: Store) -> None:
    moved = replace(OKORO, address=("5 Slipway Lane", "Falmouth"))
    store.add_client(moved)
    store.add_client(moved)
    assert store.clients() == (moved,)
    assert [entry.action for entry in store.audit()] == ["client.added", "client.changed"]


def test_reading_an_address_book_twice_changes_nothing(store: Store) -> None:
    assert store.add_contacts("okoro", [TIMBER, CHANDLER]) == 2
    log = store.audit()
    assert store.add_contacts("okoro", [TIMBER, CHANDLER]) == 0
    assert store.contacts("okoro") == (TIMBER, CHANDLER)
    assert store.audit() == log


def test_a_contact_with_a_new_address_replaces_the_old_one(store: Store) -> None:
    store.add_contacts("okoro", [TIMBER, CHANDLER])
    moved = replace(TIMBER, email="ferraz@ferraztimber.example")
    assert store.add_contacts("okoro", [moved]) == 1
    assert set(store.contacts("okoro")) == {moved, CHANDLER}


def test_two_people_of_one_name_both_stay(store: Store) -> None:
    other = replace(TIMBER, organisation="Ferraz Legal")
    namesake = replace(TIMBER, email="ines.jr@ferraztimber.example")
    store.add_contacts("okoro", [TIMBER, other, namesake])
    assert store.contacts("okoro") == (TIMBER, other, namesake)


def test_no_client_sees_the_contacts_of_another(store: Store) -> None:
    store.add_client(LINDQVIST)
    store.add_contacts("okoro", [TIMBER])
    store.add_contacts("lindqvist", [CHANDLER])
    assert store.contacts("okoro") == (TIMBER,)
    assert store.contacts("lindqvist") == (CHANDLER,)


def test_contacts_need_a_client(store: Store) -> None:
    with pytest.raises(UnknownClient):
        store.add_contacts("nobody", [TIMBER])
    with pytest.raises(UnknownClient):
        store.contacts("nobody")


def has_no_nul(person: Client | Contact) -> bool:
    """Whether PostgreSQL can keep it, whose texts have no such character."""
    return "\\x00" not in repr(person)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    client=strategies.clients().filter(has_no_nul),
    book=st.lists(strategies.contacts().filter(has_no_nul), unique=True, max_size=5),
)
def test_people_come_back_as_they_went_in(store: Store, client: Client, book: list[Contact]) -> None:
    store.add_client(client)
    assert store.client(client.key) == client
    before = store.contacts(client.key)
    store.add_contacts(client.key, book)
    assert set(book) <= set(store.contacts(client.key))
    assert len(store.contacts(client.key)) <= len(before) + len(book)
