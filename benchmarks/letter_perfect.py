"""Compose every call of a set, for its scorer to compare with what the calls should become.

    python benchmarks/letter_perfect.py SET_DIR OUT_DIR [--variant V] [--json]

SET_DIR holds ``contacts.json``, ``clients.json`` and ``calls/NAME/V.json``; of ``calls/NAME/gold.json`` only the day of
the call and who dictates are read. Writes OUT_DIR/V/NAME.json and prints how long composing took.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import date
from pathlib import Path

from dictation.compose.interchange import correspondence_as_json
from dictation.compose.interpreter import RuleInterpreter
from dictation.home.client_files import read_clients
from dictation.home.contact_files import read_contacts
from dictation.transcribe.formats import read_transcript


def main() -> None:
    """Compose the set and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set_dir", type=Path)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--variant", default="transcript")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    contacts = read_contacts(args.set_dir / "contacts.json")
    clients = {client.key: client for client in read_clients(args.set_dir / "clients.json")}
    out = args.out_dir / args.variant
    out.mkdir(parents=True, exist_ok=True)
    interpreter = RuleInterpreter()
    rows = []
    for folder in sorted((args.set_dir / "calls").iterdir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        transcript = read_transcript(folder / f"{args.variant}.json")
        begun = time.perf_counter()
        correspondence = interpreter.interpret(
            transcript,
            client=clients[gold["client"]],
            contacts=contacts,
            call_date=date.fromisoformat(gold["call_date"]),
        )
        rows.append((folder.name, len(transcript.words), len(correspondence.drafts), time.perf_counter() - begun))
        text = json.dumps(correspondence_as_json(correspondence), ensure_ascii=False, indent=1)
        (out / f"{folder.name}.json").write_text(text, encoding="utf-8")
    if args.json:
        keys = ("call", "words", "drafts", "seconds")
        print(json.dumps([dict(zip(keys, row, strict=True)) for row in rows]))
        return
    print(f"{'call':<24}{'words':>8}{'drafts':>8}{'ms':>8}")
    for name, words, drafts, seconds in rows:
        print(f"{name:<24}{words:>8}{drafts:>8}{1000 * seconds:>8.0f}")


if __name__ == "__main__":
    main()
