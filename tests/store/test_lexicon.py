"""What is learned for a client is kept, counted, and nobody else's."""

from __future__ import annotations

import pytest

from dictation.errors import UnknownClient
from dictation.model.lexicon import Term
from dictation.store.store import Store
from tests.store.fixtures import LINDQVIST

PEDERSEN = Term(written="Pedersen", heard="Pederson")
DEWI = Term(written="Dewi", heard="day wee")


def test_terms_put_right_most_often_come_first(store: Store) -> None:
    store.learn("okoro", [PEDERSEN, DEWI], draft=3)
    store.learn("okoro", [DEWI])
    terms = [(term.written, term.times) for term in store.lexicon("okoro")]
    assert terms == [("Dewi", 2), ("Pedersen", 1)]
    learned = [entry for entry in store.audit() if entry.action == "lexicon.learned"]
    assert [entry.draft for entry in learned] == [3, 3, None]
    assert "Dewi" not in repr(learned), "the log is kept for good, what was dictated is not"


def test_no_client_is_taught_by_the_corrections_of_another(store: Store) -> None:
    store.add_client(LINDQVIST)
    store.learn("okoro", [PEDERSEN])
    assert store.lexicon("lindqvist") == ()
    assert store.forget("lindqvist", "Pedersen") == ()
    assert store.lexicon("okoro") == (PEDERSEN,)


def test_a_term_can_be_forgotten_whatever_was_heard_for_it(store: Store) -> None:
    store.learn("okoro", [PEDERSEN, Term(written="Pedersen", heard="Peterson"), DEWI])
    assert {term.heard for term in store.forget("okoro", "Pedersen")} == {"Pederson", "Peterson"}
    assert store.lexicon("okoro") == (DEWI,)
    assert store.audit()[-1].action == "lexicon.forgotten"


def test_a_lexicon_needs_a_client(store: Store) -> None:
    with pytest.raises(UnknownClient):
        store.learn("okro", [DEWI])
    with pytest.raises(UnknownClient):
        store.lexicon("okro")
