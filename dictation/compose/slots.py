"""What the slots of the command templates find, beside those of the written form."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from dictation.compose.automaton import GatedSlot, Slot
from dictation.compose.patterns import Grammar
from dictation.compose.tokens import Token
from dictation.compose.written.form import WrittenForm
from dictation.compose.written.numbers import NumberReader
from dictation.compose.written.slots import numeric


def grammar_slot(grammar: Grammar[None]) -> Slot:
    """A slot that finds whatever a grammar matches, the longest first."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        for end in sorted({match.end for match in grammar.at(tokens, place)}, reverse=True):
            yield end, None

    return GatedSlot(grammar.begins, find)


def command_slots(
    reader: NumberReader, written: WrittenForm, weekdays: Container[str], stops: Container[str]
) -> dict[str, Slot]:
    """The slots that only commands have.

    ``{people}`` and ``{few}`` find one to four words of any kind, the first up to one of ``stops``; ``{many}`` and
    ``{party}``, which is several people, one to nine; ``{person}`` and ``{word}`` one; ``{letter}`` and
    ``{number_word}`` what their names say; ``{thing}`` an amount, a date, a time, a number or a weekday, and the word
    after it.
    """

    def thing(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        form = written.form_at(tokens, place)
        number = reader.cardinal(tokens, place)
        end = max(form[0] if form else 0, number[0] if number else 0, (tokens[place].norm in weekdays) * (place + 1))
        if end:
            if end < len(tokens) and not tokens[end - 1].after:
                yield end + 1, None
            yield end, None

    def number_word(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        return reader.below(tokens, place, 100)

    return {
        "people": _up_to(4, stops),
        "few": _up_to(4),
        "many": _up_to(9),
        "party": _up_to(9),
        "person": _word,
        "word": _word,
        "letter": GatedSlot(_is_letter, _word),
        "thing": thing,
        "number_word": numeric(reader, number_word),
    }


def _up_to(most: int, stops: Container[str] = ()) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        for end in range(place + 1, min(place + most, len(tokens)) + 1):
            if tokens[end - 1].norm in stops:
                return
            yield end, None
            if tokens[end - 1].after:
                return

    return find


def _word(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
    yield place + 1, tokens[place].norm


def _is_letter(norm: str) -> bool:
    return len(norm) == 1 and norm.isalpha()
