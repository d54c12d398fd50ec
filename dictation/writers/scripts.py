"""Scripts whose words have to be shaped: written from right to left, or with letters that join and move."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

JOINERS = "\u200c\u200d"
_LEFTWARD = frozenset({"R", "AL"})
"""The bidirectional classes of letters that are written from right to left."""
_LISTING = " \u00a0,;·/"
"""What stands between the names of a list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """A script whose words have to be shaped, and the font for it."""

    letters: str
    """Its letters and marks, as a character class of a regular expression has them; no figures, which would have an
    order of their own."""
    between: str
    """What may stand between two letters of a run; a run from right to left is ordered as a whole, with its spaces."""
    package: str
    file: str


SCRIPTS = {
    "arabic": Script(
        letters="\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
        between=" \u00a0" + JOINERS,
        package="pylopdf_fonts_ar",
        file="NotoSansArabic-Variable.ttf",
    ),
    "hebrew": Script(
        letters="\u0590-\u05ff\ufb1d-\ufb4f",
        between=" \u00a0",
        package="pylopdf_fonts_he",
        file="NotoSansHebrew-Variable.ttf",
    ),
    "devanagari": Script(
        letters="\u0900-\u097f\ua8e0-\ua8ff",
        between=JOINERS,
        package="pylopdf_fonts_hi",
        file="NotoSansDevanagari-Variable.ttf",
    ),
    "thai": Script(
        letters="\u0e00-\u0e7f", between=JOINERS, package="pylopdf_fonts_th", file="NotoSansThai-Variable.ttf"
    ),
}
_RUN = re.compile(
    "|".join(
        f"(?P<{name}>[{script.letters}](?:[{script.between}]*[{script.letters}])*)" for name, script in SCRIPTS.items()
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A stretch of a text; ``script`` is None where its letters can stand side by side as they are."""

    text: str
    script: Script | None = None


def split_runs(text: str) -> Iterator[Run]:
    """``text`` in runs that have to be shaped and others; put together they are ``text``."""
    end = 0
    for found in _RUN.finditer(text):
        if found.start() > end:
            yield Run(text=text[end : found.start()])
        yield Run(text=found[0], script=SCRIPTS[str(found.lastgroup)])
        end = found.end()
    if end < len(text):
        yield Run(text=text[end:])


def is_right_to_left(text: str) -> bool:
    """Whether ``text`` as a whole is written from right to left, and not names in a text or a list of them.

    Runs stand in the order in which they are written, each for itself, as between the isolates of Unicode Standard
    Annex 9. For a sentence from right to left, with its figures, foreign words and full stop, that would be the wrong
    order.
    """
    strong = [unicodedata.bidirectional(character) for character in text]
    leftward, rightward = sum(each in _LEFTWARD for each in strong), strong.count("L")
    first = next((each for each in strong if each in _LEFTWARD or each == "L"), "L")
    runs = tuple(split_runs(text))
    others = "".join(run.text for run in runs if not run.script)
    several = sum(run.script is not None for run in runs) > 1
    sentence = (several and bool(others.strip(_LISTING))) or text.rstrip().endswith((".", "!", "?", "؟", "۔", ":"))
    return first in _LEFTWARD and leftward > rightward and sentence
