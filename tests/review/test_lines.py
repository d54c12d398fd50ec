"""Whatever a text holds, it comes back from the lines of a file."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dictation.model.draft import ParagraphKind
from dictation.review.lines import logical_lines, read_paragraphs, write_paragraph

LINES = st.lists(st.text(alphabet=st.sampled_from("\\-1. \n\ra#")) | st.text(), min_size=1, max_size=4)


@given(st.lists(st.tuples(st.sampled_from(ParagraphKind), LINES), max_size=4))
@example([(ParagraphKind.PROSE, ["\n0"])])
@example([(ParagraphKind.PROSE, ["", "\\", "- ", "1."]), (ParagraphKind.BULLETS, ["", "\\\n", "- "])])
def test_paragraphs_come_back_as_they_were(paragraphs: list[tuple[ParagraphKind, list[str]]]) -> None:
    text = "\n\n".join(write_paragraph(kind, lines) for kind, lines in paragraphs)
    assert list(read_paragraphs(line for _, line in logical_lines(text))) == paragraphs


@pytest.mark.parametrize("text", ["We paid £3.50.", "C:\\letters\\new", "a - b", "100 crates", "-5 degrees"])
def test_what_needs_no_mark_has_none(text: str) -> None:
    assert write_paragraph(ParagraphKind.PROSE, [text]) == text


def test_a_list_that_is_typed_below_a_line_is_a_paragraph_of_its_own() -> None:
    typed = "Please send:\n- pears\n-\n1. plums\n2. quinces\nThank you."
    assert list(read_paragraphs(typed.split("\n"))) == [
        (ParagraphKind.PROSE, ["Please send:"]),
        (ParagraphKind.BULLETS, ["pears", ""]),
        (ParagraphKind.NUMBERED, ["plums", "quinces"]),
        (ParagraphKind.PROSE, ["Thank you."]),
    ]
