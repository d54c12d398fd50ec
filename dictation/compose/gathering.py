"""From spans to items: every kind of speech carried out, one after another, as an editor would."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dictation.compose.address_book import AddressBook
from dictation.compose.boundaries import Boundaries
from dictation.compose.broken_off import rejoin
from dictation.compose.changing import Changer, inside
from dictation.compose.dialogue import ASKED, Dialogue
from dictation.compose.earlier import ItemFinder
from dictation.compose.items import Item, copy_of
from dictation.compose.language import Language
from dictation.compose.phases import ASIDES, CHANGES, UNFINISHED, Phase
from dictation.compose.repairs import repair
from dictation.compose.reported import of_the_reader
from dictation.compose.spans import TALK, TEXT, Span
from dictation.compose.striking import Striker
from dictation.compose.subjects import SubjectFinder
from dictation.compose.tokens import Token, said
from dictation.compose.writing import Writer
from dictation.model.draft import DraftKind, LeftOutReason, Note

_FIELDS = frozenset("to subject copy blind-copy delivery enclosure send-at when length place spell address".split())


_OUTSIDE = frozenset({Phase.OUT, Phase.TAIL, Phase.AFTER})
_FALSE_START, _LONG = 14, 45
"""How many words may stand between two salutations of which the first was a mistake, and surely was none."""
_BEFORE = 30
"""How many words of the talk before an item may tell of it."""
_SURE = 1.5
"""Log odds of talk from which on what was left out need not be looked at."""
_SURELY = 1.4
"""How well a question has to fit an item for what follows to be about it."""
_SENT_TO = 2.5
"""How well words have to fit an item to name whom it goes to."""
_LEADING_ON = 25
"""How many words may be said of the next item before it is greeted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """All items of a call, its notes, and why each token that is in no item's text is not."""

    items: list[Item]
    notes: list[Note]
    reasons: dict[int, LeftOutReason]


class Gatherer:
    """Collects a call's items. An item may be changed at any later point of the call."""

    def __init__(
        self,
        tokens: Sequence[Token],
        boundaries: Boundaries,
        silent: Sequence[bool],
        language: Language,
        book: AddressBook,
        odds: Mapping[int, float],
        called: Container[str],
    ) -> None:
        self._tokens, self._boundaries, self._silent = tokens, boundaries, silent
        self._language, self._book, self._odds = language, book, odds
        self._finder = ItemFinder(tokens, language, book)
        self._dialogue = Dialogue(tokens, boundaries, language, book)
        self._changer = Changer(tokens, boundaries, language, self._mark)
        self._striker = Striker(tokens, boundaries, language, self._mark)
        self._writer = Writer(tokens, boundaries, language, odds=odds, called=called, mark=self._mark)
        self._subjects = SubjectFinder(tokens, boundaries, language)
        self._items: list[Item] = []
        self._current: Item | None = None
        self._left: Item | None = None
        """The item that was left unfinished for an earlier one."""
        self._phase, self._label = Phase.OUT, TALK
        self._for_all: Span | None = None
        """What says that the change that follows is to be made in all items."""
        self._addressed: list[Span] = []
        self._talked_at = 0
        """How long the body was when something was said to the secretary for several sentences."""
        self._retold: DraftKind | None = None
        """The kind that the current item was before another one was told in the middle of its text."""
        self._aside: list[int] = []
        self._notes: list[Note] = []
        self._reasons: dict[int, LeftOutReason] = {}
        self._begins: dict[str, Callable[[Span], None]] = {
            "open": self._open,
            "same-again": self._open_again,
            "salutation": self._greet,
            "to": self._address,
        }
        self._acts: dict[str, Callable[[Item, Span], None]] = {
            "kind": self._set_kind,
            "closing": self._set_closing,
            "urgent": self._set_urgent,
            "cancel": self._cancel,
            "scratch": self._striker.last,
            "scratch-words": self._striker.words,
            "scratch-sentence": self._striker.sentence,
            "scratch-paragraph": self._striker.paragraph,
            "restart": self._striker.all,
            "goto": self._go_to,
            "replace": self._changer.replace,
            "correct": self._changer.replace,
            "delete": self._changer.delete,
            "add": self._add,
            "everywhere": self._change_all,
            "insert": self._insert,
            **dict.fromkeys(_FIELDS, self._set_field),
        }

    def gather(self, spans: Sequence[Span]) -> Gathered:
        """The items of a call."""
        for span in spans:
            self._take(span)
            self._phase, self._label = span.phase, span.label
            if self._current is not None and span.cue is not None and span.cue.payload.reports:
                self._current.reported = self._tokens[span.cue.end - 1].norm
        for item in self._items:
            self._repair(item)
            if item.cancelled:
                self._mark([*item.salutation, *item.body], LeftOutReason.CANCELLED)
        kept = [item for item in self._items if not item.cancelled and not item.empty]
        return Gathered(items=kept, notes=self._notes, reasons=self._reasons)

    def _take(self, span: Span) -> None:
        if self._left is not None and span.phase is not Phase.BACK:
            self._current, self._left = self._left, None
        places = list(range(span.start, span.end))
        self._mark(places, LeftOutReason.INSTRUCTION if span.label == "note" else LeftOutReason.COMMAND)
        self._note_of_cue(span)
        if span.label in self._begins:
            self._begins[span.label](span)
        elif self._current is None or span.label in (TALK, "aside", "remark", "farewell"):
            self._talk(span)
        elif span.label == TEXT:
            self._writer.write(self._current, places, behind_talk=self._label in (TALK, *ASIDES))
        elif span.label in self._acts:
            span, everywhere = self._changer.parted(span) if span.label in CHANGES else (span, None)
            everywhere = everywhere or (self._for_all if span.label in CHANGES else None)
            self._acts[span.label](self._current, span)
            if everywhere is not None:
                self._for_all = None
                self._change_others(self._current, everywhere)

    def _talk(self, span: Span) -> None:
        """Side talk is no text, but what the client says in it helps to tell who is meant."""
        if self._current is not None and self._label in ASIDES and span.label in ASIDES:
            self._talked_at = len(self._current.body)
        if span.label == "remark" and self._current is not None and self._odds.get(span.start, _SURE) < _SURE:
            self._current.asides.append((range(span.start, span.end), False))
        if self._current is not None and span.phase is Phase.BODY:
            self._doubt(self._current, span)
        for place in range(span.start, span.end):
            self._reasons[place] = LeftOutReason.OTHER_SPEAKER if self._silent[place] else LeftOutReason.CHAT
        if self._current is not None and span.phase is not Phase.OUT:
            self._turn_to(span)
            self._fill(self._current, span, self._dialogue.hear(span.start, span.end))
        said_by_client = [place for place in range(span.start, span.end) if not self._silent[place]]
        self._aside.extend(said_by_client)
        if self._current is not None and span.phase in (Phase.HEAD, Phase.MEET, Phase.RELAY):
            self._current.side.extend(said_by_client)

    def _doubt(self, item: Item, span: Span) -> None:
        """Flag a question in the text that is answered behind it, and talk that may be text."""
        first = self._tokens[span.start].norm
        answers = first in self._language.words.yes | self._language.words.no
        if item.body and item.body[-1] == span.start - 1 and "?" in self._tokens[item.body[-1]].after and answers:
            asked = item.body[self._striker.sentence_start(item.body)]
            item.asides.append((range(asked, span.start), True))
        doubtful = not answers and not self._silent[span.start] and self._odds.get(span.start, _SURE) < _SURE
        if span.label == TALK and doubtful:
            item.asides.append((range(span.start, span.end), False))

    def _mark(self, places: Iterable[int], reason: LeftOutReason) -> None:
        for place in places:
            self._reasons[place] = reason

    def _open(self, span: Span) -> None:
        kind = span.cue.payload.kind if span.cue else ""
        self._begin(Item(kind=DraftKind(kind) if kind else DraftKind.EMAIL, opening=span))

    def _begin(self, item: Item) -> None:
        self._talked_at, self._retold = 0, None
        self._dialogue.forget()
        item.before = self._aside[-_BEFORE:]
        self._items.append(item)
        self._current = item
        self._addressed, self._aside = [], []

    def _open_again(self, span: Span) -> None:
        if self._current is not None and self._label in CHANGES and self._is_change_again(self._current, span):
            return
        if self._current is not None:
            self._begin(copy_of(self._current, span))

    def _greet(self, span: Span) -> None:
        """Take a salutation.

        Outside any item it begins one, and behind a long text, too; after a few words it begins the text anew.
        """
        places = list(range(span.start, span.end))
        if self._current is None or self._phase in _OUTSIDE or len(self._current.body) > _LONG:
            fields = {"to": self._addressed} if self._addressed else {}
            kind = self._kind_told(self._aside)
            if self._current is not None and self._phase not in _OUTSIDE:
                kind = self._leave(self._current) or kind
            self._begin(
                Item(
                    kind=DraftKind(kind or DraftKind.EMAIL),
                    salutation=places,
                    fields=fields,
                    side=list(self._aside),
                    implied=kind is None,
                )
            )
            return
        opening = self._current.opening
        if opening is not None and opening.cue is not None and not opening.cue.payload.kind and not self._current.told:
            kind = self._kind_told([*range(opening.start, opening.end), *self._current.side])
            self._current.kind = DraftKind(kind or self._current.kind)
        if self._greets_on(places[0]):
            self._current.salutation = [*self._current.salutation, *places]
            self._current.salutations.append(places)
            return
        self._mark(self._current.salutation, LeftOutReason.CORRECTED)
        begun = self._label == "text-start" or len(self._current.body) <= _FALSE_START
        if self._current.salutation and begun:
            self._current.greeted_anew = True
        self._current.salutation = places
        self._current.salutations.append(places)
        if self._phase is not Phase.SAME and begun:
            self._striker.from_index(self._current, 0)

    def _greets_on(self, start: int) -> bool:
        """Whether "and" joins a salutation to the one before it."""
        joined = self._current is not None and self._current.salutation[-1:] == [start - 1]
        return joined and self._language.words.joins(self._tokens[start - 1].norm)

    def _leave(self, item: Item) -> str | None:
        """Leave an item whose end nobody said; returns the kind of the next one, if that was told.

        What was said since the talk at its end leads to the next one: "She wants to know if … Email's fine. Dear Ann".
        """
        if 0 < len(item.body) - self._talked_at <= _LEADING_ON:
            self._mark(item.body[self._talked_at :], LeftOutReason.CHAT)
            del item.body[self._talked_at :]
        if self._retold is None:
            return None
        told, item.kind = item.kind, self._retold
        return told

    def _kind_told(self, places: Sequence[int]) -> str | None:
        """The kind of item that was spoken of last."""
        told = [self._language.words.kinds.get(self._tokens[place].norm) for place in places]
        return next((kind for kind in reversed(told) if kind is not None), None)

    def _address(self, span: Span) -> None:
        """Take "it goes to …": of the item at hand, or of one that is yet to begin."""
        if self._current is None or self._phase in _OUTSIDE:
            self._addressed.append(span)
        else:
            self._set_field(self._current, span)

    # ------------------------------------------------------------ notes

    def _note_of_cue(self, span: Span) -> None:
        if span.cue is not None and span.cue.payload.note:
            value = span.cue.values.get("value")
            start = value.start if value else span.cue.end
            self._note(range(start, span.end), span.cue.payload.note)

    def _note(self, places: Sequence[int], template: str) -> None:
        part = [self._tokens[place] for place in places]
        if part:
            ends = [
                number for number, token in enumerate(part) if number and token.norm in self._language.words.deictic
            ]
            value = said(part[: ends[0]] if ends and template != "{value}" else part).rstrip(",.?! ")
            text = template.replace("{value}", value)
            self._notes.append(Note(text=text, start_ms=part[0].start_ms, end_ms=part[-1].end_ms))

    # ------------------------------------------------------------ text

    def _repair(self, item: Item) -> None:
        """Take out of the body what was taken back in passing."""
        names = self._book.name_words
        rejoined = rejoin(self._tokens, self._boundaries, self._language, item.body, self._silent, item.endings)
        self._mark(set(item.body) - set(rejoined), LeftOutReason.CORRECTED)
        item.body = rejoined
        repaired = repair([self._tokens[place] for place in item.body], self._language, names)
        kept = [item.body[index] for index in repaired.kept]
        self._mark(set(item.body) - set(kept), LeftOutReason.CORRECTED)
        item.doubtful = [(item.body[start], item.body[end - 1] + 1) for start, end in repaired.doubtful]
        item.endings.update({item.body[index]: after for index, after in repaired.endings.items()})
        item.body = kept
        if item.reported:
            item.of_reader = list(of_the_reader(self._tokens, self._boundaries, self._language, item.body))

    # ------------------------------------------------------------ fields

    def _set_field(self, item: Item, span: Span) -> None:
        asked = self._dialogue.question_end(span.cue.end, span.end) if span.cue and span.label in ASKED else None
        if asked is not None and span.cue is not None:
            self._dialogue.ask(span.cue, asked)
            self._fill(item, span, self._dialogue.answer(asked, span.end))
            return
        self._dialogue.forget()
        if span.label == "subject" and self._subjects.points_back(span):
            span = self._subjects.said_before(item, span) or span
        item.fields.setdefault(span.label, []).append(span)

    def _fill(self, item: Item, span: Span, answers: Iterable[tuple[str, tuple[int, ...]]]) -> None:
        """Set the fields that answers tell."""
        for label, places in answers:
            self._set_field(item, Span(label=label, phase=span.phase, start=places[0], end=places[-1] + 1))

    def _set_kind(self, item: Item, span: Span) -> None:
        if span.cue is not None:
            item.told = True
            self._retold = item.kind if span.phase is Phase.BODY else None
            item.kind = DraftKind(span.cue.payload.kind)

    def _set_closing(self, item: Item, span: Span) -> None:
        item.closing = span

    def _set_urgent(self, item: Item, _: Span) -> None:
        item.urgent = True

    def _cancel(self, item: Item, _: Span) -> None:
        item.cancelled = True

    # ------------------------------------------------------------ changes

    def _go_to(self, item: Item, span: Span) -> None:
        """Make the item current that goes to whom the span names."""
        if self._phase in UNFINISHED and self._left is None:
            self._left = item
        named = self._finder.naming(inside(span, "people"))
        earlier = self._finder.find(self._items, named or range(span.start, span.end))
        if earlier is None or (not named and self._left is item and not self._cue_at(span.end, CHANGES)):
            item.unplaced.append(span)  # "in the letter, we said …" may as well be text
        if earlier is not None:
            self._current = earlier

    def _cue_at(self, place: int, labels: Container[str], end: int | None = None) -> bool:
        """Whether a cue of ``labels`` begins at ``place``, and ends at ``end``."""
        found = self._language.cues.at(self._tokens, place) if place < len(self._tokens) else ()
        return any(match.payload.label in labels and end in (None, match.end) for match in found)

    def _turn_to(self, span: Span) -> None:
        """Make the item current that a question names: "Is the letter to the bank ordinary post?"."""
        places = range(span.start, span.end)
        asked = "?" in self._tokens[span.end - 1].after
        if asked and self._phase in _OUTSIDE and self._language.words.kinds.keys() & self._norms(places):
            earlier = self._finder.find(self._items, places, least=_SURELY)
            self._current = earlier or self._current

    def _norms(self, places: Iterable[int]) -> set[str]:
        return {self._tokens[place].norm for place in places}

    def _add(self, item: Item, span: Span) -> None:
        named = inside(span, "people")
        self._changer.add((self._finder.find(self._items, named) if named else None) or item, span)

    def _change_all(self, item: Item, span: Span) -> None:
        """Make the last change in all other items, or the one that follows: "in both, change …"."""
        if self._label not in CHANGES and self._cue_at(span.end, CHANGES):
            self._for_all = span
        else:
            self._change_others(item, span)

    def _change_others(self, item: Item, span: Span) -> None:
        """Make the last change in the other items; ``span`` is what asks for it."""
        if not self._changer.everywhere([other for other in self._items if other is not item]):
            item.unplaced.append(span)
            self._mark(range(span.start, span.end), LeftOutReason.UNPLACED)

    def _is_change_again(self, item: Item, span: Span) -> bool:
        """Whether "the same for …" behind a change means the change, which is made: in all, or in an item there is."""
        if self._cue_at(span.start, {"everywhere"}, span.end):
            self._change_others(item, span)
            return True
        others = [other for other in self._items if other is not item]
        meant = self._finder.find(others, range(span.start, span.end), least=_SENT_TO)
        return meant is not None and self._changer.everywhere([meant])

    def _insert(self, item: Item, span: Span) -> None:
        item.missing.append(span)
