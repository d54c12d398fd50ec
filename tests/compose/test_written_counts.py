"""Counts, measures, percentages and what numbers name."""

from __future__ import annotations

import pytest

from dictation.compose.language_files import load_language
from dictation.compose.written.lines import write_line


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("from ten to twelve", "from 10 to 12"),
        ("ten to twelve", "10 to 12"),
        ("five to ten metres", "5 to 10 metres"),
        ("two point five litres", "2.5 litres"),
        ("minus five degrees", "-5 degrees"),
        ("twelve Mill Lane", "12 Mill Lane"),
        ("six Mill Lane", "6 Mill Lane"),
        ("six forty Oak Avenue", "640 Oak Avenue"),
        ("a thirty second advert", "a 30 second advert"),
        ("order ten boxes", "order 10 boxes"),
        ("in building two", "in building 2"),
        ("five hundred, six hundred, seven hundred", "500, 600, 700"),
        ("five million people", "5 million people"),
        ("five feet six inches", "5 feet 6 inches"),
        ("six by four feet", "6 by 4 feet"),
        ("A one two", "A12"),
        ("a two-hundred-page file", "a 200-page file"),
        ("two thirty units", "230 units"),
        ("a one in ten chance", "a one in 10 chance"),
        ("ten to fifteen people", "10 to 15 people"),
        ("my PIN is one two three four", "my PIN is 1234"),
        ("one point five million", "1.5 million"),
        ("they march twenty miles", "they march 20 miles"),
        ("the house at six Mill Lane", "the house at 6 Mill Lane"),
        ("fourteen Station Road", "14 Station Road"),
        ("one two one Baker Street", "121 Baker Street"),
        ("at twelve fifty Elm Street", "at 1250 Elm Street"),
        ("unit four", "unit 4"),
        ("flat twelve B", "flat 12B"),
        ("twelve A Mill Lane", "12A Mill Lane"),
        ("suite two hundred C", "suite 200C"),
        ("schedule two", "schedule 2"),
        ("clause four point two point one", "clause 4.2.1"),
        ("paragraph seven", "paragraph 7"),
        ("page three of ten", "page 3 of 10"),
        ("in line four.", "in line 4."),
        ("gate two is", "gate 2 is"),
        ("nought point seven five", "0.75"),
        ("twenty-five point two", "25.2"),
        ("a hundred and one", "101"),
        ("ten thousand and one nights", "10,001 nights"),
        ("the one hundredth customer", "the 100th customer"),
        ("a sixty second delay", "a 60 second delay"),
        ("every thirty seconds", "every 30 seconds"),
        ("a thirty-day notice", "a 30-day notice"),
        ("a ten-pound note", "a 10-pound note"),
        ("nineteen sixties", "1960s"),
        ("the nineteen eighties", "the 1980s"),
        ("(twenty-five)", "(25)"),
        ('"ten"', '"10"'),
        ("twenty-five.", "25."),
        ("half a million people", "500,000 people"),
        ("from five to two hundred", "from five to 200"),
    ],
)
def test_numbers_said_in_words(spoken: str, expected: str) -> None:
    assert write_line(spoken, load_language("en")) == expected
