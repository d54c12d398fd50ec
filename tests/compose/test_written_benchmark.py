"""The benchmark of the written form takes for the same only what differs in style."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.written_form import compare, fold, own_form, read_cases


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,250 crates", "1250 crates"),
        ("July 25, 2012", "july 25 2012"),
        ("9:30 a.m. gmt", "09:30 AM GMT"),
        ("02:00 p.m.", "2:00 pm"),
        ("123-123-5678", "123 123 5678"),
        ("+91 123-123-5678", "+911231235678"),
        ("ssn is 799-12-3113", "ssn is 799123113"),
    ],
)
def test_style_is_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2 pm", "2:00 pm"), ("1250", "12 50"), ("5%", "5 percent"), ("-60", "60"), ("$4.69", "US$4.69"), ("2, 3", "23")],
)
def test_anything_else_is_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_file_is_compared_line_by_line(tmp_path: Path) -> None:
    cases = tmp_path / "cases.txt"
    cases.write_text("forty tiles~40 tiles\n\nseven tiles~7 tiles\n", encoding="utf-8")
    assert read_cases(cases) == [("forty tiles", "40 tiles"), ("seven tiles", "7 tiles")]
    assert [case.exact for case in compare(cases, own_form("en"))] == [True, False]
