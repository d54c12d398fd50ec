"""Lists that mailings go to, as people and programs keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dictation.errors import InputError
from dictation.home import read_addresses, read_mailing_list


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_column_of_a_table_is_a_field_and_the_usual_ones_have_their_usual_names(tmp_path: Path) -> None:
    table = (
        "\ufeffGiven Name;Surname;E-mail;Company;Favourite tree;;\n"
        "Oona;Quill;oona@quill.example;Quill Ltd;pear;;\n;;m@x.example;;;;\n"
    )
    first, second = read_mailing_list(written(tmp_path, "list.csv", table))
    assert (first.name, first.email, first.place) == ("Oona Quill", "oona@quill.example", "list.csv, line 2")
    assert dict(first.fields) == {
        "given_name": "Oona",
        "surname": "Quill",
        "e_mail": "oona@quill.example",
        "company": "Quill Ltd",
        "favourite_tree": "pear",
        "first_name": "Oona",
        "last_name": "Quill",
        "organisation": "Quill Ltd",
        "email": "oona@quill.example",
        "name": "Oona Quill",
    }
    assert dict(second.fields) == {"e_mail": "m@x.example", "email": "m@x.example"}


def test_cards_have_the_fields_that_they_tell(tmp_path: Path) -> None:
    card = "VERSION:3.0\nN:Quill;Oona;;;\nFN:Ms O. Quill\nORG:Quill Ltd\nEMAIL:oona@quill.example"
    (entry,) = read_mailing_list(written(tmp_path, "list.vcf", f"BEGIN:VCARD\n{card}\nEND:VCARD\n"))
    assert (entry.name, entry.email) == ("Ms O. Quill", "oona@quill.example")
    assert (entry.fields["first_name"], entry.fields["last_name"]) == ("Oona", "Quill")


def test_json_may_have_any_text(tmp_path: Path) -> None:
    text = '[{"email": "oona@quill.example", "Town": "Ely", "age": 40}]'
    (entry,) = read_mailing_list(written(tmp_path, "list.json", text))
    assert dict(entry.fields) == {"email": "oona@quill.example", "town": "Ely"}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("list.csv", "name,town\nOona,Ely\n", "called email"),
        ("list.csv", "email,Town,town \no@q.example,Ely,Bath\n", "two fields are called 'town'"),
        ("list.csv", "email,Post code,post-code\no@q.example,1,2\n", "two fields are called 'post_code'"),
        ("list.xlsx", "", "no list"),
    ],
)
def test_a_list_that_could_be_misread_is_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_mailing_list(written(tmp_path, name, text))


def test_addresses_stand_in_a_text_a_line_each_or_in_a_list(tmp_path: Path) -> None:
    text = written(tmp_path, "left.txt", "oona@quill.example\n\n  max@firm.example \n")
    table = written(tmp_path, "left.csv", "email,why\noona@quill.example,moved\n,\nmax@firm.example,\n")
    assert read_addresses(text) == read_addresses(table) == ("oona@quill.example", "max@firm.example")
