"""A language as data: the folder of files under ``languages/`` that tells how people dictate in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from dictation.compose.automaton import Slot
from dictation.compose.breaks import BreakModel
from dictation.compose.data_files import CommandFiles, DataFile
from dictation.compose.language import Cue, Language, Mark, Moments, Term, Words
from dictation.compose.patterns import Grammar, Template
from dictation.compose.slots import command_slots, grammar_slot
from dictation.compose.speech_model import Act, SpeechModel
from dictation.compose.tokens import normalise
from dictation.compose.written.clock import money_slots, time_slots
from dictation.compose.written.figures import FigureStyle
from dictation.compose.written.form import WrittenForm, WrittenRule
from dictation.compose.written.numbers import NumberReader, NumberWords
from dictation.compose.written.slots import Spoken, code_slots, list_slot, number_slots
from dictation.compose.written.spelled import Phrases, Shapes, Symbols
from dictation.errors import LanguageDataError

LABELS = frozenset(
    "open kind sign-off same-again subject no-subject to copy blind-copy delivery urgent enclosure send-at "
    "when length place topic goto replace correct everywhere delete add insert text-start spell address salutation "
    "closing end paragraph line bullet number-item list-start list-end scratch scratch-sentence scratch-paragraph "
    "scratch-words restart resume cancel aside farewell note".split()
)

_REPAIR_LISTS = "endings leads behind ordinary_after ordinary_before negations contrasts emphatic doubled".split()


@cache
def load_language(code: str) -> Language:
    """The language of an ISO 639-1 code.

    Raises:
        LanguageDataError: there is no data for it, or a file of it is wrong; ``place`` is the file and line.
    """
    known = known_languages()
    if code not in known:
        raise LanguageDataError(
            f"there is no language data for {code!r}",
            place="dictation/compose/languages",
            remedy=f"say one of {', '.join(sorted(known))} with --language, or add a folder of data as CONTRIBUTING.md "
            "tells",
        )
    return read_language(resources.files("dictation.compose") / "languages" / code, code)


@cache
def function_words(code: str) -> frozenset[str]:
    """The short words that tell a known language, without loading all of it.

    Raises:
        LanguageDataError: the file that they are in is wrong.
    """
    file = DataFile(resources.files("dictation.compose") / "languages" / code / "words.toml")
    return frozenset(file.table("function_words"))


def known_languages() -> frozenset[str]:
    """The codes of all languages that there is data for."""
    folder = resources.files("dictation.compose") / "languages"
    return frozenset(entry.name for entry in folder.iterdir() if (entry / "words.toml").is_file())


def read_language(folder: Traversable, code: str) -> Language:
    """The language of a folder; raises as :func:`load_language` does."""
    number_words = _number_words(DataFile(folder / "numbers.toml"))
    reader = NumberReader(number_words)
    written_file, words = (DataFile(folder / name) for name in ("written.toml", "words.toml"))
    commands = CommandFiles(folder / "commands")
    examples = _examples(folder / "speech")
    lists = {name: _spoken(entries) for name, entries in written_file.table("lists").items()}
    slots = _written_slots(written_file, lists, reader)
    written = WrittenForm(_written_rules(written_file, slots), slots, reader)
    moments = _moments(written_file, lists)
    command: dict[str, Slot] = {
        **slots,
        **command_slots(reader, written, moments.weekdays, frozenset((*words.table("and"), *words.table("copulas")))),
    }
    ways = ((words.template(way, {}, command), None) for way in words.table("delivery", "ways"))
    command["delivery"] = grammar_slot(Grammar(ways, command))
    command.update({name: list_slot(_spoken({"*": said})) for name, said in commands.lists.items()})
    return Language(
        code=code,
        numbers=reader,
        written=written,
        cues=Grammar(_cues(commands, command), command),
        marks=Grammar(_marks(commands, command), command),
        capitals=Grammar(_capitals(commands, command), command),
        editing_terms=Grammar(_editing_terms(commands, command), command),
        holds=Grammar(_holds(commands, command), command),
        words=_words(words),
        moments=moments,
        proper=_proper(lists),
        speech=SpeechModel(examples, number_words.hyphenated),
        breaks=BreakModel(line for lines in examples.values() for line in lines),
    )


def _examples(folder: Traversable) -> dict[Act, list[str]]:
    """A language's example sentences, one a line; it may do without."""
    files = {act: folder / f"{act}.txt" for act in Act}
    return {
        act: [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        for act, path in files.items()
        if path.is_file()
    }


def _written_slots(file: DataFile, lists: Mapping[str, Spoken], reader: NumberReader) -> dict[str, Slot]:
    signs = {sign for sign in lists["currency"].values() if sign != "*"}
    capital = frozenset(file.table("style", "common_words"))
    return {
        **{name: list_slot(spoken) for name, spoken in lists.items()},
        "month_name": list_slot(lists["month"], capital=capital),
        "currency_word": list_slot(dict.fromkeys(lists["currency"], "*")),
        **number_slots(reader, small=file.table("style", "small"), ranges=list_slot(lists["between"])),
        **time_slots(reader, lists["meridian"], file.table("style", "clock")),
        **money_slots(reader, frozenset(signs), lists["currency_before"]),
        **code_slots(reader, _symbols(file, lists.get("tld", {}))),
    }


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(normalise(word) for word in text.split())


def _phrases(texts: Iterable[str]) -> Phrases:
    return tuple(_phrase(text) for text in texts)


def _spoken(entries: Mapping[str, Iterable[str]]) -> Spoken:
    return {_phrase(said): written for written, phrases in entries.items() for said in phrases}


def _proper(lists: Mapping[str, Spoken]) -> dict[str, str]:
    return {
        said[0]: written
        for name in ("month", "weekday")
        for said, written in lists.get(name, {}).items()
        if len(said) == 1
    }


def _number_words(file: DataFile) -> NumberWords:
    def values(name: str) -> dict[str, int]:
        return {normalise(word): int(value) for word, value in file.table(name).items()}

    def said(name: str) -> frozenset[str]:
        return frozenset(file.table("words", name))

    endings = file.table("suffixes", "ordinals")
    return NumberWords(
        digits=values("digits"),
        teens=values("teens"),
        tens=values("tens"),
        hundreds=values("hundreds"),
        scales=values("scales"),
        whole=values("whole"),
        tens_suffixes=frozenset(file.table("suffixes", "tens")),
        teens_suffixes=frozenset(file.table("suffixes", "teens")),
        ordinals={word + ending: value for word, value in values("ordinals").items() for ending in ("", *endings)},
        ordinal_prefixes=tuple(file.table("words", "ordinal_prefix")),
        joiners=said("joiners"),
        unit_joiners=said("unit_joiners"),
        one=said("one"),
        point=said("point"),
        spoken_zero=said("spoken_zero"),
        repeats=dict(file.table("words", "repeats")),
        fractions={_phrase(phrase): Decimal(str(value)) for phrase, value in file.table("words", "fractions").items()},
        half=said("half"),
        compounds=bool(file.table("words", "compounds")),
        style=_figure_style(file),
    )


def _figure_style(file: DataFile) -> FigureStyle:
    return FigureStyle(
        thousands=file.table("output", "thousands"),
        decimal=file.table("output", "decimal"),
        lakh_words=frozenset(file.table("output", "lakh_words")),
        lakh_signs=frozenset(file.table("output", "lakh_signs")),
        ordinal_before=file.table("output", "ordinal_before"),
        ordinal_endings=dict(file.table("output", "ordinal")),
    )


def _moments(file: DataFile, lists: Mapping[str, Spoken]) -> Moments:
    lengths = file.table("moments", "lengths")
    return Moments(
        months=_places(lists["month"], first=1),
        weekdays=_places(lists["weekday"], first=0),
        afternoon=frozenset(file.table("moments", "afternoon")),
        morning=frozenset(file.table("moments", "morning")),
        coming=frozenset(file.table("moments", "coming")),
        parts_of_day=tuple(lists["meridian"]),
        before_hour=frozenset(file.table("moments", "before_hour")),
        days={_phrase(said): days for said, days in file.table("moments", "days").items()},
        minutes=frozenset(lengths["minutes"]),
        hours=frozenset(lengths["hours"]),
        lengths={_phrase(said): minutes for said, minutes in lengths["phrases"].items()},
    )


def _places(spoken: Spoken, *, first: int) -> dict[str, int]:
    """Each phrase's place in its list, for lists that stand in the calendar's order."""
    order = list(dict.fromkeys(spoken.values()))
    return {said[0]: order.index(written) + first for said, written in spoken.items()}


def _symbols(file: DataFile, domains: Spoken) -> Symbols:
    def said(name: str) -> Phrases:
        return _phrases(file.table("symbols", name))

    return Symbols(
        at=said("at"),
        dot=said("dot"),
        slash=said("slash"),
        dash=said("dash"),
        underscore=said("underscore"),
        plus=said("plus"),
        www=said("www"),
        schemes=_spoken(file.table("symbols", "schemes")),
        domains=frozenset(words[0] for words in domains),
        not_names=frozenset(file.table("symbols", "not_names")),
        not_codes=frozenset(file.table("symbols", "not_codes")),
        shapes=_shapes(file, "shapes"),
        phones=_shapes(file, "phones"),
    )


def _shapes(file: DataFile, name: str) -> Shapes:
    return tuple((_pattern(file, shape["match"]), shape["write"]) for shape in file.table("symbols", name))


def _pattern(file: DataFile, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as exc:
        raise file.error(f"{text!r} is no pattern: {exc}", text) from exc


def _written_rules(file: DataFile, slots: Mapping[str, Slot]) -> list[WrittenRule]:
    return [_written_rule(file, rule, slots) for rule in file.table("rule")]


def _written_rule(file: DataFile, rule: Mapping[str, Any], slots: Mapping[str, Slot]) -> WrittenRule:
    around = file.table("around")

    def words(key: str) -> frozenset[str]:
        """The words of a condition; "<name>" stands for a list of [around]."""
        found: set[str] = set()
        for word in rule.get(key, ()):
            if word[:1] == "<" and word[1:-1] not in around:
                raise file.error(f"no list of [around] is called {word}", f'"{word}"')
            found.update(around[word[1:-1]] if word[:1] == "<" else [word])
        return frozenset(found)

    return WrittenRule(
        name=rule["name"],
        say=tuple(file.template(say, {}, slots) for say in rule["say"]),
        write=rule["write"],
        after=words("after"),
        not_after=words("not_after"),
        before=words("before"),
        not_before=words("not_before"),
        not_before_name=rule.get("not_before_name", False),
        then=tuple(file.template(then, {}, slots) for then in rule.get("then", ())),
    )


def _cues(commands: CommandFiles, slots: Mapping[str, Slot]) -> Iterable[tuple[Template, Cue]]:
    for file, entry in commands.entries("cue"):
        if entry["label"] not in LABELS:
            raise file.error(f"no kind of speech is called {entry['label']!r}", f'"{entry["label"]}"')
        cue = Cue(
            label=entry["label"],
            weight=float(entry["weight"]),
            kind=entry.get("kind", ""),
            note=entry.get("note", ""),
            whole=entry.get("whole", False),
            apart=entry.get("apart", False),
            flows=entry.get("flows", False),
            reports=entry.get("reports", False),
        )
        for say in entry["say"]:
            yield file.template(say, commands.rules, slots), cue


def _marks(commands: CommandFiles, slots: Mapping[str, Slot]) -> Iterable[tuple[Template, Mark]]:
    for file, entry in commands.entries("mark"):
        side = next((side for side in ("opens", "closes") if side in entry), "")
        mark = Mark(write=entry[side or "write"], side=side, ambiguous=entry.get("ambiguous", False))
        for say in entry["say"]:
            yield file.template(say, {}, slots), mark


def _capitals(commands: CommandFiles, slots: Mapping[str, Slot]) -> Iterable[tuple[Template, str]]:
    for file, table in commands.tables("capitals"):
        for key in ("all", "last-all", "next-all", "next-first"):
            for say in table.get(key, ()):
                yield file.template(say, {}, slots), key


def _holds(commands: CommandFiles, slots: Mapping[str, Slot]) -> Iterable[tuple[Template, None]]:
    for file, table in commands.tables("corrections"):
        for say in table.get("holds", ()):
            yield file.template(say, commands.rules, slots), None


def _editing_terms(commands: CommandFiles, slots: Mapping[str, Slot]) -> Iterable[tuple[Template, Term]]:
    for file, table in commands.tables("corrections"):
        for term in Term:
            for say in table.get(term, ()):
                yield file.template(say, {}, slots), term


def _classes(file: DataFile) -> dict[str, frozenset[str]]:
    """The names of the classes that each word is in."""
    found: dict[str, set[str]] = {}
    for name, members in file.table("classes").items():
        for word in members:
            found.setdefault(normalise(word), set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _misheard(file: DataFile) -> dict[tuple[str, ...], tuple[str, ...]]:
    table = {_phrase(said): _phrase(meant) for said, meant in file.table("misheard").items()}
    for said, meant in table.items():
        if len(said) != len(meant):
            raise file.error(f"{' '.join(said)!r} and {' '.join(meant)!r} differ in length", " ".join(said))
    return table


def _words(file: DataFile) -> Words:
    def single(name: str) -> frozenset[str]:
        return frozenset(file.table(name))

    return Words(
        fillers=single("fillers"),
        set_off_fillers=_phrases(file.table("set_off_fillers")),
        interrupting=_phrases(file.table("interrupting")),
        titles=single("titles"),
        abbreviations=single("abbreviations"),
        determiners=single("determiners"),
        continuations=single("continuations"),
        joiners=single("and"),
        joining=_phrases(file.table("and")),
        of_firm=single("of_firm"),
        denials=single("denials"),
        yes=single("yes"),
        no=single("no"),
        separately=single("separately"),
        misheard_commands=_misheard(file),
        pointing=single("pointing"),
        indefinite=single("indefinite"),
        afterthoughts=_phrases(file.table("afterthoughts")),
        onsets=single("onsets"),
        list_steps=single("list_steps"),
        clause_words=single("clause_words"),
        vocatives=single("vocatives"),
        pronouns=single("pronouns"),
        third_persons=single("third_persons"),
        enclosing=_phrases(file.table("enclosing")),
        attached=_phrases(file.table("attached")),
        found_enclosed=_phrases(file.table("found_enclosed")),
        attached_as_adjective=single("attached_as_adjective"),
        onward=single("onward"),
        deictic=single("deictic"),
        articles=single("articles"),
        function_words=single("function_words"),
        without=single("without"),
        capital_letter=single("capital_letter"),
        double_letter=single("double_letter"),
        misheard=dict(file.table("salutation", "misheard")),
        capitalised=single("capitalised"),
        kinds={word: kind for kind, said in file.table("kinds").items() for word in said},
        classes=_classes(file),
        **{name: frozenset(file.table("repairs", name)) for name in _REPAIR_LISTS},
        reduplicates=bool(file.table("repairs", "reduplicates")),
        salutation_end=file.table("salutation", "ends"),
        salutation_leads_on=bool(file.table("salutation", "leads_on")),
        closing_end=file.table("closing", "ends"),
    )
