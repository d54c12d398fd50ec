"""Number words are read as num2words, an independent library, writes them."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st
from num2words import num2words

from dictation.compose.language_files import load_language
from dictation.compose.tokens import Token
from dictation.compose.written.lines import write_line
from tests.compose.written import tokens_of


def read(text: str, language: str) -> tuple[int, int] | None:
    return load_language(language).numbers.cardinal(tokens(text, language), 0)


def tokens(text: str, language: str) -> list[Token]:
    return tokens_of(text, load_language(language))


@settings(max_examples=500)
@given(st.integers(min_value=0, max_value=1_000_000_000))
@example(1_100)
@example(100_001)
@example(1_000_100)
def test_every_english_integer_to_a_billion(value: int) -> None:
    words = num2words(value, lang="en").replace(",", "")
    assert read(words, "en") == (len(tokens(words, "en")), value)


@settings(max_examples=500)
@given(st.integers(min_value=0, max_value=1_000_000_000))
@example(11)
@example(1_100)
@example(110_000)
@example(115_512_019)
def test_every_indonesian_integer_to_a_billion(value: int) -> None:
    words = num2words(value, lang="id")
    assert read(words, "id") == (len(words.split()), value)


@settings(max_examples=200)
@given(st.integers(min_value=1, max_value=999_999))
@example(100)
@example(1_000)
@example(25_111)
def test_every_english_ordinal_to_a_million(value: int) -> None:
    words = num2words(value, to="ordinal", lang="en").replace(",", "")
    found = load_language("en").numbers.ordinal(tokens(words, "en"), 0)
    assert found == (len(tokens(words, "en")), value)


@settings(max_examples=200)
@given(st.integers(min_value=1, max_value=999_999))
@example(10)
@example(25)
@example(100)
def test_every_indonesian_ordinal_to_a_million(value: int) -> None:
    words = num2words(value, to="ordinal", lang="id")
    found = load_language("id").numbers.ordinal(tokens(words, "id"), 0)
    assert found == (len(words.split()), value)


@settings(max_examples=200)
@given(st.integers(min_value=10, max_value=1_000_000_000))
def test_indonesian_rupiah_are_written_with_full_stops(value: int) -> None:
    words = num2words(value, lang="id")
    figures = f"{value:,}".replace(",", ".")
    assert write_line(f"{words} rupiah", load_language("id")) == f"Rp{figures}"
    assert write_line(f"Rp{figures}", load_language("id")) == f"Rp{figures}"


def lakhs(value: int) -> str:
    """A number grouped the Indian way, by hand: three figures, then two by two."""
    text, last = str(value)[:-3], str(value)[-3:]
    pairs = [text[max(0, end - 2) : end] for end in range(len(text), 0, -2)]
    return ",".join([*reversed(pairs), last])


@settings(max_examples=200)
@given(st.integers(min_value=10, max_value=999_999_999))
@example(1_00_000)
@example(1_25_00_000)
def test_rupees_said_in_lakhs_and_crores_are_grouped_so(value: int) -> None:
    words = num2words(value, lang="en_IN").replace(",", "")
    assert write_line(f"{words} rupees", load_language("en")) == f"₹{lakhs(value)}"
    assert write_line(f"₹{value}", load_language("en")) == f"₹{lakhs(value)}"


def test_a_number_ends_where_the_next_begins() -> None:
    assert read("twenty thirty", "en") == (1, 20)
    assert read("two hundred, fifty men", "en") == (2, 200)
    assert read("lima belas dua", "id") == (2, 15)


def test_hundreds_may_be_counted_in_tens() -> None:
    assert read("eleven hundred and fifty", "en") == (4, 1150)
    assert read("twenty-five hundred", "en") == (3, 2500)


MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


@settings(max_examples=300)
@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31)))
def test_indonesian_dates_are_written_in_figures(day: date) -> None:
    words = f"tanggal {num2words(day.day, lang='id')} {MONTHS[day.month - 1]} {num2words(day.year, lang='id')}"
    written = f"tanggal {day.day} {MONTHS[day.month - 1]} {day.year}"
    assert write_line(words, load_language("id")) == written
    assert write_line(written, load_language("id")) == written


@settings(max_examples=300)
@given(hour=st.integers(min_value=1, max_value=23), minute=st.integers(min_value=1, max_value=59))
def test_indonesian_times_are_written_in_figures(hour: int, minute: int) -> None:
    words = f"pukul {num2words(hour, lang='id')} lewat {num2words(minute, lang='id')} menit"
    assert write_line(words, load_language("id")) == f"pukul {hour}.{minute:02}"
