"""Correspondence as plain JSON, in the shape that scripts and scorers rely on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dictation.model.draft import Correspondence, Draft, Passage, Recipient


def correspondence_as_json(correspondence: Correspondence) -> dict[str, Any]:
    """``{"drafts": […], "notes": […], "left_out": […]}``; datetimes are in the client's time, without the zone."""
    return {
        "drafts": [draft_as_json(draft) for draft in correspondence.drafts],
        "notes": [note.text for note in correspondence.notes],
        "left_out": [
            {"reason": stretch.reason, "text": stretch.text, "start_ms": stretch.start_ms, "end_ms": stretch.end_ms}
            for stretch in correspondence.left_out
        ],
    }


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """One draft with its fields as text and, beside them, where their characters came from."""
    found: dict[str, Any] = {
        "kind": draft.kind,
        "to": _names(draft.to),
        "cc": _names(draft.cc),
        "bcc": _names(draft.bcc),
        "subject": draft.subject.text,
        "salutation": draft.salutation.text,
        "body": [paragraph.text for paragraph in draft.body],
        "closing": draft.closing.text,
        "enclosures": [enclosure.text for enclosure in draft.enclosures],
        "urgent": draft.urgent,
        "send_at": _local(draft.send_at),
        "delivery": draft.delivery,
        "language": draft.language,
    }
    if draft.meeting is not None:
        meeting = draft.meeting
        found["start"] = {"start": _local(meeting.start), "minutes": meeting.minutes, "place": meeting.place}
    found["flags"] = [
        {
            "kind": flag.kind,
            "message": flag.message,
            "words": flag.words,
            "start_ms": flag.start_ms,
            "end_ms": flag.end_ms,
        }
        for flag in draft.flags
    ]
    found["provenance"] = {
        "subject": _provenance(draft.subject),
        "salutation": _provenance(draft.salutation),
        "body": [[_provenance(line) for line in paragraph.lines] for paragraph in draft.body],
        "closing": _provenance(draft.closing),
        "enclosures": [_provenance(enclosure) for enclosure in draft.enclosures],
    }
    return found


def _names(recipients: Sequence[Recipient]) -> list[str]:
    return [recipient.name for recipient in recipients]


def _local(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M")


def _provenance(passage: Passage) -> list[dict[str, Any]]:
    return [
        {
            "text": piece.text,
            "words": list(piece.words),
            "start_ms": piece.start_ms,
            "end_ms": piece.end_ms,
            "rule": piece.rule,
        }
        for piece in passage.pieces
    ]
