"""Which languages a call is held in, and which of them each item is dictated in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dictation.compose.language import Language
from dictation.compose.language_files import function_words, known_languages, load_language
from dictation.compose.tokens import normalise
from dictation.model.transcript import Transcript

_LEAST = 8
"""How many words of another language alone show that it is spoken in a call."""
_SWITCH = 9.0
"""What it costs to go over into another language, in log odds: more than one or two borrowed words win."""


def languages_of(transcript: Transcript) -> tuple[Language, ...]:
    """The call's own language, then every other that a stretch of it is in.

    Raises:
        LanguageDataError: there is no data for the call's own language.
    """
    main = load_language(transcript.language)
    norms = [normalise(word.text.strip(".,;:?!")) for word in transcript.iter_words()]
    others = sorted(known_languages() - {main.code})
    spoken = (code for code in others if _hits(norms, function_words(code), main) >= _LEAST)
    return (main, *(load_language(code) for code in spoken))


def language_of(norms: Sequence[str], languages: Sequence[Language]) -> Language:
    """The language that a text is in: the one that has most of its short words; the first of equals."""
    return max(languages, key=lambda language: sum(norm in language.words.function_words for norm in norms))


def _hits(norms: Iterable[str], function_words: frozenset[str], main: Language) -> int:
    alone = function_words - main.words.function_words
    return sum(norm in alone for norm in norms)


def languages_along(norms: Sequence[str], languages: Sequence[Language]) -> list[Language]:
    """The language of each word, among those that a call is held in: the likeliest path that seldom switches."""
    if len(languages) == 1 or not all(language.speech.fitted for language in languages):
        return [languages[0]] * len(norms)
    scores, came_from = [0.0] + [-_SWITCH] * (len(languages) - 1), []
    for norm in norms:
        best = max(range(len(scores)), key=scores.__getitem__)
        stays = [score >= scores[best] - _SWITCH for score in scores]
        came_from.append([place if stay else best for place, stay in enumerate(stays)])
        scores = [
            (score if stay else scores[best] - _SWITCH) + language.speech.share(norm)
            for score, stay, language in zip(scores, stays, languages, strict=True)
        ]
    at = max(range(len(scores)), key=scores.__getitem__)
    path = []
    for before in reversed(came_from):
        path.append(languages[at])
        at = before[at]
    return path[::-1]
