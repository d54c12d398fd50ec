"""Whole sentences as they are dictated. They were written after the rules, to see how far those reach."""

from __future__ import annotations

import pytest

from dictation.compose.language_files import load_language
from dictation.compose.written.lines import write_line


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (
            "The rent is one thousand two hundred and fifty pounds a month, payable on the first of each month.",
            "The rent is £1,250 a month, payable on the first of each month.",
        ),
        (
            "We'd like to move completion to Friday the twenty-seventh of November at two p.m.",
            "We'd like to move completion to Friday 27 November at 2 pm",
        ),
        (
            "Please send three copies to flat two, sixteen Harrow Road, London N W six.",
            "Please send three copies to flat 2, 16 Harrow Road, London NW6.",
        ),
        (
            "The deposit of ten percent, that is forty-five thousand dollars, is due in twenty-one days.",
            "The deposit of 10%, that is $45,000, is due in 21 days.",
        ),
        (
            "Our offer is one point eight five million, subject to contract.",
            "Our offer is 1.85 million, subject to contract.",
        ),
        ("Interest runs at four and a quarter percent.", "Interest runs at 4.25%."),
        ("I'll be there between nine and half past.", "I'll be there between nine and half past."),
        ("Call me after six thirty.", "Call me after 6:30."),
        ("The meeting is at three o'clock on the fifth.", "The meeting is at 3 o'clock on the fifth."),
        (
            "We ordered one hundred and forty-four units on purchase order seven seven one two.",
            "We ordered 144 units on purchase order 7712.",
        ),
        ("My mobile is oh seven nine one one, one two three, four five six.", "My mobile is 07911 123 456."),
        ("The pipe is two metres by forty centimetres.", "The pipe is 2 metres by 40 centimetres."),
        ("It weighs about three and a half tonnes.", "It weighs about 3.5 tonnes."),
        (
            "The bill dated the second of February twenty twenty-six for five hundred and six pounds and forty pence.",
            "The bill dated 2 February 2026 for £506.40.",
        ),
        ("She turned forty on the thirtieth.", "She turned 40 on the 30th."),
        ("One of our two drivers is off until the twelfth.", "One of our two drivers is off until the 12th."),
        ("The second point is that May was slow.", "The second point is that May was slow."),
        (
            "In the first quarter of twenty twenty-five we sold nine hundred.",
            "In the first quarter of 2025 we sold 900.",
        ),
        ("The plot is a hundred and twenty by forty feet.", "The plot is 120 by 40 feet."),
        ("Expect a delay of six to eight weeks.", "Expect a delay of six to eight weeks."),
        ("Expect a delay of ten to twelve weeks.", "Expect a delay of 10 to 12 weeks."),
        ("The fee is fifteen lakh rupees plus eighteen percent G S T.", "The fee is ₹15,00,000 plus 18% G S T."),
        ("The flat sold for two point four crore.", "The flat sold for 2.4 crore."),
        ("Their turnover was fifty crore last year.", "Their turnover was 50,00,00,000 last year."),
        ("The quote is S$1250.00 before tax.", "The quote is S$1,250.00 before tax."),
        ("I paid $45.50 on 3rd March at 10:15am.", "I paid $45.50 on 3 March at 10:15 am."),
        ("Our ABN is five one, eight two four, seven five three, five five six.", "Our ABN is 51 824 753 556."),
        ("Please quote claim number H K slash four four dash one nine.", "Please quote claim number HK/44-19."),
        ("The website is www dot harbour dash view dot com dot au.", "The website is www.harbour-view.com.au."),
        ("Send it to accounts at harbour view dot com.", "Send it to accounts@harbourview.com."),
        ("He is sixty-two and has worked here for thirty years.", "He is 62 and has worked here for 30 years."),
        ("It's a twenty-minute walk.", "It's a 20-minute walk."),
        ("The nine fifteen train was late.", "The 9:15 train was late."),
        ("We open at eight and close at six.", "We open at eight and close at six."),
        ("Twenty people came. Five left.", "20 people came. Five left."),
        ("At one point there were two.", "At one point there were two."),
        ("Room twelve is free from ten thirty a.m. to noon.", "Room 12 is free from 10:30 am to noon."),
        ("I owe you one.", "I owe you one."),
        ("the one on the left", "the one on the left"),
        (
            "Give him a ten per cent discount on orders over a thousand pounds.",
            "Give him a 10% discount on orders over £1,000.",
        ),
        ("They have been here since two thousand and eight.", "They have been here since 2008."),
        ("Version three point two point one.", "Version 3.2.1."),
        ("my date of birth is the fourth of July nineteen seventy-six", "my date of birth is 4 July 1976"),
        ("ten minutes past the hour", "10 minutes past the hour"),
        ("at ten minutes to nine", "at 8:50"),
        ("twelve noon", "12 noon"),
        ("the total was one thousand and fifty", "the total was 1,050"),
        ("five pounds ninety-nine", "£5.99"),
        ("five ninety-nine a month", "599 a month"),
        ("a hundred grand", "100 grand"),
        ("it's half past", "it's half past"),
        ("number ten Downing Street", "number 10 Downing Street"),
        ("in one hour and twenty minutes", "in one hour and 20 minutes"),
        ("clause two A", "clause 2A"),
        ("paragraphs four to nine", "paragraphs four to nine"),
        ("US fifty dollars", "US $50"),
    ],
)
def test_sentences(spoken: str, expected: str) -> None:
    assert write_line(spoken, load_language("en")) == expected
