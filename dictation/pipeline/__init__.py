"""The stages put together: each step reads the store, does one thing, and leaves what came of it in the store.

    recording → transcript → correspondence → drafts → documents → approval → post

Nothing here prints: who wants to know how far a step is passes a callable. A step's file is loaded when the step is
first asked for: a letter is written without what hears and understands a call.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dictation.pipeline.answering import Inbox, find_received, look_into_inbox
    from dictation.pipeline.arrivals import Arrivals, Unfinished
    from dictation.pipeline.batches import Found, JobMaker, Planned, find_recordings, plan_batch
    from dictation.pipeline.calendars import PutMeetings, put_meetings
    from dictation.pipeline.calls import Processed, compose, explain, process
    from dictation.pipeline.checking import Examination
    from dictation.pipeline.consulting import ask_client, enter_approval, enter_rejection, hand_over
    from dictation.pipeline.drafts import (
        Edits,
        address_doubts,
        approval_told,
        approve,
        edit,
        lay_out_draft,
        reject,
        render,
    )
    from dictation.pipeline.exporting import export
    from dictation.pipeline.figures import metrics
    from dictation.pipeline.filing import file_sent, look_for
    from dictation.pipeline.hearing import Hearing, endpoint, hear, spoken_language, vocabulary, vocabulary_of
    from dictation.pipeline.jobs import Finished, Job, run_job
    from dictation.pipeline.mailings import DueMailing, PlannedMailing, due_mailing, plan_mailing, send_mailing
    from dictation.pipeline.meetings import cancel_meeting, list_meetings, move_meeting
    from dictation.pipeline.posting import Posted, plan_post, send
    from dictation.pipeline.printing import (
        PrintOrder,
        mark_posted,
        plan_print,
        posted_letters,
        posting_lists,
        print_letter,
        print_lists,
        waiting_letters,
        write_letters,
        write_lists,
    )
    from dictation.pipeline.proofing import Proof, proof
    from dictation.pipeline.retaining import erase, plan_retention
    from dictation.pipeline.reviewing import Cursor, Reviewer, review
    from dictation.pipeline.revising import Stepped, compare, edit_text, listen, merge, redo, split, undo
    from dictation.pipeline.templates import CheckedTemplate, check_templates, preview_template
    from dictation.pipeline.unsubscribing import receive
    from dictation.pipeline.work import claiming, is_colleague, work_list
    from dictation.pipeline.workers import Advanced, Began, Ended, Event, Place, Team, Told, team
    from dictation.pipeline.workspace import Workspace, open_workspace
else:
    _FILES = {
        "answering": ("Inbox", "find_received", "look_into_inbox"),
        "arrivals": ("Arrivals", "Unfinished"),
        "batches": ("Found", "JobMaker", "Planned", "find_recordings", "plan_batch"),
        "calendars": ("PutMeetings", "put_meetings"),
        "calls": ("Processed", "compose", "explain", "process"),
        "checking": ("Examination",),
        "consulting": ("ask_client", "enter_approval", "enter_rejection", "hand_over"),
        "drafts": ("Edits", "address_doubts", "approval_told", "approve", "edit", "lay_out_draft", "reject", "render"),
        "exporting": ("export",),
        "figures": ("metrics",),
        "filing": ("file_sent", "look_for"),
        "hearing": ("Hearing", "endpoint", "hear", "spoken_language", "vocabulary", "vocabulary_of"),
        "jobs": ("Finished", "Job", "run_job"),
        "mailings": ("DueMailing", "PlannedMailing", "due_mailing", "plan_mailing", "send_mailing"),
        "meetings": ("cancel_meeting", "list_meetings", "move_meeting"),
        "posting": ("Posted", "plan_post", "send"),
        "printing": (
            "PrintOrder",
            "mark_posted",
            "plan_print",
            "posted_letters",
            "posting_lists",
            "print_letter",
            "print_lists",
            "waiting_letters",
            "write_letters",
            "write_lists",
        ),
        "proofing": ("Proof", "proof"),
        "retaining": ("erase", "plan_retention"),
        "reviewing": ("Cursor", "Reviewer", "review"),
        "revising": ("Stepped", "compare", "edit_text", "listen", "merge", "redo", "split", "undo"),
        "templates": ("CheckedTemplate", "check_templates", "preview_template"),
        "unsubscribing": ("receive",),
        "work": ("claiming", "is_colleague", "work_list"),
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
    "DueMailing",
    "Edits",
    "Ended",
    "Event",
    "Examination",
    "Finished",
    "Found",
    "Hearing",
    "Inbox",
    "Job",
    "JobMaker",
    "Place",
    "Planned",
    "PlannedMailing",
    "Posted",
    "PrintOrder",
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
    "approval_told",
    "approve",
    "ask_client",
    "cancel_meeting",
    "check_templates",
    "claiming",
    "compare",
    "compose",
    "due_mailing",
    "edit",
    "edit_text",
    "endpoint",
    "enter_approval",
    "enter_rejection",
    "erase",
    "explain",
    "export",
    "file_sent",
    "find_received",
    "find_recordings",
    "hand_over",
    "hear",
    "is_colleague",
    "lay_out_draft",
    "list_meetings",
    "listen",
    "look_for",
    "look_into_inbox",
    "mark_posted",
    "merge",
    "metrics",
    "move_meeting",
    "open_workspace",
    "plan_batch",
    "plan_mailing",
    "plan_post",
    "plan_print",
    "plan_retention",
    "posted_letters",
    "posting_lists",
    "preview_template",
    "print_letter",
    "print_lists",
    "process",
    "proof",
    "put_meetings",
    "receive",
    "redo",
    "reject",
    "render",
    "review",
    "run_job",
    "send",
    "send_mailing",
    "split",
    "spoken_language",
    "team",
    "undo",
    "vocabulary",
    "vocabulary_of",
    "waiting_letters",
    "work_list",
    "write_letters",
    "write_lists",
]
