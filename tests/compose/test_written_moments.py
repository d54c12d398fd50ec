"""Times and dates as business letters have them."""

from __future__ import annotations

import pytest

from dictation.compose.language_files import load_language
from dictation.compose.written.lines import write_line


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("half past nine", "9:30"),
        ("quarter to ten in the morning", "9:45 am"),
        ("fourteen hundred hours", "14:00"),
        ("at half six", "at 6:30"),
        ("half six of them", "half six of them"),
        ("from 9.30 to 10.45", "from 9:30 to 10:45"),
        ("9.30 to 10.45 am", "9:30 to 10:45 am"),
        ("it took one hundred hours", "it took 100 hours"),
        ("one thousand six hundred hours", "1,600 hours"),
        ("we billed fifteen hundred hours", "we billed 1,500 hours"),
        ("oh nine hundred hours", "09:00"),
        ("fourteen thirty hours", "14:30"),
        ("at nine a.m.", "at 9 am"),
        ("nine thirty", "9:30"),
        ("tomorrow nine thirty.", "tomorrow 9:30."),
        ("at five to six", "at 5:55"),
        ("on the first of may", "on 1 May"),
        ("in twenty twenty-six, two hundred people came", "in 2026, 200 people came"),
        ("five to six pm", "5 to 6 pm"),
        ("ten past four", "4:10"),
        ("five past nine", "9:05"),
        ("at twenty past two in the afternoon", "at 2:20 pm"),
        ("at two thirty.", "at 2:30."),
        ("at ten to eleven", "at 10:50"),
        ("at half past eleven in the morning", "at 11:30 am"),
        ("by a quarter past three", "by 3:15"),
        ("at twenty-five to nine", "at 8:35"),
        ("the two thirty meeting", "the 2:30 meeting"),
        ("from nine a.m. to five thirty p.m.", "from 9 am to 5:30 pm"),
        ("between two and four in the afternoon", "between 2 and 4 pm"),
        ("sixteen thirty hours", "16:30"),
        ("at sixteen hundred hours", "at 16:00"),
        ("one hundred hours of work", "100 hours of work"),
        ("we worked fourteen hundred hours of overtime", "we worked 1,400 hours of overtime"),
        ("March the third", "March 3"),
        ("the third of March", "3 March"),
        ("Thursday, the twenty-sixth of November", "Thursday, 26 November"),
        ("by December thirty-first twenty twenty-five", "by December 31, 2025"),
        ("In June thirty people came.", "In June 30 people came."),
        ("the april twenty fourth meeting", "the April 24 meeting"),
        ("invoice I N V dash two oh two six", "invoice INV-2026"),
    ],
)
def test_times_and_dates_said_in_words(spoken: str, expected: str) -> None:
    assert write_line(spoken, load_language("en")) == expected
