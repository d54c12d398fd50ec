"""The four writers say the same."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.letters import lay_out
from dictation.model.document import Document
from dictation.model.draft import Paragraph, ParagraphKind, Recipient
from dictation.model.people import Client
from dictation.writers.docx import write_docx
from dictation.writers.html import write_html
from dictation.writers.pdf import write_pdf
from dictation.writers.text import write_text
from tests.letters.samples import BERG, DAY, HART, KINDS, LANGUAGES, LESTARI, MERCER, letter, passage, source
from tests.writers.reading import docx_lines, html_elements, html_text, pdf_words


def laid_out(kind: str, language: str, client: Client) -> Document:
    draft = letter(body=letter().body * 2, language=language, urgent=True)
    return lay_out(draft, client, date=DAY, template=source(kind, language))


@pytest.mark.parametrize("client", [HART, MERCER, LESTARI, BERG], ids=lambda client: client.key)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_template_has_the_same_words_in_every_format(kind: str, language: str, client: Client) -> None:
    document = laid_out(kind, language, client)
    words = write_text(document).split()
    assert html_text(write_html(document)).split() == words
    as_docx = " ".join(docx_lines(write_docx(document), document)).split()
    as_pdf = pdf_words(write_pdf(document), document)
    assert as_docx == as_pdf
    if kind == "letter" and language == "id" and client is not LESTARI:
        # The address stands in the window, above the lines that come before it in the text.
        assert Counter(as_pdf) == Counter(words)
    else:
        assert as_pdf == words


LATIN = st.characters(codec="cp1252", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp", "Cn"))
NASTY = st.lists(
    st.one_of(
        st.text(LATIN, max_size=6),
        st.sampled_from([" ", "<b>", "</para>", "<br/>", "&amp;", "&#0;", "]]>", "<!--", "{{ x }}", "\\", "[prose]"]),
    ),
    max_size=6,
).map(lambda parts: "v" + "".join(parts) + "w")


@settings(max_examples=30, deadline=None)
@given(value=NASTY)
def test_markup_in_a_value_is_text_in_every_format(value: str) -> None:
    field = passage(value)
    person = Recipient(name=value, organisation=value, address=(value,))
    draft = letter(
        to=(person,),
        cc=(person,),
        subject=field,
        salutation=field,
        body=tuple(Paragraph(lines=(field, field), kind=kind) for kind in ParagraphKind),
        closing=field,
        enclosures=(field,),
    )
    client = dataclasses.replace(HART, name=value, signature=(value, value))
    document = lay_out(draft, client, date=DAY, template=source("letter"))
    plain = "".join(write_text(document).split())
    html = write_html(document)
    assert "".join(html_text(html).split()) == plain
    assert {"script", "b", "para"}.isdisjoint(html_elements(html))
    assert "".join("".join(docx_lines(write_docx(document), document)).split()) == plain
    # A bullet that was typed reads like the mark of a list.
    assert "".join(pdf_words(write_pdf(document), document)) == plain.replace("•", "-")
