"""Which words of a letter lead somewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.writers.links import spans


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Write to oona@quill.example.", {"oona@quill.example": "mailto:oona@quill.example"}),
        ("See www.quill.example/tower, please", {"www.quill.example/tower": "https://www.quill.example/tower"}),
        ("(https://quill.example/a_(b))", {"https://quill.example/a_(b)": "https://quill.example/a_(b)"}),
        ("“http://quill.example:8080?x=1”!", {"http://quill.example:8080?x=1": "http://quill.example:8080?x=1"}),
        (
            "https://jalan.example/kopi-100%25;",
            {"https://jalan.example/kopi-100%25": "https://jalan.example/kopi-100%25"},
        ),
        ("a.b@c.example, d@e.example", {"a.b@c.example": "mailto:a.b@c.example", "d@e.example": "mailto:d@e.example"}),
        ("at 3.30 p.m. by e.g. post @home", {}),
        ("javascript:alert(1) file:///etc/passwd", {}),
    ],
)
def test_addresses_are_links_and_what_surrounds_them_is_not(text: str, links: dict[str, str]) -> None:
    assert {span.text: span.target for span in spans(text) if span.target} == links


@given(st.lists(st.sampled_from(["www.a.example", "b@c.example", "https://d.example/(", ")", ".", " ", "é", "<b>"])))
def test_no_character_is_lost_or_moved(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join(span.text for span in spans(text)) == text
