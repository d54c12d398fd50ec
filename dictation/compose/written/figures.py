"""Numbers in figures: how they are grouped, and reading what a recogniser wrote in figures itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class FigureStyle:
    """How a language writes numbers; the fields are the table ``output`` of its ``numbers.toml``."""

    thousands: str
    decimal: str
    lakh_words: frozenset[str]
    """Scales after which a number is grouped the Indian way: 2,50,000."""
    lakh_signs: frozenset[str]
    """Currencies whose amounts are grouped so in any case."""
    ordinal_before: str
    ordinal_endings: Mapping[str, str]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        group, point = re.escape(self.thousands), re.escape(self.decimal)
        return re.compile(rf"(\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}|\d+)(?:{point}(\d+))?")

    def read(self, text: str) -> Decimal | None:
        """The number that figures stand for, with as many decimals as were written."""
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        whole = match[1].replace(self.thousands, "")
        return Decimal(f"{whole}.{match[2]}" if match[2] else whole)

    @cached_property
    def _ordinal_pattern(self) -> re.Pattern[str]:
        endings = sorted(re.escape(ending) for ending in self.ordinal_endings.values() if ending)
        return re.compile(rf"(\d+)(?:{'|'.join(endings)})")

    def read_ordinal(self, text: str) -> int | None:
        """The value of an ordinal in figures with one of the language's endings: "25th", "25."."""
        match = self._ordinal_pattern.fullmatch(text) if any(self.ordinal_endings.values()) else None
        return None if match is None else int(match[1])

    @property
    def dots_ordinals(self) -> bool:
        """Whether an ordinal in figures ends in a full stop, "14."."""
        return self.ordinal_endings["default"] == "."

    def group(self, value: Decimal, *, lakhs: bool = False) -> str:
        """A number in figures with the language's separators: 1,250.50, or with ``lakhs`` 12,50,000."""
        whole, _, rest = f"{value:f}".partition(".")
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        head, last = whole[:-3], whole[-3:]
        size = 2 if lakhs else 3
        parts = [head[max(0, end - size) : end] for end in range(len(head), 0, -size)][::-1]
        return sign + self.thousands.join([*parts, last]) + (self.decimal + rest if rest else "")

    def ordinal(self, value: int) -> str:
        """An ordinal in figures: 21st, ke-21."""
        endings = self.ordinal_endings
        ending = endings.get(str(value % 100)) or (
            endings.get(str(value % 10)) if value % 100 not in (11, 12, 13) else None
        )
        return f"{self.ordinal_before}{value}{endings['default'] if ending is None else ending}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A number that a slot found, to be written in figures."""

    value: Decimal
    style: FigureStyle
    lakhs: bool = False

    def beside(self, signs: frozenset[str]) -> Figure:
        """The same number as it is written beside the signs of currencies."""
        return replace(self, lakhs=True) if self.style.lakh_signs & signs else self

    def __str__(self) -> str:
        return self.style.group(self.value, lakhs=self.lakhs)
