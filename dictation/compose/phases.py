"""How far an item has come, and which kinds of speech occur there how likely.

    OUT → HEAD (MEET for an invitation, RELAY for a message to pass on) → BODY → TAIL → AFTER → HEAD …

A client may leave an item unfinished for a change to an earlier one, and take it up again: BODY → BACK → BODY.
"""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """How far the item that is being dictated has come."""

    OUT = "out"
    HEAD = "head"
    MEET = "meet"
    RELAY = "relay"
    SAME = "same"
    BODY = "body"
    TAIL = "tail"
    AFTER = "after"
    BACK = "back"
    """At an earlier item, while this one is not finished."""


HEADS = {"invite": Phase.MEET, "memo": Phase.RELAY}
TEXT_BEGINS = {Phase.HEAD: -2.5, Phase.MEET: -2.5, Phase.RELAY: -0.5}
"""How unlikely it is that text begins in a head without a salutation or a cue."""

# How well a cue fits each phase, in the unit of the cues' weights; a label does not occur where a point stands.
_FITS = """
                      out   head   meet  relay   same   body   tail  after   back
open                    1     -4     -4     -4      1   -2.5      0      1      1
kind                    .      1      .      1      .   -3.5    0.5      0    0.5
to                      .      1      1      1      .      .     -2     -2      .
same-again              .      .      .      .      1     -3      0      1      1
subject                 .      1      1      1      0   -4.5      0   -0.5      0
no-subject              .      1      1      1      .      .      0     -1      0
copy                    .      1      1      1      1   -2.5    0.5      0      0
blind-copy              .      1      1      1      1   -2.5    0.5      0      0
delivery                .    0.5      .    0.5    0.5   -4.5    0.5    0.5      0
urgent                  .    0.5      0    0.5      1   -4.5    0.5    0.5      0
enclosure               .      0      .      0      1   -3.5      1      1    0.5
send-at                 .      0      0      0    0.5   -4.5    0.5    0.5      0
when                    .      .      1      .      .      .      .      .      .
length                  .      .      1      .      .      .      .      .      .
place                   .      .      1      .      .      .      .      .      .
topic                   .      .      1      .      .      .      .      .      .
text-start              .      0      2      0      .   -1.5      .      .      0
spell                   .      1      1      1      .     -1      0      0      0
address                 .      1      0      1      .   -4.5      0      0      0
salutation             -4      1      0      1      1     -5     -4     -4     -3
sign-off                .      .      .      .      .      1      .      .      .
closing                 .      .      .      .      .      1      .      .      .
signature               .      .      .      .      .      1      .      .      .
end                     .     -1      0     -1      0    0.5      1     -3      0
scratch                 .     -1     -1     -1      .    0.5     -1      .      .
scratch-sentence        .      .      .      .      .    0.5     -1      .    0.5
scratch-paragraph       .      .      .      .      .    0.5     -1      .      .
scratch-words           .      .      .      .      .    0.5     -1      .      .
restart                 .     -1      .     -1      .    0.5      .      .      .
goto                    .     -1     -1     -1      1   -1.5    0.5    0.5    0.5
replace                 .      .      .      .      1     -1    0.5    0.5    0.5
correct                 .      .      .      .      1      .      0      1    1.5
everywhere              .      .      .      .      1     -3      1      1      1
delete                  .      .      .      .      1   -1.5    0.5    0.5    0.5
add                     .      .      .      .      1   -1.5    0.5    0.5    0.5
insert                  .      .      .      .      .      0      1      1      1
cancel                  .      1      1      1      .      0      0     -1    0.5
aside                   1      0      0      0      1   -2.5      1      1      1
remark                  .      .      .      .      .      0      .      .      .
farewell                0     -3      .     -3      1   -3    0.5      1      1
note                    0     -4      .     -4      0   -3.5      0      0      0
resume                  .      .      .      .      .     -2      .      .      2
"""


def _read_fits() -> dict[str, dict[Phase, float]]:
    header, *rows = (line.split() for line in _FITS.strip().splitlines())
    return {
        label: {Phase(name): float(fit) for name, fit in zip(header, fits, strict=True) if fit != "."}
        for label, *fits in rows
    }


FITS = _read_fits()

FIELDS = frozenset(
    "to subject no-subject copy blind-copy delivery urgent enclosure send-at when length place topic spell "
    "address".split()
)
"""Labels of cues that tell something about the item."""

# The phase that a cue leads to, where it is another one.
LEADS_TO: dict[str, Phase] = {
    "open": Phase.HEAD,
    "same-again": Phase.SAME,
    "closing": Phase.TAIL,
    "signature": Phase.TAIL,
    "end": Phase.AFTER,
    "cancel": Phase.AFTER,
    "farewell": Phase.AFTER,
    "goto": Phase.AFTER,
    "resume": Phase.BODY,
    "text-start": Phase.BODY,
}

UNFINISHED = frozenset({Phase.HEAD, Phase.MEET, Phase.RELAY, Phase.BODY, Phase.BACK})
"""Phases from which a change to an earlier item leads back to this one."""

ASIDES = frozenset({"aside", "remark"})
"""Labels of cues for what is said to the secretary in the middle of an item."""

IN_TEXT = frozenset(
    "paragraph line bullet number-item list-start list-end "
    "scratch scratch-sentence scratch-paragraph scratch-words restart".split()
)
"""Labels of cues that are said in the flow of the text."""

OF_LETTERS = frozenset({"closing", "sign-off", "text-start"})
"""Labels of cues that stand in every letter, or before its text."""

CHANGES = frozenset({"replace", "correct", "delete", "add", "insert"})
"""Labels of cues that change what was dictated before."""

ASKABLE = frozenset({"subject", "copy", "blind-copy", "delivery", "enclosure", "urgent"})
"""Labels of cues that a question to the client may speak of."""
