"""What a recogniser wrote in figures itself comes out in house style, and is never damaged."""

from __future__ import annotations

import pytest

from dictation.compose.language_files import load_language
from dictation.compose.written.lines import write_line
from tests.compose.calls import compose


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("Rs. 5,000", "₹5,000"),
        ("Rs 250000", "₹2,50,000"),
        ("$1250", "$1,250"),
        ("1250 dollars", "$1,250"),
        ("INR 50000", "₹50,000"),
        ("2 million dollars", "$2 million"),
        ("5 dollars", "$5"),
        ("1,250.50 dollars", "$1,250.50"),
        ("2,50,000 rupees", "₹2,50,000"),
        ("250000 rupees", "₹2,50,000"),
        ("50 percent", "50%"),
        ("50 per cent", "50%"),
        ("$ 500", "$500"),
        ("Rs.5,000", "₹5,000"),
        ("USD 500", "US$500"),
        ("A$1500", "A$1,500"),
        ("2.5 crore rupees", "₹2,50,00,000"),
        ("17.5 percent", "17.5%"),
        ("£1250.50", "£1,250.50"),
        ("1.5 million pounds", "£1.5 million"),
        ("the 14th of March", "14 March"),
        ("14th of March", "14 March"),
        ("March 14th", "March 14"),
        ("March 14th, 2026", "March 14, 2026"),
        ("at 9.30am", "at 9:30 am"),
        ("at 9:30 a.m.", "at 9:30 am"),
        ("9am on Monday", "9 am on Monday"),
        ("the first of May 2027", "1 May 2027"),
        ("0930 hours", "09:30"),
        ("1400 hours", "14:00"),
        ("the 1st of May", "1 May"),
        ("Monday 16 March at 2.30 pm", "Monday 16 March at 2:30 pm"),
        ("May 5th", "May 5"),
        ("the 5th of May, 2026", "5 May 2026"),
        ("2:30pm", "2:30 pm"),
        ("2.30 p.m.", "2:30 pm"),
        ("on the 2nd of April at 10.15 a.m.", "on 2 April at 10:15 am"),
        ("12:30pm", "12:30 pm"),
        ("at 7pm", "at 7 pm"),
        ("at 7 p.m.", "at 7 pm"),
        ("9:30 AM", "9:30 am"),
        ("9 A.M.", "9 am"),
        ("10.30am on 14th March 2026", "10:30 am on 14 March 2026"),
        ("at 8.30", "at 8:30"),
        ("1250 units", "1,250 units"),
        ("they have 2500 employees", "they have 2,500 employees"),
        ("25000 people", "25,000 people"),
    ],
)
def test_figures_are_put_into_house_style(spoken: str, expected: str) -> None:
    assert write_line(spoken, load_language("en")) == expected


# The same sentences as a recogniser writes them.
SENTENCES = (
    ("Invoice 4412 for $1250 is due March 14th.", "Invoice 4412 for $1,250 is due March 14."),
    ("It cost 1250 dollars and 50 cents.", "It cost $1,250.50."),
    ("USD 1.2 million was raised.", "US$1.2 million was raised."),
    ("RM two million was raised.", "RM2 million was raised."),
    ("5 million dollars was raised.", "$5 million was raised."),
    ("the 15th of January and the 3rd of February", "15 January and 3 February"),
    ("Rs 1,50,000 or Rs. 1.5 lakh", "₹1,50,000 or ₹1,50,000"),
    ("Take exit 14 on the M25.", "Take exit 14 on the M25."),
    ("In 1998, 200 people came to room 2500 on the 1st.", "In 1998, 200 people came to room 2500 on the 1st."),
    ("My number is 0400 123 456.", "My number is 0400 123 456."),
)


@pytest.mark.parametrize(("heard", "expected"), SENTENCES)
def test_sentences_of_recognisers(heard: str, expected: str) -> None:
    assert write_line(heard, load_language("en")) == expected


@pytest.mark.parametrize(
    "line",
    [
        "14 March 2026",
        "at 9:30",
        "2.5%",
        "10,000 units",
        "£1.2 million",
        "in 2026 we",
        "the 2026 budget",
        "order 4412 please",
        "reference 10442.",
        "call 0117 496 0182",
        "call +44 20 7946 0158",
        "call 555-0199",
        "10 20 30",
        "version 2.5 is out",
        "£1,250.50",
        "$5 million dollars",
        "on 3/4/2026",
        "14-16 March",
        "Q3 and 5G",
        "the 20th anniversary",
        "9.5 hours",
        "it rose 12.50 to 14.20",
        "1.2.3",
        "1,2,3",
        "10-12 boxes",
        "$2.5m",
        "£2.5 million pounds",
        "the 14th",
        "on March 3 at 14:00",
        "$1,250",
        "$1.25",
        "in May 2026",
        "5 May",
        "03:45",
        "US$500",
        "call me on extension 4412.",
        "SO14 3XL",
        "10 Downing Street",
        "Flat 4, 12 Mill Lane",
        "PO Box 1250 is",
        "the year 2000 was",
        "2000 crates",
        "S$200",
        "€75",
        "$1,25",
        "₹5 lakh",
        "from 9 am to 5 pm",
        "Friday 13 March 2026",
        "December 2025",
        "section 4.2",
        "5,000",
        "code 12345 works",
        "account 10442318",
        "since 1998 we",
        "8.30",
        "£15,000.00",
        "£1.5 million",
        "$1.2 billion",
        "3,500 square feet",
        "well, 2 or 3",
        "1st, 2nd and 3rd",
        "the 3rd floor",
        "COVID-19",
        "B2B and A4",
        "10% to 15%",
        "24/7",
        "1/2",
        "(£300) and (2.5%)",
    ],
)
def test_figures_in_house_style_stay(line: str) -> None:
    assert write_line(line, load_language("en")) == line


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("within fourteen (14) days", "within 14 (14) days"),
        ("within twenty (20) days", "within 20 (20) days"),
        ("thirty (thirty) days", "30 (30) days"),
        ('he said "twenty pounds"', 'he said "£20"'),
        ("(on the 14th of March)", "(on 14 March)"),
    ],
)
def test_brackets_and_quotes_keep_their_place(spoken: str, expected: str) -> None:
    assert write_line(spoken, load_language("en")) == expected


def test_brackets_and_quotes_stay_in_drafts() -> None:
    call = 'Email to Gareth Pike. The fee ("$1,250") is due (twenty crates) by half past nine. End of email.'
    (draft,) = compose(call).drafts
    assert draft.body[0].text == 'The fee ("$1,250") is due (20 crates) by 9:30.'
