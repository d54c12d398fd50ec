"""Slots for times of day and for amounts of money, in words or as a recogniser wrote them in figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from dictation.compose.automaton import Slot
from dictation.compose.tokens import Token
from dictation.compose.written.figures import Figure
from dictation.compose.written.numbers import NumberReader
from dictation.compose.written.slots import Spoken, numeric

_SIGN_AMOUNT = re.compile(r"([^\W\d]*\W?)(\d.*)")
_CLOCK = re.compile(r"(\d{1,2})([:.])(\d{2})")
_CLOCK_MERIDIAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?([a-z.]+)")


def time_slots(reader: NumberReader, meridians: Spoken, sign: str) -> dict[str, Slot]:
    """The slots that hold times; ``sign`` stands between hour and minute."""
    slots = {
        "hour": _number(reader, lambda value: str(value) if 1 <= value <= 24 else None),
        "hour_before": _number(reader, lambda value: str(value - 1 or 12) if 1 <= value <= 24 else None),
        "hour_short": _number(reader, lambda value: str(value) if 1 <= value <= 12 else None),
        "hour_late": _number(reader, lambda value: str(value) if 13 <= value <= 24 else None),
        "minute": _minute(reader),
        "minutes": _number(reader, lambda value: f"{value:02}" if 1 <= value < 60 else None),
        "minute_to": _number(reader, lambda value: f"{60 - value}" if 1 <= value < 30 else None),
        "hundred_hours": _hundred_hours(reader, sign),
        "early_hours": _number(reader, lambda value: _clock24(value, sign) if value < 1000 else None),
        "clock": _clock(sign, seps=":."),
        "clock_colon": _clock(sign, seps=":"),
        "clock_meridian": _clock_meridian(meridians, sign),
    }
    return {name: numeric(reader, slot) for name, slot in slots.items()}


def money_slots(reader: NumberReader, signs: frozenset[str], before: Spoken) -> dict[str, Slot]:
    """The slot that holds an amount behind its currency, in one word ("$1250") or two ("Rs 5,000", "RM fifty")."""
    longest = max((len(words) for words in before), default=0)
    firsts = frozenset(words[0] for words in before)
    style = reader.words.style

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        match = _SIGN_AMOUNT.fullmatch(tokens[place].text)
        if match is not None:
            sign = match[1] if match[1] in signs else before.get((match[1].casefold().rstrip("."),))
            value = style.read(match[2])
            if sign is not None and value is not None:
                yield place + 1, _money(sign, Figure(value=value, style=style))
            return
        if tokens[place].norm not in firsts:
            return
        for length in range(min(longest, len(tokens) - place - 1), 0, -1):
            part = tokens[place : place + length]
            sign = before.get(tuple(token.norm for token in part))
            if sign is None or any(token.after for token in part[:-1]) or part[-1].after not in ("", "."):
                continue
            yield from _amount_at(reader, tokens, place, length, sign)
            return

    return {"money": find}


def _amount_at(
    reader: NumberReader, tokens: Sequence[Token], place: int, length: int, sign: str
) -> Iterator[tuple[int, object]]:
    at, style = place + length, reader.words.style
    if tokens[at - 1].after and tokens[at].text[:1].isupper():
        return  # another sentence
    whole = reader.mixed_scaled(tokens, at) or reader.decimal(tokens, at) or reader.cardinal(tokens, at)
    unscaled = reader.decimal(tokens, at) or reader.group(tokens, at)  # "RM two" of "RM two million"
    for found in (whole, unscaled):
        if found is not None and found[1]:
            lakhs = any(token.norm in style.lakh_words for token in tokens[at : found[0]])
            yield found[0], _money(sign, Figure(value=Decimal(found[1]), style=style, lakhs=lakhs))


def _money(sign: str, figure: Figure) -> str:
    return f"{sign}{figure.beside(frozenset({sign}))}"


def _number(reader: NumberReader, written: Callable[[int], str | None]) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        found = reader.cardinal(tokens, place)
        text = written(found[1]) if found is not None else None
        if found is not None and text is not None:
            yield found[0], text

    return find


def _minute(reader: NumberReader) -> Slot:
    """Minutes behind an hour: "thirty", "oh five", "zero zero"."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        if tokens[place].norm in reader.words.spoken_zero:
            digit = reader.digit(tokens[place + 1]) if place + 1 < len(tokens) and not tokens[place].after else None
            if digit is not None:
                yield place + 2, f"0{digit}"
            return
        found = reader.cardinal(tokens, place)
        if found is not None and 10 <= found[1] < 60:
            yield found[0], str(found[1])

    return find


def _clock24(value: int, sign: str) -> str | None:
    """A time as the services say it: "fourteen hundred" hours."""
    hour, minute = divmod(value, 100)
    return f"{hour:02}{sign}{minute:02}" if 0 < hour <= 24 and minute < 60 else None


def _hundred_hours(reader: NumberReader, sign: str) -> Slot:
    """Ten hundred hours and later. "One thousand six hundred hours" are a length, "0930 hours" a time."""
    words = reader.words

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        norm = tokens[place].norm
        found = reader.cardinal(tokens, place)
        four = len(norm) == 4 and norm.isdecimal()
        if found is None or any(token.norm in words.scales for token in tokens[place : found[0]]):
            return
        text = _clock24(found[1], sign) if four or (found[1] >= 1000 and not norm.isdecimal()) else None
        if text is not None:
            yield found[0], text

    return find


def _clock(sign: str, *, seps: str) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        match = _CLOCK.fullmatch(tokens[place].norm)
        if match is not None and match[2] in seps and int(match[1]) <= 24 and int(match[3]) < 60:
            yield place + 1, f"{match[1]}{sign}{match[3]}"

    return find


def _clock_meridian(meridians: Spoken, sign: str) -> Slot:
    """A time in one word: "9.30am", "9am"."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        match = _CLOCK_MERIDIAN.fullmatch(tokens[place].norm)
        if match is None or not 1 <= int(match[1]) <= 12 or (match[2] and int(match[2]) > 59):
            return
        meridian = meridians.get((match[3].replace(".", ""),))
        if meridian is not None:
            minute = f"{sign}{match[2]}" if match[2] else ""
            yield place + 1, f"{int(match[1])}{minute} {match[3] if meridian == '*' else meridian}"

    return find
