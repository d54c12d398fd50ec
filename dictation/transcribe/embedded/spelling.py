"""Puts names that the recogniser heard back into the form in which the address book has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dictation.model.transcript import Word
from dictation.transcribe.embedded.corpus import spoken


class Spelling:
    """The written form of names and terms by their spoken words.

    A whole name is always put back ("will grant" → "Will Grant"); a part of one alone only where it is no ordinary
    word, since "will" and "grant" are far more often that.
    """

    def __init__(self, entries: Iterable[str], ordinary: Collection[str]) -> None:
        self._forms: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for entry in entries:
            tokens = [(token.strip(",;"), len(spoken(token))) for token in entry.split() if spoken(token)]
            if not tokens:
                continue
            self._forms.setdefault(spoken(entry), tokens)
            for token, count in tokens:
                words = spoken(token)
                if token[:1].isupper() and not (len(words) == 1 and words[0] in ordinary):
                    self._forms.setdefault(words, [(token, count)])
        self._longest = max(map(len, self._forms), default=0)

    def restore(self, words: list[Word]) -> list[Word]:
        """The words with names as they are written; the spoken words of "Smith-Jones" become one."""
        restored: list[Word] = []
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                form = self._forms.get(tuple(word.text for word in words[at : at + length]))
                if form:
                    for text, count in form:
                        restored.append(_joined(words[at : at + count], text))
                        at += count
                    break
            else:
                restored.append(words[at])
                at += 1
        return restored


def _joined(words: list[Word], text: str) -> Word:
    return Word(
        text=text,
        start_ms=words[0].start_ms,
        end_ms=words[-1].end_ms,
        probability=min(word.probability for word in words),
    )
