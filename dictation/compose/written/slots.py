"""What the slots of the written-form rules find, each as the string that is to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from dictation.compose.automaton import Slot
from dictation.compose.tokens import Token
from dictation.compose.written.numbers import NumberReader, grouped, ordinal_figures
from dictation.compose.written.spelled import AddressReader, CodeReader, Symbols

GROUP_PAUSE_MS = 150
"""A silence this long between digits parts the groups of a telephone number that was transcribed without commas."""

Spoken = Mapping[tuple[str, ...], str]
"""A list slot: the words said → what is written; ``*`` for as it was heard."""


def list_slot(spoken: Spoken) -> Slot:
    """A slot that finds one of a list's entries, the longest first."""
    longest = max((len(words) for words in spoken), default=0)

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        for length in range(min(longest, len(tokens) - place), 0, -1):
            part = tokens[place : place + length]
            written = spoken.get(tuple(token.norm for token in part))
            if written is None or any(token.after for token in part[:-1]):
                continue
            yield place + length, " ".join(token.text for token in part) if written == "*" else written

    return find


def number_slots(reader: NumberReader, *, small: int) -> dict[str, Slot]:
    """The slots that hold numbers. Counts and ordinals below ``small`` stay in words."""
    words = reader.words

    def figures(value: int) -> str:
        return grouped(Decimal(value), words)

    amount = _cardinal(reader, lambda value: value > 0, figures)
    decimal = _decimal(reader)
    day_ordinal = _ordinal(reader, 1, 31, str)
    day_cardinal = _cardinal(reader, lambda value: 1 <= value <= 31, str)
    year_pair = _pair(reader, lambda first, second: 11 <= first <= 20 and second >= 10)
    hour = _cardinal(reader, lambda value: 1 <= value <= 24, str)
    return {
        "day": _either(day_ordinal, day_cardinal),
        "day_figure": day_cardinal,
        "day_only_ordinal": day_ordinal,
        "day_ordinal": _either(day_ordinal, _in_figures(day_cardinal)),
        "ordinal": _ordinal(reader, small, 999, lambda value: ordinal_figures(value, words)),
        "hour": hour,
        "hour_before": _cardinal(reader, lambda value: 1 <= value <= 24, lambda value: str(value - 1 or 12)),
        "minute": _either(_after_zero(reader), _cardinal(reader, lambda value: 10 <= value < 60, str)),
        "minute_to": _cardinal(reader, lambda value: 1 <= value < 30, lambda value: str(60 - value)),
        "number": _either(decimal, amount),
        "decimal": decimal,
        "amount": amount,
        "plain": _cardinal(reader, lambda value: value >= 0, str),
        "count": _cardinal(reader, lambda value: value >= small, figures),
        "cents": _cardinal(reader, lambda value: 10 <= value < 100, str),
        "cents_named": _cardinal(reader, lambda value: 1 <= value < 100, lambda value: f"{value:02}"),
        "year": _either(year_pair, _cardinal(reader, lambda value: 1000 <= value < 2100, str)),
        "year_pair": year_pair,
        "pair": _pair(reader, lambda first, second: first < 100 and second >= 10),
    }


def code_slots(reader: NumberReader, symbols: Symbols) -> dict[str, Slot]:
    """The slots that hold what is said letter by letter, digit by digit or sign by sign."""
    addresses = AddressReader(symbols=symbols)
    return {
        "digits": _digits_slot(reader),
        "phone": _phone_slot(reader),
        "code": CodeReader(numbers=reader, symbols=symbols).find,
        "email": addresses.email,
        "url": addresses.web,
    }


def _cardinal(reader: NumberReader, allowed: Callable[[int], bool], written: Callable[[int], str]) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        found = reader.cardinal(tokens, place)
        if found is not None and allowed(found[1]):
            yield found[0], written(found[1])

    return find


def _ordinal(reader: NumberReader, least: int, most: int, written: Callable[[int], str]) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        found = reader.ordinal(tokens, place)
        if found is not None and least <= found[1] <= most:
            yield found[0], written(found[1])

    return find


def _decimal(reader: NumberReader) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        found = reader.decimal(tokens, place)
        if found is not None:
            yield found[0], grouped(found[1], reader.words)

    return find


def _after_zero(reader: NumberReader) -> Slot:
    """Minutes such as "oh five"."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        if tokens[place].norm in reader.words.spoken_zero and place + 1 < len(tokens):
            found = reader.cardinal(tokens, place + 1)
            if found is not None and found[1] < 10:
                yield found[0], f"{found[1]:02}"

    return find


def _either(*slots: Slot) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        for slot in slots:
            yield from slot(tokens, place)

    return find


def _in_figures(slot: Slot) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        if tokens[place].norm.isdigit():
            yield from slot(tokens, place)

    return find


def _pair(reader: NumberReader, allowed: Callable[[int, int], bool]) -> Slot:
    """Two numbers below a hundred said as one: "nineteen eighty-four", "six forty" Oak Avenue."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        first = reader.cardinal(tokens, place)
        if first is None or not 0 < first[1] < 100 or tokens[place].norm.isdigit():
            return
        end, value = first
        if end >= len(tokens) or tokens[end - 1].after:
            return
        second = reader.cardinal(tokens, end)
        if second is not None and second[1] < 100 and allowed(value, second[1]):
            yield second[0], f"{value}{second[1]:02}"

    return find


def _digits_slot(reader: NumberReader) -> Slot:
    """Three digits or more, said one by one."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        run = reader.digit_run(tokens, place)
        if run is not None and len(run[1]) >= 3 and run[0] - place >= 2:
            yield run

    return find


def _phone_slot(reader: NumberReader) -> Slot:
    """Groups of digits, parted by commas or pauses, seven digits or more in all."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        groups: list[str] = []
        end = place
        while end < len(tokens):
            run = reader.digit_run(tokens, end)
            if run is None or (groups and len(run[1]) < 2):
                break
            groups.append(run[1])
            end = run[0]
            if tokens[end - 1].after != ",":
                break
        if len(groups) == 1:
            groups = _by_pauses(reader, tokens, place, end)
        joined = "".join(groups)
        if len(groups) > 1 and len(joined) >= 7 and end - place >= 5:
            yield end, " ".join(groups)

    return find


def _by_pauses(reader: NumberReader, tokens: Sequence[Token], start: int, end: int) -> list[str]:
    """The digits of a run, a string a group."""
    cuts = [start, *(at for at in range(start + 1, end) if tokens[at].pause_ms >= GROUP_PAUSE_MS), end]
    groups = []
    for first, last in pairwise(cuts):
        run = reader.digit_run(tokens[first:last], 0)
        groups.append(run[1] if run else "")
    return groups
