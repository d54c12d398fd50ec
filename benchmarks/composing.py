"""How long a call takes to become drafts, from one hour to eight, with and without punctuation.

    python benchmarks/composing.py [--sample NAME …] [--hours 1 2 4 8] [--runs N] [--json]

A call of an hour is the sample calls one after another, again and again, with other times and other numbers each time,
up to 9,500 words an hour. Each call is composed in a process of its own: once cold, the language's files read and
counted, then ``--runs`` times warm, of which the best counts. Columns:

- ``cold`` and ``warm``: CPU seconds (user and system) of composing; ``s/hour``: the warm ones for each hour of call;
- ``peak MB``: the most memory that the process ever held (``ru_maxrss``), the interpreter and all libraries included;
- ``peer``: CPU seconds in which the same process parts the same text into words and finds the same command templates in
  it as one regular expression of Python's ``re``, compiled before; ``ratio``: warm to peer.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import re
import resource
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path

from dictation.compose.interpreter import RuleInterpreter
from dictation.compose.tokens import normalise, split_edges
from dictation.home.client_files import read_clients
from dictation.home.contact_files import read_contacts
from dictation.model.transcript import Segment, Transcript
from dictation.transcribe.formats import read_transcript

ROOT = Path(__file__).parent.parent
WORDS_AN_HOUR = 9_500
GAP_MS = 2_000
NUMBERS = (
    ("two", "three", "four", "five", "six", "seven", "eight", "nine"),
    ("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    ("dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"),
)
"""Words that stand for one another when a sample is repeated."""
_LEXEME = re.compile(r"\{[^{}]*\}|[\[\]()|,]|[^\s\[\](){}|,]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """What was measured on one call; ``cold``, ``warm`` and ``peer`` in CPU seconds, ``peak_mb`` in MiB."""

    sample: str
    punctuated: bool
    hours: int
    words: int
    drafts: int
    cold: float
    warm: float
    peak_mb: float
    peer: float


def long_call(samples: Sequence[Transcript], words: int, *, punctuated: bool) -> Transcript:
    """A call of so many words or a few more: the samples in turn, each time with other numbers and at a later time."""
    dice = random.Random(words)  # noqa: S311
    segments: list[Segment] = []
    offset = count = 0
    for sample in cycle(samples):
        if count >= words:
            break
        segments += [_moved(segment, offset, dice, punctuated=punctuated) for segment in sample.segments]
        count += len(sample.words)
        offset = segments[-1].end_ms + GAP_MS
    return replace(samples[0], segments=tuple(segments))


def _moved(segment: Segment, offset: int, dice: random.Random, *, punctuated: bool) -> Segment:
    words = tuple(
        replace(
            word,
            text=_varied(word.text, dice, punctuated=punctuated),
            start_ms=word.start_ms + offset,
            end_ms=word.end_ms + offset,
        )
        for word in segment.words
    )
    return replace(segment, words=words, start_ms=segment.start_ms + offset, end_ms=segment.end_ms + offset)


def _varied(text: str, dice: random.Random, *, punctuated: bool) -> str:
    before, core, after = split_edges(text)
    parts = [next((dice.choice(kind) for kind in NUMBERS if part in kind), part) for part in core.split("-")]
    varied = "-".join(parts)
    return f"{before}{varied}{after}" if punctuated else varied.lower()


def command_pattern(code: str) -> re.Pattern[str]:
    """All command templates of a language as one regular expression over norms, with a blank after each."""
    folder = ROOT / "dictation" / "compose" / "languages" / code / "commands"
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    rules = {name: text for file in files for name, text in file.get("rules", {}).items()}
    says = [say for file in files for cue in file.get("cue", ()) for say in cue["say"]]
    return re.compile(r"\b(?:" + "|".join(_as_expression(say, rules) for say in says) + ")")


def _as_expression(template: str, rules: Mapping[str, str]) -> str:
    """A template in the notation of ``re``: a slot is a word."""
    while "<" in template:
        template = re.sub(r"<([^<>]*)>", lambda rule: f"({rules[rule[1]]})", template)
    signs = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", ",": ""}
    lexemes = _LEXEME.findall(template)
    return "".join(
        signs.get(lexeme, r"\S+ " if lexeme[0] == "{" else re.escape(lexeme.casefold()) + " ") for lexeme in lexemes
    )


def search(text: str, pattern: re.Pattern[str]) -> int:
    """Part a text into norms and count the commands in it."""
    norms = [normalise(split_edges(word)[1]) for word in text.split()]
    return sum(1 for _ in pattern.finditer(" ".join(norms) + " "))


def measure(names: Sequence[str], hours: int, runs: int, *, punctuated: bool) -> Row:
    """Compose a call of so many hours, in a process that did nothing else before."""
    samples = [read_transcript(ROOT / "samples" / f"{name}.json") for name in names]
    call = long_call(samples, hours * WORDS_AN_HOUR, punctuated=punctuated)
    clients = {client.language[:2]: client for client in reversed(read_clients(ROOT / "samples" / "clients.json"))}
    contacts = read_contacts(ROOT / "samples" / "contacts.json")
    interpreter, client = RuleInterpreter(), clients[call.language]

    def compose() -> int:
        made = interpreter.interpret(call, client=client, contacts=contacts, call_date=date(2026, 3, 9))
        return len(made.drafts)

    cold, drafts = _timed(compose)
    warm = min(_timed(compose)[0] for _ in range(runs))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    pattern, text = command_pattern(call.language), " ".join(word.text for word in call.words)
    return Row(
        sample="+".join(names),
        punctuated=punctuated,
        hours=hours,
        words=len(call.words),
        drafts=drafts,
        cold=cold,
        warm=warm,
        peak_mb=peak,
        peer=min(_timed(lambda: search(text, pattern))[0] for _ in range(runs)),
    )


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    begun = time.process_time()
    made = work()
    return time.process_time() - begun, made


def measured(samples: Sequence[Sequence[str]], hours: Sequence[int], runs: int) -> Iterator[Row]:
    """A row for each call, made in a fresh process."""
    context = multiprocessing.get_context("spawn")
    for names in samples:
        for punctuated in (True, False):
            for length in hours:
                with ProcessPoolExecutor(1, mp_context=context) as pool:
                    yield pool.submit(measure, names, length, runs, punctuated=punctuated).result()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", nargs="+", metavar="NAME", help="samples of one language, instead of all")
    parser.add_argument("--hours", nargs="+", type=int, default=[1, 2, 4, 8])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    samples = [args.sample] if args.sample else [["monday-call", "thursday-call"], ["selasa-id"]]
    rows = measured(samples, args.hours, args.runs)
    if args.json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
        return
    print("| sample | marks | hours | words | drafts | cold | warm | s/hour | peak MB | peer | ratio |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row.sample} | {'yes' if row.punctuated else 'no'} | {row.hours} | {row.words} | {row.drafts} "
            f"| {row.cold:.2f} | {row.warm:.2f} | {row.warm / row.hours:.2f} | {row.peak_mb:.0f} "
            f"| {row.peer:.2f} | {row.warm / row.peer:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
