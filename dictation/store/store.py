"""The store: everything that is kept between two runs of the program."""

from __future__ import annotations

from types import TracebackType

from dictation.store.auditing import Auditing
from dictation.store.calls import Calls
from dictation.store.checking import Checking
from dictation.store.consulting import Consulting
from dictation.store.deliveries import Deliveries
from dictation.store.drafts import Drafts
from dictation.store.exporting import Exporting
from dictation.store.figures import Figures
from dictation.store.filing import Filing
from dictation.store.lexicon import Lexicons
from dictation.store.paper import Papers
from dictation.store.people import People
from dictation.store.retaining import Retaining
from dictation.store.revising import Revising
from dictation.store.suppressions import Suppressions
from dictation.store.work import Work


class Store(
    People,
    Lexicons,
    Calls,
    Drafts,
    Revising,
    Work,
    Consulting,
    Suppressions,
    Deliveries,
    Filing,
    Papers,
    Figures,
    Auditing,
    Retaining,
    Exporting,
    Checking,
):
    """An open store; what it can do stands in the files of its parts.

    Every method is one transaction: it happens wholly or, where it raises, not at all.
    """

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
