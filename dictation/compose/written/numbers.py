"""Reading number words.

One grammar serves every language whose words the data names: a group below a thousand, then scales downwards ("two
hundred and fifty thousand three hundred"); tens are words of their own ("twenty") or made by a suffix ("dua puluh").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dictation.compose.tokens import Token, normalise

_FIGURES = re.compile(r"\d{1,3}(?:[,.]\d{3})+|\d+")


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberWords:
    """A language's number words; the fields are the tables of its ``numbers.toml``."""

    digits: Mapping[str, int]
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    hundreds: Mapping[str, int]
    scales: Mapping[str, int]
    whole: Mapping[str, int]
    tens_suffixes: frozenset[str]
    teens_suffixes: frozenset[str]
    ordinals: Mapping[str, int]
    ordinal_prefixes: tuple[str, ...]
    joiners: frozenset[str]
    one: frozenset[str]
    point: frozenset[str]
    spoken_zero: frozenset[str]
    repeats: Mapping[str, int]
    thousands: str
    decimal: str
    ordinal_endings: Mapping[str, str]

    @property
    def hyphenated(self) -> frozenset[str]:
        """The words that make a number when joined by hyphens ("thirty-five", "twenty-fifth")."""
        return frozenset({*self.digits, *self.teens, *self.tens, *self.hundreds, *self.ordinals})


def _joined(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number may go on from the token before ``place``: no punctuation was heard between."""
    return place < len(tokens) and not tokens[place - 1].after


class NumberReader:
    """Finds numbers in tokens. Every method returns the place after the number and its value, or None."""

    def __init__(self, words: NumberWords) -> None:
        self.words = words

    def cardinal(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """A whole number in words, or one that the recogniser wrote in figures.

        >>> reader.cardinal(tokens("two hundred and fifty crates"), 0)
        (4, 250)
        """
        figures = _FIGURES.fullmatch(tokens[place].norm)
        if figures is not None:
            return self._scaled_figures(tokens, place, int(re.sub(r"[,.]", "", figures[0])))
        total, limit, end = 0, None, place
        while True:
            step = self._scaled_group(tokens, end, first=end == place, limit=limit)
            if step is None:
                break
            end, value, scale = step
            total += value * scale
            limit = scale
            if scale == 1 or not _joined(tokens, end):
                break
        return (end, total) if end > place else None

    def _scaled_figures(self, tokens: Sequence[Token], place: int, value: int) -> tuple[int, int]:
        end = place + 1
        if _joined(tokens, end) and tokens[end].norm in self.words.scales:
            return end + 1, value * self.words.scales[tokens[end].norm]
        return end, value

    def _scaled_group(
        self, tokens: Sequence[Token], place: int, *, first: bool, limit: int | None
    ) -> tuple[int, int, int] | None:
        """A group and the scale after it (1 for none), both together smaller than ``limit``."""
        if not first and tokens[place].norm in self.words.joiners:
            place += 1
            if not _joined(tokens, place):
                return None
        norm = tokens[place].norm
        whole = self.words.whole.get(norm, 0)
        if whole >= 1_000 and (limit is None or whole < limit):
            return place + 1, 1, whole
        group = self._group(tokens, place)
        if group is None:
            return None
        end, value = group
        scale = self.words.scales.get(tokens[end].norm, 1) if _joined(tokens, end) else 1
        if limit is not None and value * scale >= limit:
            return None
        return (end + 1, value, scale) if scale > 1 else (end, value, 1)

    def _group(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """A number below a thousand ("eleven hundred" up to 9,900 included)."""
        words = self.words
        whole = words.whole.get(tokens[place].norm)
        if whole == 100:
            return self._with_remainder(tokens, place + 1, 100)
        if tokens[place].norm in words.one:
            if not _joined(tokens, place + 1):
                return None
            following = tokens[place + 1].norm
            if following in words.hundreds:
                return self._with_remainder(tokens, place + 2, 100)
            return (place + 1, 1) if following in words.scales else None
        small = self._below_hundred(tokens, place)
        if small is None:
            return None
        end, value = small
        if value and _joined(tokens, end) and tokens[end].norm in words.hundreds:
            return self._with_remainder(tokens, end + 1, value * 100)
        return small

    def _with_remainder(self, tokens: Sequence[Token], place: int, hundreds: int) -> tuple[int, int]:
        """What follows the hundreds: "and fifty", "fifty" or nothing."""
        if not _joined(tokens, place):
            return place, hundreds
        after = place
        if tokens[after].norm in self.words.joiners:
            after += 1
            if not _joined(tokens, after):
                return place, hundreds
        rest = self._below_hundred(tokens, after)
        if rest is None or rest[1] == 0:
            return place, hundreds
        return rest[0], hundreds + rest[1]

    def _below_hundred(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        words, norm = self.words, tokens[place].norm
        if norm in words.teens:
            return place + 1, words.teens[norm]
        if norm in words.tens:
            return self._with_unit(tokens, place + 1, words.tens[norm])
        if norm not in words.digits:
            return None
        value = words.digits[norm]
        if value and _joined(tokens, place + 1):
            if tokens[place + 1].norm in words.tens_suffixes:
                return self._with_unit(tokens, place + 2, value * 10)
            if tokens[place + 1].norm in words.teens_suffixes:
                return place + 2, value + 10
        return place + 1, value

    def _with_unit(self, tokens: Sequence[Token], place: int, tens: int) -> tuple[int, int]:
        if _joined(tokens, place):
            unit = self.words.digits.get(tokens[place].norm, 0)
            suffixes = self.words.tens_suffixes | self.words.teens_suffixes
            starts_anew = _joined(tokens, place + 1) and tokens[place + 1].norm in suffixes
            if unit and not starts_anew:
                return place + 1, tens + unit
        return place, tens

    def ordinal(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """An ordinal in words ("twenty-fifth") or in figures ("25th")."""
        words, norm = self.words, tokens[place].norm
        figures = re.fullmatch(r"(\d+)(st|nd|rd|th)", norm)
        if figures:
            return place + 1, int(figures[1])
        if norm in words.ordinals:
            return place + 1, words.ordinals[norm]
        if norm in words.tens and _joined(tokens, place + 1):
            unit = words.ordinals.get(tokens[place + 1].norm, 0)
            return (place + 2, words.tens[norm] + unit) if 0 < unit < 10 else None
        for prefix in words.ordinal_prefixes:
            if norm.startswith(prefix) and norm.removeprefix(prefix).strip("-") in words.digits:
                return place + 1, words.digits[norm.removeprefix(prefix).strip("-")]
        return None

    def decimal(self, tokens: Sequence[Token], place: int) -> tuple[int, Decimal] | None:
        """A number with digits after its point ("fourteen point two five")."""
        whole = self.cardinal(tokens, place)
        if whole is None:
            return None
        end, value = whole
        if not _joined(tokens, end) or tokens[end].norm not in self.words.point or not _joined(tokens, end + 1):
            return None
        run = self.digit_run(tokens, end + 1)
        if run is None:
            return None
        return run[0], Decimal(f"{value}.{run[1]}")

    def compound(self, token: Token) -> str | None:
        """A word made with a number of ten or more, the number in figures: "forty-hour" → "40-hour"."""
        parts = token.text.split("-")
        for length in range(min(3, len(parts) - 1), 0, -1):
            view = [replace(token, text=part, norm=normalise(part), before="", after="") for part in parts[:length]]
            found = self.cardinal(view, 0)
            if found is not None and found[0] == length and found[1] >= 10 and not parts[0].isdigit():
                return "-".join([str(found[1]), *parts[length:]])
        return None

    def digit_run(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """Digits said one by one ("oh one one seven"), up to the first punctuation."""
        found, end = "", place
        while end < len(tokens):
            times = self.words.repeats.get(tokens[end].norm, 1)
            at = end + 1 if times > 1 and _joined(tokens, end + 1) else end
            digit = self.digit(tokens[at])
            if digit is None:
                break
            found += digit * (times if at > end else 1)
            end = at + 1
            if tokens[end - 1].after:
                break
        return (end, found) if found else None

    def digit(self, token: Token) -> str | None:
        """The figure that a single word stands for."""
        if token.norm in self.words.spoken_zero:
            return "0"
        if token.norm in self.words.digits:
            return str(self.words.digits[token.norm])
        return token.norm if token.norm.isdigit() else None

    def below(self, tokens: Sequence[Token], place: int, limit: int) -> Iterator[tuple[int, int]]:
        """A cardinal smaller than ``limit``."""
        found = self.cardinal(tokens, place)
        if found is not None and found[1] < limit:
            yield found


def grouped(value: int | Decimal, words: NumberWords) -> str:
    """A number in figures with the language's separators: 1,250.50."""
    text = f"{value:,}"
    separators = {ord(","): words.thousands, ord("."): words.decimal}
    return text.translate(separators)


def ordinal_figures(value: int, words: NumberWords) -> str:
    """An ordinal in figures: 21st."""
    endings = words.ordinal_endings
    ending = endings.get(str(value % 100)) or (
        endings.get(str(value % 10)) if value % 100 not in (11, 12, 13) else None
    )
    return f"{value}{ending or endings['default']}"
