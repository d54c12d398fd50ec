"""A model that stays in memory from one recording to the next."""

from __future__ import annotations

from dictation.transcribe.engine import Engine


class Loaded:
    """The recogniser that was used last: whoever hears many recordings with the same one loads its model once."""

    def __init__(self) -> None:
        self._last: Engine | None = None

    def same(self, chosen: Engine) -> Engine:
        """The recogniser of before where ``chosen`` is the same, else ``chosen``, and the one of before is let go."""
        last = self._last
        if last is None or _identity(last) != _identity(chosen):
            self._last = last = chosen
        return last


def _identity(engine: Engine) -> tuple[str, str, str]:
    return engine.name, engine.model, engine.fingerprint
