"""The stages put together: each step reads the store, does one thing, and leaves what came of it in the store.

    recording → transcript → correspondence → drafts → documents → approval → post

Nothing here prints: who wants to know how far a step is passes a callable. A step's file is loaded when the step is
first asked for: a letter is written without what hears and understands a call.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dictation.pipeline.arrivals import Arrivals, Unfinished
    from dictation.pipeline.batches import Found, JobMaker, Planned, find_recordings, plan_batch
    from dictation.pipeline.calendars import PutMeetings, put_meetings
    from dictation.pipeline.calls import Processed, compose, explain, process
    from dictation.pipeline.drafts import Edits, approve, edit, lay_out_draft, reject, render
    from dictation.pipeline.hearing import Hearing, endpoint, hear, spoken_language, vocabulary, vocabulary_of
    from dictation.pipeline.jobs import Finished, Job, run_job
    from dictation.pipeline.meetings import cancel_meeting, list_meetings, move_meeting
    from dictation.pipeline.posting import Posted, address_doubts, look_for, plan_post, send
    from dictation.pipeline.proofing import Proof, proof
    from dictation.pipeline.reviewing import Cursor, Reviewer, review
    from dictation.pipeline.revising import Stepped, compare, edit_text, listen, merge, redo, split, undo
    from dictation.pipeline.templates import CheckedTemplate, check_templates, preview_template
    from dictation.pipeline.workers import Advanced, Began, Ended, Event, Place, Team, Told, team
    from dictation.pipeline.workspace import Workspace, open_workspace
else:
    _FILES = {
        "arrivals": ("Arrivals", "Unfinished"),
        "batches": ("Found", "JobMaker", "Planned", "find_recordings", "plan_batch"),
        "calendars": ("PutMeetings", "put_meetings"),
        "calls": ("Processed", "compose", "explain", "process"),
        "drafts": ("Edits", "approve", "edit", "lay_out_draft", "reject", "render"),
        "hearing": ("Hearing", "endpoint", "hear", "spoken_language", "vocabulary", "vocabulary_of"),
        "jobs": ("Finished", "Job", "run_job"),
        "meetings": ("cancel_meeting", "list_meetings", "move_meeting"),
        "posting": ("Posted", "address_doubts", "look_for", "plan_post", "send"),
        "proofing": ("Proof", "proof"),
        "reviewing": ("Cursor", "Reviewer", "review"),
        "revising": ("Stepped", "compare", "edit_text", "listen", "merge", "redo", "split", "undo"),
        "templates": ("CheckedTemplate", "check_templates", "preview_template"),
        "workers": ("Advanced", "Began", "Ended", "Event", "Place", "Team", "Told", "team"),
        "workspace": ("Workspace", "open_workspace"),
    }

    def __getattr__(name: str) -> object:
        for file, names in _FILES.items():
            if name in names:
                return getattr(import_module(f"{__name__}.{file}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "Advanced",
    "Arrivals",
    "Began",
    "CheckedTemplate",
    "Cursor",
    "Edits",
    "Ended",
    "Event",
    "Finished",
    "Found",
    "Hearing",
    "Job",
    "JobMaker",
    "Place",
    "Planned",
    "Posted",
    "Processed",
    "Proof",
    "PutMeetings",
    "Reviewer",
    "Stepped",
    "Team",
    "Told",
    "Unfinished",
    "Workspace",
    "address_doubts",
    "approve",
    "cancel_meeting",
    "check_templates",
    "compare",
    "compose",
    "edit",
    "edit_text",
    "endpoint",
    "explain",
    "find_recordings",
    "hear",
    "lay_out_draft",
    "list_meetings",
    "listen",
    "look_for",
    "merge",
    "move_meeting",
    "open_workspace",
    "plan_batch",
    "plan_post",
    "preview_template",
    "process",
    "proof",
    "put_meetings",
    "redo",
    "reject",
    "render",
    "review",
    "run_job",
    "send",
    "split",
    "spoken_language",
    "team",
    "undo",
    "vocabulary",
    "vocabulary_of",
]
