"""From a gathered item to a finished draft: fields resolved, text set, doubts flagged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from dictation.compose.address_book import AddressBook
from dictation.compose.boundaries import Boundaries
from dictation.compose.enclosures import enclosures_in_text, listed_enclosures
from dictation.compose.flags import raise_flags
from dictation.compose.greetings import Greetings
from dictation.compose.items import Item
from dictation.compose.language import Language
from dictation.compose.layout import Join, Layouter, Stroke
from dictation.compose.moments import at_zone, awake, either_week, find_minutes, find_moment
from dictation.compose.recipients import Hints, find_recipients
from dictation.compose.spans import Span
from dictation.compose.tokens import Token, normalise, said
from dictation.compose.typeset import Typesetter
from dictation.model.draft import Draft, DraftKind, Flag, FlagKind, Meeting, Passage, Piece, Recipient

_MORNING = time(9)
"""When a message goes out of which only the day was said."""
_HOUR = 60


@dataclass(frozen=True, kw_only=True)
class Drafter:
    """Makes drafts of those items of a call that are dictated in one language.

    ``language`` is that of the text; ``spoken`` is what the client speaks with the secretary, who may be told in
    Indonesian to whom an English letter goes.
    """

    tokens: Sequence[Token]
    boundaries: Boundaries
    language: Language
    spoken: Language
    book: AddressBook
    typesetter: Typesetter
    today: date
    zone: ZoneInfo

    def drafts(self, item: Item) -> tuple[Draft, ...]:
        """The drafts of one item: one, or one a person where each is to have a letter of his own."""
        draft = self._draft(item)
        greetings = Greetings(tokens=self.tokens, words=self.language.words, book=self.book, item=item)
        said = {token.norm for span in item.addressing for token in self._span(span)}
        said |= {self.tokens[place].norm for place in item.side}
        each = bool(said & self.spoken.words.separately) or len(greetings.said()) > 1
        if len(draft.to) < 2 or not each:
            return (draft,)
        return tuple(self._to_one(draft, item, greetings, recipient) for recipient in draft.to)

    def _to_one(self, draft: Draft, item: Item, greetings: Greetings, recipient: Recipient) -> Draft:
        """The draft for one of its recipients, with his own greeting; no one else's, even where there is none."""
        places = greetings.own(recipient)
        salutation = draft.salutation
        if places is not None:
            salutation = self._salutation(Layouter(self.tokens, self.boundaries, self.language), places, [recipient])
        elif greetings.names_somebody():
            salutation = Passage()
        own = replace(draft, to=(recipient,), salutation=salutation, flags=())
        flags = self._flags(own, item)
        if draft.salutation and not salutation:
            ungreeted = f"the others are greeted by name, and {recipient.name} is not"
            flags = (Flag(kind=FlagKind.RECIPIENT, message=ungreeted), *flags)
        return replace(own, flags=flags)

    def _draft(self, item: Item) -> Draft:
        opening = item.addressing
        hints = Hints(
            side=tuple(self.tokens[place] for place in item.side),
            salutation=tuple(self.tokens[place] for place in item.salutation),
            before=tuple(self.tokens[place] for place in item.before),
            spelling=tuple(token for span in [*opening, *item.spans("spell")] for token in self._span(span)),
        )
        layouter = Layouter(self._with_endings(item), self.boundaries, self.language, item.endings)
        blocks = [block for places in (item.body, *item.additions) for block in layouter.layout(places)]
        body = tuple(self.typesetter.paragraph(block) for block in blocks)
        to = self._people(opening, hints)
        greeted = find_recipients([*hints.salutation], self.book, self.spoken.words, replace(hints, salutation=()))
        wrong = (
            item.greeted_anew and greeted and greeted[0].resolved and greeted[0].name not in {one.name for one in to}
        )
        if greeted and (not to or wrong):
            to = greeted
        if not to:
            before = [self.tokens[place] for place in item.before]
            to = tuple(one for one in find_recipients(before, self.book, self.spoken.words, hints) if one.resolved)
        bcc = self._people(item.spans("blind-copy"), hints)
        unseen = {one.name for one in bcc}
        draft = Draft(
            kind=item.kind,
            to=self._addressed(to, item),
            # "Copy Ann, no, a blind copy": the others are not to see it.
            cc=tuple(one for one in self._people(item.spans("copy"), hints) if one.name not in unseen),
            bcc=bcc,
            subject=self._subject(layouter, item),
            salutation=self._salutation(layouter, item.salutation, to),
            body=tuple(paragraph for paragraph in body if paragraph.lines),
            closing=self._closing(item),
            enclosures=self._enclosures(item),
            urgent=item.urgent,
            send_at=self._send_at(item),
            delivery=self._delivery(item),
            language=self.language.code,
            meeting=self._meeting(item) if item.kind is DraftKind.INVITE else None,
        )
        return replace(draft, flags=self._flags(draft, item))

    def _flags(self, draft: Draft, item: Item) -> tuple[Flag, ...]:
        when = [token for span in item.spans("when") for token in self._span(span)]
        either = either_week(when, self.spoken, self.today)
        return raise_flags(draft, item, self.tokens, self.book, self.language.words, either_week=either)

    def _with_endings(self, item: Item) -> Sequence[Token]:
        """The tokens, with the punctuation that changes to the item put after some of them."""
        if not item.endings:
            return self.tokens
        tokens = list(self.tokens)
        for place, after in item.endings.items():
            tokens[place] = replace(tokens[place], after=after)
        return tokens

    def _span(self, span: Span) -> Sequence[Token]:
        return self.tokens[span.start : span.end]

    def _value(self, span: Span) -> list[int]:
        """The places of what a span is about: what follows its cue, or stands inside it."""
        inside = span.cue.values.get("many") if span.cue else None
        if inside is not None:
            return list(range(inside.start, inside.end))
        start = span.cue.end if span.cue else span.start
        return list(range(start, span.end))

    def _named(self, span: Span) -> Sequence[Token]:
        """The part of a span that names people: what follows its cue, and the place for them inside the cue."""
        said = span.cue.values if span.cue else {}
        within = said.get("people") or said.get("party")
        inside = self.tokens[within.start : within.end] if within else []
        return [*inside, *(self.tokens[place] for place in self._value(span))]

    def _people(self, spans: Iterable[Span], hints: Hints) -> tuple[Recipient, ...]:
        found: dict[str, Recipient] = {}
        for span in spans:
            for recipient in find_recipients(self._named(span), self.book, self.spoken.words, hints):
                found.setdefault(recipient.name, recipient)
        return tuple(found.values())

    def _addressed(self, recipients: tuple[Recipient, ...], item: Item) -> tuple[Recipient, ...]:
        """The recipients, the last with the address that was dictated for somebody who is not in the book."""
        lines = self.dictated_address(item)
        if not lines or not recipients or recipients[-1].address:
            return recipients
        return (*recipients[:-1], replace(recipients[-1], address=lines))

    def dictated_address(self, item: Item) -> tuple[str, ...]:
        """The lines of an address that was said with the item: "the address is 14 Mill Lane, Bath"."""
        lines: list[list[Stroke]] = [[]]
        for span in item.spans("address"):
            for stroke in self._written([self.tokens[place] for place in self._value(span)]):
                lines[-1].append(stroke)
                if stroke.tokens[-1].after:
                    lines.append([])
        return tuple(self.typesetter.line(line, bare=True).text for line in lines if line)

    def _subject(self, layouter: Layouter, item: Item) -> Passage:
        spans = item.spans("subject") or item.spans("topic")
        if not spans:
            return Passage()
        value = self._value(spans[-1])
        if len(value) > 1 and self.tokens[value[0]].after and self.tokens[value[0]].norm in self.spoken.words.leads:
            del value[0]  # "Subject, oh, the lease"
        strokes = [stroke for stroke in layouter.strokes(value) if not _is_end_mark(stroke)]
        begun = next((number for number, stroke in enumerate(strokes) if stroke.join is not Join.MARK), 0)
        return self.typesetter.line(strokes[begun:], bare=True)

    def _salutation(self, layouter: Layouter, places: Sequence[int], to: Sequence[Recipient]) -> Passage:
        strokes = layouter.strokes(self._greeted(places))
        while strokes and strokes[-1].join is Join.MARK and strokes[-1].text not in (",", ":", "!"):
            strokes.pop()
        vocatives = self.language.words.vocatives
        strangers = [one for one in to if not one.resolved]
        named = {normalise(word): word for one in strangers for word in one.name.split()}
        heard = {
            word for one in strangers for word in one.heard.split() if normalise(word) in self.language.words.titles
        }
        named.update({normalise(title): title[:1].upper() + title[1:] for title in heard})
        strokes = [self._named_as(self._meant(stroke), named) for stroke in strokes]
        strokes = [
            replace(
                stroke, after="" if place == len(strokes) - 1 or stroke.tokens[0].norm in vocatives else stroke.after
            )
            for place, stroke in enumerate(strokes)
        ]
        return self._ended(self.typesetter.line(strokes), self.language.words.salutation_end, "salutation-mark")

    def _meant(self, stroke: Stroke) -> Stroke:
        """The word that was meant where the recogniser wrote another for it: "Deer Mr Pike"."""
        token = stroke.tokens[0]
        put_right = token.norm if len(stroke.tokens) == 1 and normalise(token.text) != token.norm else None
        meant = self.language.words.misheard.get(token.norm, put_right)
        return stroke if meant is None else replace(stroke, text=meant, rule="misheard")

    def _named_as(self, stroke: Stroke, named: Mapping[str, str]) -> Stroke:
        """The word as it is written in a name, where the transcript has no capitals."""
        name = named.get(stroke.tokens[0].norm)
        return stroke if name is None or self.boundaries.punctuated else replace(stroke, text=name, rule="case")

    def _greeted(self, places: Sequence[int]) -> Sequence[int]:
        """The salutation without what tells where it goes: "Dear Ann for that one"."""
        vocatives, onward = self.language.words.vocatives, self.language.words.onward
        if not places or self.tokens[places[0]].norm not in vocatives:
            return places
        ends = (number for number, place in enumerate(places) if number > 1 and self.tokens[place].norm in onward)
        return places[: next(ends, None)]

    def _closing(self, item: Item) -> Passage:
        if item.closing is None or item.closing.cue is None:
            return Passage()
        cue = item.closing.cue
        places = (place for place in range(cue.start, cue.end) if place not in self._marked)
        strokes = [
            Stroke(text=token.text if number == 0 else _uncapitalised(token), tokens=(token,), after="")
            for number, token in enumerate(self.tokens[place] for place in places)
        ]
        return self._ended(self.typesetter.line(strokes), self.language.words.closing_end, "closing-mark")

    def _ended(self, passage: Passage, mark: str, rule: str) -> Passage:
        """The passage with the mark that salutations and closings end in, where none was said."""
        if not passage or passage.text[-1] in ",:!":
            return passage
        return Passage(pieces=(*passage.pieces, Piece(text=mark, rule=rule)))

    def _enclosures(self, item: Item) -> tuple[Passage, ...]:
        marks = self._marked
        asked = [
            places
            for span in item.spans("enclosure")
            for places in listed_enclosures(self.tokens, self._value(span), self.spoken.words, marks)
        ]
        told = enclosures_in_text(self.tokens, item.body, self.language.words, marks)
        heads = {self.tokens[places[-1]].norm for places in asked}
        told = [places for places in told if self.tokens[places[-1]].norm not in heads]
        phrases = [self._phrase(places) for places in [*asked, *told]]
        return tuple({phrase.text.casefold(): phrase for phrase in reversed(phrases)}.values())[::-1]

    @cached_property
    def _marked(self) -> frozenset[int]:
        """The places of all marks said aloud, each with all its words."""
        return frozenset(place for mark in self.boundaries.marks.values() for place in range(mark.start, mark.end))

    def _phrase(self, places: Sequence[int]) -> Passage:
        tokens = [self.tokens[place] for place in places]
        strokes = [
            Stroke(text=written.text, tokens=written.tokens, rule=written.rule) for written in self._written(tokens)
        ]
        return self.typesetter.line(strokes, capital=False)

    def _written(self, tokens: Sequence[Token]) -> Iterator[Stroke]:
        for written in self.language.written.write(tokens):
            yield Stroke(text=written.text, tokens=written.tokens, rule=written.rule, after=written.after)

    def _send_at(self, item: Item) -> datetime | None:
        tokens = [token for span in item.spans("send-at") for token in self._span(span)]
        spans = item.spans("send-at")
        if not spans:
            return None
        moment = find_moment(self._span(spans[-1]), self.spoken, self.today)
        if moment.day is None and moment.at is None:
            moment = find_moment(tokens, self.spoken, self.today)
        if moment.day is None and moment.at is None:
            return None
        return at_zone(moment.day or self.today, moment.at or _MORNING, self.zone)

    def _delivery(self, item: Item) -> str | None:
        for span in reversed(item.spans("delivery")):
            found = span.cue.values.get("delivery") if span.cue else None
            if found is not None:
                return said(replace(token, after="") for token in self.tokens[found.start : found.end]).casefold()
        return None

    def _meeting(self, item: Item) -> Meeting | None:
        told = [span for label in ("when", "place", "length") for span in item.spans(label)]
        tokens = [token for span in sorted(told, key=lambda span: span.start) for token in self._span(span)]
        moment = find_moment(tokens, self.spoken, self.today)
        if moment.day is None or moment.at is None:
            return None
        at, until = awake((moment.at, moment.until or moment.at), tokens, self.spoken)
        start = at_zone(moment.day, at, self.zone)
        minutes = find_minutes(tokens, self.spoken)
        if minutes is None and until > at:
            minutes = (until.hour - at.hour) * _HOUR + until.minute - at.minute
        return Meeting(start=start, minutes=minutes or _HOUR, place=self._place(item))

    def _tells_time(self, span: Span) -> bool:
        """Whether what begins like a place is an hour or a day: "at three thirty"."""
        tokens = self._span(span)
        moment = find_moment(tokens, self.spoken, self.today)
        norms = tuple(token.norm for token in tokens)
        part_of_day = any(norms[: len(phrase)] == phrase for phrase in self.spoken.moments.parts_of_day)
        return part_of_day or moment.at is not None or moment.day is not None

    def _place(self, item: Item) -> str:
        spans = [span for span in item.spans("place") if not self._tells_time(span)]
        if not spans:
            return ""
        tokens = [self.tokens[place] for place in self._value(spans[-1])]
        while tokens and tokens[0].norm in self.spoken.words.articles:
            tokens = tokens[1:]
        return self.typesetter.line(list(self._written(tokens)), capital=False, bare=True).text


def _is_end_mark(stroke: Stroke) -> bool:
    return stroke.join is Join.MARK and stroke.text == "."


def _uncapitalised(token: Token) -> str:
    return token.text.lower() if token.starts_sentence else token.text
