"""Calls for the tests of composing, said by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dictation.compose.interpreter import RuleInterpreter
from dictation.model.draft import Correspondence
from dictation.model.people import Client, Contact, Secretary
from dictation.model.transcript import Segment, Transcript, Word

CALL_DATE = date(2026, 9, 8)  # a Tuesday

CLIENT = Client(
    key="ferris",
    name="Nora Ferris",
    organisation="Ferris Boatyard",
    email="nora@ferrisboats.example",
    address=("Ferris Boatyard", "3 Slipway Road", "Falmouth TR11 4AA", "United Kingdom"),
    signature=("Nora Ferris", "Ferris Boatyard"),
    secretary=Secretary(name="Ayu Lestari", email="ayu@ferrisboats.example"),
    timezone="Europe/London",
)

CONTACTS = (
    Contact(
        name="Gareth Pike",
        organisation="Pike Marine Engines",
        email="gareth@pikemarine.example",
        address=("Pike Marine Engines", "Unit 4, Quay Lane", "Penryn TR10 8BB", "United Kingdom"),
    ),
    Contact(
        name="Helen Marsh",
        organisation="Tidewater Insurance",
        email="helen@tidewater.example",
        address=("1 High Street", "Truro TR1 2AB"),
    ),
    Contact(
        name="Ellen March",
        organisation="March Sails",
        email="ellen@marchsails.example",
        address=("8 Loft Road", "Cowes PO31 7QQ"),
    ),
    Contact(
        name="Tomas Vrba", aliases=("Tom", "Mr Vrba"), organisation="Ferris Boatyard", email="tom@ferrisboats.example"
    ),
    Contact(
        name="Berth Holders",
        aliases=("the berth list",),
        organisation="Ferris Boatyard",
        email="berths@ferrisboats.example",
    ),
)


def transcript(
    *turns: str, language: str = "en", speakers: Sequence[str] = (), probability: float = 0.99
) -> Transcript:
    """A transcript of turns; a word takes 300 ms, a sentence end 600 ms and a turn a second more."""
    segments, clock = [], 0
    for number, turn in enumerate(turns):
        words = []
        for text in turn.split():
            speaker = speakers[number] if speakers else None
            words.append(Word(text=text, start_ms=clock, end_ms=clock + 280, probability=probability, speaker=speaker))
            clock += 900 if text[-1] in ".?!" else 300
        clock += 1000
        segments.append(Segment(words=tuple(words), start_ms=words[0].start_ms, end_ms=words[-1].end_ms))
    return Transcript(language=language, segments=tuple(segments))


def compose(*turns: str, language: str = "en", speakers: Sequence[str] = ()) -> Correspondence:
    """What the turns become."""
    return RuleInterpreter().interpret(
        transcript(*turns, language=language, speakers=speakers), client=CLIENT, contacts=CONTACTS, call_date=CALL_DATE
    )
