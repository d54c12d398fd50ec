"""Addresses that are not what they look like."""

from __future__ import annotations

import pytest

from dictation.deliver import ascii_domain, doubts, written_out

KNOWN = ("uma@weavers.example", "vik@dyers.example", "wen@burn.example")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("uma@weavers.example", "uma@weavers.example"),
        ("uma@xn--bcher-kva.example", "uma@bücher.example (uma@xn--bcher-kva.example)"),
        # The example of RFC 3492, 7.1.
        (
            "Pročprostěnemluvíčesky@weavers.example",
            "Pročprostěnemluvíčesky@weavers.example (xn--Proprostnemluvesky-uyb24dma41a@weavers.example)",
        ),
    ],
)
def test_what_hides_behind_other_letters_is_shown_beside_them(address: str, shown: str) -> None:
    assert written_out(address) == shown


@pytest.mark.parametrize(
    ("domain", "ascii_form"),
    [
        ("weavers.example", "weavers.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        # Two domains, and two owners, since IDNA 2008.
        ("straße.example", "xn--strae-oqa.example"),
        ("例え.example", "xn--r8jz45g.example"),
    ],
)
def test_a_domain_is_addressed_as_name_servers_know_it(domain: str, ascii_form: str) -> None:
    assert ascii_domain(domain) == ascii_form


@pytest.mark.parametrize(
    ("domain", "names"),
    [("weаvers.example", "Cyrillic and Latin"), ("dyεrs.example", "Greek and Latin"), ("weaversк.example", "Cyrillic")],
)
def test_mixed_scripts_are_told(domain: str, names: str) -> None:
    found = doubts(f"uma@{ascii_domain(domain)}", ())
    assert any(names in doubt and "xn--" in doubt for doubt in found)


@pytest.mark.parametrize("domain", ["weavers.example", "bücher.example", "ткачи.example", "東京タワーtower.example"])
def test_one_script_and_those_that_are_written_together_are_not_odd(domain: str) -> None:
    assert doubts(f"uma@{ascii_domain(domain)}", KNOWN) == ()


@pytest.mark.parametrize(
    ("domain", "known"),
    [("wеаvеrѕ.example", "weavers.example"), ("weavers.examp1e", "weavers.example"), ("bum.example", "burn.example")],
)
def test_a_domain_that_looks_like_one_of_the_address_book_is_told(domain: str, known: str) -> None:
    assert any(f"looks like {known}" in doubt for doubt in doubts(f"uma@{ascii_domain(domain)}", KNOWN))
