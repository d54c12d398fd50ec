"""Templates matched all at once find what each finds by itself, and each place is matched once a call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from dictation.compose.automaton import GatedSlot, Slot
from dictation.compose.patterns import Grammar, compile_template
from dictation.compose.tokens import Heard, Token

WORDS = ("a", "b", "c")
TEMPLATES = st.recursive(
    st.sampled_from([*WORDS, "{pair}", "{b}", ","]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        inner.map("[{}]".format),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
    ),
    max_leaves=8,
).map("{} a".format)
"""Templates of all kinds of parts; each has a word of its own, as a template of nothing matches nowhere."""
TOKENS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", "", "", ",", "."])), min_size=1, max_size=7)


def pair(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
    """Two words, or one."""
    if place + 1 < len(tokens):
        yield place + 2, "two"
    yield place + 1, "one"


def only(norm: str) -> Slot:
    def find(_: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        yield place + 1, norm

    return GatedSlot(norm.__eq__, find)


SLOTS = {"pair": pair, "b": only("b")}


def heard(words: Sequence[tuple[str, str]]) -> list[Token]:
    return [
        Token(text=norm, norm=norm, after=after, word=place, start_ms=0, end_ms=0)
        for place, (norm, after) in enumerate(words)
    ]


@given(st.lists(TEMPLATES, min_size=1, max_size=5), TOKENS)
def test_all_templates_at_once_find_what_each_finds_alone(sources: list[str], words: list[tuple[str, str]]) -> None:
    templates = [compile_template(source) for source in sources]
    grammar = Grammar([(template, number) for number, template in enumerate(templates)], SLOTS)
    tokens = heard(words)
    for place in range(len(tokens)):
        alone = [
            (number, max(end for end, _ in found))
            for number, template in enumerate(templates)
            if (found := list(template.match(tokens, place, SLOTS)))
        ]
        matches = grammar.at(tokens, place)
        assert [(match.payload, match.end) for match in matches] == alone
        for match in matches:
            ends = templates[match.payload].match(tokens, place, SLOTS)
            assert dict(match.values) == next(values for end, values in ends if end == match.end)
        assert not matches or grammar.begins(tokens[place].norm)


@given(st.lists(TEMPLATES, min_size=1, max_size=3), st.lists(TEMPLATES, min_size=1, max_size=3), TOKENS)
def test_two_grammars_together_find_what_both_find(
    first: list[str], second: list[str], words: list[tuple[str, str]]
) -> None:
    one, other = (Grammar([(compile_template(source), source) for source in each], SLOTS) for each in (first, second))
    tokens = heard(words)
    for place in range(len(tokens)):
        assert [*(one | other).at(tokens, place)] == [*one.at(tokens, place), *other.at(tokens, place)]


def test_a_place_of_a_call_is_matched_once() -> None:
    tried: list[int] = []

    def count(_: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        tried.append(place)
        yield place + 1, None

    grammar = Grammar([(compile_template("{any} b"), "")], {"any": count})
    tokens = Heard(heard([("a", ""), ("b", "")]))
    assert [match.end for match in grammar.at(tokens, 0)] == [2]
    assert grammar.at(tokens, 0) is grammar.at(tokens, 0)
    assert not grammar.at(tokens, 2)
    assert tried == [0]
