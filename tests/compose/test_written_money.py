"""Amounts of money as business letters of several countries have them."""

from __future__ import annotations

import pytest

from dictation.compose.language_files import load_language
from dictation.compose.written.lines import write_line


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("two lakh fifty thousand rupees", "₹2,50,000"),
        ("three crore rupees", "₹3,00,00,000"),
        ("ten thousand rupees", "₹10,000"),
        ("rupees five thousand", "₹5,000"),
        ("Rs. two lakh only", "₹2,00,000 only"),
        ("one crore twenty-five lakh", "1,25,00,000"),
        ("rupees two lakh", "₹2,00,000"),
        ("two and a half lakh rupees", "₹2,50,000"),
        ("three million two hundred and fifty thousand rand", "R3,250,000"),
        ("four hundred and eighty thousand naira", "₦480,000"),
        ("two hundred New Zealand dollars", "NZ$200"),
        ("RM fifty", "RM50"),
        ("Singapore dollars two hundred", "S$200"),
        ("two hundred Singapore dollars", "S$200"),
        ("US dollars five hundred", "US$500"),
        ("eighty sing dollars", "S$80"),
        ("a hundred and twenty-five thousand dollars", "$125,000"),
        ("two and a half million pounds", "£2.5 million"),
        ("one point two million dollars", "$1.2 million"),
        ("two and a half thousand pounds", "£2,500"),
        ("between five and ten percent", "between 5 and 10%"),
        ("two or three percent", "2 or 3%"),
        ("zero percent", "0%"),
        ("ninety-nine cents", "99 cents"),
        ("fifty pence", "50 pence"),
        ("two pounds fifty", "£2.50"),
        ("March sales were ten percent up", "March sales were 10% up"),
        ("Rs. five thousand", "₹5,000"),
        ("the twenty first century", "the 21st century"),
        ("one hundred percent", "100%"),
        ("five dollars each", "$5 each"),
        ("one lakh", "1,00,000"),
        ("ten lakh rupees", "₹10,00,000"),
        ("five hundred rupees and fifty paise", "₹500.50"),
        ("rupees twelve thousand five hundred only", "₹12,500 only"),
        ("forty five crore", "45,00,00,000"),
        ("three point five crore rupees", "₹3,50,00,000"),
        ("we owe six hundred pounds", "we owe £600"),
        ("six and a half percent", "6.5%"),
        ("three and a quarter million dollars", "$3.25 million"),
        ("half a million pounds", "£500,000"),
        ("point five percent", "0.5%"),
        ("zero point five percent", "0.5%"),
        ("ten percent to fifteen percent", "10% to 15%"),
        ("twenty to thirty pounds", "£20 to £30"),
        ("between five and ten euros", "between €5 and €10"),
        ("half a crore", "50,00,000"),
    ],
)
def test_money_said_in_words(spoken: str, expected: str) -> None:
    assert write_line(spoken, load_language("en")) == expected
