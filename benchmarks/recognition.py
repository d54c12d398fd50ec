#!/usr/bin/env python3
"""How many words and names a recogniser gets wrong in dictated calls, and how much of their items survives.

    python make_audio.py SET AUDIO/stereo-wide --layout stereo --line wide     # and the other three
    python benchmarks/recognition.py SET AUDIO [--engine embedded] [--only NAME …] [--kinds KIND …] [--json]
    python benchmarks/recognition.py --real jfk.flac "And so, my fellow Americans, …"

SET holds ``contacts.json``, ``clients.json``, ``score.py`` and ``calls/NAME/`` with ``script.txt`` and ``gold.json``;
AUDIO the folders stereo-wide, stereo-telephone, mono-wide and mono-telephone with NAME.flac. Whichever of the four is
there is measured, with the address book as vocabulary and, for the names, without.

- words wrong: substituted, lost and put in, of the words of the script. Both sides are compared in lower case without
  punctuation, accents and hyphens; figures are spelled out as they are said ("1,250", "$5", "9:30", "4th"), "okay" is
  "ok", and of British and American spelling one is taken. Spoken commands are words like all others.
- names wrong: of the mentions of people and firms of the address book, by whole name, first or last name, alias or
  firm, how many were not heard in full. A part of a name counts where the script writes it with a capital.
- kind, recipients: of the items dictated, easy ones and all, how many are found with the right kind, and with exactly
  the right recipients, as the set's score.py counts.
- s a minute: seconds of computing a minute of recording, without building the model.

The second form is a control on a person's voice: words wrong alone. Whisper's ``tests/jfk.flac`` will do.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from num2words import num2words
from rapidfuzz.distance import Levenshtein

from dictation.compose.interchange import correspondence_as_json
from dictation.compose.interpreter import RuleInterpreter
from dictation.home.client_files import read_clients
from dictation.home.contact_files import read_contacts
from dictation.model.people import Client, Contact
from dictation.model.transcript import Transcript
from dictation.pipeline import vocabulary
from dictation.transcribe import Vocabulary, probe, transcribe
from dictation.transcribe.choosing import choose_engine

KINDS = ("stereo-wide", "stereo-telephone", "mono-wide", "mono-telephone")
SPELLINGS = {"okay": "ok", "mister": "mr", "cheque": "check", "grey": "gray", "programme": "program", "tyre": "tire"}
_BRITISH = (
    (r"our(s|ed|ing|ite|able)?$", r"or\1"),
    (r"is(e[sd]?|ing|ation)$", r"iz\1"),
    (r"([^aeiou][aeiou])ll(ed|ing)$", r"\1l\2"),
)
_UNITS = {"$": "dollars", "£": "pounds", "€": "euros"}


@dataclass(kw_only=True)
class Sums:
    """What is added up over the calls of one kind of recording."""

    words: int = 0
    wrong: int = 0
    names: int = 0
    names_wrong: int = 0
    names_wrong_without: int = 0
    ms: int = 0
    seconds: float = 0.0
    transcripts: dict[str, Transcript] = field(default_factory=dict)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set_dir", type=Path, nargs="?", metavar="SET")
    parser.add_argument("audio_dir", type=Path, nargs="?", metavar="AUDIO")
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--model")
    parser.add_argument("--cache", type=Path, help="where models are kept; a new folder if not given")
    parser.add_argument("--only", nargs="*", metavar="NAME")
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--with-vocabulary-only", action="store_true", help="takes half the time")
    parser.add_argument("--real", nargs=2, metavar=("FILE", "TEXT"), action="append", default=[])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    if bool(args.set_dir) != bool(args.audio_dir) or not (args.set_dir or args.real):
        parser.error("give SET and AUDIO, or --real FILE TEXT")
    with tempfile.TemporaryDirectory() as folder:
        args.cache = args.cache or Path(folder)
        rows = [measured(kind, args) for kind in args.kinds if args.set_dir and (args.audio_dir / kind).is_dir()]
        real = [row for file, text in args.real if (row := control(Path(file), text, args))]
    if args.json:
        print(json.dumps({"engine": args.engine, "calls": rows, "real": real}, indent=1))
        return
    for number, row in enumerate(rows):
        widths = {key: max(len(key), len(str(value))) + 2 for key, value in rows[-1].items()}
        if not number:
            print("".join(key.ljust(width) for key, width in widths.items()))
        print("".join(str(row[key]).ljust(width) for key, width in widths.items()))
    for row in real:
        print(", ".join(f"{key} {value}" for key, value in row.items()))


def measured(kind: str, args: argparse.Namespace) -> dict[str, object]:
    """The figures of one kind of recording."""
    contacts = read_contacts(args.set_dir / "contacts.json")
    clients = {client.key: client for client in read_clients(args.set_dir / "clients.json")}
    sums = Sums()
    golds = {}
    for recording in sorted((args.audio_dir / kind).glob("*.flac")):
        name = recording.stem
        if args.only and name not in args.only:
            continue
        call = args.set_dir / "calls" / name
        golds[name] = gold = json.loads((call / "gold.json").read_text("utf-8"))
        measure(sums, recording, (call / "script.txt").read_text("utf-8"), clients[gold["client"]], contacts, args)
    found = items_found(sums.transcripts, golds, clients, contacts, args.set_dir)
    without = percent(sums.names_wrong_without, sums.names)
    return {
        "kind": kind,
        "calls": len(golds),
        "words": sums.words,
        "words wrong": percent(sums.wrong, sums.words),
        "names wrong": percent(sums.names_wrong, sums.names),
        "without vocabulary": "" if args.with_vocabulary_only else without,
        **{f"{level}: {what}": value for level, shares in found.items() for what, value in shares.items()},
        "s a minute": round(sums.seconds / max(1, sums.ms) * 60_000, 1),
    }


def measure(
    sums: Sums, recording: Path, script: str, client: Client, contacts: tuple[Contact, ...], args: argparse.Namespace
) -> None:
    """Hear one call, with the vocabulary and without it, and add up."""
    said = " ".join(line.partition(":")[2] for line in script.splitlines())
    known = vocabulary(client, contacts)
    engine = choose_engine(args.engine, model=args.model, language="en", cache=args.cache, notify=lambda _: None)
    list(engine.recognise(iter(()), language="en", vocabulary=known))  # builds the model, which is no part of the time
    began = time.perf_counter()
    transcript = hear(recording, known, args)
    sums.seconds += time.perf_counter() - began
    sums.ms += probe(recording).duration_ms
    sums.transcripts[recording.stem] = transcript
    expected, right = matched(said, transcript.text)
    sums.words += len(expected)
    sums.wrong += Levenshtein.distance(expected, plain(transcript.text))
    places = mentions(said, known)
    sums.names += len(places)
    sums.names_wrong += sum(not right.issuperset(place) for place in places)
    if not args.with_vocabulary_only:
        _, right = matched(said, hear(recording, Vocabulary(), args).text)
        sums.names_wrong_without += sum(not right.issuperset(place) for place in places)


def hear(recording: Path, known: Vocabulary, args: argparse.Namespace) -> Transcript:
    """The transcript of a recording."""
    return transcribe(
        recording,
        engine=args.engine,
        model=args.model,
        language="en",
        vocabulary=known,
        cache=args.cache,
        notify=lambda _: None,
    )


def control(recording: Path, text: str, args: argparse.Namespace) -> dict[str, object] | None:
    """Words wrong in a recording of a person; None where it is not there."""
    if not recording.is_file():
        print(f"{recording} is not there, so there is no control on a person's voice.", file=sys.stderr)
        return None
    expected, heard = plain(text), hear(recording, Vocabulary(), args).text
    wrong = Levenshtein.distance(expected, plain(heard))
    return {"recording": recording.name, "words": len(expected), "wrong": percent(wrong, len(expected)), "heard": heard}


def plain(text: str) -> list[str]:
    """The words of a text as they are said, in the form in which both sides are compared."""
    text = unicodedata.normalize("NFKD", text.lower().replace("’", "'").replace("&", " and "))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"([$£€])(\d+(?:\.\d+)?)", lambda found: f"{found[2]} {_UNITS[found[1]]}", text).replace(
        "%", " percent"
    )
    text = re.sub(r"\d+(?:\.\d+)?(?:st|nd|rd|th)?", _said, text)
    return [_one_spelling(word) for word in re.findall(r"[a-z]+(?:'[a-z]+)?", text.replace("-", " "))]


def _said(figure: re.Match[str]) -> str:
    ordinal = re.fullmatch(r"(\d+)[a-z]+", figure[0])
    if ordinal:
        return f" {num2words(int(ordinal[1]), to='ordinal')} "
    year = re.fullmatch(r"(?:19|20)\d\d", figure[0])
    return f" {num2words(float(figure[0]) if '.' in figure[0] else int(figure[0]), to='year' if year else 'cardinal')} "


def _one_spelling(word: str) -> str:
    if word in SPELLINGS:
        return SPELLINGS[word]
    for british, american in _BRITISH:
        word = re.sub(british, american, word) if len(word) > 5 else word
    return word


def matched(said: str, heard: str) -> tuple[list[str], set[int]]:
    """The words said, and the places of those that were heard."""
    expected = plain(said)
    blocks = Levenshtein.opcodes(expected, plain(heard))
    return expected, {place for op in blocks if op.tag == "equal" for place in range(op.src_start, op.src_end)}


def mentions(said: str, known: Vocabulary) -> list[range]:
    """The places, among the plain words of a script, of each mention of somebody or some firm, in its longest form."""
    tokens = said.split()
    ends = [len(plain(" ".join(tokens[:count]))) for count in range(len(tokens) + 1)]
    capital = {
        place
        for token, (place, end) in zip(tokens, pairwise(ends), strict=True)
        if token[0].isupper()
        for place in range(place, end)
    }
    forms = {tuple(plain(entry)) for entry in (*known.names, *known.terms)}
    forms |= {(part,) for name in known.names for part in (plain(name)[0], plain(name)[-1])}
    words, longest, at = plain(said), max(map(len, forms)), 0
    places = []
    while at < len(words):
        length = next((n for n in range(longest, 0, -1) if tuple(words[at : at + n]) in forms and at in capital), 0)
        if length:
            places.append(range(at, at + length))
        at += max(1, length)
    return places


def items_found(
    transcripts: dict[str, Transcript],
    golds: dict[str, dict[str, str]],
    clients: dict[str, Client],
    contacts: tuple[Contact, ...],
    set_dir: Path,
) -> dict[str, dict[str, str]]:
    """Of the easy items and of all, the shares with the right kind and recipients, by the set's own scorer."""
    with tempfile.TemporaryDirectory() as folder:
        for name, transcript in transcripts.items():
            composed = RuleInterpreter().interpret(
                transcript,
                client=clients[golds[name]["client"]],
                contacts=contacts,
                call_date=date.fromisoformat(golds[name]["call_date"]),
            )
            (Path(folder) / f"{name}.json").write_text(json.dumps(correspondence_as_json(composed)), "utf-8")
        command = [sys.executable, str(set_dir / "score.py"), str(set_dir), folder, "--json"]
        rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["calls"]
    ours = [rows[name] for name in transcripts]
    return {level: _shares([row for row in ours if level in {row["level"], "all"}]) for level in ("easy", "all")}


def _shares(rows: Iterable[dict[str, float]]) -> dict[str, str]:
    rows = list(rows)
    items = sum(row["gold"] for row in rows)
    return {what: percent(sum(row[what] * row["gold"] for row in rows), items) for what in ("kind", "recipients")}


def percent(part: float, whole: float) -> str:
    """A share for the table."""
    return f"{100 * part / whole:.1f}%" if whole else "-"


if __name__ == "__main__":
    main()
