"""What is said letter by letter, digit by digit and sign by sign."""

from __future__ import annotations

import pytest

from dictation.compose.language_files import load_language
from dictation.compose.written.lines import write_line


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("john dot tan at gmail dot com", "john.tan@gmail.com"),
        ("mary underscore lee four two at example dot co dot uk", "mary_lee42@example.co.uk"),
        ("w w w dot acme dash tools dot com dot au slash prices", "www.acme-tools.com.au/prices"),
        ("https colon slash slash portal dot example dot sg", "https://portal.example.sg"),
        ("visit our site at acme dot com", "visit our site at acme.com"),
        ("look at example dot com", "look at example.com"),
        ("meet at example dot com headquarters", "meet at example.com headquarters"),
        ("write to anne dash marie at example dot com dot sg", "write to anne-marie@example.com.sg"),
        ("j dot o dot smith at example dot ac dot uk", "j.o.smith@example.ac.uk"),
        ("b r i a n at example dot com", "brian@example.com"),
        ("B, R, I, A, N at example dot com", "brian@example.com"),
        ("team two at example dot com", "team2@example.com"),
        ("info at acme-tools.com.au", "info@acme-tools.com.au"),
        ("triple w dot example dot com slash jobs slash new", "www.example.com/jobs/new"),
        ("example dot co dot in", "example.co.in"),
        ("www dot example dot my", "www.example.my"),
    ],
)
def test_addresses(spoken: str, expected: str) -> None:
    assert write_line(spoken, load_language("en")) == expected


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("plus sixty-two eight one two, three four five six", "+62 812 3456"),
        ("oh one one seven, four nine six, oh one eight two", "0117 496 0182"),
        ("oh two oh, double four seven one, triple zero one", "020 4471 0001"),
        ("one eight hundred, five five five, oh one two two", "1 800 555 0122"),
        ("four oh six, nine six two oh one seven seven", "406 962 0177"),
        ("oh seven seven double oh, nine hundred two one four", "07700 900 214"),
        ("oh four nine one, five seven oh one one oh", "0491 570 110"),
        ("six three two one, nine nine oh four", "6321 9904"),
        ("extension two one five", "extension 215"),
        ("ext twelve", "ext 12"),
        ("the postcode is B S one, six U D", "the postcode is BS1 6UD"),
        ("S O one four three X L", "SO14 3XL"),
        ("Dallas, Texas seven five two oh one", "Dallas, Texas 75201"),
        ("Singapore zero six eight, eight nine six", "Singapore 068896"),
        ("A B slash two two oh four dash seven", "AB/2204-7"),
        ("A B slash two thousand and twenty six", "AB/2026"),
        ("flight QZ five three one", "flight QZ531"),
        ("container MSKU four four one oh two two seven", "container MSKU4410227"),
        ("claim PP four oh seven slash one eight", "claim PP407/18"),
        ("VAT four four one two", "VAT 4412"),
        ("A B slash one hundred and seven slash twenty six", "AB/107/26"),
        ("invoice four four one two", "invoice 4412"),
        ("P O number eight eight one two", "PO number 8812"),
        ("room two oh four", "room 204"),
        ("two point oh", "2.0"),
        ("double oh seven", "007"),
        ("nine nine nine", "999"),
        ("four double two six one", "42261"),
        ("my number is oh seven seven double oh, nine hundred, one two three", "my number is 07700 900 123"),
        ("plus six one, four one two, three four five, six seven eight", "+61 412 345 678"),
        ("plus nine one, nine eight seven six five, four three two one oh", "+91 98765 43210"),
        ("plus six five, six one two three, four five six seven", "+65 6123 4567"),
        ("plus forty-four twenty, seven nine four six, oh one five eight", "+44 20 7946 0158"),
        ("six one two, four four two, oh one nine nine", "612 442 0199"),
        ("reference X Y Z dash nine nine", "reference XYZ-99"),
        ("N one nine G U", "N1 9GU"),
        ("E C one A, one B B", "EC1A 1BB"),
        ("W one A one A A", "W1A 1AA"),
        ("Mumbai four zero zero zero zero one", "Mumbai 400001"),
        ("pin four hundred thousand and one", "pin 400,001"),
        ("zip code nine oh two one oh", "zip code 90210"),
        ("NSW two oh six oh", "NSW 2060"),
    ],
)
def test_telephone_numbers_postal_codes_and_references(spoken: str, expected: str) -> None:
    assert write_line(spoken, load_language("en")) == expected
