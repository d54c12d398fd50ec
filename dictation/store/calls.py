"""Recordings, what was heard in them and what became of it."""

from __future__ import annotations

from dictation.model.draft import Correspondence
from dictation.model.recording import Recording
from dictation.model.transcript import Transcript
from dictation.store.base import Base
from dictation.store.records import StoredCall


class Calls(Base):
    """Recordings with their transcripts, notes and drafts."""

    def record_call(
        self, client: str, recording: Recording, transcript: Transcript, correspondence: Correspondence
    ) -> StoredCall:
        """Keep a call with its drafts; where the client's recording is there already, nothing changes.

        Returns:
            The call as the store has it, which is the earlier one where there was one.

        Raises:
            UnknownClient: There is no such client.
        """
        raise NotImplementedError

    def find_call(self, client: str, sha256: str) -> StoredCall | None:
        """The call with a recording of that content, if the client has one."""
        raise NotImplementedError

    def call(self, number: int) -> StoredCall:
        """The call of that number.

        Raises:
            InputError: There is none.
        """
        raise NotImplementedError
