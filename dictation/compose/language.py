"""What composing knows of a language. The files that it is told in are read by :mod:`.language_files`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from dictation.compose.breaks import BreakModel
from dictation.compose.patterns import Grammar
from dictation.compose.speech_model import SpeechModel
from dictation.compose.written.compounds import NumberParts, number_parts
from dictation.compose.written.form import WrittenForm
from dictation.compose.written.numbers import NumberReader
from dictation.compose.written.spelled import Phrases


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """One ``[[cue]]`` of a language's ``commands`` folder: what its phrases announce, and how surely."""

    label: str
    weight: float
    kind: str = ""
    note: str = ""
    """A note that the cue leaves for the secretary, ``{value}`` standing for what follows it."""
    whole: bool = False
    apart: bool = False
    """Whether it names a list as a sentence may, too ("we need a numbered list"): a command where it stands apart, or
    where a list follows."""
    flows: bool = False
    """Whether it is told in one breath with what stands before it in a head: "on Friday at ten in the yard"."""
    reports: bool = False
    """Whether what follows in the same breath is the text, as told to the secretary: "tell him thanks for …"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A punctuation mark that is said aloud."""

    write: str
    side: str = ""
    """``opens`` or ``closes`` for one of a pair."""
    ambiguous: bool = False
    """Whether the words are ordinary words as often ("period", "quote")."""


class Term(StrEnum):
    """How surely an editing term ("no, sorry", "make that") announces that something is taken back."""

    SURE = "sure"
    LIKELY = "likely"
    """Seldom an ordinary word in the middle of a sentence: "sorry", "wait"."""
    APART = "apart"
    """An ordinary phrase unless it is set off: "Tuesday, that should be Wednesday"."""
    MAYBE = "maybe"
    """Often an ordinary word: "no", "actually"."""
    STRIKE = "strike"
    """Takes back all of the sentence where nothing in it is said anew: "scratch that"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The word lists of a language's ``words.toml``."""

    fillers: frozenset[str]
    set_off_fillers: Phrases
    """Phrases that are fillers between commas: "you know"."""
    interrupting: Phrases
    titles: frozenset[str]
    abbreviations: frozenset[str]
    determiners: frozenset[str]
    continuations: frozenset[str]
    joiners: frozenset[str]
    joining: Phrases
    """The joiners, of one word and of several: "as well as"."""
    of_firm: frozenset[str]
    denials: frozenset[str]
    """Words that turn a sentence round."""
    yes: frozenset[str]
    no: frozenset[str]
    indefinite: frozenset[str]
    """Words that stand for whatever it may be: "anything to attach"."""
    separately: frozenset[str]
    misheard_commands: Mapping[tuple[str, ...], tuple[str, ...]]
    """What recognisers write for commands, and the commands, as many words each."""
    pointing: frozenset[str]
    """Words that stand for what was just said: "call it that"."""
    afterthoughts: Phrases
    """What is said behind a close and is no part of it: "and all that"."""
    onsets: frozenset[str]
    """Words that only lead to a text: "then,"."""
    list_steps: frozenset[str]
    """Words with which an entry of an announced list may begin: "then …"."""
    clause_words: frozenset[str]
    """Words with which something else begins than the names of recipients: "to Ann, because …"."""
    vocatives: frozenset[str]
    pronouns: frozenset[str]
    third_persons: frozenset[str]
    """Pronouns for somebody who is spoken of: "him"."""
    enclosing: Phrases
    attached: Phrases
    found_enclosed: Phrases
    """Pairs of words around what is enclosed: "find … attached"."""
    attached_as_adjective: frozenset[str]
    onward: frozenset[str]
    deictic: frozenset[str]
    """Words with which an instruction points at where it is to be carried out: "put in the usual terms there"."""
    articles: frozenset[str]
    function_words: frozenset[str]
    """Short words that only this language has: what language a stretch is in."""
    without: frozenset[str]
    capital_letter: frozenset[str]
    double_letter: frozenset[str]
    misheard: Mapping[str, str]
    """Words that recognisers write for a word of a salutation, and the word meant."""
    capitalised: frozenset[str]
    kinds: Mapping[str, str]
    """The kind of item that a word tells of: "letter"."""
    classes: Mapping[str, frozenset[str]]
    """The word classes of function words ("question", "preposition"), by norm."""
    endings: frozenset[str]
    """Endings by which words are of one kind: "coldest" and "warmest"."""
    leads: frozenset[str]
    """Words that may stand before an editing term and go with it: "or, no, …"."""
    behind: frozenset[str]
    """Editing terms that may stand behind the repair: "or the blue one, rather"."""
    ordinary_after: frozenset[str]
    """Words after which an editing term is an ordinary word, where nothing sets it off: "there is no"."""
    ordinary_before: frozenset[str]
    """Words before which "no", "sorry" and the like are ordinary words: "no later", "sorry for"."""
    negations: frozenset[str]
    contrasts: frozenset[str]
    """The two words of "not … but …"."""
    emphatic: frozenset[str]
    """Words that are said twice for emphasis: "very very"."""
    doubled: frozenset[str]
    """Words that may stand twice in a sentence: "had had", "that that"."""
    reduplicates: bool
    """Whether a word said twice is a word of the language: "hati hati"."""
    salutation_end: str
    salutation_leads_on: bool
    """Whether the text after a salutation's comma goes on in small letters."""
    closing_end: str

    def joins(self, norm: str) -> bool:
        """Whether a word joins what stands before it to what follows: "and", "or"."""
        return norm in self.joiners or "conjunction" in self.classes.get(norm, ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Moments:
    """How a language speaks of days and lengths of time."""

    months: Mapping[str, int]
    """1 to 12, by the month's norm."""
    weekdays: Mapping[str, int]
    """0 (Monday) to 6, by the weekday's norm."""
    afternoon: frozenset[str]
    morning: frozenset[str]
    """Words by which an early hour is meant as it is said: "six in the morning"."""
    coming: frozenset[str]
    """Words beside a weekday that may mean this week's or the next one's: "next Friday"."""
    parts_of_day: Phrases
    """Phrases such as "in the morning"."""
    before_hour: frozenset[str]
    """Words after which a bare number is an hour: "at nine"."""
    days: Mapping[tuple[str, ...], int]
    """Phrases such as "tomorrow" → days from the day of the call."""
    minutes: frozenset[str]
    hours: frozenset[str]
    lengths: Mapping[tuple[str, ...], int]
    """Phrases such as "half an hour" → minutes."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """Everything that composing knows of one language."""

    code: str
    numbers: NumberReader
    written: WrittenForm
    cues: Grammar[Cue]
    marks: Grammar[Mark]
    capitals: Grammar[str]
    """How capitals are asked for: "all" for a word named, "last-all" for the last one, "next-all", "next-first"."""
    editing_terms: Grammar[Term]
    holds: Grammar[None]
    """What is said in the middle of a sentence to think or to ask: "by, let me see", "by, when's that?"."""
    words: Words
    moments: Moments
    proper: Mapping[str, str]
    """Words that are always written with a capital, by their norm: months and weekdays."""
    speech: SpeechModel
    """What is said to be written and what to the secretary."""
    breaks: BreakModel
    """Where sentences end in a transcript without punctuation."""

    @cached_property
    def number_parts(self) -> NumberParts:
        """The number words that a number in one word is made of."""
        return number_parts([self.numbers.words])

    @property
    def after_ordinals(self) -> frozenset[str]:
        """Words before which a figure with a full stop is an ordinal, "14. März"; none where ordinals have no stop."""
        return frozenset(self.moments.months) if self.numbers.words.style.dots_ordinals else frozenset()


def both_languages(main: Language, other: Language) -> Language:
    """``main`` with what announces things in ``other`` too, for a call in which both are spoken."""
    words: dict[str, Any] = {
        item.name: getattr(main.words, item.name) | getattr(other.words, item.name)
        for item in fields(Words)
        if isinstance(getattr(main.words, item.name), frozenset)
    }
    for name in ("misheard", "misheard_commands", "kinds", "classes"):
        words[name] = {**getattr(other.words, name), **getattr(main.words, name)}
    return replace(
        main,
        cues=main.cues | other.cues,
        marks=main.marks | other.marks,
        capitals=main.capitals | other.capitals,
        editing_terms=main.editing_terms | other.editing_terms,
        holds=main.holds | other.holds,
        words=replace(main.words, **words),
    )
