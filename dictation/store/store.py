"""The store: everything that is kept between two runs of the program."""

from __future__ import annotations

from types import TracebackType

from dictation.store.calls import Calls
from dictation.store.deliveries import Deliveries
from dictation.store.drafts import Drafts
from dictation.store.lexicon import Lexicons
from dictation.store.people import People
from dictation.store.revising import Revising
from dictation.store.work import Work


class Store(People, Lexicons, Calls, Drafts, Revising, Work, Deliveries):
    """An open store; what it can do stands in the files of its parts.

    Every method is one transaction: it happens wholly or, where it raises, not at all.
    """

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
