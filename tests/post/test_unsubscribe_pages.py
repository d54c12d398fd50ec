"""The words of the page for unsubscribing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import dictation.post
from tests.letters.samples import LANGUAGES

PAGES = Path(dictation.post.__file__).parent / "unsubscribe_pages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_letters_has_a_page_for_unsubscribing(language: str) -> None:
    words = tomllib.loads((PAGES / f"{language}.toml").read_text(encoding="utf-8"))
    assert set(words) == {"title", "question", "button", "done"}
    assert all(words.values())
    assert "{sender}" in words["question"]
    assert "{sender}" in words["done"]
