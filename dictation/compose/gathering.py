"""From spans to items: every kind of speech carried out, one after another, as an editor would."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dictation.compose.boundaries import SENTENCE, Boundaries
from dictation.compose.decode import TALK, TEXT, Phase, Span
from dictation.compose.items import Item, copy_of
from dictation.compose.language import Language
from dictation.compose.recipients import AddressBook
from dictation.compose.repairs import repair, reparandum
from dictation.compose.revisions import delete_words, replace_words
from dictation.compose.tokens import Token, said
from dictation.model.draft import DraftKind, LeftOutReason, Note

_FIELDS = frozenset("to subject copy blind-copy delivery enclosure send-at when length place spell address".split())


_OUTSIDE = frozenset({Phase.OUT, Phase.TAIL, Phase.AFTER})
_FALSE_START = 14
"""How many words may stand between two salutations of which the first was a mistake."""
_WHOLE = "{value}"
"""The template of a note that says what was said, and all of it."""


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
    ) -> None:
        self._tokens, self._boundaries, self._silent = tokens, boundaries, silent
        self._language, self._book = language, book
        self._items: list[Item] = []
        self._current: Item | None = None
        self._phase = Phase.OUT
        self._addressed: list[Span] = []
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
            "scratch": self._strike_last,
            "scratch-words": self._strike_words,
            "scratch-sentence": self._strike_sentence,
            "scratch-paragraph": self._strike_paragraph,
            "restart": self._strike_all,
            "goto": self._go_to,
            "replace": self._replace,
            "delete": self._delete,
            "add": self._add,
            "insert": self._insert,
            **dict.fromkeys(_FIELDS, self._set_field),
        }

    def gather(self, spans: Sequence[Span]) -> Gathered:
        """The items of a call."""
        for span in spans:
            self._take(span)
            self._phase = span.phase
        for item in self._items:
            self._repair(item)
            if item.cancelled:
                self._mark([*item.salutation, *item.body], LeftOutReason.CANCELLED)
        kept = [item for item in self._items if not item.cancelled and not item.empty]
        return Gathered(items=kept, notes=self._notes, reasons=self._reasons)

    def _take(self, span: Span) -> None:
        places = list(range(span.start, span.end))
        self._mark(places, LeftOutReason.INSTRUCTION if span.label == "note" else LeftOutReason.COMMAND)
        self._note_of_cue(span)
        if span.label in self._begins:
            self._begins[span.label](span)
        elif self._current is None or span.label in (TALK, "aside", "farewell"):
            self._talk(span)
        elif span.label == TEXT:
            self._write(self._current, places)
        elif span.label in self._acts:
            self._acts[span.label](self._current, span)

    def _talk(self, span: Span) -> None:
        """Side talk is no text, but what the client says in it helps to tell who is meant."""
        for place in range(span.start, span.end):
            self._reasons[place] = LeftOutReason.OTHER_SPEAKER if self._silent[place] else LeftOutReason.CHAT
        said_by_client = [place for place in range(span.start, span.end) if not self._silent[place]]
        self._aside.extend(said_by_client)
        if self._current is not None and span.phase in (Phase.HEAD, Phase.MEET, Phase.RELAY):
            self._current.side.extend(said_by_client)

    def _mark(self, places: Iterable[int], reason: LeftOutReason) -> None:
        for place in places:
            self._reasons[place] = reason

    def _open(self, span: Span) -> None:
        kind = span.cue.payload.kind if span.cue else ""
        self._begin(Item(kind=DraftKind(kind) if kind else DraftKind.EMAIL, opening=span))

    def _begin(self, item: Item) -> None:
        self._items.append(item)
        self._current = item
        self._addressed, self._aside = [], []

    def _open_again(self, span: Span) -> None:
        if self._current is not None:
            self._begin(copy_of(self._current, span))

    def _greet(self, span: Span) -> None:
        """Take a salutation. Outside any item it begins one; a second one after a few words begins the text anew."""
        places = list(range(span.start, span.end))
        if self._current is None or self._phase in _OUTSIDE:
            fields = {"to": self._addressed} if self._addressed else {}
            self._begin(
                Item(kind=DraftKind.EMAIL, salutation=places, fields=fields, side=list(self._aside), implied=True)
            )
            return
        self._mark(self._current.salutation, LeftOutReason.CORRECTED)
        self._current.salutation = places
        self._current.salutations.extend(self._each_greeting(places))
        if self._phase is not Phase.SAME and len(self._current.body) <= _FALSE_START:
            self._strike(self._current, 0)

    def _each_greeting(self, places: list[int]) -> list[list[int]]:
        """The salutations in one breath, "Dear Ann and dear Ben", each by itself."""
        greetings: list[list[int]] = []
        for place in places:
            token = self._tokens[place]
            if token.norm in self._language.words.vocatives or not greetings:
                greetings.append([])
            if token.norm not in self._language.words.joiners:
                greetings[-1].append(place)
        return greetings

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

    def _write(self, item: Item, places: list[int]) -> None:
        if not item.body:
            places = self._without_leading_mark(item, places)
        item.body.extend(places)

    def _without_leading_mark(self, item: Item, places: list[int]) -> list[int]:
        """A mark said before any text belongs to the salutation, or to the command that began the text."""
        mark = self._boundaries.marks.get(places[0])
        if mark is None or mark.payload.side:
            return places
        if item.salutation and item.salutation[-1] == mark.start - 1:
            item.salutation.extend(range(mark.start, mark.end))
        return [place for place in places if place >= mark.end]

    def _repair(self, item: Item) -> None:
        """Take out of the body what was taken back in passing."""
        names = self._book.name_words
        repaired = repair([self._tokens[place] for place in item.body], self._language, names)
        kept = [item.body[index] for index in repaired.kept]
        self._mark(set(item.body) - set(kept), LeftOutReason.CORRECTED)
        item.doubtful = [(item.body[start], item.body[end - 1] + 1) for start, end in repaired.doubtful]
        item.endings.update({item.body[index]: after for index, after in repaired.endings.items()})
        item.body = kept

    # ------------------------------------------------------------ fields

    def _set_field(self, item: Item, span: Span) -> None:
        item.fields.setdefault(span.label, []).append(span)

    def _set_kind(self, item: Item, span: Span) -> None:
        if span.cue is not None:
            item.kind = DraftKind(span.cue.payload.kind)

    def _set_closing(self, item: Item, span: Span) -> None:
        item.closing = span

    def _set_urgent(self, item: Item, _: Span) -> None:
        item.urgent = True

    def _cancel(self, item: Item, _: Span) -> None:
        item.cancelled = True

    # ------------------------------------------------------------ changes

    def _strike_sentence(self, item: Item, _: Span) -> None:
        self._strike(item, self._sentence_start(item.body))

    def _strike_last(self, item: Item, span: Span) -> None:
        """Take back what is said anew after the command, or else the last sentence."""
        said = [self._tokens[place] for place in item.body]
        again = reparandum(said, self._tokens, span.end, self._language)
        self._strike(item, self._sentence_start(item.body) if again is None else again)

    def _strike_words(self, item: Item, span: Span) -> None:
        count = span.cue.values.get("count") if span.cue is not None else None
        self._strike(item, max(0, len(item.body) - (int(str(count.value)) if count is not None else 1)))

    def _strike_paragraph(self, item: Item, _: Span) -> None:
        """Take back the last paragraph that has any words; the break before it stays, for what is said instead."""
        begun, ended = 0, len(item.body)
        for index in reversed(range(len(item.body))):
            length = self._break_at(item.body[index])
            if length and index + length >= ended:
                ended = index  # a break with nothing after it belongs to no paragraph
            elif length:
                begun = index + length
                break
        self._strike(item, begun)

    def _break_at(self, place: int) -> int:
        """How many tokens at ``place`` say that a new paragraph begins; 0 for none."""
        cues = self._language.cues.at(self._tokens, place)
        return max((match.end - match.start for match in cues if match.payload.label == "paragraph"), default=0)

    def _strike_all(self, item: Item, _: Span) -> None:
        self._strike(item, 0)

    def _strike(self, item: Item, start: int) -> None:
        self._mark(item.body[start:], LeftOutReason.CORRECTED)
        del item.body[start:]

    def _sentence_start(self, body: Sequence[int]) -> int:
        """The index in ``body`` at which its last sentence begins."""
        for index in range(len(body) - 1, 0, -1):
            place = body[index]
            if self._boundaries.before[place] >= SENTENCE and place not in self._boundaries.marks:
                return index
        return 0

    def _go_to(self, item: Item, span: Span) -> None:
        """Make the item current that goes to whom the span names."""
        named = self._inside(span, "people")
        mentions = self._book.mentions([self._tokens[place] for place in named])
        wanted = {contact.name for mention in mentions for contact, _ in mention.candidates}
        norms = {self._tokens[place].norm for place in named} - self._language.words.articles
        for earlier in reversed(self._items):
            opening = earlier.opening
            called = {token.norm for token in self._tokens[opening.start : opening.end]} if opening else set()
            if wanted & self._addressees(earlier) or (not wanted and norms & called):
                self._current = earlier
                return
        item.unplaced.append(span)

    def _addressees(self, item: Item) -> set[str]:
        tokens = [token for span in item.addressing for token in self._tokens[span.start : span.end]]
        return {contact.name for mention in self._book.mentions(tokens) for contact, _ in mention.candidates}

    def _inside(self, span: Span, slot: str) -> list[int]:
        """The places that a slot of the span's cue found."""
        found = span.cue.values.get(slot) if span.cue else None
        return list(range(found.start, found.end)) if found else []

    def _replace(self, item: Item, span: Span) -> None:
        old, new = self._inside(span, "old"), self._inside(span, "new")
        self._record(item, span, replace_words(item, self._tokens, old, new))

    def _delete(self, item: Item, span: Span) -> None:
        self._record(item, span, delete_words(item, self._tokens, self._inside(span, "old")))

    def _record(self, item: Item, span: Span, removed: list[int] | None) -> None:
        if removed is None:
            item.unplaced.append(span)
            self._mark(range(span.start, span.end), LeftOutReason.UNPLACED)
            return
        self._mark(removed, LeftOutReason.CORRECTED)

    def _add(self, item: Item, span: Span) -> None:
        if span.cue is not None:
            item.additions.append(list(range(span.cue.end, span.end)))

    def _insert(self, item: Item, span: Span) -> None:
        item.missing.append(span)
