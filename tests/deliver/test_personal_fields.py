"""Personal fields in a mailing's text."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.deliver import check_list, field_name, fields_of, fill
from dictation.letters import lay_out
from dictation.model.draft import DraftKind
from dictation.model.mailing import Addressee, ListEntry
from dictation.pipeline.mailing_text import MailingText
from tests.letters.samples import DAY, HART, letter, paragraph, passage, source

lines = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text and text.isprintable()
)
"""What a cell of a list may hold in one line."""


def text_of_mailing() -> MailingText:
    draft = letter(
        kind=DraftKind.EMAIL,
        subject=passage("News for {town}"),
        salutation=passage("Dear {First name},"),
        body=(paragraph("We are coming to {town}.", "{{town}} stays."), paragraph("{name}", "one more")),
    )
    document = lay_out(draft, HART, date=DAY, template=source("mailing"))
    return MailingText(
        draft=draft, client=HART, document=document, enclosed=(), base="https://hart.example/u", template="mailing"
    )


def person(**fields: str) -> Addressee:
    known = {"first_name": "Oona", "town": "Ely", "name": "Oona Quill"}
    return Addressee(position=0, name="Oona Quill", address="oona@quill.example", fields=known | fields, token="t0")  # noqa: S106 - a link's end


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Dear {first_name},", "Dear Oona,"),
        ("{First name}, {FIRST-NAME}", "Oona, Oona"),
        ("{{first_name}}", "{first_name}"),
        ("{{first_name}} is {first_name}", "{first_name} is Oona"),
        ("a {, a }, {}, { first_name}, {1st}, {a/b}", "a {, a }, {}, { first_name}, {1st}, {a/b}"),
        ("{wish}", "{first_name}"),
    ],
)
def test_a_field_is_filled_in_and_any_other_brace_is_text(text: str, written: str) -> None:
    assert fill(text, {"first_name": "Oona", "wish": "{first_name}"}) == written


def test_a_field_is_known_however_its_column_is_written() -> None:
    assert {field_name(text) for text in ("First name", "first_name", " FIRST-NAME ")} == {"first_name"}
    assert fields_of("Dear {First name} of {town}, {{no field}} {") == {"first_name", "town"}


@given(st.text(), st.text(), st.text())
def test_a_value_is_put_in_as_it_is(before: str, value: str, after: str) -> None:
    """Whatever it looks like; the text around it is free of fields."""
    before, after = before.replace("{", "("), after.replace("{", "(").replace("}", ")")
    assert fill(f"{before}{{x}}{after}", {"x": value}) == f"{before}{value}{after}"


@settings(max_examples=150, deadline=None)
@given(lines, lines, lines)
def test_no_value_begins_a_header_field_a_block_or_a_tag(first: str, town: str, name: str) -> None:
    text = text_of_mailing()
    plain, message = (
        email.message_from_bytes(text.written_to(each), policy=email.policy.SMTP)
        for each in (person(), person(first_name=first, town=town, name=name))
    )
    assert message.keys() == plain.keys()
    assert message["Subject"] == f"News for {town}"
    assert message["To"].addresses == plain["To"].addresses
    words = part_of(message, "text/plain")
    assert words.count("\n") == part_of(plain, "text/plain").count("\n")
    assert f"Dear {first}," in words
    assert f"We are coming to {town}.\n{{town}} stays." in words
    assert tags(message) == tags(plain)


def part_of(message: EmailMessage, media_type: str) -> str:
    text = next(part.get_content() for part in message.walk() if part.get_content_type() == media_type)
    return str(text).replace("\r\n", "\n")


def tags(message: EmailMessage) -> list[str]:
    """Of the HTML, but for links, which any address in a text becomes."""
    return [tag for tag in re.findall(r"</?[a-z]\w*", part_of(message, "text/html")) if tag not in {"<a", "</a"}]


def entry(line: int, **fields: str) -> ListEntry:
    return ListEntry(
        name=fields.get("name", f"Person {line}"),
        email=fields.pop("email", f"p{line}@firm.example"),
        fields=fields,
        place=f"list.csv, line {line}",
    )


def test_a_person_without_a_field_of_the_text_is_named_with_it() -> None:
    found = check_list([entry(2, town="Ely"), entry(3, name="Max Roth", town="")], {"town"}, ())
    assert found.mistakes == ("Max Roth (list.csv, line 3) has no {town}",)


def test_a_field_that_nobody_has_is_told_once_with_those_there_are() -> None:
    found = check_list([entry(2, town="Ely"), entry(3, town="Bath")], {"twon", "town", "unsubscribe"}, ())
    assert found.mistakes == ("the text has {twon}, and the list no such field; it has: town",)


@pytest.mark.parametrize("value", ["Ely\nBcc: all@firm.example", "Ely\x00", "Ely\u2028", "\u202eylE"])
def test_a_value_that_is_no_line_of_text_is_told(value: str) -> None:
    (mistake,) = check_list([entry(2, town=value)], {"town"}, ()).mistakes
    assert "line 2" in mistake
    assert "{town}" in mistake


@pytest.mark.parametrize(
    "address",
    [
        "oona",
        "oona@",
        "@quill.example",
        "oona@quill.example\nBcc: x@y.example",
        "a b@c.d",
        "a,b@firm.example",
        "a@firm,example",
        "a@firm",
        "a..b@firm.example",
        ".a@firm.example",
        "a@firm.example>",
        "a@b@firm.example",
        '"a"@firm.example',
        "a" * 65 + "@firm.example",
        "a@-.example",
        "a@127.0.0.1",
    ],
)
def test_an_address_that_is_none_is_told_with_its_line(address: str) -> None:
    (mistake,) = check_list([entry(2), entry(3, email=address)], (), ()).mistakes
    assert "line 3" in mistake
    assert "is no email address" in mistake


@settings(max_examples=300, deadline=None)
@given(st.emails() | st.text(max_size=40) | st.builds("{}@{}".format, lines, lines), st.text(max_size=20))
def test_whoever_is_on_a_checked_list_can_be_written_to(address: str, name: str) -> None:
    """To that address and no other."""
    named = ListEntry(name=name, email=address, fields={"first_name": "O", "town": "E", "name": "O"}, place="line 2")
    found = check_list([named], {"first_name", "town", "name"}, ())
    for each in () if found.mistakes else found.people:
        content = text_of_mailing().written_to(replace(each, token="t0"))  # noqa: S106
        message = email.message_from_bytes(content, policy=email.policy.SMTPUTF8)
        assert [mailbox.addr_spec for mailbox in message["To"].addresses] == [each.address]


def test_everybody_is_written_to_once_and_who_wants_none_not_at_all() -> None:
    entries = [
        entry(2, email="Oona@Quill.example"),
        entry(3, email=" oona@QUILL.example "),
        entry(4, email="max@xn--bcher-kva.example"),
        entry(5, email="MAX@Bücher.example"),
        entry(6, email="gone@firm.example"),
        entry(7, email=""),
    ]
    found = check_list(entries, (), {"gone@firm.example"})
    assert [(each.position, each.address) for each in found.people] == [
        (0, "Oona@Quill.example"),
        (1, "max@xn--bcher-kva.example"),
    ]
    assert [(each.entry.place, each.reason) for each in found.left_out] == [
        ("list.csv, line 3", "has the address of list.csv, line 2"),
        ("list.csv, line 5", "has the address of list.csv, line 4"),
        ("list.csv, line 6", "wants no such messages"),
        ("list.csv, line 7", "no email address"),
    ]
    assert found.mistakes == ()


def test_what_the_law_asks_for_has_to_stand_in_the_text() -> None:
    text = text_of_mailing()
    assert text.obstacles() == ()
    (no_address,) = replace(text, client=replace(HART, address=())).obstacles()
    assert "postal address" in no_address
    bare = replace(text.document, blocks=text.document.blocks[:-1])
    assert len(replace(text, document=bare).obstacles()) == 2
