"""The proof sheet: drafts beside what was heard, in one page that is read and played without a network."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from dictation.model.document import Document
from dictation.model.draft import Draft, LeftOut, Recipient
from dictation.model.review import StoredDraft
from dictation.review import Part, Sentence, Sheet
from dictation.writers.proof_paper import Paper
from dictation.writers.sound import Sound

if TYPE_CHECKING:
    from markupsafe import Markup

_FILES = Path(__file__).parent / "proof_page"
_LABELS = {Part.SUBJECT: "Subject", Part.ENCLOSURE: "To be enclosed"}
"""How parts are called that are no words of the document itself, as an email's subject."""
_NO_PLACE = "Dictated, but the template has no place for it"
_HEIGHT = 40
"""Of a side's waveform, in the units of its drawing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofDraft:
    """A draft with what it is compared with."""

    stored: StoredDraft
    document: Document
    sheet: Sheet


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofCall:
    """A call with those of its drafts that are to be proofread."""

    name: str
    """What the recording's file is called; empty for drafts that come from no call."""
    language: str
    """Of what was heard, an ISO 639-1 code."""
    drafts: tuple[ProofDraft, ...]
    left_out: tuple[LeftOut, ...] = ()
    sound: Sound | None = None
    silence: str = ""
    """Why there is no sound."""


def write_proof(calls: Sequence[ProofCall]) -> str:
    """The page, whole in itself: its policy allows no script, style, sound or picture but those within it."""
    import jinja2  # noqa: PLC0415 - heavy

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"clock": _clock, "plain": _plain}
    looks: dict[str, str] = {}
    views = [_call_view(number, call, looks) for number, call in enumerate(calls, 1)]
    style = _file("proof.css") + "".join(f".{name} {{ {look} }}\n" for look, name in looks.items())
    script = _file("proof.js")
    return environment.from_string(_file("proof.html")).render(
        calls=views,
        numbers=[draft.stored.id for call in calls for draft in call.drafts],
        style=_markup(style),
        script=_markup(script),
        style_digest=_digest(style),
        script_digest=_digest(script),
    )


def _file(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8")


def _markup(html: str) -> Markup:
    """HTML that is not to be escaped: the program's own, or from a tree of elements."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    return Markup(html)  # noqa: S704 - no text of a call comes here but through a tree


def _digest(text: str) -> str:
    """As a content security policy names what may stand within the page (CSP level 3, 6.7.3.3)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _clock(milliseconds: int) -> str:
    """A time in a recording as ``m:ss`` or ``h:mm:ss``."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _plain(name: str) -> str:
    """A kind or a reason in words."""
    return name.replace("-", " ")


def _call_view(number: int, call: ProofCall, looks: dict[str, str]) -> dict[str, Any]:
    sound = call.sound
    view: dict[str, Any] = {
        "id": f"call-{number}",
        "name": call.name,
        "language": call.language,
        "sound": sound,
        "silence": call.silence,
        "left_out": call.left_out,
        "drafts": [_draft_view(draft, sound, looks) for draft in call.drafts],
    }
    if sound:
        view |= {
            "address": _markup("data:audio/webm;base64," + base64.b64encode(sound.content).decode()),
            "heard_ms": sum(end - start for start, end in sound.parts),
            "sides": ["".join(_bars(side)) for side in sound.peaks],
            "bands": [_band(draft, sound.duration_ms, len(sound.peaks[0])) for draft in call.drafts],
            "columns": len(sound.peaks[0]),
            "height": _HEIGHT,
        }
    return view


def _bars(side: Sequence[float]) -> Iterator[str]:
    """The waveform of a side as the path of an SVG: a bar a column, as high as it is loud."""
    for column, peak in enumerate(side):
        half = max(0.5, round(peak * _HEIGHT / 2, 1))
        yield f"M{column + 0.5} {_HEIGHT / 2 - half:g}v{2 * half:g}"


def _band(draft: ProofDraft, duration_ms: int, columns: int) -> str:
    """Where in the waveform a draft was dictated, as the path of an SVG."""
    return "".join(
        f"M{stretch.start_ms * columns / duration_ms:.1f} 0V{_HEIGHT}H{stretch.end_ms * columns / duration_ms:.1f}V0z"
        for sentence in draft.sheet.sentences
        for stretch in sentence.stretches
    )


def _draft_view(draft: ProofDraft, sound: Sound | None, looks: dict[str, str]) -> dict[str, Any]:
    sentences, flags = draft.sheet.sentences, draft.sheet.flags
    id_ = f"draft-{draft.stored.id}"
    elements = [_element(f"{id_}-{number}", each, sound) for number, each in enumerate(sentences)]
    paper = Paper(draft.document, sentences, elements, looks)
    rows = [_row("", each.html, *each.sentences) for each in paper.rows()]
    unplaced = [
        _row(_LABELS.get(sentences[number].part, _NO_PLACE), paper.write(number), number) for number in paper.left
    ]
    above = [row for row in unplaced if row["label"] == _LABELS[Part.SUBJECT]]
    below = [row for row in unplaced if row not in above]
    return {
        "id": id_,
        "stored": draft.stored,
        "head": _head(draft.stored.draft),
        "language": draft.document.language,
        "rows": [*above, *rows, *below],
        "sentences": sentences,
        "flags": flags,
        "flags_of": [
            [place for place, flag in enumerate(flags, 1) if number in flag.sentences]
            for number in range(len(sentences))
        ],
    }


def _row(label: str, html: str, *sentences: int) -> dict[str, Any]:
    return {"label": label, "html": _markup(html), "sentences": sentences}


def _element(name: str, sentence: Sentence, sound: Sound | None) -> ET.Element:
    """What becomes of a sentence: a link to its sound, or where there is none a place that keys reach."""
    main = sentence.main
    if not (sound and main and sound.holds(main.start_ms)):
        return ET.Element("span", {"class": "sentence", "id": name, "tabindex": "-1"})
    times = json.dumps([[each.start_ms, each.end_ms] for each in sentence.stretches])
    attributes = {"href": f"#{name}-heard", "data-start": str(main.start_ms), "data-times": times}
    return ET.Element("a", {"class": "sentence", "id": name, **attributes})


def _head(draft: Draft) -> dict[str, str]:
    """What is told of a draft above its text."""
    head = {
        "To": _names(draft.to),
        "Cc": _names(draft.cc),
        "Bcc": _names(draft.bcc),
        "Not before": f"{draft.send_at:%d %B %Y, %H:%M %Z}" if draft.send_at else "",
        "Delivery": draft.delivery or "",
        "Urgent": "yes" if draft.urgent else "",
    }
    return {title: value for title, value in head.items() if value}


def _names(recipients: Sequence[Recipient]) -> str:
    return ", ".join(
        each.name + (f" <{each.email}>" if each.email else "") + ("" if each.resolved else " (not settled)")
        for each in recipients
    )
