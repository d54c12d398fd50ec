"""What the slots of the command templates find, beside those of the written form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dictation.compose.patterns import Slot
from dictation.compose.tokens import Token
from dictation.compose.written.numbers import NumberReader

_MOST_WORDS = 4


def command_slots(reader: NumberReader, *, delivery: Slot) -> dict[str, Slot]:
    """The slots that only commands have.

    ``{people}`` and ``{few}`` find one to four words of any kind, ``{person}`` and ``{word}`` one; ``{letter}``,
    ``{number_word}`` and ``{delivery}`` what their names say.
    """

    def few(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        for end in range(place + 1, min(place + _MOST_WORDS, len(tokens)) + 1):
            yield end, None
            if tokens[end - 1].after:
                return

    def word(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        yield place + 1, tokens[place].norm

    def letter(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        if len(tokens[place].norm) == 1 and tokens[place].norm.isalpha():
            yield place + 1, tokens[place].norm

    def number_word(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        found = reader.cardinal(tokens, place)
        if found is not None and found[1] < 100:
            yield found

    return {
        "people": few,
        "few": few,
        "person": word,
        "word": word,
        "letter": letter,
        "number_word": number_word,
        "delivery": delivery,
    }
