"""Whose certificates to believe."""

from __future__ import annotations

import ssl
from pathlib import Path

from dictation.errors import ConnectionFailed


def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """Connections that only those servers are believed on whom the system's authorities, or the firm's own, vouch for.

    Raises:
        ConnectionFailed: The file of the firm's authorities cannot be read.
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as exc:
            raise ConnectionFailed(
                f"the certificates to trust cannot be read: {exc.strerror or exc}",
                place=str(ca_file),
                remedy="see to smtp.ca_file in the settings",
            ) from exc
    return context
