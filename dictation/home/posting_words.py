"""The words of posting lists, in a file a language beside its templates."""

from __future__ import annotations

import tomllib

import msgspec

from dictation.errors import TemplateError
from dictation.model.document import SourceFile
from dictation.model.paper import PostingWords, Way


def read_posting_words(source: SourceFile) -> PostingWords:
    """The words that a file ``posting-list.toml`` tells.

    Raises:
        TemplateError: The file is not TOML, or an entry is missing or of the wrong kind.
    """
    remedy = "put it right in the file, or delete the file to use the shipped one"
    try:
        words = msgspec.convert(tomllib.loads(source.text), PostingWords)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as exc:
        raise TemplateError(
            f"the words of posting lists cannot be read: {exc}", place=source.place, remedy=remedy
        ) from exc
    for table in (words.ways, words.said):
        if missing := set(Way) - set(table):
            raise TemplateError(f"no words for the way {min(missing)!r}", place=source.place, remedy=remedy)
    return words
