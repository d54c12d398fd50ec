"""Lines of text as tokens, and in written form."""

from __future__ import annotations

from dictation.compose.language import Language
from dictation.compose.language_files import load_language
from dictation.compose.tokens import Token, tokenise
from tests.compose.calls import transcript


def tokens_of(text: str, language: Language) -> list[Token]:
    """The tokens of a line."""
    words = language.words
    return tokenise(
        transcript(text, language=language.code),
        number_parts=language.number_parts,
        abbreviations=words.abbreviations,
        after_ordinals=language.after_ordinals,
    )


def written(text: str, code: str) -> str:
    """A line in written form."""
    language = load_language(code)
    return " ".join(part.text + part.after for part in language.written.write(tokens_of(text, language)))
