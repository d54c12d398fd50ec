"""Slots for what is said digit by digit: telephone numbers, postal codes, addresses of machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dictation.compose.automaton import Slot
from dictation.compose.tokens import Token
from dictation.compose.written.numbers import NumberReader
from dictation.compose.written.spelled import Phrases, Shapes, phrase_length

GROUP_PAUSE_MS = 150
"""A silence this long between digits parts the groups of a telephone number that was transcribed without commas."""
LONGEST_PHONE, _LONGEST_GROUP = 20, 5
"""Most figures of a telephone number: the 15 of ITU E.164, and prefixes and extensions around them."""

Group = tuple[int, str]


def digits_slot(reader: NumberReader, *, least: int) -> Slot:
    """``least`` digits or more, said one by one."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        run = reader.digit_run(tokens, place)
        if run is not None and len(run[1]) >= least and run[0] - place >= 2:
            yield run

    return find


def joined_digits_slot(reader: NumberReader) -> Slot:
    """Four figures or more, parted by commas that do not count, as in a postal code."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        groups = list(_groups(reader, tokens, place))
        text = "".join(group[1] for group in groups)
        if 4 <= len(text) <= LONGEST_PHONE:
            yield groups[-1][0], text

    return find


def phone_slot(reader: NumberReader, plus: Phrases, shapes: Shapes) -> Slot:
    """Groups of digits, parted by commas or pauses, seven digits or more in all, with the plus of a country.

    Where too few pauses are heard, the groups are those of the first of ``shapes`` that all digits have.
    """

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        length = phrase_length(tokens, place, plus)
        if not length and not _is_start(reader, tokens[place]):
            return
        groups = list(_groups(reader, tokens, place + length)) if place + length < len(tokens) else []
        texts = [group[1] for group in groups]
        if len(groups) == 1:
            texts = _by_pauses(reader, tokens, place + length, groups[0][0])
        figures = sum(map(len, texts))
        if not length and max(map(len, texts), default=0) > _LONGEST_GROUP:
            texts = _shaped("".join(texts), shapes).split() or texts
        said = groups[-1][0] - place if groups else length
        by_digit = _said_by_digit(reader, tokens[place + length : place + said])
        if 7 <= figures <= LONGEST_PHONE and 2 * by_digit >= figures and (length or (len(texts) > 1 and said >= 5)):
            yield place + said, ("+" if length else "") + " ".join(texts)

    return find


def _shaped(digits: str, shapes: Shapes) -> str:
    """Digits in the groups of the first shape that they have; empty for none."""
    return next((pattern.sub(written, digits) for pattern, written in shapes if pattern.fullmatch(digits)), "")


def dotted_slot(reader: NumberReader, dot: Phrases) -> Slot:
    """Four numbers with dots between them, the address of a machine (RFC 791)."""

    def find(tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        parts: list[str] = []
        end = place
        while len(parts) < 4 and end < len(tokens):
            part = _octet(reader, tokens, end)
            if part is None:
                return
            parts.append(part[1])
            end = part[0]
            length = phrase_length(tokens, end, dot) if len(parts) < 4 else 0
            if len(parts) < 4 and not length:
                return
            end += length
        if len(parts) == 4:
            yield end, ".".join(parts)

    return find


def _octet(reader: NumberReader, tokens: Sequence[Token], place: int) -> Group | None:
    """A number below 256, digit by digit or as "one twenty-three" is said."""
    run = reader.digit_run(tokens, place)
    rest = reader.cardinal(tokens, run[0] if run else place) if (run[0] if run else place) < len(tokens) else None
    text = (run[1] if run else "") + (str(rest[1]) if rest else "")
    if not text.isdecimal() or int(text) > 255:
        return None
    return (rest[0] if rest else run[0] if run else place), str(int(text))


def _is_start(reader: NumberReader, token: Token) -> bool:
    return _is_single(reader, token) or token.norm.isdecimal()


def _said_by_digit(reader: NumberReader, tokens: Sequence[Token]) -> int:
    """How many figures of a number were said one by one, and not as "sixty-two" or "eight hundred"."""
    words = reader.words
    count = 0
    for token in tokens:
        if token.norm in words.hundreds or token.norm in words.tens:
            count -= 1
        elif reader.digit(token) is not None:
            count += 1
        elif token.norm in words.repeats:
            count += words.repeats[token.norm] - 1
    return count


def _groups(reader: NumberReader, tokens: Sequence[Token], place: int) -> Iterator[Group]:
    """Groups of digits; the first may be one digit ("one, eight hundred, …")."""
    end, figures = place, 0
    while end < len(tokens) and figures <= LONGEST_PHONE:
        group = _group(reader, tokens, end, first=not figures)
        if group is None or (figures and len(group[1]) < 2):
            return
        yield group
        end, figures = group[0], figures + len(group[1])
        if tokens[end - 1].after not in ("", ","):
            return


def _group(reader: NumberReader, tokens: Sequence[Token], place: int, *, first: bool) -> Group | None:
    """Digits up to a comma. "Eight hundred" begins a group; "sixty-two" is the whole of a first one."""
    if tokens[place].norm.isdecimal() and len(tokens[place].norm) > 1:
        return place + 1, tokens[place].norm
    text, end = "", place
    while end < len(tokens) and len(text) <= LONGEST_PHONE and not (end > place and tokens[end - 1].after):
        part = _part(reader, tokens, end)
        if part is None or (text and part[1].endswith("00") and tokens[part[0] - 1].norm in reader.words.hundreds):
            break
        end, text = part[0], text + part[1]
        if first and len(text) == 2 and not _is_single(reader, tokens[place]):
            break
    return (end, text) if text else None


def _part(reader: NumberReader, tokens: Sequence[Token], place: int) -> Group | None:
    """One digit, a repeated one, digits with "hundred", or a number from ten to ninety-nine."""
    words, norm = reader.words, tokens[place].norm
    ahead = tokens[place + 1].norm if place + 1 < len(tokens) and not tokens[place].after else ""
    if norm in words.repeats and ahead:
        digit = reader.digit(tokens[place + 1])
        return (place + 2, digit * words.repeats[norm]) if digit else None
    if (
        norm in words.teens
        or norm in words.tens
        or ahead in words.tens_suffixes | words.teens_suffixes | words.unit_joiners
    ):
        pair = reader.below_hundred(tokens, place)
        return None if pair is None else (pair[0], str(pair[1]))
    digit = reader.digit(tokens[place])
    if digit is None:
        return None
    return (place + 2, f"{digit}00") if ahead in words.hundreds and digit != "0" else (place + 1, digit)


def _is_single(reader: NumberReader, token: Token) -> bool:
    return reader.digit(token) is not None or token.norm in reader.words.repeats


def _by_pauses(reader: NumberReader, tokens: Sequence[Token], start: int, end: int) -> list[str]:
    """The digits of a run, a string a group."""
    texts: list[str] = [""]
    at = start
    while at < end:
        part = _part(reader, tokens, at)
        if part is None:
            return texts
        if texts[-1] and tokens[at].pause_ms >= GROUP_PAUSE_MS:
            texts.append("")
        texts[-1] += part[1]
        at = part[0]
    return texts
