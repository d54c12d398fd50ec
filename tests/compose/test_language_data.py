"""Whoever extends a language's files is told of a mistake with its file and line."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from dictation.compose.breaks import Break, BreakModel
from dictation.compose.language_files import known_languages, load_language, read_language
from dictation.errors import LanguageDataError
from tests.compose.written import tokens_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shipped = resources.files("dictation.compose") / "languages" / "en"
    return Path(shutil.copytree(Path(str(shipped)), tmp_path / "en"))


def spoil(path: Path, old: str, new: str) -> int:
    """Put ``new`` in the place of the first ``old``; returns the line."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("commands/text.toml", '"end <item>"', '"end (of <item>"', r"'\)' is missing"),
        ("commands/text.toml", '"end <item>"', '"end <nothing>"', "no rule is called <nothing>"),
        ("commands/text.toml", '"end <item>"', '"end {whatever}"', "no slot is called {whatever}"),
        ("commands/changes.toml", 'label = "cancel"', 'label = "annul"', "no kind of speech is called 'annul'"),
        ("written.toml", '"{number} (percent|per cent)"', '"{number} percent)"', r"'\)' without its beginning"),
        ("written.toml", 'after = ["<at>"]', 'after = ["<att>"]', "no list of .* is called <att>"),
        ("written.toml", 'match = "([A-Z]', 'match = "(([A-Z]', "is no pattern"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(folder: Path, name: str, old: str, new: str, told: str) -> None:
    line = spoil(folder / name, old, new)
    with pytest.raises(LanguageDataError, match=told) as caught:
        read_language(folder, "en")
    assert caught.value.place == f"{Path(name).name}, line {line}"
    assert caught.value.remedy


def test_a_file_that_is_no_toml_is_told_with_its_path(folder: Path) -> None:
    spoil(folder / "words.toml", "fillers = [", "fillers = ")
    with pytest.raises(LanguageDataError, match="line") as caught:
        read_language(folder, "en")
    assert "words.toml" in str(caught.value.place)


def test_a_missing_list_is_named(folder: Path) -> None:
    spoil(folder / "words.toml", "fillers =", "filling =")
    with pytest.raises(LanguageDataError, match="fillers"):
        read_language(folder, "en")


def test_what_a_secretary_adds_is_understood(folder: Path) -> None:
    spoil(folder / "commands" / "text.toml", '"end <item>"', '"over and out", "end <item>"')
    language = read_language(folder, "en")
    (match,) = language.cues.at(tokens_of("over and out", language), 0)
    assert (match.payload.label, match.end) == ("end", 3)


@pytest.mark.parametrize("code", sorted(known_languages()))
def test_every_shipped_language_loads(code: str) -> None:
    assert load_language(code).code == code


@pytest.mark.parametrize("code", ["", ".", "..", "xx", "en/commands", "../languages/en"])
def test_a_language_without_data_is_told_with_those_that_have_some(code: str) -> None:
    with pytest.raises(LanguageDataError, match="there is no language data for") as caught:
        load_language(code)
    assert "de, en, id" in str(caught.value.remedy)


@pytest.mark.parametrize(
    "examples",
    [
        ["The mast is here."],
        ["Yes, no, right."],
        ["Yes."],
        ["Yes, it is.", "It is here."],
    ],
)
def test_breaks_are_told_from_examples_that_lack_a_kind_of_break(examples: list[str]) -> None:
    model = BreakModel(examples)
    assert model.likeliest("mast", "is", 0) is Break.NOTHING
    assert model.likeliest("here", "the", 900) is Break.END
