"""Writing costs as much a word in an hour's call as in a line."""

from __future__ import annotations

from typing import Any

import pytest

from dictation.compose.language_files import load_language
from dictation.compose.tokens import Token
from tests.compose.written import tokens_of


class Counted(list[Token]):
    """Tokens that count how often they are looked at."""

    looks = 0

    def __getitem__(self, place: Any) -> Any:
        self.looks += 1
        return super().__getitem__(place)


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

    def looks(times: int) -> int:
        tokens = Counted(tokens_of(f"{words} " * times, language))
        assert sum(len(part.tokens) for part in language.written.write(tokens)) == len(tokens)
        return tokens.looks

    assert looks(200) < 5 * looks(50)
