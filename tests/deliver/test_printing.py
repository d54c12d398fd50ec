"""How envelopes travel, in the client's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dictation.deliver import way_of
from dictation.errors import TemplateError
from dictation.home import Home, find_posting_words, read_posting_words
from dictation.model.document import SourceFile
from dictation.model.paper import Way
from tests.letters.samples import LANGUAGES, TEMPLATES

HOME = Home(path=Path("nowhere"))


@pytest.mark.parametrize(
    ("language", "said", "way"),
    [
        ("en", "registered post", Way.REGISTERED),
        ("en", "Recorded Delivery", Way.REGISTERED),
        ("en", "certified mail, return receipt requested", Way.REGISTERED),
        ("en", "tracked and signed for", Way.REGISTERED),
        ("en", "express courier", Way.COURIER),
        ("en", "UPS", Way.COURIER),
        ("en", "by hand", Way.HAND),
        ("en", "first class post", Way.ORDINARY),
        ("en", None, Way.ORDINARY),
        ("en", "airmail", Way.OTHER),
        # No word is found within another.
        ("en", "offhand", Way.OTHER),
        ("en", "handcart", Way.OTHER),
        ("id", "pos tercatat", Way.REGISTERED),
        ("id", "kurir", Way.COURIER),
        ("id", "J N E", Way.COURIER),
        ("id", "pos biasa", Way.ORDINARY),
        ("id", "pos kilat khusus", Way.OTHER),
        ("de", "Einschreiben mit Rückschein", Way.REGISTERED),
        ("de", "Einwurf-Einschreiben", Way.REGISTERED),
        ("de", "Boten", Way.HAND),
        ("de", "Eilbrief", Way.OTHER),
    ],
)
def test_ways_in_the_words_of_a_language(language: str, said: str | None, way: Way) -> None:
    assert way_of(said, [read_posting_words(find_posting_words(HOME, language))]) is way


def test_words_of_several_languages_count() -> None:
    words = [read_posting_words(find_posting_words(HOME, language)) for language in ("id", "en")]
    assert way_of("registered post", words) is Way.REGISTERED
    assert way_of("pos tercatat", words) is Way.REGISTERED


def test_every_language_of_templates_has_the_words_of_its_own() -> None:
    for language in LANGUAGES:
        assert find_posting_words(HOME, language).name == f"{language}/posting-list.toml"
    assert find_posting_words(HOME, "fi").name == "en/posting-list.toml"


@pytest.mark.parametrize(("old", "new"), [("title =", "titel ="), ("[ways]", "[ways"), ("courier = [", "curier = [")])
def test_a_mistake_in_the_words_is_told_with_its_file(old: str, new: str) -> None:
    text = (TEMPLATES / "en" / "posting-list.toml").read_text(encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        read_posting_words(SourceFile(name="en/posting-list.toml", text=text.replace(old, new), path="/own/list.toml"))
    assert caught.value.place == "/own/list.toml"
