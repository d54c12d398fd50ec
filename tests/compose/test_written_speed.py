"""Writing costs as much a word in an hour's call as in a line."""

from __future__ import annotations

import sys

import pytest

from dictation.compose.language_files import load_language
from tests.compose.written import tokens_of


@pytest.mark.parametrize(
    "words",
    [
        "we can offer two hundred and fifty crates at twelve pounds fifty each by half past nine",
        "a dot b dot c dot",
        "one, two, three,",
        "a b c d e f",
        "one two three",
        "two hundred and",
        "slash a dash",
        "five to six",
        "plus twenty double",
    ],
)
def test_the_work_grows_with_the_length(words: str) -> None:
    language = load_language("en")

    def calls(times: int) -> int:
        tokens = tokens_of(f"{words} " * times, language)
        made = 0

        def count(*_: object) -> None:
            nonlocal made
            made += 1

        sys.setprofile(count)
        try:
            parts = list(language.written.write(tokens))
        finally:
            sys.setprofile(None)
        assert sum(len(part.tokens) for part in parts) == len(tokens)
        return made

    assert calls(160) < 5 * calls(40)
