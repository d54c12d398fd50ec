"""Which template a draft takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from dictation.errors import TemplateError
from dictation.home import Home, find_template, init_home, list_templates
from dictation.model.draft import DraftKind


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return init_home(tmp_path)


def put(home: Home, name: str, text: str = "mine") -> Path:
    path = home.letter_templates / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["en", "id", "en-GB", "id_ID"])
@pytest.mark.parametrize("kind", [*DraftKind, "cover"])
def test_there_is_a_shipped_template_for_everything(home: Home, kind: DraftKind | str, language: str) -> None:
    found = find_template(home, kind, language)
    assert found.template.name.startswith(f"{language[:2]}/")
    assert found.template.text
    assert {"layouts/uk-block.toml", "layouts/us-block.toml"} <= {layout.name for layout in found.layouts}


def test_the_homes_own_template_goes_before_the_shipped_one(home: Home) -> None:
    path = put(home, "en/letter.j2")
    found = find_template(home, DraftKind.LETTER, "en").template
    assert (found.text, found.place) == ("mine", str(path))
    assert find_template(home, DraftKind.EMAIL, "en").template.text != "mine"


def test_the_template_of_a_countrys_language_goes_before_the_languages(home: Home) -> None:
    put(home, "en/letter.j2", "any English")
    put(home, "en-GB/letter.j2", "British")
    assert find_template(home, DraftKind.LETTER, "en-GB").template.text == "British"
    assert find_template(home, DraftKind.LETTER, "en-US").template.text == "any English"


def test_the_homes_own_layout_takes_the_place_of_the_shipped_one(home: Home) -> None:
    shipped = {layout.name for layout in find_template(home, DraftKind.LETTER, "en").layouts}
    put(home, "layouts/uk-block.toml", "own")
    put(home, "layouts/hart.toml", "hart")
    found = find_template(home, DraftKind.LETTER, "en").layouts
    assert [layout.name for layout in found] == sorted(shipped | {"layouts/hart.toml"})
    assert {layout.name: layout.text for layout in found}["layouts/uk-block.toml"] == "own"


def test_the_list_names_every_template_once_and_the_homes_own_where_there_is_one(home: Home) -> None:
    path = put(home, "en/letter.j2")
    put(home, "cy/letter.j2")
    listed = list_templates(home)
    names = [template.name for template in listed]
    assert names == sorted(set(names))
    assert {"cy/letter.j2", "en/letter.j2", "en/email.j2", "layouts/uk-block.toml"} <= set(names)
    assert [(template.path, template.own) for template in listed if template.name == "en/letter.j2"] == [(path, True)]


def test_the_copies_to_edit_are_not_taken_until_they_are_copied(home: Home) -> None:
    put(home, "shipped/en/letter.j2", "edited in the wrong place")
    assert find_template(home, DraftKind.LETTER, "en").template.text != "edited in the wrong place"


def test_a_language_without_templates_says_which_there_are(home: Home) -> None:
    put(home, "cy/letter.j2")
    with pytest.raises(TemplateError, match="there are templates for: cy, de, en, id"):
        find_template(home, DraftKind.LETTER, "nl-BE")


def test_a_template_that_is_not_text_is_told_with_its_path(home: Home) -> None:
    path = put(home, "en/letter.j2")
    path.write_bytes(b"Gr\xfc\xdfe")
    with pytest.raises(TemplateError, match="UTF-8") as raised:
        find_template(home, DraftKind.LETTER, "en")
    assert raised.value.place == str(path)


@pytest.mark.parametrize("language", ["..", "../en", "shipped/en", "/etc", ""])
def test_a_language_cannot_lead_out_of_the_templates(home: Home, language: str) -> None:
    put(home, "../letter.j2", "outside")
    with pytest.raises(TemplateError):
        find_template(home, DraftKind.LETTER, language)
