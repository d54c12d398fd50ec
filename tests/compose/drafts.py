"""What tests of composing ask of the drafts that a call became."""

from __future__ import annotations

from collections.abc import Sequence

from dictation.model.draft import Correspondence, Draft, Flag, FlagKind, LeftOutReason
from tests.compose.calls import compose

OPENING = "An email to Tom. Hi Tom, comma."
ENDING = "Thanks, Nora. End of email."


def only(*turns: str, language: str = "en", speakers: Sequence[str] = ()) -> Draft:
    """The one draft that the turns become."""
    (draft,) = compose(*turns, language=language, speakers=speakers).drafts
    return draft


def email(*turns: str) -> Correspondence:
    """What an email to Tom becomes, of which the turns are the text, with whatever comes between."""
    first, *more = turns
    return compose(f"{OPENING} {first}", *more, ENDING)


def names(draft: Draft) -> list[str]:
    """Whom a draft goes to."""
    return [recipient.name for recipient in draft.to]


def paragraphs(draft: Draft) -> list[str]:
    """The paragraphs of a draft's body."""
    return [paragraph.text for paragraph in draft.body]


def flagged(draft: Draft, kind: FlagKind) -> list[Flag]:
    """A draft's flags of one kind."""
    return [flag for flag in draft.flags if flag.kind is kind]


def left_out(correspondence: Correspondence, *reasons: LeftOutReason) -> str:
    """The words that are in no draft, for one of the reasons or for any."""
    return " ".join(left.text for left in correspondence.left_out if not reasons or left.reason in reasons)
