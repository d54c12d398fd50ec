"""Address books as people and their programs write them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.errors import InputError
from dictation.home import read_contacts
from dictation.home.contact_tables import rows_of_table
from dictation.home.entries import make_entry
from dictation.home.json_files import lines_of_items, parse_json
from dictation.home.vcards import cards_of_file
from dictation.model.people import Contact

OLU = Contact(
    name="Adaeze Olu",
    aliases=("Ada", "Mrs Olu"),
    organisation="Olu & Daughters; Tuners",
    email="ada@olu.example",
    address=("3 Mill Lane", "Ludlow SY8 1AA", "United Kingdom"),
    language="en",
)


def book(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def card(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""))


def test_json_holds_contacts_whole(tmp_path: Path) -> None:
    assert read_contacts(book(tmp_path, "book.json", msgspec.json.encode([OLU]).decode())) == (OLU,)


def test_a_contact_that_stands_there_twice_is_one(tmp_path: Path) -> None:
    other = Contact(name="Adaeze Olu", email="another@olu.example")
    text = msgspec.json.encode([OLU, other, OLU]).decode()
    assert read_contacts(book(tmp_path, "book.json", text)) == (OLU, other)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_in_a_persons_words(tmp_path: Path, separator: str) -> None:
    out = io.StringIO()
    table = csv.writer(out, delimiter=separator)
    table.writerow(["Name", "Aliases", "Company", "Email", "Address", "Language", "Birthday"])
    table.writerow([OLU.name, "Ada; Mrs Olu", OLU.organisation, OLU.email, "\n".join(OLU.address), "en", "4 May"])
    assert read_contacts(book(tmp_path, "book.csv", "\ufeff" + out.getvalue())) == (OLU,)


def test_a_table_with_the_name_in_two_columns(tmp_path: Path) -> None:
    text = "First Name,Last Name,E-mail Address\nAdaeze,Olu,ada@olu.example\n,,\nBoris,,\n"
    names = [contact.name for contact in read_contacts(book(tmp_path, "outlook.csv", text))]
    assert names == ["Adaeze Olu", "Boris"]


def test_a_card_with_everything(tmp_path: Path) -> None:
    text = card(
        "N:Olu;Adaeze;;Mrs;",
        "FN:Adaeze Olu",
        "NICKNAME:Ada,Mrs Olu",
        "ORG:Olu & Daughters\\; Tuners;Workshop",
        "EMAIL;TYPE=HOME:private@olu.example",
        "EMAIL;TYPE=WORK,PREF:ada@",
        " olu.example",
        "item1.ADR;TYPE=WORK:;;3 Mill Lane;Ludlow;;SY8 1AA;United Kingdom",
        "LANG:en",
        "PHOTO;ENCODING=b:/9j/4AAQ",
    )
    assert read_contacts(book(tmp_path, "book.vcf", text)) == (OLU,)


def test_a_card_of_an_old_telephone(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=96zt=\r\n=C3=BCrk;Ay=C5=9Fe;;;\r\n"
        "EMAIL;HOME;INTERNET:ayse@ozturk.example\r\nEND:VCARD\r\n"
    )
    assert read_contacts(book(tmp_path, "phone.vcf", text)) == (
        Contact(name="Ayşe Öztürk", email="ayse@ozturk.example"),
    )


def test_a_card_of_a_firm_is_called_as_the_firm(tmp_path: Path) -> None:
    contacts = read_contacts(book(tmp_path, "firm.vcf", card("FN:", "N:;;;;", "ORG:Bell Foundry")))
    assert [contact.name for contact in contacts] == ["Bell Foundry"]


def test_a_card_with_its_label_ready_keeps_the_labels_lines(tmp_path: Path) -> None:
    text = card("FN:Uta Ries", "ADR:;;Am Wall 3;Bremen;;28195;Germany", "LABEL:Am Wall 3\\n28195 Bremen\\nGermany")
    (contact,) = read_contacts(book(tmp_path, "uta.vcf", text))
    assert contact.address == ("Am Wall 3", "28195 Bremen", "Germany")


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("a.json", '[\n {"name": "Ann"},\n {"name": "Bob",}\n]', 3, "not JSON"),
        ("a.json", '[\n {"name": "Ann"},\n {"name": "Bob", "email": 3}\n]', 3, "Expected `str`"),
        ("a.json", '[\n {"name": "Ann"},\n {"name": "Bob", "mail": ""}\n]', 3, "'mail'"),
        ("a.json", '[\n {"name": "Ann"},\n\n "Bob"]', 4, "wrong"),
        ("a.json", '[\n {"name": "Ann", "email": "ann at home"}]', 2, "ann at home"),
        ("a.json", '[\n {"name": " "}]', 2, "no name"),
        ("a.json", '[{"name": "Ann\\nBcc: eve@evil.example"}]', 1, "line break"),
        ("a.csv", "name,email\nAnn,ann@home.example\nBob,bob@\n", 3, "bob@"),
        ("a.csv", "name,email\nAnn,ann@home.example,London\n", 2, "3 cells"),
        ("a.csv", 'name,email\nAnn,"ann@home.example\n', 2, "cannot be read"),
        ("a.csv", "email,phone\nann@home.example,1\n", 1, "name"),
        ("a.vcf", card("FN:Ann") + card("FN:Bob", "EMAIL:bob"), 5, "bob"),
        ("a.vcf", card("FN:Ann") + "BEGIN:VCARD\r\nFN:Bob\r\n", 5, "does not end"),
        ("a.vcf", "BEGIN:VCARD\r\nFN Ann\r\nEND:VCARD\r\n", 2, "no line of a card"),
        ("a.vcf", "FN:Ann\r\n", 1, "no card"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, name: str, text: str, line: int, words: str) -> None:
    path = book(tmp_path, name, text)
    with pytest.raises(InputError, match=words) as raised:
        read_contacts(path)
    assert raised.value.place is not None
    assert raised.value.place.startswith(f"{path}, line {line}")
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.csv", None, "No such file"),
        ("book.xlsx", b"", "no address book"),
        ("latin.csv", "name\nJosé".encode("latin-1"), "UTF-8"),
        ("object.json", b"{}", "no list"),
        ("empty.vcf", b"", "no card"),
        ("twice.json", b'[{"name": "Ann", "name": "Bob"}]', "twice"),
        ("deep.json", b"[" * 100_000, "nested"),
    ],
)
def test_what_is_no_address_book_is_told(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=words) as raised:
        read_contacts(path)
    assert str(path) in str(raised.value.place)


line_text = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30)
contacts = st.builds(
    Contact,
    name=line_text.filter(str.strip),
    aliases=st.lists(line_text, max_size=3).map(tuple),
    organisation=line_text,
    email=st.just("") | st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True),
    address=st.lists(line_text, max_size=4).map(tuple),
)


@given(st.lists(contacts, max_size=4), st.sampled_from([None, 0, 1, 4]))
def test_json_is_read_back_however_it_is_laid_out(book: list[Contact], indent: int | None) -> None:
    text = json.dumps(msgspec.to_builtins(book), indent=indent)
    items = parse_json(text, place="book")
    assert [make_entry(Contact, item, "book") for item in items] == book
    assert len(lines_of_items(text)) == len(book)


@given(st.text(max_size=200))
def test_whatever_a_file_holds_is_read_or_told(text: str) -> None:
    for reader in (rows_of_table, cards_of_file):
        place: str | None = "book"
        try:
            for _, values in reader(text, "book"):
                make_entry(Contact, values, "book")
        except InputError as exc:
            place = exc.place
        assert str(place).startswith("book")
