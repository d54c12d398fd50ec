"""The store's figures → what Prometheus reads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from dictation.errors import StoreError
from dictation.pipeline.workspace import Workspace
from dictation.store import Clock
from dictation.writers.metrics import Figures, Metrics

_LATELY = timedelta(days=1)


def metrics(
    opened: Callable[[], AbstractContextManager[Workspace]], *, clock: Clock, by_client: bool = False
) -> Metrics:
    """What Prometheus is told of a store, which is opened each time it asks and let go of at once.

    So a store that was away is found again, and none is kept from moving.
    """

    def figures() -> Figures:
        try:
            with opened() as workspace:
                return workspace.store.figures(since=clock() - _LATELY)
        except StoreError:
            return None

    return Metrics(figures, clock=clock, by_client=by_client)
