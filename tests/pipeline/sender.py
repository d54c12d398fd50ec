"""A program that sends what waits in a home's outbox, to be run as a process of its own."""

from __future__ import annotations

import importlib
from datetime import datetime
from pathlib import Path

from dictation import pipeline
from dictation.model.delivery import Post

# Loaded once, by the process that the senders are forks of: only their work is left to be killed.
for _module in ("dictation.store.store", "dictation.post.transaction", "dictation.letters.context", "sqlite3"):
    importlib.import_module(_module)


def send_everything(home: Path, now: datetime) -> None:
    """One sending of all that is due at that time."""
    with (
        pipeline.open_workspace(home, database="", actor="sender", clock=lambda: now) as workspace,
        workspace.store.sending(),
    ):
        posts = [each for each in pipeline.plan_post(workspace, ()) if isinstance(each, Post)]
        pipeline.send(workspace, posts, environ={}, posted=lambda _post, _receipts: None)
