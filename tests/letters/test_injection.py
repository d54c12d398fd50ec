"""Whatever stands in a field, it is text in the block that the template puts it into: no block, no line, no command."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.errors import RenderError
from dictation.letters import lay_out
from dictation.model.document import BlockKind, Document
from dictation.model.draft import Draft, DraftKind, Meeting, Paragraph, ParagraphKind, Recipient
from dictation.model.people import Client, Secretary
from tests.letters.samples import DAY, TEMPLATES, passage, source
from tests.letters.samples import template as own_template

SHIPPED = sorted(path.relative_to(TEMPLATES).with_suffix("").as_posix() for path in TEMPLATES.glob("*/*.j2"))
LAYOUTS = sorted(path.stem for path in TEMPLATES.glob("layouts/*.toml"))
PERSON_FIELDS = ("name", "organisation", "email", "street", "town")
FIELDS = (
    *(f"{person} {field}" for person in ("to", "cc", "client") for field in PERSON_FIELDS),
    *("subject", "salutation", "prose", "next line", "bullet", "number", "closing", "enclosure", "delivery", "place"),
    *("signature", "position", "secretary", "reference"),
)


OWN = "own"
"""The template below, which shows every field, and values in places where the shipped ones have none."""
OWN_TEXT = """
{% macro shown(person) %}{{ person.name }}, {{ person.organisation }}, {{ person.email }}{% endmacro %}
{% set place %}{{ draft.meeting.place }}{% endset %}
[header]
{{ draft.subject }}
[letterhead]
{{ client.name }}
{{ client.organisation }} {{ client.address | join(" · ") }}
{{ client.email }} {{ client.secretary }}
[address]
{% for line in draft.to[0].envelope + draft.cc[0].envelope %}
{{ line }}
{% endfor %}
[field: {{ draft.reference }}]
{{ draft.reference }}
{{ shown(draft.to[0]) }}
{{ shown(draft.cc[0]) }}
[subject]
{% filter upper %}x {{ draft.subject }}{% endfilter %}
[salutation]
{{ draft.salutation ~ " " ~ draft.subject }}
{% for paragraph in draft.body %}
[{{ paragraph.kind }}]
{% for line in paragraph.lines %}
{{ line }}
{% endfor %}
{% endfor %}
[closing]
{{ draft.closing }}: {{ place }}
[signature]
{{ client.signature | join(", ") }}
[enclosures: {{ draft.delivery }}]
{{ draft.enclosures | join("; ") }}
[copies]
{{ draft.delivery }}
[continuation: {{ draft.closing }}]
{{ draft.subject }}
"""


def filled(text: Callable[[str], str], language: str, layout: str) -> tuple[Draft, Client]:
    """A draft and a client with ``text(field)`` in every field that a template sees."""

    def person(which: str) -> Recipient:
        name, organisation, email, *address = (text(f"{which} {field}") for field in PERSON_FIELDS)
        return Recipient(name=name, organisation=organisation, email=email, address=tuple(address))

    draft = Draft(
        kind=DraftKind.INVITE,
        to=(person("to"),),
        cc=(person("cc"),),
        subject=passage(text("subject")),
        salutation=passage(text("salutation")),
        body=(
            Paragraph(lines=(passage(text("prose")), passage(text("next line")))),
            Paragraph(lines=(passage(text("bullet")),), kind=ParagraphKind.BULLETS),
            Paragraph(lines=(passage(text("number")),), kind=ParagraphKind.NUMBERED),
        ),
        closing=passage(text("closing")),
        enclosures=(passage(text("enclosure")),),
        delivery=text("delivery"),
        urgent=True,
        language=language,
        meeting=Meeting(start=datetime.datetime(2026, 4, 16, tzinfo=datetime.UTC), minutes=90, place=text("place")),
    )
    sender = person("client")
    client = Client(
        key="hart",
        name=sender.name,
        organisation=sender.organisation,
        email=sender.email,
        # The last line with a postcode names the town, which some letters have before the date.
        address=(*sender.address, "Norwich 7510"),
        signature=(text("signature"), text("position")),
        secretary=Secretary(name=text("secretary"), email="peter@hartclockworks.example"),
        layout=layout,
        # In a reference braces have a meaning of their own, unless they are doubled.
        reference=text("reference").replace("{", "{{").replace("}", "}}"),
    )
    return draft, client


def laid_out(text: Callable[[str], str], template: str, layout: str) -> Document:
    language, _, kind = template.partition("/")
    draft, client = filled(text, language, layout)
    chosen = own_template(OWN_TEXT) if template == OWN else source(kind, language)
    return lay_out(draft, client, date=DAY, template=chosen, number=12)


def mark(field: str) -> str:
    """A harmless word that stands in no template and in no other field."""
    return f"mark{field.replace(' ', '')}end"


@lru_cache
def harmless(template: str, layout: str) -> Document:
    return laid_out(mark, template, layout)


def words(text: str, value: Callable[[str], str] = mark) -> list[str]:
    """The words of a text, with the values in place of the marks."""
    for field in FIELDS:
        found = unicodedata.normalize("NFC", value(field).strip())
        text = text.replace(mark(field), found).replace(mark(field).upper(), found.upper())
    return text.split()


HOSTILE = st.lists(
    st.one_of(
        st.text(
            st.characters(exclude_categories=("Cs", "Cc", "Cn"))
            | st.sampled_from("\n\t\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"),
            max_size=8,
        ),
        st.sampled_from(
            [
                *("\n", "\r\n", "\n\n", "\u2028", "\u2029", "\t", " ", "\u00a0"),
                *("[prose]", "\n[closing]\n", "[sender]", "[field: x]", "\n[letterhead]", "[", "]", ":", "[[", "[]"),
                *("{{ 7*7 }}", "{% raw %}", "{% endraw %}", "{#", "#}", "{{", "}}", "{% for x in y %}", "{{ draft }}"),
                *(
                    "<b>",
                    "</para>",
                    "&amp;",
                    "]]>",
                    "<!--",
                    "\\n",
                    "\\",
                    "%s",
                    "{0}",
                    "{number}",
                    "$x",
                    "•",
                    "- ",
                    "1. ",
                ),
            ]
        ),
    ),
    max_size=5,
).map("".join)


@settings(deadline=None, max_examples=60)
@given(hostile=HOSTILE, layout=st.sampled_from(LAYOUTS))
@pytest.mark.parametrize("template", [*SHIPPED, OWN])
def test_a_value_is_text_in_its_block_whatever_it_is(template: str, hostile: str, layout: str) -> None:
    def value(field: str) -> str:
        return mark(field) + hostile

    expected, document = harmless(template, layout), laid_out(value, template, layout)
    assert [block.kind for block in document.blocks] == [block.kind for block in expected.blocks]
    for block, like in zip(document.blocks, expected.blocks, strict=True):
        assert words(" ".join(block.lines)) == words(" ".join(like.lines), value)
        assert words(block.label) == words(like.label, value)
        # A new line in a dictated paragraph is one; everywhere else it is a blank.
        assert block.kind is BlockKind.PROSE or len(block.lines) == len(like.lines)
    for part in ("title", "author", "header", "continuation", "page_word"):
        assert words(getattr(document, part)) == words(getattr(expected, part), value)
        assert "\n" not in getattr(document, part)


def test_every_field_is_tried() -> None:
    shown = " ".join(line for block in harmless(OWN, "uk-block").blocks for line in block.lines)
    assert [field for field in FIELDS if mark(field) not in shown] == []


@pytest.mark.parametrize(
    "character", ["\x00", "\a", "\x1b", "\x1f", "\x7f", "\ufdd0", "\ufdd1", "\ufdd2", "\ufffe", "\ud800"]
)
@pytest.mark.parametrize("field", FIELDS)
def test_a_character_that_is_none_is_refused_in_every_field(field: str, character: str) -> None:
    def value(each: str) -> str:
        return mark(each) + (character if each == field else "")

    with pytest.raises(RenderError, match=rf"U\+{ord(character):04X}") as caught:
        laid_out(value, "en/letter", "uk-block")
    assert caught.value.place
    assert caught.value.remedy
