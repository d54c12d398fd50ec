from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
import pocketsphinx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.errors import EngineError
from dictation.model.transcript import Word
from dictation.transcribe import Vocabulary
from dictation.transcribe.choosing import choose_engine
from dictation.transcribe.embedded.corpus import number_words, sentences, spoken
from dictation.transcribe.embedded.decoder import EmbeddedEngine
from dictation.transcribe.embedded.language_model import mix
from dictation.transcribe.embedded.pronunciation import Pronunciations
from dictation.transcribe.embedded.spelling import Spelling
from dictation.transcribe.embedded.trie import TrigramModel, read_trie

WHEEL = Path(pocketsphinx.get_model_path("en-us"))


@pytest.fixture(scope="module")
def base() -> TrigramModel:
    return read_trie(WHEEL / "en-us.lm.bin")


@pytest.fixture(scope="module")
def pronunciations() -> Pronunciations:
    return Pronunciations(WHEEL / "cmudict-en-us.dict")


def words(text: str) -> list[Word]:
    return [Word(text=w, start_ms=n * 100, end_ms=n * 100 + 90) for n, w in enumerate(text.split())]


def test_the_wheels_model_is_read_as_pocketsphinx_reads_it(base: TrigramModel) -> None:
    theirs = pocketsphinx.NGramModel.readfile(str(WHEEL / "en-us.lm.bin"))
    chosen = np.random.default_rng(5)
    for order in base.orders:
        for row in chosen.integers(0, len(order.words), 50):
            ngram = [base.words[place] for place in order.words[row]]
            expected = theirs.prob(ngram[::-1]) * math.log10(1.0001)  # PocketSphinx wants the last word first
            assert order.log_prob[row] == pytest.approx(expected, abs=0.01)


def test_a_torn_model_is_told_with_its_place(tmp_path: Path) -> None:
    torn = tmp_path / "torn.bin"
    torn.write_bytes((WHEEL / "en-us.lm.bin").read_bytes()[:1_000_000])
    with pytest.raises(EngineError) as caught:
        read_trie(torn)
    assert caught.value.place == str(torn)


def test_the_mixture_is_a_probability_after_every_word(base: TrigramModel) -> None:
    mixed = mix(base, [["dear", "ingrid", "comma"], ["end", "of", "email"], ["thank", "you", "full", "stop"]] * 3)
    number = {word: place for place, word in enumerate(mixed.words)}
    one, two, _ = mixed.orders
    low = 10**one.log_prob
    assert low.sum() == pytest.approx(1, abs=1e-6)
    for word in ("dear", "of", "the", "ingrid"):
        rows = two.words[:, 0] == number[word]
        high = np.zeros(len(mixed.words))
        high[two.words[rows, 1]] = 10 ** two.log_prob[rows]
        every = np.where(high > 0, high, 10 ** one.backoff[number[word]] * low)
        assert every.sum() == pytest.approx(1, abs=1e-3)


def test_what_is_dictated_becomes_likely_and_the_rest_stays_possible(base: TrigramModel) -> None:
    mixed = mix(base, [["end", "of", "email"]] * 20)
    number = {word: place for place, word in enumerate(mixed.words)}
    _, _, three = mixed.orders
    wanted = [number["end"], number["of"], number["email"]]
    row = np.flatnonzero((three.words == wanted).all(axis=1))
    assert 10 ** three.log_prob[row[0]] > 0.4
    assert "yesterday" in number


def test_every_sentence_of_the_corpus_can_be_pronounced(pronunciations: Pronunciations) -> None:
    heard = {word for sentence in sentences(Vocabulary()) for word in sentence}
    assert {word for word in heard if word not in pronunciations.known} == set()


def test_every_name_of_the_vocabulary_is_in_the_corpus() -> None:
    names = tuple(f"{first} Zz{last}" for first in ("Ann", "Bo") for last in ("alpha", "beta", "gamma"))
    said = {word for sentence in sentences(Vocabulary(names=names, terms=("Ünited Glaß",))) for word in sentence}
    assert {"zzalpha", "zzbeta", "zzgamma", "united", "glass"} <= said


def test_the_corpus_is_the_same_each_time(vocabulary: Vocabulary) -> None:
    assert list(sentences(vocabulary)) == list(sentences(vocabulary))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (7, "seven"),
        (14, "fourteen"),
        (60, "sixty"),
        (99, "ninety nine"),
        (100, "one hundred"),
        (250, "two hundred and fifty"),
        (3000, "three thousand"),
        (4005, "four thousand and five"),
        (12_340, "twelve thousand three hundred and forty"),
    ],
)
def test_numbers_are_said_as_people_say_them(number: int, said: str) -> None:
    assert number_words(number) == said


@given(st.text())
def test_whatever_a_name_holds_only_plain_words_are_spoken(name: str) -> None:
    for word in spoken(name):
        assert word.isascii()
        assert word.replace("'", "").isalpha()
        assert word == word.lower()


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("susan", "S UW Z AH N"),  # in the dictionary
        ("ferrybridge", "F EH R IY B R IH JH"),  # two words of the dictionary
        ("susan's", "S UW Z AH N Z"),
    ],
)
def test_words_are_said_as_the_dictionary_has_them_or_their_parts(
    pronunciations: Pronunciations, word: str, phones: str
) -> None:
    assert tuple(phones.split()) in pronunciations.of(word)


def test_unknown_names_are_said_by_their_letters(pronunciations: Pronunciations) -> None:
    known = {phone for ways in pronunciations.known.values() for way in ways for phone in way}
    for name in ("nurhayati", "lindqvist", "oyelaran", "szczepanek"):
        assert name not in pronunciations.known
        ways = pronunciations.of(name)
        assert ways
        assert all(way and set(way) <= known for way in ways)


def test_a_name_comes_back_as_the_address_book_has_it() -> None:
    spelling = Spelling(("Ingrid Solberg", "Will Grant", "Jo Smith-Jones"), {"will", "grant", "smith", "jo"})
    restored = spelling.restore(words("dear ingrid comma will you grant it to will grant and jo smith jones"))
    text = " ".join(word.text for word in restored)
    assert text == "dear Ingrid comma will you grant it to Will Grant and Jo Smith-Jones"
    assert (restored[-1].start_ms, restored[-1].end_ms) == (1200, 1390)


def test_a_damaged_model_is_removed_so_that_the_next_try_builds_it_anew(tmp_path: Path, cache: Path) -> None:
    vocabulary = Vocabulary()
    sound = choose_engine("embedded", model=None, language="en", cache=cache, notify=print)
    list(sound.recognise(iter(()), language="en", vocabulary=vocabulary))
    shutil.copytree(cache / "embedded", tmp_path / "embedded")
    models = list((tmp_path / "embedded").glob("*/model.lm.bin"))
    for model in models:
        model.write_bytes(b"Trie")
    damaged = choose_engine("embedded", model=None, language="en", cache=tmp_path, notify=print)
    with pytest.raises(EngineError, match="damaged"):
        list(damaged.recognise(iter(()), language="en", vocabulary=vocabulary))
    assert sum(model.exists() for model in models) == len(models) - 1


def test_the_same_names_in_another_order_need_no_other_model(cache: Path, vocabulary: Vocabulary) -> None:
    told: list[str] = []
    engine = EmbeddedEngine(cache, told.append)
    assert not list(engine.recognise((), language="en", vocabulary=vocabulary))
    told.clear()
    turned = Vocabulary(names=vocabulary.names[::-1], terms=vocabulary.terms[::-1])
    assert not list(engine.recognise((), language="en", vocabulary=turned))
    assert not told
