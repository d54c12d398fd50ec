"""Which characters a document may hold."""

from __future__ import annotations

import re
import unicodedata

from dictation.errors import RenderError

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
    "|(?<![\u0600-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u0dff])"
)
"""What shows nothing (Unicode, Default_Ignorable_Code_Point): marks that come along with names from telephones and web
pages. Joiners mean something between letters of Arabic and of the scripts of India."""
_REORDERING = re.compile("[\u202a-\u202e]")
"""Embeddings and overrides make a reader see other words than there are (Unicode Technical Report 36, 3.3)."""
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, halves of surrogate pairs and noncharacters: XML 1.0 or Unicode keeps them out of text."""


def clean(text: str, place: str) -> str:
    """``text`` with one kind of line break, composed accents (Unicode NFC), and without marks that show nothing.

    Raises:
        RenderError: it holds a control character, which would vanish, break the file or show other words.
    """
    joined = _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text))
    if found := FORBIDDEN.search(joined) or _REORDERING.search(joined):
        raise RenderError(
            f"the character U+{ord(found[0]):04X} cannot be written in any document",
            place=place,
            remedy="delete it from the text",
        )
    return unicodedata.normalize("NFC", joined)
