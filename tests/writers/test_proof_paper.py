"""On a proof sheet a document looks as it will, with every sentence of its draft where it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dictation.letters import lay_out
from dictation.model.draft import Draft, Paragraph, Passage, Piece
from dictation.review import Part, Sentence, draft_sheet
from dictation.writers.html import write_html
from dictation.writers.proof_paper import Paper, PaperRow
from tests.letters.samples import DAY, HART, KINDS, LANGUAGES, letter, paragraph, source
from tests.writers.pictures import picture
from tests.writers.reading import html_text


def papers(draft: Draft, kind: str) -> tuple[Paper, tuple[Sentence, ...], str]:
    """A draft's paper, its sentences, and its document as the HTML writer has it."""
    document = lay_out(draft, HART, date=DAY, template=source(kind, draft.language))
    sentences = draft_sheet(draft, ()).sentences
    elements = [ET.Element("a", id=str(number)) for number in range(len(sentences))]
    return Paper(document, sentences, elements, {}), sentences, write_html(document)


def words(rows: Iterable[PaperRow]) -> list[str]:
    return html_text(f"<body>{''.join(row.html for row in rows)}</body>").split()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_those_of_the_document_and_its_sentences_are_found(kind: str, language: str) -> None:
    body = (*letter().body, paragraph("Write to o@quill.example. It is open. It is open."))
    paper, sentences, html = papers(letter(body=body, language=language), kind)
    rows = list(paper.rows())
    assert words(rows) == html_text(html).split()
    found = [number for row in rows for number in row.sentences]
    if kind not in {"cover", "consultation", "consultation_head"}:
        assert [n for n, each in enumerate(sentences) if each.part is Part.BODY] == [
            n for n in found if sentences[n].part is Part.BODY
        ]
    assert sorted([*found, *paper.left]) == list(range(len(sentences)))


@settings(deadline=None, max_examples=60)
@example(lines=["<\n?<", "? "])
@given(lines=st.lists(st.text("ab .?\u00e9\u0301<&[]\n", max_size=30).filter(str.strip), min_size=1, max_size=4))
def test_no_text_changes_the_words_of_the_document(lines: list[str]) -> None:
    paper, _, html = papers(letter(body=(paragraph(*lines),), subject=Passage()), "letter")
    assert words(paper.rows()) == html_text(html).split()


def test_what_differs_from_what_was_heard_is_marked_and_a_style_is_a_class() -> None:
    line = Passage(pieces=(Piece(text="It costs", rule="mark"), Piece(text=" £300", rule="money")))
    paper, _, _ = papers(letter(body=(Paragraph(lines=(line,)),)), "email")
    html = "".join(row.html for row in paper.rows())
    assert "<ins>It costs £300</ins>" in html
    assert "style=" not in html
    assert 'class="look-' in html


def test_logo_and_signature_stand_with_the_letterhead_and_the_name() -> None:
    draft = letter()
    document = lay_out(
        draft, HART, date=DAY, template=dataclasses.replace(source("letter"), logo=picture(), signature=picture())
    )
    rows = [row.html for row in Paper(document, (), (), {}).rows()]
    assert [("Hart" in row or "Imogen" in row) for row in rows if "<img" in row] == [True, True]
    assert sum(row.count("<img") for row in rows) == 2
