"""What is said is written as a business letter has it."""

from __future__ import annotations

import pytest

from tests.compose.written import written


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("we need three hundred and forty tiles", "we need 340 tiles"),
        ("seven men in nine weeks", "seven men in nine weeks"),
        ("within ten days", "within 10 days"),
        ("six thousand four hundred and ten pounds", "£6,410"),
        ("two pounds sixty each", "£2.60 each"),
        ("fifteen dollars and eight cents", "$15.08"),
        ("a hundred euros a day", "€100 a day"),
        ("two million dollars", "$2 million"),
        ("seven percent off", "7% off"),
        ("two point five per cent", "2.5%"),
        ("on the ninth of November", "on 9 November"),
        ("by November ninth, twenty twenty-seven", "by November 9, 2027"),
        ("the first of July twenty thirty", "1 July 2030"),
        ("on Tuesday the fifteenth", "on Tuesday the 15th"),
        ("at half past seven", "at 7:30"),
        ("at a quarter to nine in the morning", "at 8:45 am"),
        ("from eleven fifteen a.m. to one p.m.", "from 11:15 am to 1 pm"),
        ("at five in the afternoon", "at 5 pm"),
        ("at ten oh five a.m.", "at 10:05 am"),
        ("on oh two oh, seven nine four six, oh one five eight", "on 020 7946 0158"),
        ("write to sales at north dock dot example", "write to sales@northdock.example"),
        ("mary dot anne at example dot co dot uk", "mary.anne@example.co.uk"),
        ("see w w w dot tidy yard dot example slash prices", "see www.tidyyard.example/prices"),
        ("reference M K, slash, seven seven one", "reference MK/771"),
        ("the postcode is E X four, one Q R", "the postcode is EX4 1QR"),
        ("a pipe six feet long and forty millimetres wide", "a pipe 6 feet long and 40 millimetres wide"),
        ("clause three point one", "clause 3.1"),
        ("suite four hundred", "suite 400"),
        ("at nine fifty Harbor Drive", "at 950 Harbor Drive"),
        ("since nineteen ninety-six", "since 1996"),
        ("order number eight oh two two six", "order number 80226"),
        ("the twenty-second floor", "the 22nd floor"),
        ("for a second time", "for a second time"),
        ("one of the two", "one of the two"),
        ("a letter of credit", "a letter of credit"),
    ],
)
def test_english(spoken: str, expected: str) -> None:
    assert written(spoken, "en") == expected


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("seribu dua ratus lembar", "1.200 lembar"),
        ("tiga orang selama dua minggu", "tiga orang selama dua minggu"),
        ("lima belas juta rupiah", "Rp15.000.000"),
        ("tujuh ratus lima puluh ribu rupiah", "Rp750.000"),
        ("sembilan dolar", "$9"),
        ("dua belas persen", "12%"),
        ("tanggal tujuh belas Agustus", "tanggal 17 Agustus"),
        ("tanggal tiga puluh Oktober dua ribu dua puluh tujuh", "tanggal 30 Oktober 2027"),
        ("pukul sembilan pagi", "pukul 9 pagi"),
        ("pukul setengah empat sore", "pukul 3.30 sore"),
        ("nol dua satu, lima lima lima, nol satu dua dua", "021 555 0122"),
        ("tahun dua ribu tiga puluh", "tahun 2030"),
        ("nomor dua puluh enam", "nomor 26"),
        ("tiga kilo kopi", "3 kilo kopi"),
    ],
)
def test_indonesian(spoken: str, expected: str) -> None:
    assert written(spoken, "id") == expected
