"""Programs that send what waits in a home, and file it, to be run as processes of their own."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from dictation import pipeline
from dictation.model.delivery import Post

# Loaded once, by the process that the senders are forks of: only their work is left to be killed.
for _module in ("post.imap", "post.transaction", "store.store", "letters.context", "pipeline.mailings"):
    importlib.import_module(f"dictation.{_module}")
importlib.import_module("sqlite3")


def send_list(home: Path, now: datetime, number: int) -> None:
    """One sending of what is due of a mailing."""
    with (
        pipeline.open_workspace(home, database="", actor="sender", clock=lambda: now) as workspace,
        workspace.store.sending(),
    ):
        due = pipeline.due_mailing(workspace, number)
        pipeline.send_mailing(workspace, due, environ={}, per_minute=6000, posted=lambda _post, _receipt: None)


def send_everything(home: Path, now: datetime) -> None:
    """One sending of all that is due at that time."""
    with (
        pipeline.open_workspace(home, database="", actor="sender", clock=lambda: now) as workspace,
        workspace.store.sending(),
    ):
        posts = [each for each in pipeline.plan_post(workspace, ()) if isinstance(each, Post)]
        pipeline.send(workspace, posts, environ={}, posted=lambda _post, _receipts: None)


def file_everything(home: Path, clock: Callable[[], datetime], environ: Mapping[str, str]) -> None:
    """One filing of all that was sent."""
    with (
        pipeline.open_workspace(home, database="", actor="sender", clock=clock) as workspace,
        workspace.store.sending(),
    ):
        assert pipeline.file_sent(workspace, environ=environ) == ()
