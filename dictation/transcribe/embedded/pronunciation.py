"""How words are said that are not in the wheel's dictionary, learnt from those that are.

Letters are aligned with phones by the "allowables" of Black, Lenzo and Pagel (Issues in Building General Letter to
Sound Rules, 1998): each letter gives none, one or two phones, most cheaply from the set it usually stands for. What a
letter then became is remembered with the letters around it; an unknown word's letters are said as in the widest
surroundings that were ever seen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

_VOWELS = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
_USUAL: Mapping[str, frozenset[str]] = {
    **dict.fromkeys("aeiouy", _VOWELS | {"Y", "W"}),
    **{
        letter: frozenset(phones.split())
        for letter, phones in {
            "b": "B",
            "c": "K S CH SH",
            "d": "D JH T",
            "f": "F",
            "g": "G JH ZH NG",
            "h": "HH",
            "j": "JH Y HH",
            "k": "K",
            "l": "L",
            "m": "M",
            "n": "N NG",
            "p": "P F",
            "q": "K",
            "r": "R ER",
            "s": "S Z SH ZH",
            "t": "T TH DH CH SH",
            "v": "V F",
            "w": "W V",
            "x": "K S Z G",
            "z": "Z S T",
        }.items()
    },
}
_ALSO_KNOWN: Mapping[str, str] = {
    "bcc": "B IY S IY S IY",
    "postcode": "P OW S T K OW D",
    "semicolon": "S EH M IY K OW L AH N",
}
"""Words of dictation that the wheel's dictionary lacks."""
_AS_SPELLED: Mapping[str, str] = {
    **dict(zip("abcdefghijklmnopqrstuvwxyz", (
        "AA B K D EH F G HH IY JH K L M N OW P K R S T UW V W K Y Z"
    ).split(), strict=True)),
    "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "ng": "NG", "ny": "N Y", "ck": "K", "ai": "AY", "ay": "AY",
    "au": "AW", "ei": "EY", "ey": "EY", "oo": "UW", "ee": "IY", "x": "K S",
}  # fmt: skip
"""How letters and pairs of letters are said in most languages but English."""
_PIECES = "|".join(sorted(_AS_SPELLED, key=len, reverse=True))
_CONTEXTS = ((3, 3), (3, 2), (2, 3), (2, 2), (1, 2), (2, 1), (1, 1), (0, 1), (1, 0), (0, 0))
"""How many letters to the left and to the right, the widest first."""
_SAMPLE = 10
"""Of the dictionary's words every tenth is learnt from: all would take twenty seconds, and get a few more right."""

Phones = tuple[str, ...]


class Pronunciations:
    """The wheel's dictionary, and a guess for every word it lacks."""

    def __init__(self, dictionary: Path) -> None:
        self._dictionary = dictionary

    def of(self, word: str) -> tuple[Phones, ...]:
        """The ways a word in lower-case Latin letters is said, the most usual first."""
        return self.known.get(word) or tuple(dict.fromkeys(self._guesses(word)))

    @cached_property
    def known(self) -> dict[str, tuple[Phones, ...]]:
        """Every word of the dictionary with its pronunciations."""
        words: defaultdict[str, list[Phones]] = defaultdict(list)
        for word, said in _ALSO_KNOWN.items():
            words[word].append(tuple(said.split()))
        with self._dictionary.open(encoding="utf-8") as lines:
            for line in lines:
                word, *phones = line.split()
                words[word.partition("(")[0]].append(tuple(phones))
        return {word: tuple(ways) for word, ways in words.items()}

    def _guesses(self, word: str) -> Iterable[Phones]:
        """As two known words ("ash" + "worth"), if it is that, as English words are said, and as it is spelled."""
        if word.endswith("'s"):
            for phones in self.of(word.removesuffix("'s")):
                yield (*phones, "S" if phones[-1] in {"P", "T", "K", "F", "TH"} else "Z")
            return
        for cut in range(len(word) - 3, 2, -1):
            left, right = self.known.get(word[:cut]), self.known.get(word[cut:])
            if left and right:
                yield (*left[0], *right[0])
                break
        yield from filter(None, (self._by_rules(word), _as_spelled(word)))

    def _by_rules(self, word: str) -> Phones:
        return tuple(phone for phones in map(self._said, _surroundings(word)) for phone in phones)

    def _said(self, surroundings: list[str]) -> Phones:
        return next((self._rules[key] for key in surroundings if key in self._rules), ())

    @cached_property
    def _rules(self) -> dict[str, Phones]:
        seen: defaultdict[str, Counter[Phones]] = defaultdict(Counter)
        plain = [(word, ways[0]) for word, ways in self.known.items() if word.isascii() and word.isalpha()]
        for word, phones in plain[::_SAMPLE]:
            for said, keys in zip(_aligned(word, phones), _surroundings(word), strict=True):
                for key in keys:
                    seen[key][said] += 1
        return {key: counts.most_common(1)[0][0] for key, counts in seen.items()}


def _as_spelled(word: str) -> Phones:
    """As somebody says a foreign name who does not take it for English; double letters are said once."""
    pieces = re.findall(_PIECES, word)
    said = [piece for place, piece in enumerate(pieces) if piece != pieces[place - 1] or not place]
    return tuple(phone for piece in said for phone in _AS_SPELLED[piece].split())


def _surroundings(word: str) -> list[list[str]]:
    """For each letter the keys under which it is remembered, the most telling first."""
    padded = f"###{word}###"
    return [
        [f"{padded[at - left : at]}.{padded[at]}.{padded[at + 1 : at + 1 + right]}" for left, right in _CONTEXTS]
        for at in range(3, 3 + len(word))
    ]


def _aligned(word: str, phones: Phones) -> list[Phones]:
    """The phones that each letter of the word gives, by the cheapest path through letters and phones."""
    costs: list[list[float]] = [[0.0] + [float("inf")] * len(phones)]
    steps: list[list[int]] = []
    for letter in word:
        usual = _USUAL.get(letter, frozenset())
        before, row, taken = costs[-1], [], []
        for place in range(len(phones) + 1):
            choices = [(before[place] + 0.7, 0)]
            if place:
                choices.append((before[place - 1] + (phones[place - 1] not in usual), 1))
            if place > 1:
                unusual = (phones[place - 1] not in usual) + (phones[place - 2] not in usual)
                choices.append((before[place - 2] + 0.8 + unusual, 2))
            cost, count = min(choices)
            row.append(cost)
            taken.append(count)
        costs.append(row)
        steps.append(taken)
    given: list[Phones] = []
    place = len(phones)
    for taken in reversed(steps):
        given.append(phones[place - taken[place] : place])
        place -= taken[place]
    return given[::-1]
