"""Changes that a client asks for after he dictated something, carried out on the item that he means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dictation.compose.boundaries import Boundaries
from dictation.compose.items import Item
from dictation.compose.language import Language
from dictation.compose.phases import Phase
from dictation.compose.revisions import Reviser
from dictation.compose.spans import Span
from dictation.compose.tokens import Token
from dictation.model.draft import LeftOutReason


class Changer:
    """Carries out changes. ``mark`` is told why each word that is no text is none."""

    def __init__(
        self,
        tokens: Sequence[Token],
        boundaries: Boundaries,
        language: Language,
        mark: Callable[[Iterable[int], LeftOutReason], None],
    ) -> None:
        self._tokens, self._language, self._punctuated = tokens, language, boundaries.punctuated
        self._reviser = Reviser(tokens, boundaries, language)
        self._mark = mark
        self._old: list[int] = []
        """What a client said he wants changed, before he says into what."""
        self._last: Callable[[Item], list[int] | None] | None = None

    def parted(self, span: Span) -> tuple[Span, Span | None]:
        """A change, and what at its end says where it is to be made too: "change Monday to Thursday *in both*"."""
        for place in range(span.start + 1, span.end):
            for cue in self._language.cues.at(self._tokens, place):
                if cue.payload.label == "everywhere" and cue.end == span.end and span.cue is not None:
                    values = {
                        slot: replace(found, end=min(found.end, place))
                        for slot, found in span.cue.values.items()
                        if found.start < place
                    }
                    change = replace(span, end=place, cue=replace(span.cue, values=values))
                    return change, Span(label="everywhere", phase=span.phase, start=place, end=span.end, cue=cue)
        return span, None

    def replace(self, item: Item, span: Span) -> None:
        """Put something in the place of something else. Either may be told in a sentence of its own."""
        old, new = inside(span, "old"), inside(span, "new")
        if not new:
            self._old = old
            return
        old, self._old = old or self._old, []
        new = self._as_far_as(old, new)
        about = inside(span, "about") or (old if self._reviser.names_what_it_is_about(old, new) else [])
        if about:
            self._do(item, span, lambda item: self._reviser.correct_about(item, about, new))
        elif old:
            self._do(item, span, lambda item: self._reviser.replace(item, old, new))
        else:
            self._do(item, span, lambda item: self._reviser.correct(item, new))

    def _as_far_as(self, old: Sequence[int], new: list[int]) -> list[int]:
        """The first of the new words, where an amount or a date takes the place of one, and more runs on unmarked."""
        if self._punctuated or not old or self._form_end(old[0]) != old[-1] + 1:
            return new
        end = self._form_end(new[0])
        return [place for place in new if place < end] or new

    def _form_end(self, place: int) -> int:
        """Where a figure in written form ends that begins at ``place``; 0 for none."""
        form = self._language.written.form_at(self._tokens, place)
        return form[0] if form else 0

    def delete(self, item: Item, span: Span) -> None:
        """Take words out, or the sentence about something."""
        old, about = inside(span, "old"), inside(span, "about")
        if about:
            self._do(item, span, lambda item: self._reviser.delete_about(item, about))
        else:
            self._do(item, span, lambda item: self._reviser.delete(item, old))

    def add(self, item: Item, span: Span) -> None:
        """Put a sentence at the end, or a paragraph."""
        if span.cue is None:
            return
        places = list(range(span.cue.end, span.end))
        if inside(span, "own"):
            item.additions.append(places)
        else:
            item.body.extend(places)

    def everywhere(self, items: Sequence[Item]) -> bool:
        """Make the last change in all other items, too, in which it can be made; returns whether there is any."""
        made = [removed for item in items if self._last is not None and (removed := self._last(item)) is not None]
        for removed in made:
            self._mark(removed, LeftOutReason.CORRECTED)
        return bool(made)

    def _do(self, item: Item, span: Span, change: Callable[[Item], list[int] | None]) -> None:
        removed = change(item)
        self._last = change
        if removed is None and span.phase is Phase.BODY:
            # Where the words are not there it is more likely text, or a repair of what was just said.
            item.body.extend(range(span.start, span.end))
            item.asides.append((range(span.start, span.end), True))
        elif removed is None:
            item.unplaced.append(span)
            self._mark(range(span.start, span.end), LeftOutReason.UNPLACED)
        else:
            self._mark(removed, LeftOutReason.CORRECTED)


def inside(span: Span, slot: str) -> list[int]:
    """The places that a slot of the span's cue found."""
    found = span.cue.values.get(slot) if span.cue else None
    return list(range(found.start, found.end)) if found else []
