"""Capitals that are asked for aloud: "all caps urgent", "it must not leak, that's not in capitals"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dictation.compose.language import Language
from dictation.compose.patterns import Match
from dictation.compose.tokens import Token

_BACK = 6
"""How many words back a word that is named may have been said."""
ALL, LAST_ALL, NEXT_ALL, NEXT_FIRST = "all", "last-all", "next-all", "next-first"


def capitals(tokens: Sequence[Token], language: Language) -> tuple[list[Token], dict[int, str]]:
    """The tokens without the commands about capitals, and how the words that they mean are to be written.

    Returns:
        The tokens, and ``ALL`` or ``NEXT_FIRST`` (a capital letter) by the place of a word in the transcript.
    """
    styles: dict[int, str] = {}
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        matches = list(language.capitals.at(tokens, place))
        back = next((match for match in matches if _target(match, kept)), None)
        onward = max(
            (match for match in matches if _is_onward(match, tokens, language)),
            key=lambda match: match.end,
            default=None,
        )
        target = _target(back, kept) if back is not None else None
        if back is not None and target is not None:
            styles[target.word] = ALL
            if kept[-1].after in ("", ","):
                ended = tokens[back.end - 1]
                kept[-1] = replace(kept[-1], after=ended.after if ended.ends_sentence else "")
            place = back.end
        elif onward is not None:
            styles[tokens[onward.end].word] = ALL if onward.payload == NEXT_ALL else NEXT_FIRST
            kept.append(tokens[onward.end])
            place = onward.end + 1
        else:
            kept.append(tokens[place])
            place += 1
    return kept, styles


def styled(text: str, style: str) -> str:
    """A word as a command about capitals wants it."""
    if style == ALL:
        return text.upper()
    return text[:1].upper() + text[1:] if style == NEXT_FIRST else text


def _target(match: Match[str], kept: Sequence[Token]) -> Token | None:
    """The word before that a command means: the word itself, the word with an ending to it, or the last one."""
    if match.payload == LAST_ALL:
        return kept[-1] if kept else None
    if match.payload != ALL:
        return None
    said = str(match.values["word"].value)
    return next(
        (
            token
            for token in reversed(kept[-_BACK:])
            if said == token.norm or (len(token.norm) > 3 and said.startswith(token.norm))
        ),
        None,
    )


def _is_onward(match: Match[str], tokens: Sequence[Token], language: Language) -> bool:
    """Whether a command is about the next word, and is not itself a word of the text ("a cap on spending")."""
    if match.payload in (ALL, LAST_ALL) or match.end >= len(tokens) or tokens[match.end - 1].ends_sentence:
        return False
    words = language.words
    before = tokens[match.start - 1] if match.start else None
    if before is not None and not before.after and before.norm in words.determiners:
        return False
    return match.end - match.start > 1 or tokens[match.end].norm not in words.continuations | set(words.classes)
