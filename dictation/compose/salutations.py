"""Languages in which a salutation's comma leads on: "Sehr geehrte Frau Hahn, vielen Dank …"."""

from __future__ import annotations

from dataclasses import replace

from dictation.compose.language import Words
from dictation.compose.tokens import normalise, split_edges
from dictation.model.draft import Draft, Paragraph, Passage, Piece

_AS_HEARD = ("", "case")
"""Rules of pieces that are plain words."""


def led_on(draft: Draft, words: Words) -> Draft:
    """The draft, its text in small letters where the salutation leads on to it.

    A capital that a noun or a name may have for itself stays: only words that the language data knows lose it.
    """
    if not words.salutation_leads_on or not draft.salutation.text.endswith(",") or not draft.body:
        return draft
    first, *rest = draft.body
    return replace(draft, body=(_small(first, words), *rest))


def _small(paragraph: Paragraph, words: Words) -> Paragraph:
    line = paragraph.lines[0]
    begun = line.pieces[0] if line.pieces else Piece(text="")
    norm = normalise(split_edges(begun.text.strip())[1])
    known = norm in words.classes or norm in words.pronouns | words.function_words
    if begun.rule not in _AS_HEARD or not known or norm in words.capitalised:
        return paragraph
    small = replace(begun, text=begun.text[:1].lower() + begun.text[1:], rule="case")
    return replace(paragraph, lines=(Passage(pieces=(small, *line.pieces[1:])), *paragraph.lines[1:]))
