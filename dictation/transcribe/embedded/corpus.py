"""Sentences of dictation for the language model, made from lines with classes such as {person} and {money}."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from importlib import resources
from string import ascii_lowercase

from dictation.transcribe.engine import Vocabulary

_VARIANTS = 6
"""How often a line with classes is said, each time with other words in their places."""
_SEED = 1
_FILLERS = ("um", "uh", "er")
_HESITANT = 0.06
"""The share of places between two words of talk at which a speaker hesitates aloud."""
_AMERICAN = 0.3
"""The share of items whose speaker says "period"."""
_SPOKEN = re.compile(r"[a-z][a-z']*\.?(?:[a-z]\.)*")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame"})
_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WORDS = (
    "mill station garden church market river bridge park school office orders garage contract delivery window kitchen "
    "account claim survey order letter harbour summer village castle london north west green victoria king queen"
).split()
_NOBODY = ("john smith", "mary jones", "david brown", "susan taylor", "peter wilson", "anna davies")
_NO_FIRM = ("the company", "the office", "the bank")


def spoken(text: str) -> tuple[str, ...]:
    """The words of a written name as the recogniser's dictionary spells them: lower case, accents and signs gone."""
    folded = text.lower().replace("’", "'").replace("&", " and ").replace("-", " ").translate(_PLAIN)
    return tuple(word.rstrip(".") for word in _SPOKEN.findall(folded))


def _plain_letters() -> dict[int, str]:
    table = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}
    groups = {"a": "àáâãäåāă", "c": "çćč", "e": "èéêëēęě", "g": "ğ", "i": "ìíîïī", "n": "ñńň", "o": "òóôõöőō"}
    groups |= {"s": "şśš", "u": "ùúûüűū", "y": "ýÿ", "z": "źżž"}
    table |= {letter: plain for plain, letters in groups.items() for letter in letters}
    return str.maketrans(table)


_PLAIN = _plain_letters()


def sentences(vocabulary: Vocabulary) -> Iterator[list[str]]:
    """Stretches of dictation as lists of words, the same ones each time for the same vocabulary.

    Each line comes alone, and those of an item also strung together as they are spoken: an opening, a few sentences,
    a closing.
    """
    classes = _Classes(vocabulary)
    lot = random.Random(_SEED)  # noqa: S311 - chooses examples, keeps no secret
    sections: dict[str, list[str]] = {}
    for section, line in _lines():
        filled = [classes.filled(line) for _ in range(_VARIANTS if "{" in line else 2)]
        sections.setdefault(section, []).extend(filled)
        for text in filled:
            words = text.split()
            yield words
            if section == "talk":
                yield _hesitant(words, lot)
    for entry in (*vocabulary.names, *vocabulary.terms):
        yield list(spoken(entry))
    texts = lot.sample(sections["text"], len(sections["text"]))
    while texts:
        count = lot.randint(2, 5)
        said, texts = texts[:count], texts[count:]
        item = [lot.choice(sections["opening"]), lot.choice((" ", " new paragraph ")).join(said)]
        item.append(lot.choice(sections["closing"]))
        text = " ".join(item)
        yield (text.replace("full stop", "period") if lot.random() < _AMERICAN else text).split()


def _hesitant(words: list[str], lot: random.Random) -> list[str]:
    """The words with a filler wherever the lot says so."""
    pairs = [(lot.choice(_FILLERS), word) if lot.random() < _HESITANT else (word,) for word in words]
    return [word for pair in pairs for word in pair]


def _lines() -> Iterator[tuple[str, str]]:
    """The lines of the data file with the names of their sections."""
    section = ""
    for line in (resources.files(__package__) / "dictation.en.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            yield section, line


class _Classes:
    """Fills the classes: the client's own names in turn, so that each has its share, the rest by lot."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lot = lot = random.Random(_SEED)  # noqa: S311 - chooses examples, keeps no secret
        names = [spoken(name) for name in vocabulary.names]
        people = [" ".join(word for word in name if word not in _TITLES) for name in names]
        firms = [" ".join(spoken(term)) for term in vocabulary.terms]
        person = itertools.cycle([name for name in people if name] or _NOBODY)
        firm = itertools.cycle([name for name in firms if name] or _NO_FIRM)
        self._fillers: dict[str, Callable[[], str]] = {
            "person": lambda: next(person),
            "first": lambda: next(person).split()[0],
            "last": lambda: next(person).split()[-1],
            "firm": lambda: next(firm),
            "letters": lambda: " ".join(lot.choice(next(person).split()).replace("'", "")),
            "word": lambda: lot.choice(_WORDS),
            "code": self._code,
            "number": lambda: number_words(
                lot.choice((lot.randint(1, 12), lot.randint(1, 99), lot.randint(2, 40) * 25))
            ),
            "money": self._money,
            "percent": lambda: f"{number_words(lot.randint(1, 30))} percent",
            "ordinal": lambda: _ordinal(lot.randint(1, 31)),
            "month": lambda: lot.choice(_MONTHS),
            "weekday": lambda: lot.choice(_WEEKDAYS),
            "date": self._date,
            "year": lambda: f"twenty {number_words(lot.randint(20, 35))}",
            "time": self._time,
            "digits": lambda: " ".join(lot.choice([*_ONES, "oh", "zero"]) for _ in range(lot.randint(3, 6))),
        }

    def filled(self, line: str) -> str:
        """The line with words in the places of its classes.

        Raises:
            KeyError: There is no class of that name.
        """
        return re.sub(r"\{(\w+)\}", lambda match: self._fillers[match[1]](), line)

    def _money(self) -> str:
        lot = self._lot
        amount = lot.choice(
            (lot.randint(5, 99), lot.randint(2, 99) * 50, lot.randint(10, 99) * 250, lot.randint(1, 90) * 1000)
        )
        unit = lot.choice(("pounds", "pounds", "dollars", "dollars", "euros"))
        return f"{number_words(amount)} {unit}"

    def _code(self) -> str:
        lot = self._lot
        signs = [lot.choice(ascii_lowercase) for _ in range(lot.randint(1, 3))]
        return " ".join(
            [*signs, *lot.choices(_ONES, k=lot.randint(1, 3)), *lot.choices(ascii_lowercase, k=lot.randint(0, 2))]
        )

    def _date(self) -> str:
        lot = self._lot
        day, month = _ordinal(lot.randint(1, 31)), lot.choice(_MONTHS)
        return lot.choice((f"the {day} of {month}", f"the {day} of {month}", f"{month} {day}", f"{month} the {day}"))

    def _time(self) -> str:
        lot = self._lot
        hour = number_words(lot.randint(1, 12))
        return lot.choice(
            (
                f"{hour} o'clock",
                f"half past {hour}",
                f"quarter past {hour}",
                f"quarter to {hour}",
                f"{hour} a.m.",
                f"{hour} p.m.",
                f"{hour} thirty",
                f"{hour} thirty p.m.",
                hour,
            )
        )


def number_words(number: int) -> str:
    """A number below a million in words, British fashion ("two thousand four hundred and fifty").

    >>> number_words(1205)
    'one thousand two hundred and five'
    """
    if number >= 1000:
        rest = number % 1000
        joint = " and " if 0 < rest < 100 else " "
        return (number_words(number // 1000) + " thousand" + (joint + number_words(rest) if rest else "")).strip()
    if number >= 100:
        rest = number % 100
        return f"{_ONES[number // 100 - 1]} hundred" + (f" and {number_words(rest)}" if rest else "")
    if number >= 20:
        return _TENS[number // 10 - 2] + (f" {_ONES[number % 10 - 1]}" if number % 10 else "")
    return _TEENS[number - 10] if number >= 10 else _ONES[number - 1]


def _ordinal(day: int) -> str:
    if day <= 20:
        return _ORDINALS[day - 1]
    return f"twenty {_ORDINALS[day - 21]}" if day < 30 else ("thirtieth" if day == 30 else "thirty first")
