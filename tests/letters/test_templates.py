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
        ("[prose]\n{{ draft.subject.upper() }}", 2, "a text has no 'upper'"),
        ("[prose]\n{{ draft.meeting.hour }}", 2, "a meeting has no 'hour'"),
        ("[prose]\n{{ draft.to[7].name }}", 2, "a list has no 7"),
        ("[prose]\n{% for line in draft.to %}\n{{ lne }}\n{% endfor %}", 3, "there is no variable 'lne'"),
        ("[prose]\n{% for r in draft.to %}{{ loop.inde }}{% endfor %}", 2, "a loop has no 'inde'"),
        ("[prose]\n{{ loop.index }}", 2, "there is no variable 'loop'"),
        ("[prose]\n\n{{ draft.to }}", 3, "a list cannot be written as text"),
        ("[prose]\n{{ draft.urgent }}", 2, "a truth value cannot be written"),
        ("[prose]\n{{ none }}", 2, "what is not there cannot be written"),
        ("[prose]\n\n{{ draft.subject | uper }}", 3, "there is no filter 'uper', but: capitalize, "),
        ("[prose]\n{% if false %}\n{{ draft.subject | uper }}\n{% endif %}", 3, "there is no filter 'uper'"),
        ("[prose]\n{{ draft.to | map('uper') | join }}", 2, "there is no filter 'uper'"),
        ("[prose]\n{{ 'x' if draft.subject is empty }}", 2, "there is no test 'empty', but: defined, "),
        ("[prose]\n{{ draft.body | select('empty') | list }}", 2, "there is no test 'empty'"),
        ("{% macro m(who) %}\n[prose]\n{{ who.nme }}\n{% endmacro %}\n\n{{ m(draft.to[0]) }}", 3, "no 'nme'"),
        ("{% macro m(who) %}\n{{ who }}\n{% endmacro %}\n[prose]\n{{ m(draft) }}", 2, "a draft cannot be written"),
        ("[prose]\n{% include 'letter.j2' %}", 2, "'include' is no part of letter templates"),
        ("[prose]\n\n{% import 'letter.j2' as other %}", 3, "'import' is no part of letter templates"),
        ("{% extends 'letter.j2' %}", 1, "'extends' is no part of letter templates"),
        ("[prose]\n{% autoescape true %}{% endautoescape %}", 2, "'autoescape' is no part"),
        ("[prose]\n{% for r in draft.to recursive %}{% endfor %}", 2, "'recursive' loop is no part"),
        ("[prose]\n{% sett x = 1 %}", 2, "unknown tag 'sett'"),
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
        source("letter"), layouts=(SourceFile(name="layouts/uk-block.toml", text=text, path="layouts/uk-block.toml"),)
    )


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (("margin_left_mm = 25", "margin_left_mm = 'wide'"), "margin_left_mm"),
        (("margin_left_mm = 25", ""), "margin_left_mm"),
        (("[window]", "[windw]"), "'windw'"),
        (("font_size_pt = 10", "font_size_pt = "), "line"),
        (("font_size_pt = 10", "font_size_pt = 0"), "font_size_pt"),
        (("page_width_mm = 210", "page_width_mm = nan"), "page_width_mm"),
        (("page_width_mm = 210", "page_width_mm = inf"), "page_width_mm"),
        (("margin_left_mm = 25", "margin_left_mm = -5"), "margin_left_mm"),
        (("margin_left_mm = 25", "margin_left_mm = 160"), "less than"),
        (("closing_indent_mm = 0", "closing_indent_mm = 150"), "less than"),
        (("fold_marks_mm = [105", "fold_marks_mm = [-105"), "fold_marks_mm"),
        (("width_mm = 75", "width_mm = 0"), "window.width_mm"),
        (("width_mm = 75", "width_mm = 275"), "window"),
        (('name = "uk-block"', 'name = "mine"'), "'mine'"),
    ],
)
def test_a_wrong_layout_is_named_with_its_measure(edit: tuple[str, str], message: str) -> None:
    shipped = next(file.text for file in source("letter").layouts if file.name.endswith("uk-block.toml"))
    with pytest.raises(TemplateError) as caught:
        lay_out(letter(), HART, date=DAY, template=with_layout(shipped.replace(*edit)))
    assert message in caught.value.message
    assert caught.value.place == "layouts/uk-block.toml"


def test_an_unknown_layout_of_a_client_is_an_error_that_tells_the_known_ones() -> None:
    client = dataclasses.replace(HART, layout="baroque")
    with pytest.raises(TemplateError, match=r"'baroque'.*client hart.*id-resmi, uk-block, us-block"):
        lay_out(letter(), client, date=DAY, template=source("letter"))


@pytest.mark.parametrize("name", ["letterhead", "header", "continuation: Page"])
def test_a_second_head_is_named_with_its_line(name: str) -> None:
    with pytest.raises(TemplateError, match=rf"second \[{name.partition(':')[0]}\]") as caught:
        lay_out(letter(), HART, date=DAY, template=template(f"[{name}]\nA\n[prose]\nb\n[{name}]\nC"))
    assert (caught.value.line, caught.value.place) == (5, "own.j2, line 5")


@pytest.mark.parametrize("character", ["\x01", "\ufdd0", "\x85"])
def test_a_character_that_no_document_can_have_is_named_with_its_line(character: str) -> None:
    with pytest.raises(TemplateError, match=f"U\\+{ord(character):04X}") as caught:
        lay_out(letter(), HART, date=DAY, template=template(f"[prose]\nx\ny{character}"))
    assert caught.value.line == 3
