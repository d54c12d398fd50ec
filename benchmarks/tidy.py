"""How many dictated lines come out of ``dictation tidy`` as they were meant.

    python benchmarks/tidy.py [--language L] [--json] [--show] FILE…

A line of a file is ``dictated~meant``. Printed is the share of lines that are exactly right, and the share that are
right without regard to case, punctuation and blanks; ``--show`` prints the lines that are not.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

from dictation.compose.language import Language
from dictation.compose.language_files import load_language
from dictation.compose.tidying import tidy_line

_NO_WORD = re.compile(r"[^\w\s'¶↵•-]|(?<!\w)['-]|['-](?!\w)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A line as it was dictated, meant and made."""

    said: str
    meant: str
    made: str

    @property
    def exact(self) -> bool:
        """Whether every character is right."""
        return self.made == self.meant

    @property
    def folded(self) -> bool:
        """Whether every word is right."""
        return fold(self.made) == fold(self.meant)


def fold(text: str) -> list[str]:
    """The words of a text, in lower case and without punctuation."""
    return _NO_WORD.sub(" ", text.casefold().replace("’", "'")).split()


def measure(path: Path, language: Language) -> list[Result]:
    """Every line of a file, tidied."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("~", 1) for line in lines if "~" in line]
    return [Result(said=said, meant=meant, made=tidy_line(said, language).text) for said, meant in pairs]


def main() -> None:
    """Measure the files and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--language", default="en")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    language = load_language(args.language)
    rows = []
    for path in args.files:
        begun = time.perf_counter()
        results = measure(path, language)
        seconds = time.perf_counter() - begun
        exact, folded = (sum(getattr(each, name) for each in results) for name in ("exact", "folded"))
        rows.append(
            {"file": path.name, "lines": len(results), "exact": exact, "folded": folded, "seconds": round(seconds, 3)}
        )
        if args.show:
            for each in results:
                if not each.folded:
                    print(f"said  {each.said}\nmeant {each.meant}\nmade  {each.made}\n")
    if args.json:
        print(json.dumps(rows))
        return
    print(f"{'file':<28}{'lines':>7}{'exact':>9}{'folded':>9}{'ms':>8}")
    for row in rows:
        lines = max(1, int(str(row["lines"])))
        shares = [100 * int(str(row[name])) / lines for name in ("exact", "folded")]
        ms = 1000 * float(str(row["seconds"]))
        print(f"{row['file']!s:<28}{lines:>7}{shares[0]:>8.1f}%{shares[1]:>8.1f}%{ms:>8.0f}")


if __name__ == "__main__":
    main()
