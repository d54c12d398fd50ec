"""Written form for lines of text that are no transcript."""

from __future__ import annotations

from dictation.compose.language import Language
from dictation.compose.tokens import tokenise
from dictation.model.transcript import Segment, Transcript, Word


def write_line(text: str, language: Language) -> str:
    """A spoken line in written form, with single blanks between its words.

    "it comes to two hundred and fifty crates." → "it comes to 250 crates."
    """
    words = tuple(Word(text=word, start_ms=0, end_ms=0) for word in text.split())
    tokens = tokenise(
        Transcript(language=language.code, segments=(Segment(words=words, start_ms=0, end_ms=0),)),
        number_parts=language.number_parts,
        abbreviations=language.words.abbreviations,
        after_ordinals=language.after_ordinals,
    )
    return " ".join(f"{part.before}{part.text}{part.after}" for part in language.written.write(tokens))
