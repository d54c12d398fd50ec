"""What a secretary is told when a template or a layout that she edited is wrong."""

from __future__ import annotations

import dataclasses

import pytest

from dictation.errors import TemplateError
from dictation.letters import lay_out
from dictation.model.document import BlockKind, SourceFile, TemplateSource
from tests.letters.samples import DAY, HART, letter, source, template


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[prose]\n\n{{ draft.subjekt }}", 3, "a draft has no 'subjekt'"),
        ("[prose]\n{{ drfat.subject }}", 2, "there is no variable 'drfat'"),
        ("[prose]\n{% for r in draft.to %}\n{{ r.nme }}\n{% endfor %}", 3, "a recipient has no 'nme'"),
        ("[prose]\n{{ draft.bcc }}", 2, "a draft has no 'bcc'"),
        ("[prose]\n{% if draft.urgent %}\nx", 3, "endif"),
        ("[prose]\n\n{{ draft.subject", 3, "unexpected end"),
        ("[prose]\nx\n[salutatoin]\ny", 3, "'[salutatoin]' begins no block"),
        ("{# c\nd #}\n{% if true %}\n[]\n{% endif %}", 4, "'[]' begins no block"),
        ("[prose]\n\n{{ 1 / 0 }}", 3, "division by zero"),
        ("[prose]\n{{ draft.__class__.__mro__ }}", 2, "'__class__'"),
        ("[prose]\n{% include 'letter.j2' %}", 2, "no loader"),
    ],
)
def test_a_mistake_is_named_with_template_line_and_variable(text: str, line: int, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        lay_out(letter(), HART, date=DAY, template=template(text))
    assert caught.value.place == f"own.j2, line {line}"
    assert message in caught.value.message
    assert caught.value.remedy


def test_text_before_the_first_block_is_refused() -> None:
    with pytest.raises(TemplateError, match="stands before the first block"):
        lay_out(letter(), HART, date=DAY, template=template("Hello\n[prose]\nx"))


def test_a_template_can_use_macros_conditions_and_brackets_within_a_line() -> None:
    text = (
        "{% macro shout(x) %}{{ x }}!{% endmacro %}\n  [prose]\n  see [1] {{ shout('[a]') }}\n[field: {{ 'a: ]' }}]\nb"
    )
    blocks = lay_out(letter(), HART, date=DAY, template=template(text)).blocks
    assert [(block.kind, block.text_lines) for block in blocks] == [
        (BlockKind.PROSE, ("see [1] [a]!",)),
        (BlockKind.FIELD, ("a: ]: b",)),
    ]


def with_layout(text: str) -> TemplateSource:
    return dataclasses.replace(
        source("letter"), layouts=(SourceFile(name="layouts/uk-block.toml", text=text, path="/home/x/uk-block.toml"),)
    )


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (("margin_left_mm = 25", "margin_left_mm = 'wide'"), "margin_left_mm"),
        (("margin_left_mm = 25", ""), "margin_left_mm"),
        (("[window]", "[windw]"), "'windw'"),
        (("font_size_pt = 10", "font_size_pt = "), "line"),
    ],
)
def test_a_wrong_layout_is_named_with_its_measure(edit: tuple[str, str], message: str) -> None:
    shipped = next(file.text for file in source("letter").layouts if file.name.endswith("uk-block.toml"))
    with pytest.raises(TemplateError) as caught:
        lay_out(letter(), HART, date=DAY, template=with_layout(shipped.replace(*edit)))
    assert message in caught.value.message
    assert caught.value.place == "/home/x/uk-block.toml"


def test_an_unknown_layout_of_a_client_is_an_error_that_tells_the_known_ones() -> None:
    client = dataclasses.replace(HART, layout="baroque")
    with pytest.raises(TemplateError, match=r"'baroque'.*client hart.*id-resmi, uk-block, us-block"):
        lay_out(letter(), client, date=DAY, template=source("letter"))
