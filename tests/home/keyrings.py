"""A keyring that is not the developer's own."""

from __future__ import annotations

import keyring.backend
import keyring.errors


class Keyring(keyring.backend.KeyringBackend):
    """A keyring that lives as long as the test; locked, it is of no use."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._require_open()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._require_open()
        self.held[service, username] = password

    def _require_open(self) -> None:
        if self.locked:
            raise keyring.errors.KeyringLocked("the words of a backend")
