"""From spans to items: what was said about each piece of correspondence, gathered.

An item is still made of places in the call (token numbers), so that nothing of where its text came from is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dictation.compose.boundaries import SENTENCE, Boundaries
from dictation.compose.decode import TALK, TEXT, Span
from dictation.compose.language import Language
from dictation.compose.repairs import repair
from dictation.compose.tokens import Token
from dictation.model.draft import DraftKind, LeftOutReason

_FIELDS = frozenset("to subject copy blind-copy delivery enclosure send-at when length place spell address".split())


@dataclass(slots=True)
class Item:
    """What was said about one piece of correspondence. ``fields``: the spans of each label, in order."""

    kind: DraftKind
    opening: Span | None = None
    fields: dict[str, list[Span]] = field(default_factory=dict)
    salutation: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    closing: Span | None = None
    urgent: bool = False
    cancelled: bool = False
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    """Tokens (start, end exclusive) that announce a correction of which it is not clear what it corrects."""

    def spans(self, label: str) -> list[Span]:
        """The spans of one label, in the order in which they were said."""
        return self.fields.get(label, [])

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it that could be sent."""
        return not self.body and not self.spans("when")


@dataclass(slots=True)
class Gathered:
    """All items of a call, its notes, and why each token that is in no item's text is not."""

    items: list[Item]
    notes: list[Span]
    reasons: dict[int, LeftOutReason]


class Gatherer:
    """Carries out the decoded spans, one after another, as an editor would."""

    def __init__(
        self,
        tokens: Sequence[Token],
        boundaries: Boundaries,
        silent: Sequence[bool],
        language: Language,
        names: Mapping[str, str],
    ) -> None:
        self._tokens, self._boundaries, self._silent = tokens, boundaries, silent
        self._language, self._names = language, names
        self._items: list[Item] = []
        self._notes: list[Span] = []
        self._reasons: dict[int, LeftOutReason] = {}

    def gather(self, spans: Sequence[Span]) -> Gathered:
        """The items of a call."""
        for span in spans:
            self._take(span)
        for item in self._items:
            self._repair(item)
            if item.cancelled:
                self._mark(item.body, LeftOutReason.CANCELLED)
        kept = [item for item in self._items if not item.cancelled and not item.empty]
        return Gathered(items=kept, notes=self._notes, reasons=self._reasons)

    def _repair(self, item: Item) -> None:
        """Take out of the body what was taken back in passing."""
        repaired = repair([self._tokens[place] for place in item.body], self._language, self._names)
        kept = [item.body[index] for index in repaired.kept]
        self._mark([place for place in item.body if place not in set(kept)], LeftOutReason.CORRECTED)
        item.doubtful = [(item.body[start], item.body[end - 1] + 1) for start, end in repaired.doubtful]
        item.body = kept

    def _mark(self, places: Sequence[int], reason: LeftOutReason) -> None:
        for place in places:
            self._reasons[place] = reason

    def _take(self, span: Span) -> None:
        places = list(range(span.start, span.end))
        item = self._items[-1] if self._items else None
        if span.label == "open" and span.cue is not None:
            kind = DraftKind(span.cue.payload.kind) if span.cue.payload.kind else DraftKind.EMAIL
            self._items.append(Item(kind=kind, opening=span))
        elif span.label == "same-again" and item is not None:
            self._items.append(_copy_of(item, span))
        elif item is None or span.label in (TALK, "aside", "farewell"):
            self._talk(places)
            return
        elif span.label in (TEXT, "salutation"):
            self._text(item, span, places)
            return
        elif span.label == "note":
            self._notes.append(span)
            self._mark(places, LeftOutReason.INSTRUCTION)
            return
        else:
            self._field(item, span)
        self._mark(places, LeftOutReason.COMMAND)

    def _talk(self, places: Sequence[int]) -> None:
        for place in places:
            self._reasons[place] = LeftOutReason.OTHER_SPEAKER if self._silent[place] else LeftOutReason.CHAT

    def _text(self, item: Item, span: Span, places: list[int]) -> None:
        if span.label == "salutation":
            self._mark(item.salutation, LeftOutReason.CORRECTED)
            item.salutation = places
            return
        if not item.body:
            places = self._without_leading_mark(item, places)
        item.body.extend(places)

    def _without_leading_mark(self, item: Item, places: list[int]) -> list[int]:
        """A mark said before any text belongs to the salutation, or to the command that began the text."""
        mark = self._boundaries.marks.get(places[0])
        if mark is None or mark.payload.side:
            return places
        said = list(range(mark.start, mark.end))
        if item.salutation and item.salutation[-1] == mark.start - 1:
            item.salutation.extend(said)
        else:
            self._mark(said, LeftOutReason.COMMAND)
        return [place for place in places if place >= mark.end]

    def _field(self, item: Item, span: Span) -> None:
        match span.label:
            case "kind" if span.cue is not None:
                item.kind = DraftKind(span.cue.payload.kind)
            case "closing":
                item.closing = span
            case "urgent":
                item.urgent = True
            case "cancel":
                item.cancelled = True
            case "scratch" | "scratch-sentence":
                self._strike(item, self._sentence_start(item.body))
            case "scratch-paragraph" | "restart":
                self._strike(item, 0)
            case label if label in _FIELDS:
                item.fields.setdefault(label, []).append(span)
            case _:
                pass

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


def _copy_of(item: Item, span: Span) -> Item:
    """The same text again, to somebody else."""
    fields = {label: list(item.spans(label)) for label in ("subject", "enclosure") if item.spans(label)}
    return Item(
        kind=item.kind,
        opening=span,
        fields=fields,
        salutation=list(item.salutation),
        body=list(item.body),
        closing=item.closing,
    )
