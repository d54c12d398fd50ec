"""What was said about each piece of correspondence.

An item is still made of places in the call (token numbers), so that nothing of where its text came from is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dictation.compose.spans import Span
from dictation.model.draft import DraftKind


@dataclass(slots=True)
class Item:
    """What was said about one piece of correspondence. ``fields``: the spans of each label, in order."""

    kind: DraftKind
    opening: Span | None = None
    fields: dict[str, list[Span]] = field(default_factory=dict)
    salutation: list[int] = field(default_factory=list)
    salutations: list[list[int]] = field(default_factory=list)
    """All that were dictated, for an item that goes to several people, each greeted by name."""
    body: list[int] = field(default_factory=list)
    greeted_anew: bool = False
    """Whether a salutation was taken back and another one said, so that the first addressee was a mistake."""
    closing: Span | None = None
    implied: bool = False
    """Whether nobody said that it begins, or what it is: a salutation came out of the blue."""
    told: bool = False
    """Whether its kind was said by itself: "just an email"."""
    side: list[int] = field(default_factory=list)
    """Side talk before the text begins: it often settles who is meant."""
    before: list[int] = field(default_factory=list)
    """What was said just before the item was announced: "let's meet with Ann. Send her an invite"."""
    urgent: bool = False
    cancelled: bool = False
    endings: dict[int, str] = field(default_factory=dict)
    """Punctuation that a change put in the place of what was heard after a token, by the token's place."""
    additions: list[list[int]] = field(default_factory=list)
    """Paragraphs that were added at the end when the item was already finished."""
    missing: list[Span] = field(default_factory=list)
    """Standard texts that are still to be put in."""
    asides: list[tuple[range, bool]] = field(default_factory=list)
    """Stretches of which it is not certain whether they are text, and whether they were written."""
    reported: str = ""
    """The last word that tells the secretary to say what follows, by its norm: "tell him that …"."""
    of_reader: list[range] = field(default_factory=list)
    """Sentences that may speak of whom they go to as of somebody else."""
    unplaced: list[Span] = field(default_factory=list)
    """Changes that could not be made, because the words they name are not there."""
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    """Tokens (start, end exclusive) that announce a correction of which it is not clear what it corrects."""

    def spans(self, label: str) -> list[Span]:
        """The spans of one label, in the order in which they were said."""
        return self.fields.get(label, [])

    @property
    def addressing(self) -> list[Span]:
        """The spans that tell to whom it goes."""
        return [*([self.opening] if self.opening else []), *self.spans("to")]

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it that could be sent."""
        return not self.body and not self.spans("when")


def copy_of(item: Item, span: Span) -> Item:
    """The same text again, to somebody else, as ``span`` tells."""
    fields = {label: list(item.spans(label)) for label in ("subject", "enclosure") if item.spans(label)}
    return Item(
        kind=item.kind,
        opening=span,
        fields=fields,
        salutation=list(item.salutation),
        body=list(item.body),
        reported=item.reported,
        endings=dict(item.endings),
        closing=item.closing,
    )
