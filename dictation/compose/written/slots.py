"""What the slots of the written-form rules find, each as what is to be written: text, or a :class:`Figure`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from dictation.compose.automaton import GatedSlot, Slot
from dictation.compose.tokens import Token
from dictation.compose.written.addresses import AddressReader
from dictation.compose.written.figures import Figure
from dictation.compose.written.groups import digits_slot, dotted_slot, joined_digits_slot, phone_slot
from dictation.compose.written.numbers import NumberReader
from dictation.compose.written.spelled import CodeReader, Symbols

Spoken = Mapping[tuple[str, ...], str]
"""A list slot: the words said → what is written; ``*`` for as it was heard."""
Read = Callable[[Sequence[Token], int], tuple[int, int | Decimal] | None]


def list_slot(spoken: Spoken, *, capital: frozenset[str] = frozenset()) -> Slot:
    """A slot that finds one of a list's entries, the longest first; a word of ``capital`` only where it has one."""
    longest: dict[str, int] = {}
    for words in spoken:
        longest[words[0]] = max(longest.get(words[0], 0), len(words))

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        token = tokens[place]
        if token.norm in capital and not token.text[:1].isupper():
            return
        for length in range(min(longest.get(token.norm, 0), len(tokens) - place), 0, -1):
            part = tokens[place : place + length]
            written = spoken.get(tuple(token.norm for token in part))
            if written is None or any(token.after for token in part[:-1]):
                continue
            yield place + length, " ".join(token.text for token in part) if written == "*" else written

    return GatedSlot(longest.__contains__, find)


def number_slots(reader: NumberReader, *, small: int, ranges: Slot) -> dict[str, Slot]:
    """The slots that hold numbers.

    Counts and ordinals below ``small`` stay in words; ``ranges`` finds "to" and "or".
    """
    style = reader.words.style
    cardinal = reader.cardinal
    decimal = _figure(reader, reader.decimal)
    amount = _either(_figure(reader, reader.mixed_scaled), _figure(reader, cardinal))
    positive = _either(_figure(reader, reader.mixed_scaled), _figure(reader, cardinal, lambda value: value > 0))
    day_ordinal = _plain(reader.ordinal, lambda value: 1 <= value <= 31)
    day_cardinal = _plain(cardinal, lambda value: 1 <= value <= 31)
    year_pair = _either(
        _pair(reader, lambda first, second: 11 <= first <= 20 and second >= 10),
        _pair(reader, lambda first, second: 13 <= first <= 20 and second < 10),
    )
    slots = {
        "day": _either(day_ordinal, day_cardinal),
        "day_figure": day_cardinal,
        "day_only_ordinal": day_ordinal,
        "day_ordinal": _either(day_ordinal, _in_figures(day_cardinal)),
        "ordinal": _plain(reader.ordinal, lambda value: value >= small, lambda value: style.ordinal(int(value))),
        "number": _either(_figure(reader, reader.mixed), decimal, amount),
        "decimal": decimal,
        "decimal_figure": _either(_figure(reader, reader.mixed), decimal),
        "bare_decimal": _bare_decimal(reader),
        "group": _figure(reader, reader.group),
        "amount": positive,
        "plain": _plain(cardinal, lambda value: value >= 0),
        "count": _count(reader, small),
        "things": _things(reader),
        "sections": _sections(reader),
        "rough": _rough(reader, ranges),
        "below_hundred": _plain(cardinal, lambda value: 1 <= value < 100),
        "century": _plain(cardinal, lambda value: 11 <= value <= 20),
        "cents": _plain(cardinal, lambda value: 10 <= value < 100),
        "cents_named": _plain(cardinal, lambda value: 1 <= value < 100, lambda value: f"{value:02}"),
        "year": _either(year_pair, _plain(cardinal, lambda value: 1000 <= value < 2100)),
        "year_pair": year_pair,
        "pair": _pair(reader, _is_house_number),
        "pair_as_said": _as_said(_pair(reader, _is_house_number)),
    }
    return {name: numeric(reader, slot) for name, slot in slots.items()}


def numeric(reader: NumberReader, slot: Slot) -> Slot:
    """The same slot, not tried where no number of any kind can begin: dozens of slots are tried at every word."""
    return GatedSlot(reader.may_begin, slot)


def code_slots(reader: NumberReader, symbols: Symbols) -> dict[str, Slot]:
    """The slots that hold what is said letter by letter, digit by digit or sign by sign."""
    addresses = AddressReader(numbers=reader, symbols=symbols)
    codes = CodeReader(numbers=reader, symbols=symbols)
    pluses = frozenset(phrase[0] for phrase in symbols.plus)
    phones = phone_slot(reader, symbols.plus, symbols.phones)
    return {
        "digits": numeric(reader, digits_slot(reader, least=3)),
        "few_digits": numeric(reader, digits_slot(reader, least=2)),
        "postal": numeric(reader, joined_digits_slot(reader)),
        "phone": GatedSlot(lambda norm: norm in pluses or reader.may_begin(norm), phones),
        "dotted": numeric(reader, dotted_slot(reader, symbols.dot)),
        "code": GatedSlot(codes.may_begin, codes.find),
        "initials": GatedSlot(reader.may_spell, _initials),
        "capital": _capital,
        "name": _name,
        "thing": _thing,
        "email": addresses.email,
        "url": GatedSlot(addresses.web_begins.__contains__, addresses.web),
        "host": addresses.host,
    }


def _plain(read: Read, allowed: Callable[[int | Decimal], bool], written: Callable[[int | Decimal], str] = str) -> Slot:
    """A number in figures that are not grouped."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        found = read(tokens, place)
        if found is not None and allowed(found[1]):
            yield found[0], written(found[1])

    return find


def _figure(reader: NumberReader, read: Read, allowed: Callable[[int | Decimal], bool] | None = None) -> Slot:
    """A number in figures that are grouped, by lakhs where one was said."""
    style = reader.words.style

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        found = read(tokens, place)
        if found is not None and (allowed is None or allowed(found[1])):
            lakhs = any(token.norm in style.lakh_words for token in tokens[place : found[0]])
            yield found[0], Figure(value=Decimal(found[1]), style=style, lakhs=lakhs)

    return find


def _count(reader: NumberReader, small: int) -> Slot:
    """A number of ``small`` or more; figures that the recogniser wrote without separators are left as they are."""
    grouped = _figure(reader, reader.cardinal, lambda value: value >= small)

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        for end, figure in grouped(tokens, place):
            bare = end == place + 1 and tokens[place].norm[:1].isdecimal()
            yield end, tokens[place].text if bare else figure

    return find


def _things(reader: NumberReader) -> Slot:
    """Four figures or more without separators that are no year."""
    style = reader.words.style

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        norm = tokens[place].norm
        if len(norm) >= 4 and norm.isdecimal() and norm[0] != "0" and not 1900 <= int(norm) < 2100:
            yield place + 1, Figure(value=Decimal(norm), style=style)

    return find


def _bare_decimal(reader: NumberReader) -> Slot:
    """A number without anything before its point, "point oh five": a zero is written there."""
    style = reader.words.style

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        found = reader.bare_decimal(tokens, place)
        if found is not None:
            yield found[0], Figure(value=found[1], style=style)

    return find


def _sections(reader: NumberReader) -> Slot:
    """The number of a part of a part, "four point two point one"."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        parts: list[str] = []
        found = reader.cardinal(tokens, place)
        while found is not None:
            parts.append(str(found[1]))
            end = found[0]
            more = end + 1 < len(tokens) and tokens[end].norm in reader.words.point
            if not more or tokens[end - 1].after or tokens[end].after:
                break
            found = reader.cardinal(tokens, end + 1)
        if found is not None and len(parts) > 2:
            yield found[0], ".".join(parts)

    return find


def _rough(reader: NumberReader, ranges: Slot) -> Slot:
    """A rough number, "two or three hundred": which scale the first has is not said, so that it stays as it is."""
    words = reader.words

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        low = reader.below_hundred(tokens, place)
        link = next(ranges(tokens, low[0]), None) if low is not None and low[0] < len(tokens) else None
        high = reader.below_hundred(tokens, link[0]) if link is not None and link[0] < len(tokens) else None
        if low is None or high is None or high[0] >= len(tokens) or high[1] <= low[1]:
            return
        scaled = tokens[high[0]].norm in words.hundreds or tokens[high[0]].norm in words.scales
        if scaled and not any(token.after for token in tokens[place : high[0]]):
            yield high[0] + 1, _as_heard(reader, tokens[place : high[0] + 1])

    return find


def _as_heard(reader: NumberReader, tokens: Sequence[Token]) -> str:
    """The tokens' words, the parts of a compound in one."""
    text = tokens[0].text
    for previous, token in pairwise(tokens):
        in_one = reader.words.compounds and previous.word == token.word
        text += token.text if in_one else f" {token.text}"
    return text


def _either(*slots: Slot) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        for slot in slots:
            yield from slot(tokens, place)

    return find


def _in_figures(slot: Slot) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        if tokens[place].norm.isdecimal():
            yield from slot(tokens, place)

    return find


def _as_said(slot: Slot) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        for end, _ in slot(tokens, place):
            yield end, " ".join(token.text for token in tokens[place:end])

    return find


def _is_house_number(first: int, second: int) -> bool:
    return first < 100 and second >= 10 and not (first >= 20 and first % 10 == 0 and second % 10 == 0)


def _pair(reader: NumberReader, allowed: Callable[[int, int], bool]) -> Slot:
    """Two numbers below a hundred said as one: "nineteen eighty-four", "nineteen oh five", "six forty" Oak Avenue."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        first = reader.cardinal(tokens, place)
        if first is None or not 0 < first[1] < 100 or tokens[place].norm.isdecimal():
            return
        end, value = first
        if end >= len(tokens) or tokens[end - 1].after or tokens[end].before:
            return
        second = _after_zero(reader, tokens, end) or reader.cardinal(tokens, end)
        if second is None or second[1] >= 100 or not allowed(value, second[1]):
            return
        if second[1] >= 10 or tokens[end].norm in reader.words.spoken_zero:
            yield second[0], f"{value}{second[1]:02}"

    return find


def _after_zero(reader: NumberReader, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """A number such as "oh five"."""
    if tokens[place].norm not in reader.words.spoken_zero or place + 1 >= len(tokens) or tokens[place].after:
        return None
    digit = reader.digit(tokens[place + 1])
    return None if digit is None else (place + 2, int(digit))


def _initials(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
    """Two capitals or three, said one by one: "P O" box."""
    for end in range(min(place + 3, len(tokens)), place + 1, -1):
        part = tokens[place:end]
        if all(token.norm in ("a", "i", "o") for token in part):
            continue  # words, not letters
        if part[0].norm == "a" and any(token.text.islower() for token in part):
            continue  # "a x number"
        if all(len(token.norm) == 1 and token.norm.isalpha() for token in part) and not any(t.after for t in part[:-1]):
            yield end, "".join(token.norm.upper() for token in part)


def _capital(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
    """A letter behind a number: flat "12B"."""
    text = tokens[place].text
    if len(text) == 1 and text.isupper() and text != "I":
        yield place + 1, text


def _name(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
    """One to three words with capitals."""
    for end in range(place + 1, min(place + 3, len(tokens)) + 1):
        if not tokens[end - 1].text[:1].isupper():
            return
        yield end, None
        if tokens[end - 1].after:
            return


def _thing(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
    """A word that may be something counted."""
    if len(tokens[place].text) > 2 and tokens[place].text.isalpha() and tokens[place].text.islower():
        yield place + 1, None
