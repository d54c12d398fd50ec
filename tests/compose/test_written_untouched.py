"""Ordinary words are never mistaken for numbers, dates, times or addresses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.compose.language_files import load_language
from dictation.compose.written.lines import write_line

ENGLISH = (
    "we may march the parties agree at this point a an half quarter past to noon midnight minute hour pound pounds "
    "dollars percent plus minus double dash slash number invoice extension room page rupees euro look us me in my and "
    "or by from until Monday today March May Oak Lane street feet litres hundredweight dozen tension often "
    "weighted A I x o'clock "
    'p.m. am point street, crates. please, (draft) "quoted" well-known state-of-the-art St. Mr. Lee'
).split()
INDONESIAN = (
    "kami akan mengirim surat kepada bapak pada tanggal pukul jam setengah seperempat lewat kurang rupiah persen koma "
    "titik nomor lantai ribuan ratusan puluhan ke keluar kertas kedai belas puluh bulan Maret Senin, pagi. dan "
    "atau sampai yang kemudian ketika kelak plus minus"
).split()


@pytest.mark.parametrize(
    "line",
    [
        "it costs twelve fifty",
        "a quarter of a percent",
        "noon or midnight",
        "one third of it",
        "two thirds, three quarters and half",
        "john.tan@example.com",
        "the Acme.com site",
        "at this point two things",
        "we may second the motion",
        "the parties may first agree",
        "the first may not suit",
        "we march on",
        "wait a second",
        "the third floor",
        "please order two more boxes",
        "building two houses",
        "our number one priority",
        "no one came",
        "one or two of them",
        "fifty-fifty",
        "I have one",
        "a million thanks",
        "the eighties",
        "nine to five",
        "five-star hotel",
        "hello there",
        "a pound of butter",
        "an hour and a half",
        "two and a half weeks",
        "four and three quarter hours",
        "Tuesday at four",
        "from nine to five",
        "the second of the month",
        "Thursday the third",
        "may I ask",
        "you may also call",
        "it may two years hence",
        "we schedule two calls",
        "line four reads",
        "file two copies",
        "I point two fingers",
        "to the point five people made",
        "a point of order",
        "the dot on the i",
        "dot your eyes",
        "we are at a loss",
        "hundreds of people",
        "several thousand",
        "thousands of miles",
        "two dozen",
        "one by one",
        "two by two",
        "one on one",
        "a fifth of the price",
        "three fifths",
        "a second opinion",
        "in the first place",
        "third party",
        "three-bedroom house",
        "two or three hundred people",
        "two or three hundred pounds",
        "five to ten thousand dollars",
        "half an hour",
        "half a dozen",
        "half the amount",
        "half a percent",
        "A x number",
        "a x number",
    ],
)
def test_an_ordinary_line_stays(line: str) -> None:
    assert write_line(line, load_language("en")) == line


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=30))
def test_english_without_number_words_comes_out_as_it_went_in(words: list[str]) -> None:
    assert write_line(" ".join(words), load_language("en")) == " ".join(words)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(INDONESIAN), min_size=1, max_size=30))
def test_indonesian_without_number_words_comes_out_as_it_went_in(words: list[str]) -> None:
    assert write_line(" ".join(words), load_language("id")) == " ".join(words)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Nd", "Nl", "No", "Cs", "Cc")), max_size=60))
def test_any_text_without_figures_is_read_without_failing(text: str) -> None:
    assert isinstance(write_line(text, load_language("en")), str)
