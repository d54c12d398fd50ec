"""A template that asks for too much ends in an error, soon, and without filling the memory."""

from __future__ import annotations

import pytest

from dictation.letters import lay_out
from dictation.model.document import BlockKind
from tests.letters.arena import run
from tests.letters.samples import DAY, HART, letter, paragraph, source, template

SECONDS = 2
PATIENCE = 60
"""Seconds after which it is certain that a rendering has no end, however much else the machine does."""
MEGABYTES = 300

_BEFORE = "[prose]\n{% set ns = namespace(x='abcdefghij', n=0, l=[1]) %}\n"

ATTACKS = {
    "a long text": "{{ 'a' * 10**9 }}",
    "a long text by plain factors": "{{ 'a' * 1000000000 }}",
    "a longer text": "{{ 'a' * 1000000000 * 10 }}",
    "a long list": "{{ ([1] * 1000000000) | length }}",
    "a large number": "{{ 9**9**9 }}",
    "a large product": "{% for i in range(900) %}{% set ns.n = (ns.n + 2) * (ns.n + 2) %}{% endfor %}",
    "two loops": "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "three loops without output": (
        "{% for i in range(99) %}{% for j in range(999) %}{% for k in range(999) %}{% endfor %}{% endfor %}{% endfor %}"
    ),
    "loops that choose nothing": (
        "{% for i in range(9999) %}{% for j in range(9999) if false %}x{% endfor %}{% endfor %}"
    ),
    "a long body of a loop": "{% for i in range(99999) %}" + "{% if i %}{% endif %}" * 1000 + "{% endfor %}",
    "a long text in a loop": "{% for i in range(99999) %}" + "x" * 20_000 + "{% endfor %}",
    "a range without end": "{% for i in range(10000000000) %}{% endfor %}",
    "doubling by ~": "{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "doubling by +": "{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    "doubling a list": "{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
    "lists in lists": "{% for i in range(99) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l == [ns.l] }}",
    "pairs in pairs": "{% for i in range(99) %}{% set ns.l = (ns.l, ns.l) %}{% endfor %}{{ ns.l | unique | length }}",
    "doubling by a block": (
        "{% for i in range(99) %}{% set x %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = x %}{% endfor %}"
    ),
    "doubling by join": "{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] | join(ns.x) %}{% endfor %}",
    "joining with a long text": "{{ range(99999) | join('x' ~ range(9999) | join) }}",
    "doubling by replace": "{% for i in range(99) %}{% set ns.x = ns.x | replace('a', ns.x) %}{% endfor %}",
    "replacing nothing": "{% for i in range(99) %}{% set ns.x = ns.x | replace('', ns.x) %}{% endfor %}",
    "doubling by a macro": (
        "{% macro two(x) %}{{ x }}{{ x }}{% endmacro %}{% for i in range(99) %}{% set ns.x = two(ns.x) %}{% endfor %}"
    ),
    "a macro in itself": "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    "a macro twice in itself": (
        "{% macro again(n) %}{% if n %}{{ again(n - 1) }}{{ again(n - 1) }}{% endif %}{% endmacro %}{{ again(60) }}"
    ),
    "arguments of arguments": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1, varargs, varargs) }}{% endif %}{% endmacro %}{{ m(60, 1) }}"
    ),
    "named arguments of named arguments": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1, a=kwargs, b=kwargs) }}{% elif ns.k is defined %}{{ ns.k == kwargs }}"
        "{% else %}{% set ns.k = kwargs %}{% endif %}{% endmacro %}{{ m(40) }}{{ m(40) }}"
    ),
    "keys that take long to look up": (
        "{% macro m() %}{% for i in range(16) %}{% set ns.l = (ns.l, ns.l) %}{% endfor %}"
        "{% for i in range(40000) %}{{ 'x' if kwargs[ns.l] is defined }}{% endfor %}{% endmacro %}"
        "{% set ns.l = 1 %}{{ m() }}"
    ),
    "copies of a long text": (
        "{% set t = range(60000) | join %}{% for i in range(99999) %}{% set u = t[:] %}{% endfor %}"
    ),
    "comparing long texts": (
        "{% set t = range(20000) | join %}{% set u = t~'' %}{% for i in range(99999) %}{{ 'x' if t != u }}{% endfor %}"
    ),
    "searching a long text": (
        "{% set t = range(60000) | join %}{% for i in range(99999) %}{{ 'x' if '0000000000' in t }}{% endfor %}"
    ),
    "sorting": "{% for i in range(999) %}{{ range(9999) | sort(reverse=true) | first }}{% endfor %}",
    "filters on filters": (
        "{% for i in range(9999) %}{{ range(9999) | map('upper') | map('lower') | list | last }}{% endfor %}"
    ),
    "tests on long lists": "{% for i in range(9999) %}{{ range(9999) | select('odd') | first }}{% endfor %}",
    "a wide number": "{{ '%1000000000d' % 1 }}",
    "a wide number by a filter": "{{ '%1000000000d' | format(1) }}",
    "a wide field": "{{ '{:>1000000000}'.format(1) }}",
    "centred": "{{ 'a' | center(1000000000) }}",
    "centred by a method": "{{ 'a'.center(1000000000) }}",
    "zeros": "{{ 'a'.zfill(1000000000) }}",
    "bytes of a number": "{{ (1).to_bytes(1000000000, 'big') }}",
    "indented": "{{ 'a' | indent(1000000000, first=true) }}",
    "wrapped": "{{ 'a' | wordwrap(1, wrapstring='x' * 1000000000) }}",
    "placeholder text": "{{ lipsum(n=1000000) }}",
    "filled up": "{{ [1] | batch(1000000000, 'x') | list | length }}",
    "sliced": "{{ [1] | slice(1000000000, 'x') | list | length }}",
    "links": "{{ ('www.' ~ range(60000) | join('.')) | urlize }}",
    "tags": "{{ ('<' ~ range(60000) | join('<')) | striptags }}",
    "a long line": "{{ range(60000) | join(' ') | truncate(9) }}" * 9,
    "chains of filters": ("{{ 1" + "|upper" * 150 + "}}") * 30 + "{{ nothing }}",
    "a payment named by map": "{{ [-1000000000] | map('_spend') | list }}",
}
"""Templates that are refused while they run, or for what stands in a line."""

UNREADABLE = {
    "a chain of filters": "{{ 1" + "|upper" * 4_900 + "}}",
    "deep expressions": "{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}",
    "long sums": "{{ " + "1+" * 9000 + "1 }}",
    "deep loops": "{% for i in range(2) %}" * 60 + "{% endfor %}" * 60,
    "a long template": "x" * 40_000_000,
    "a block's line without its end": "{% if true %}\n[" + " " * 29_000 + "x\n{% endif %}",
    "comments without end": "{#" * 14_000,
}
"""Templates that are hard to read, some of them as a whole, so that no line can be told."""


@pytest.mark.parametrize("attack", [pytest.param(text, id=name) for name, text in (ATTACKS | UNREADABLE).items()])
def test_what_asks_for_too_much_is_soon_an_error_that_tells_the_remedy(attack: str) -> None:
    result = run(_BEFORE + attack, patience=PATIENCE)
    assert result, "it has no end"
    assert result.error, "it was rendered"
    assert result.error.remedy
    assert (result.error.place or "").partition(",")[0] == "own.j2"
    assert attack in UNREADABLE.values() or result.error.place == "own.j2, line 3"
    assert result.seconds < SECONDS
    assert result.megabytes < MEGABYTES


def test_a_letter_of_a_hundred_pages_is_within_the_limits() -> None:
    lines = ["The movement is in better order than was feared when the tower was opened. " * 5] * 800
    document = lay_out(letter(body=tuple(map(paragraph, lines))), HART, date=DAY, template=source("letter"))
    assert [block.lines[0] for block in document.blocks if block.kind is BlockKind.PROSE] == list(map(str.strip, lines))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{% for r in draft.to + draft.cc %}{{ loop.index }} {{ r.name }}{{ '; ' if not loop.last }}{% endfor %}",
         "1 Oona Quill; 2 Jonas Brandt"),
        ("{{ draft.to | map(attribute='email') | join(', ') | upper }}", "OONA@QUILLMUSEUM.EXAMPLE"),
        ("{{ draft.to | join(' and ', attribute='name') }}", "Oona Quill"),
        ("{{ draft.enclosures | reject('eq', 'estimate') | sort | join(', ') }}", "two photographs"),
        ("{{ draft.body | selectattr('kind', 'equalto', 'numbered') | list | length }}", "1"),
        ("{{ draft.delivery | replace('recorded', 'special') | title }}", "Special Delivery"),
        ("{{ draft.meeting.minutes // 60 }} h {{ draft.meeting.minutes % 60 }}", "1 h 30"),
        ("{{ draft.meeting.minutes / 60 }} {{ 2 * 3 - 1 }} {{ -1 }}", "1.5 5 -1"),
        ("{% set ns = namespace(n=0) %}{% for p in draft.body %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}", "6"),
        ("{% for i in range(3) %}{{ loop.cycle('a', 'b') }}{% endfor %}", "aba"),
        ("{{ postscript | default('none') }} {{ 'in' if 'tower' in draft.meeting.place }}", "none in"),
        ("{{ draft.to[0].name[:4] ~ '-' ~ 1 }}", "Oona-1"),
        ("{% filter upper %}a{{ 'b' }}{% endfilter %}{% set c %}c{{ 1 }}{% endset %}{{ c }}", "ABc1"),
        ("{% with n = (1, 2) %}{{ n | last }}{% endwith %}", "2"),
    ],
)  # fmt: skip
def test_what_letters_need_is_there(text: str, written: str) -> None:
    document = lay_out(letter(), HART, date=DAY, template=template(f"[prose]\n{text}"))
    assert [block.lines for block in document.blocks] == [(written,)]
