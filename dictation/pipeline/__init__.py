"""The stages put together: each step reads the store, does one thing, and leaves what came of it in the store.

    recording → transcript → correspondence → drafts → documents → approval → post

Nothing here prints: who wants to know how far a step is passes a callable.
"""

from dictation.pipeline.calls import Processed, compose, explain, process
from dictation.pipeline.drafts import approve, edit, lay_out_draft, reject, render
from dictation.pipeline.hearing import Hearing, endpoint, hear, spoken_language, vocabulary, vocabulary_of
from dictation.pipeline.posting import Posted, address_doubts, look_for, plan_post, send
from dictation.pipeline.workspace import Workspace, open_workspace

__all__ = [
    "Hearing",
    "Posted",
    "Processed",
    "Workspace",
    "address_doubts",
    "approve",
    "compose",
    "edit",
    "endpoint",
    "explain",
    "hear",
    "lay_out_draft",
    "look_for",
    "open_workspace",
    "plan_post",
    "process",
    "reject",
    "render",
    "send",
    "spoken_language",
    "vocabulary",
    "vocabulary_of",
]
