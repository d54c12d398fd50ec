"""What the slots of the written-form rules find, each as the string that is to be written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dictation.compose.patterns import Slot
from dictation.compose.tokens import Token
from dictation.compose.written.numbers import NumberReader, grouped, ordinal_figures

GROUP_PAUSE_MS = 150
"""A silence this long between digits parts the groups of a telephone number that was transcribed without commas."""

Spoken = Mapping[tuple[str, ...], str]
"""A list slot: the words said → what is written; ``*`` for as it was heard."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Symbols:
    """Words that stand for signs inside addresses and references, each as a sequence of norms."""

    at: tuple[tuple[str, ...], ...]
    dot: tuple[tuple[str, ...], ...]
    slash: tuple[tuple[str, ...], ...]
    dash: tuple[tuple[str, ...], ...]
    underscore: tuple[tuple[str, ...], ...]
    www: tuple[tuple[str, ...], ...]
    capital: tuple[tuple[str, ...], ...]
    domains: frozenset[str]
    """Last parts of internet domains."""


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
    """The slots that hold numbers."""
    words = reader.words

    def cardinal(allowed: Callable[[int], bool], written: Callable[[int], str]) -> Slot:
        def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
            found = reader.cardinal(tokens, place)
            if found is not None and allowed(found[1]):
                yield found[0], written(found[1])

        return find

    def ordinal(least: int, most: int, written: Callable[[int], str]) -> Slot:
        def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
            found = reader.ordinal(tokens, place)
            if found is not None and least <= found[1] <= most:
                yield found[0], written(found[1])

        return find

    def decimal(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        found = reader.decimal(tokens, place)
        if found is not None:
            yield found[0], grouped(found[1], words)

    def number(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        yield from decimal(tokens, place)
        yield from amount(tokens, place)

    def minute(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        if tokens[place].norm in words.spoken_zero and place + 1 < len(tokens):
            found = reader.cardinal(tokens, place + 1)
            if found is not None and found[1] < 10:
                yield found[0], f"{found[1]:02}"
        else:
            yield from cardinal(lambda value: 10 <= value < 60, str)(tokens, place)

    amount = cardinal(lambda value: value > 0, lambda value: grouped(Decimal(value), words))
    day_ordinal = ordinal(1, 31, str)
    day_cardinal = cardinal(lambda value: 1 <= value <= 31, str)

    def day(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        yield from day_ordinal(tokens, place)
        yield from day_cardinal(tokens, place)

    return {
        "day": day,
        "day_figure": day_cardinal,
        "day_ordinal": _either(day_ordinal, _figures_only(day_cardinal)),
        "ordinal": ordinal(small, 999, lambda value: ordinal_figures(value, words)),
        "hour": cardinal(lambda value: 1 <= value <= 24, str),
        "hour_before": cardinal(lambda value: 1 <= value <= 24, lambda value: str(value - 1 or 12)),
        "minute": minute,
        "minute_to": cardinal(lambda value: 1 <= value < 30, lambda value: str(60 - value)),
        "number": number,
        "decimal": decimal,
        "amount": amount,
        "plain": cardinal(lambda value: value >= 0, str),
        "count": cardinal(lambda value: value >= small, lambda value: grouped(Decimal(value), words)),
        "cents": cardinal(lambda value: 1 <= value < 100, lambda value: f"{value:02}"),
        "year": _either(_pair_slot(reader, _is_year), cardinal(lambda value: 1000 <= value < 2100, str)),
        "year_pair": _pair_slot(reader, _is_year),
        "pair": _pair_slot(reader, lambda first, second: first < 100 and second >= 10),
    }


def code_slots(reader: NumberReader, symbols: Symbols) -> dict[str, Slot]:
    """The slots that hold what is said letter by letter, digit by digit or sign by sign."""
    return {
        "digits": _digits_slot(reader),
        "phone": _phone_slot(reader),
        "code": _code_slot(reader, symbols),
        "email": _address_slot(symbols, email=True),
        "url": _address_slot(symbols, email=False),
    }


def _either(*slots: Slot) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        for slot in slots:
            yield from slot(tokens, place)

    return find


def _figures_only(slot: Slot) -> Slot:
    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        if tokens[place].norm.isdigit():
            yield from slot(tokens, place)

    return find


def _is_year(first: int, second: int) -> bool:
    return 11 <= first <= 20 and second >= 10


def _pair_slot(reader: NumberReader, allowed: Callable[[int, int], bool]) -> Slot:
    """Two numbers below a hundred said as one: "nineteen eighty-four", "four twelve" Elm Street."""

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
    for first, last in zip(cuts, cuts[1:], strict=False):
        run = reader.digit_run(tokens[first:last], 0)
        groups.append(run[1] if run else "")
    return groups


def _starts_with(tokens: Sequence[Token], place: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """How many tokens the longest of ``phrases`` takes at ``place``; 0 for none."""
    best = 0
    for phrase in phrases:
        if len(phrase) > best and tuple(token.norm for token in tokens[place : place + len(phrase)]) == phrase:
            best = len(phrase)
    return best


def _code_slot(reader: NumberReader, symbols: Symbols) -> Slot:
    """Letters and digits said one by one: "B A one, two Q T" → "BA1 2QT", "two two, dash, oh four" → "22-04"."""

    def sign(tokens: Sequence[Token], place: int) -> tuple[int, str]:
        for phrases, written in ((symbols.dash, "-"), (symbols.slash, "/")):
            length = _starts_with(tokens, place, phrases)
            if length:
                return length, written
        return 0, ""

    def character(tokens: Sequence[Token], place: int, *, first: bool) -> str | None:
        token = tokens[place]
        if len(token.norm) == 1 and token.norm.isalpha():
            ordinary = token.text in ("a", "i", "I", "A") and first
            return None if ordinary and not _spelled_next(reader, tokens, place) else token.norm.upper()
        return reader.digit(token)

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        text, end, signs = "", place, 0
        while end < len(tokens):
            length, written = sign(tokens, end) if text else (0, "")
            if length:
                following = end + length
                if following >= len(tokens) or character(tokens, following, first=False) is None:
                    break
                text, end, signs = text.rstrip() + written, following, signs + 1
                continue
            found = character(tokens, end, first=not text)
            if found is None:
                break
            text, end = text + found, end + 1
            if tokens[end - 1].after == "," and end < len(tokens) and not sign(tokens, end)[0]:
                text += " "
            elif tokens[end - 1].after and not (end < len(tokens) and sign(tokens, end)[0]):
                break
        letters, digits = sum(c.isalpha() for c in text), sum(c.isdigit() for c in text)
        if digits and (letters or signs) and letters + digits >= 3 and end - place >= 3:
            yield end, text.strip()

    return find


def _spelled_next(reader: NumberReader, tokens: Sequence[Token], place: int) -> bool:
    """Whether a lone "A" is spelled out: another letter or two digits follow it."""
    ahead = tokens[place + 1 : place + 3]
    if not ahead or tokens[place].after:
        return False
    if len(ahead[0].norm) == 1 and ahead[0].norm.isalpha():
        return True
    return len(ahead) == 2 and all(reader.digit(token) is not None for token in ahead)


_PLAIN = re.compile(r"[a-z0-9][a-z0-9'&+-]*")
_LONGEST_NAME = 4
"""Most words that a domain's name is said in ("acme tools" for acmetools)."""


def _address_slot(symbols: Symbols, *, email: bool) -> Slot:
    """Addresses said word by word: "ann dot lee at example dot com" → ann.lee@example.com, "w w w dot acme tools dot example slash shop"."""

    def name(tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        if place >= len(tokens) or not _PLAIN.fullmatch(tokens[place].norm):
            return None
        return place + 1, tokens[place].norm.replace("'", "")

    def chain(tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """Names joined by dots, dashes and underscores."""
        found = name(tokens, place)
        while found is not None:
            end, text = found
            for phrases, written in ((symbols.dot, "."), (symbols.dash, "-"), (symbols.underscore, "_")):
                length = _starts_with(tokens, end, phrases)
                following = name(tokens, end + length) if length else None
                if following is not None:
                    found = following[0], f"{text}{written}{following[1]}"
                    break
            else:
                return found
        return None

    def domain(tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """A name of one word or several, then ".last" once or more."""
        for length in range(1, _LONGEST_NAME + 1):
            part = tokens[place : place + length]
            if len(part) < length or any(not _PLAIN.fullmatch(token.norm) or token.after for token in part[:-1]):
                return None
            end, text = place + length, "".join(token.norm for token in part)
            tail = last_parts(tokens, end)
            if tail is not None:
                return tail[0], text + tail[1]
        return None

    def last_parts(tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        text, end, ended = "", place, False
        while True:
            length = _starts_with(tokens, end, symbols.dot)
            following = end + length
            if not length or following >= len(tokens) or not _PLAIN.fullmatch(tokens[following].norm):
                break
            known = tokens[following].norm in symbols.domains
            if ended and not known:
                break
            text, end, ended = f"{text}.{tokens[following].norm}", following + 1, ended or known
        return (end, text) if ended else None

    def path(tokens: Sequence[Token], place: int, text: str) -> tuple[int, str]:
        length = _starts_with(tokens, place, symbols.slash)
        following = chain(tokens, place + length) if length else None
        return path(tokens, following[0], f"{text}/{following[1]}") if following else (place, text)

    def find_email(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        local = chain(tokens, place)
        if local is None or tokens[local[0] - 1].after:
            return
        length = _starts_with(tokens, local[0], symbols.at)
        host = domain(tokens, local[0] + length) if length else None
        if host is not None:
            yield host[0], f"{local[1]}@{host[1]}"

    def find_url(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        length = _starts_with(tokens, place, symbols.www)
        if not length or not _starts_with(tokens, place + length, symbols.dot):
            return
        host = domain(tokens, place + length + _starts_with(tokens, place + length, symbols.dot))
        if host is not None:
            yield path(tokens, host[0], f"www.{host[1]}")

    return find_email if email else find_url
