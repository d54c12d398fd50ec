"""What sounds like text and what like talk, counted from examples; and a language that has none."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from dictation.compose import spoken_languages
from dictation.compose.language import Language
from dictation.compose.language_files import load_language, read_language
from dictation.compose.speech_model import NAME, NOTHING_KNOWN, NUMBER, START, Act, SpeechModel
from tests.compose.drafts import names, only, paragraphs

NUMBERS = frozenset({"two", "twenty", "hundred"})
EXAMPLES = {
    Act.TEXT: ["Please send twenty fenders to Gareth.", "The mast is here."],
    Act.CLIENT: ["Where was I?", "Hang on a second."],
    Act.SECRETARY: ["Sorry, two or twenty?", "Shall I copy Anna in?"],
}


def test_without_examples_everything_is_equally_likely() -> None:
    model = SpeechModel({}, NUMBERS)
    assert not model.fitted
    assert model.after(START, "sorry") == model.after("mast", "is") == NOTHING_KNOWN
    assert not model.is_common("the")


def test_without_examples_of_one_act_everything_is_equally_likely() -> None:
    model = SpeechModel({act: lines for act, lines in EXAMPLES.items() if act is not Act.CLIENT}, NUMBERS)
    assert not model.fitted
    assert model.after("where", "was") == NOTHING_KNOWN


def test_the_act_whose_examples_have_the_words_is_the_likeliest() -> None:
    model = SpeechModel(EXAMPLES, NUMBERS)
    assert model.fitted
    text, client, secretary = model.after("the", "mast"), model.after("where", "was"), model.after("shall", "i")
    assert text.text > max(text.client, text.secretary)
    assert client.client > max(client.text, client.secretary)
    assert secretary.secretary > max(secretary.text, secretary.client)


@pytest.mark.parametrize("norm", ["two", "hundred", "17", "3rd", "b"])
def test_numbers_and_spelled_letters_count_as_one_word(norm: str) -> None:
    assert SpeechModel(EXAMPLES, NUMBERS).word(norm, is_name=False) == NUMBER


@pytest.mark.parametrize("norm", ["a", "i", "mast", "second"])
def test_ordinary_words_count_as_themselves(norm: str) -> None:
    assert SpeechModel(EXAMPLES, NUMBERS).word(norm, is_name=False) == norm


def test_a_name_counts_as_any_other() -> None:
    model = SpeechModel(EXAMPLES, NUMBERS)
    assert model.word("gareth", is_name=True) == model.word("helen", is_name=True) == NAME
    assert model.after("copy", NAME).secretary > model.after("copy", NAME).text


def test_how_long_a_number_or_a_name_is_tells_nothing() -> None:
    model = SpeechModel(EXAMPLES, NUMBERS)
    assert model.after(NUMBER, NUMBER) == model.after(NAME, NAME) == NOTHING_KNOWN


@pytest.fixture
def english_without_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Language:
    """English from a folder that has no ``speech``, in the place of the shipped one."""
    shipped = Path(str(resources.files("dictation.compose") / "languages" / "en"))
    shutil.copytree(shipped, tmp_path / "en", ignore=shutil.ignore_patterns("speech"))
    bare = read_language(tmp_path / "en", "en")
    monkeypatch.setattr(spoken_languages, "load_language", lambda code: bare if code == "en" else load_language(code))
    return bare


def test_a_language_without_examples_is_read_and_knows_nothing(english_without_examples: Language) -> None:
    assert not english_without_examples.speech.fitted
    assert not english_without_examples.breaks


@pytest.mark.usefixtures("english_without_examples")
def test_a_call_in_a_language_without_examples_is_understood() -> None:
    draft = only(
        "An email to Gareth Pike. Subject, the new engine. Dear Gareth, comma. The engine came on Monday. "
        "New paragraph. Is the bill two hundred and fifty pounds?",
        "Okay.",
        "Kind regards, Nora. End of email.",
    )
    assert names(draft) == ["Gareth Pike"]
    assert draft.subject.text == "The new engine"
    assert paragraphs(draft)[-1] == "Is the bill £250?"
    assert draft.closing.text == "Kind regards,"


@pytest.mark.usefixtures("english_without_examples")
def test_a_call_without_punctuation_in_a_language_without_examples_is_understood() -> None:
    draft = only(
        "a letter to helen marsh dear helen comma",
        "the survey is on the third of may full stop",
        "new paragraph",
        "we have paid the fee full stop",
        "yours sincerely nora",
        "end of letter",
    )
    assert names(draft) == ["Helen Marsh"]
    assert paragraphs(draft) == ["The survey is on 3 May.", "We have paid the fee."]
