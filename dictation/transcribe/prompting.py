"""How Whisper is told which names to expect."""

from __future__ import annotations

from dictation.transcribe.engine import Vocabulary

LONGEST = 600
"""Letters of a prompt: Whisper takes 223 tokens before the text, and a name may need a token for every third letter."""


def prompt(vocabulary: Vocabulary) -> str:
    """A sentence with as many names and terms as there is room for, the most likely first; empty without any."""
    chosen: list[str] = []
    room = LONGEST
    for entry in (*vocabulary.names, *vocabulary.terms):
        if entry in chosen:
            continue
        room -= len(entry) + 2
        if room < 0:
            break
        chosen.append(entry)
    return f"Dictation about {', '.join(chosen)}." if chosen else ""
