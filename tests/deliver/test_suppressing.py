"""The normal form of addresses that are written to no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.deliver import ascii_domain, suppression_key
from dictation.errors import DeliveryError

locals_ = st.from_regex(r"[a-zäöüßéığА-я0-9]([a-zäöüßéığА-я0-9.+_-]{0,8}[a-zäöüßéığА-я0-9])?", fullmatch=True)
domains = st.from_regex(r"[a-zäöüéş]{2,8}(-[a-zäöüéş]{2,5})?\.example", fullmatch=True)


@pytest.mark.parametrize(
    "written",
    [
        "mia@bücher.example",
        "Mia@Bücher.Example",
        "MIA@BÜCHER.EXAMPLE",
        "  mia@bücher.example\t",
        "mia@xn--bcher-kva.example",
        "mia@XN--BCHER-KVA.example",
        "mia@bu\u0308cher.example",
        "mia@bücher.example.",
        "ｍｉａ@bücher.example",
    ],
)
def test_one_mailbox_has_one_form(written: str) -> None:
    assert suppression_key(written) == "mia@xn--bcher-kva.example"


@pytest.mark.parametrize("other", ["mia+news@bücher.example", "mia@bucher.example", "mi.a@bücher.example"])
def test_another_mailbox_has_another(other: str) -> None:
    assert suppression_key(other) != suppression_key("mia@bücher.example")


@pytest.mark.parametrize("text", ["", "mia", "mia@", "@bücher.example", "mia @bücher.example"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(DeliveryError):
        suppression_key(text)


@given(locals_, domains, st.sampled_from([str, str.upper, str.title]), st.sampled_from(["", " ", "\n", "\u00a0"]))
def test_no_way_of_writing_an_address_gets_around_it(local: str, domain: str, change: object, blank: str) -> None:
    assert callable(change)
    key = suppression_key(f"{local}@{domain}")
    assert suppression_key(key) == key
    assert suppression_key(f"{blank}{change(local)}@{domain}{blank}") == key
    assert suppression_key(f"{local}@{change(domain)}") == key
    assert suppression_key(f"{local}@{ascii_domain(domain).upper()}") == key
