"""Share of spoken lines that come out exactly as written lines, through the function behind ``dictation written``.

    python benchmarks/written_form.py FILE… [--language en] [--json] [--misses] [--peer COMMAND]

FILE has a case a line, ``SPOKEN~WRITTEN``, as the tests of NVIDIA's NeMo-text-processing have them
(``tests/nemo_text_processing/en/data_inverse_text_normalization``); the class is the file's name. ``--misses`` prints
each case that differs. ``--peer`` is another program that reads spoken lines and prints each in its own written form;
it is measured on the same lines, by the same comparison, in the same run.

Both sides are compared after folding what is only a house's style (:func:`fold`):

- case;
- commas beside figures ("1,250" and "1250", "July 25, 2012" and "July 25 2012");
- "a.m.", "a m" and "am";
- a leading zero in a time ("08:30" and "8:30");
- blanks and hyphens between the groups of a telephone number, that is of seven figures or more ("123-123-5678").
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dictation.compose.language_files import load_language
from dictation.compose.written.lines import write_line

_MERIDIAN = re.compile(r"\b([ap])[. ]?m\b\.?")
_PHONE = re.compile(r"(?<![\w:.,-])\+?\d+(?:[ -]\d+)+(?![\w:,-])")

Write = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A spoken line, what is expected of it and what came out."""

    spoken: str
    expected: str
    found: str

    @property
    def exact(self) -> bool:
        """Whether both are the same but for style."""
        return fold(self.expected) == fold(self.found)


def fold(text: str) -> str:
    """A written line without what is only style."""
    text = _MERIDIAN.sub(r"\1m", text.casefold())
    text = re.sub(r"(?<=\d),\s?(?=\d)", lambda comma: " " if comma[0] == ", " else "", text)
    text = re.sub(r"\b0(?=\d:\d\d)", "", text)
    text = _PHONE.sub(_closed_up, text)
    return " ".join(text.split())


def _closed_up(number: re.Match[str]) -> str:
    figures = re.sub(r"[ -]", "", number[0])
    return figures if len(figures) >= 7 else number[0]


def read_cases(path: Path) -> list[tuple[str, str]]:
    """The spoken and written sides of a file's lines; lines without a tilde are none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(spoken, expected) for spoken, tilde, expected in (line.partition("~") for line in lines) if tilde]


def compare(path: Path, write: Write) -> list[Case]:
    """The cases of a file with what ``write`` makes of them."""
    pairs = read_cases(path)
    found = write([spoken for spoken, _ in pairs])
    return [
        Case(spoken=spoken, expected=expected, found=text)
        for (spoken, expected), text in zip(pairs, found, strict=True)
    ]


def own_form(code: str) -> Write:
    """The written form of a language of this program."""
    language = load_language(code)
    return lambda lines: [write_line(line, language) for line in lines]


def peer_form(command: str) -> Write:
    """The written form of another program: lines in, lines out."""

    def write(lines: Sequence[str]) -> list[str]:
        made = subprocess.run(shlex.split(command), input="\n".join(lines), capture_output=True, text=True, check=True)
        return made.stdout.split("\n")[: len(lines)]

    return write


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--language", default="en")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--peer", metavar="COMMAND")
    args = parser.parse_args()
    programs = {"dictation": own_form(args.language)} | ({"peer": peer_form(args.peer)} if args.peer else {})
    results = {name: {path.stem: compare(path, write) for path in args.files} for name, write in programs.items()}
    if args.json:
        print(json.dumps(_as_json(results), indent=1))
        return
    _print(results, misses=args.misses)


def _as_json(results: dict[str, dict[str, list[Case]]]) -> dict[str, object]:
    return {
        name: {
            "files": {stem: {"lines": len(cases), "exact": _exact(cases)} for stem, cases in files.items()},
            "lines": sum(map(len, files.values())),
            "exact": sum(map(_exact, files.values())),
        }
        for name, files in results.items()
    }


def _exact(cases: Sequence[Case]) -> int:
    return sum(case.exact for case in cases)


def _print(results: dict[str, dict[str, list[Case]]], *, misses: bool) -> None:
    for name, files in results.items():
        print(f"{name:<36}{'lines':>7}{'exact':>7}{'share':>8}")
        for stem, cases in files.items():
            _print_row(stem, cases)
            for case in cases if misses else ():
                if not case.exact:
                    print(f"    {case.spoken} ~ {case.expected} ≠ {case.found}")
        _print_row("all", [case for cases in files.values() for case in cases])


def _print_row(name: str, cases: Sequence[Case]) -> None:
    share = 100 * _exact(cases) / len(cases) if cases else 0.0
    print(f"  {name:<34}{len(cases):>7}{_exact(cases):>7}{share:>7.1f}%")


if __name__ == "__main__":
    main()
