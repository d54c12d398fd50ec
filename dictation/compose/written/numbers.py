"""Reading number words.

One grammar serves every language whose words the data names: a group below a thousand, then scales downwards ("two
hundred and fifty thousand three hundred"); tens are words of their own ("twenty") or made by a suffix ("dua puluh"),
and the unit stands behind them or, with a joiner, before ("fünfundzwanzig").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from dictation.compose.tokens import Heard, Token, normalise
from dictation.compose.written.figures import FigureStyle

_LONGEST = 40
"""Most words of a number: how far ahead it is looked for."""


@dataclass(frozen=True, kw_only=True)
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
    unit_joiners: frozenset[str]
    """Words between a unit and the tens behind it; none where tens come first."""
    one: frozenset[str]
    point: frozenset[str]
    spoken_zero: frozenset[str]
    repeats: Mapping[str, int]
    fractions: Mapping[tuple[str, ...], Decimal]
    """What may be added behind a whole number: "and a half"."""
    half: frozenset[str]
    """A half of the scale that follows: "dua setengah juta"."""
    compounds: bool
    """Whether a number is written as one word, "zweihundertfünfzig"."""
    style: FigureStyle

    @cached_property
    def hyphenated(self) -> frozenset[str]:
        """The words that make a number when joined by hyphens ("thirty-five", "twenty-fifth")."""
        return frozenset({*self.digits, *self.teens, *self.tens, *self.hundreds, *self.scales, *self.ordinals})

    @cached_property
    def half_words(self) -> frozenset[str]:
        """Fractions of one word, which a compound may end in: "zweieinhalb"."""
        return frozenset(phrase[0] for phrase in self.fractions if len(phrase) == 1)

    @cached_property
    def compounded(self) -> frozenset[str]:
        """The words that a number in one word is made of."""
        return self.hyphenated | self.joiners | self.unit_joiners | self.half_words

    @cached_property
    def begins(self) -> frozenset[str]:
        """The words with which a whole number may begin."""
        return frozenset({*self.digits, *self.teens, *self.tens, *self.whole, *self.one, *self.half})

    @cached_property
    def any_begins(self) -> frozenset[str]:
        """The words with which a number of any kind may begin."""
        return frozenset({*self.begins, *self.ordinals, *self.spoken_zero, *self.point, *self.repeats})

    @cached_property
    def cardinals_of_ordinals(self) -> Mapping[str, str]:
        """The word that an ordinal has in a whole number: "hundredth" → "hundred"."""
        words = {value: word for table in (self.digits, self.teens, self.tens) for word, value in table.items()}
        multiples = {value: word for table in (self.hundreds, self.scales) for word, value in table.items()}
        known = multiples | words
        return {ordinal: known[value] for ordinal, value in self.ordinals.items() if value in known}


def _joined(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number may go on from the token before ``place``: no punctuation was heard between."""
    return place < len(tokens) and not tokens[place - 1].after and not tokens[place].before


class NumberReader:
    """Finds numbers in tokens. Every method returns the place after the number and its value, or None."""

    def __init__(self, words: NumberWords) -> None:
        self.words = words

    def may_begin(self, norm: str) -> bool:
        """Whether a number of any kind may begin with a word."""
        words = self.words
        return norm in words.any_begins or norm[:1].isdecimal() or norm.startswith(words.ordinal_prefixes)

    def may_spell(self, norm: str) -> bool:
        """Whether letters and digits that are said one by one may begin with a word."""
        return len(norm) == 1 or norm in self.words.any_begins

    def cardinal(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """A whole number in words, or one that the recogniser wrote in figures.

        >>> reader.cardinal(tokens("two hundred and fifty crates"), 0)
        (4, 250)
        """
        if not isinstance(tokens, Heard):
            return self._cardinal(tokens, place)
        known: list[tuple[tuple[int, int] | None] | None] = tokens.memory(self)
        found = known[place]
        if found is None:
            found = known[place] = (self._cardinal(tokens, place),)
        return found[0]

    def _cardinal(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        norm = tokens[place].norm
        if norm[:1].isdecimal():
            figures = self.words.style.read(norm)
            whole = figures is not None and figures == figures.to_integral_value() and figures.as_tuple().exponent == 0
            return self._scaled_figures(tokens, place, int(figures)) if figures is not None and whole else None
        if norm not in self.words.begins:
            return None
        total, limit, end = 0, None, place
        while True:
            step = self._scaled_group(tokens, end, first=end == place, limit=limit)
            if step is None:
                break
            end, value, scale = step
            total += value * scale
            limit = scale
            if scale == 1 or not (_joined(tokens, end) or self._goes_on(tokens, end)):
                break
        return (end, total) if end > place else None

    def _goes_on(self, tokens: Sequence[Token], end: int) -> bool:
        """Whether a number goes on behind a comma: hundreds behind thousands, "eighty-four thousand, two hundred"."""
        if end >= len(tokens) or tokens[end - 1].after != "," or tokens[end - 1].norm not in self.words.scales:
            return False
        group = self._group(tokens, end)
        return group is not None and group[1] >= 100 and tokens[end].norm not in self.words.one

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
        half = self._half_scaled(tokens, place, Decimal(0))
        if half is not None:
            return (half[0], 1, half[1]) if limit is None else None
        group = self._group(tokens, place)
        if group is None:
            return None
        end, value = group
        half = self._half_scaled(tokens, end, Decimal(value)) if _joined(tokens, end) else None
        if half is not None and (limit is None or half[1] < limit):
            return half[0], 1, half[1]
        scale = self.words.scales.get(tokens[end].norm, 1) if _joined(tokens, end) else 1
        if limit is not None and value * scale >= limit:
            return None
        return (end + 1, value, scale) if scale > 1 else (end, value, 1)

    def _half_scaled(self, tokens: Sequence[Token], place: int, value: Decimal) -> tuple[int, int] | None:
        """``value`` and a half of the scale behind: "[dua] setengah juta", "half a million"."""
        if tokens[place].norm not in self.words.half or not _joined(tokens, place + 1):
            return None
        at = place + 2 if tokens[place + 1].norm in self.words.one and _joined(tokens, place + 2) else place + 1
        scale = self.words.scales.get(tokens[at].norm)
        return None if scale is None else (at + 1, int((value + Decimal("0.5")) * scale))

    def group(self, tokens: Sequence[Token], place: int) -> tuple[int, Decimal] | None:
        """A number without its scale, in words below a thousand or in figures: the "ten" of "ten million"."""
        figures = self.words.style.read(tokens[place].norm) if tokens[place].norm[:1].isdecimal() else None
        if figures is not None:
            return place + 1, figures
        found = self._group(tokens, place)
        return None if found is None else (found[0], Decimal(found[1]))

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
        small = self.below_hundred(tokens, place)
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
        rest = self.below_hundred(tokens, after)
        if rest is None or rest[1] == 0:
            return place, hundreds
        return rest[0], hundreds + rest[1]

    def below_hundred(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """A number in words below a hundred."""
        words, norm = self.words, tokens[place].norm
        if norm in words.teens:
            return place + 1, words.teens[norm]
        if norm in words.tens:
            return self._with_unit(tokens, place + 1, words.tens[norm])
        if norm not in words.digits:
            return None
        value = words.digits[norm]
        if value and _joined(tokens, place + 1):
            if tokens[place + 1].norm in words.unit_joiners and self._before_tens(tokens, place):
                return place + 3, value + words.tens[tokens[place + 2].norm]
            if tokens[place + 1].norm in words.tens_suffixes:
                return self._with_unit(tokens, place + 2, value * 10)
            if tokens[place + 1].norm in words.teens_suffixes:
                return place + 2, value + 10
        return place + 1, value

    def _before_tens(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether tens stand behind a unit and its joiner: "fünfundzwanzig", but not "between fünf und zwanzig"."""
        one_word = not self.words.compounds or tokens[place].word == tokens[min(place + 2, len(tokens) - 1)].word
        return one_word and _joined(tokens, place + 2) and tokens[place + 2].norm in self.words.tens

    def _with_unit(self, tokens: Sequence[Token], place: int, tens: int) -> tuple[int, int]:
        if _joined(tokens, place) and not self.words.unit_joiners:
            unit = self.words.digits.get(tokens[place].norm, 0)
            suffixes = self.words.tens_suffixes | self.words.teens_suffixes
            starts_anew = _joined(tokens, place + 1) and tokens[place + 1].norm in suffixes
            if unit and not starts_anew:
                return place + 1, tens + unit
        return place, tens

    def ordinal(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """An ordinal in words ("twenty-fifth", "kedua puluh lima") or in figures ("25th")."""
        words, norm = self.words, tokens[place].norm
        figures = words.style.read_ordinal(norm)
        if figures is not None:
            return place + 1, figures
        for prefix in words.ordinal_prefixes:
            rest = norm.removeprefix(prefix).strip("-")
            if norm.startswith(prefix) and (rest in words.begins or (rest.isdecimal() and "-" in norm)):
                found = self.cardinal([replace(tokens[place], norm=rest), *tokens[place + 1 : place + _LONGEST]], 0)
                return None if found is None else (place + found[0], found[1])
        if norm in words.ordinals:
            return place + 1, words.ordinals[norm]
        return self._ordinal_after_cardinal(tokens, place) if norm in words.begins else None

    def _ordinal_after_cardinal(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """A cardinal whose last word is an ordinal: "one hundred and eleventh"."""
        ahead = range(place, min(place + _LONGEST, len(tokens)))
        end = next((at for at in ahead if self._ends_ordinal(tokens[at])), len(tokens))
        last = self.words.cardinals_of_ordinals.get(tokens[end].norm) if end < len(tokens) else None
        if last is None:
            return None
        found = self.cardinal([*tokens[place:end], replace(tokens[end], norm=last)], 0)
        return (end + 1, found[1]) if found is not None and found[0] == end + 1 - place else None

    def _ends_ordinal(self, token: Token) -> bool:
        """Whether an ordinal that has begun goes no further than this word."""
        words, norm = self.words, token.norm
        return norm not in words.begins | words.joiners and norm not in words.hundreds and norm not in words.scales

    def decimal(self, tokens: Sequence[Token], place: int) -> tuple[int, Decimal] | None:
        """A number with digits after its point, in words ("fourteen point two five") or in figures."""
        if tokens[place].norm[:1].isdecimal():
            figures = self.words.style.read(tokens[place].norm)
            if figures is not None and figures.as_tuple().exponent != 0:
                return place + 1, figures
        whole = (place + 1, 0) if tokens[place].norm in self.words.spoken_zero else self.cardinal(tokens, place)
        if whole is None or not _joined(tokens, whole[0]):
            return None
        found = self.bare_decimal(tokens, whole[0])
        return None if found is None else (found[0], whole[1] + found[1])

    def bare_decimal(self, tokens: Sequence[Token], place: int) -> tuple[int, Decimal] | None:
        """The point and what follows it: "point oh five", "point twenty-five"."""
        if tokens[place].norm not in self.words.point or not _joined(tokens, place + 1):
            return None
        run = self.digit_run(tokens, place + 1)
        if run is not None:
            return run[0], Decimal(f"0.{run[1]}")
        pair = self.below_hundred(tokens, place + 1)
        return None if pair is None else (pair[0], Decimal(f"0.{pair[1]}"))

    def mixed(self, tokens: Sequence[Token], place: int) -> tuple[int, Decimal] | None:
        """A whole number and a fraction: "two and a half"."""
        whole = self.cardinal(tokens, place)
        for phrase, value in self.words.fractions.items() if whole is not None else ():
            part = tokens[whole[0] : whole[0] + len(phrase)] if whole is not None else ()
            if whole is None or tuple(token.norm for token in part) != phrase or tokens[whole[0] - 1].after:
                continue
            if not any(token.after for token in part[:-1]):
                return whole[0] + len(phrase), whole[1] + value
        return None

    def mixed_scaled(self, tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
        """A mixed number or a decimal with the scale behind it, worked out: "two and a half thousand"."""
        found = self.mixed(tokens, place) or self.decimal(tokens, place)
        if found is None or not _joined(tokens, found[0]):
            return None
        value = found[1] * self.words.scales.get(tokens[found[0]].norm, 0)
        return (found[0] + 1, int(value)) if value and value == value.to_integral_value() else None

    def compound(self, token: Token) -> str | None:
        """A word made with a number of ten or more, the number in figures: "forty-hour" → "40-hour"."""
        parts = token.text.split("-")
        for length in range(min(3, len(parts) - 1), 0, -1):
            view = [replace(token, text=part, norm=normalise(part), before="", after="") for part in parts[:length]]
            found = self.cardinal(view, 0)
            if found is not None and found[0] == length and found[1] >= 10 and not parts[0].isdecimal():
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
            if not _joined(tokens, end):
                break
        return (end, found) if found else None

    def digit(self, token: Token) -> str | None:
        """The figure that a single word stands for."""
        if token.norm in self.words.spoken_zero:
            return "0"
        if token.norm in self.words.digits:
            return str(self.words.digits[token.norm])
        return token.norm if len(token.norm) == 1 and token.norm.isdecimal() else None

    def below(self, tokens: Sequence[Token], place: int, limit: int) -> Iterator[tuple[int, int]]:
        """A cardinal smaller than ``limit``."""
        found = self.cardinal(tokens, place)
        if found is not None and found[1] < limit:
            yield found
