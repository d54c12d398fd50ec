"""Where a server for recognition is, and whether that is this machine."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from dictation.errors import EngineError

_OPENAI, _WHISPER_CPP = "/audio/transcriptions", "/inference"
"""The path of OpenAI's servers after the version, and the whole of that of whisper.cpp's own."""
_SETTING = "the setting recogniser.endpoint"


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """A server as a user names it."""

    address: str
    """Up to and with its version, such as ``http://127.0.0.1:8000/v1``."""
    api_key: str = field(default="", repr=False)
    """Empty for a server that wants none."""
    api_key_env: str = ""
    """The environment variable that the key is from."""

    @property
    def url(self) -> str:
        """Where sound is sent to.

        Raises:
            EngineError: It is no address of a server.
        """
        address = self.address.strip().rstrip("/")
        try:
            parts = urlsplit(address)
            known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            known = False
        if not known or parts.query or parts.fragment:
            raise EngineError(
                "The address of the recogniser is none of a server" if address else "No server for recognition is set",
                place=_SETTING,
                remedy="Write there an address such as http://127.0.0.1:8000/v1",
            )
        if parts.username is not None or parts.password is not None:
            raise EngineError(
                "The address of the recogniser holds a name or a password, which do not belong in a file",
                place=_SETTING,
                remedy=f"Take it out; a key is read from the environment variable {self.api_key_env}.",
            )
        return address if parts.path.endswith((_OPENAI, _WHISPER_CPP)) else f"{address}{_OPENAI}"

    @property
    def is_whisper_cpp(self) -> bool:
        """Whether the path is that of whisper.cpp's own server."""
        return self.url.endswith(_WHISPER_CPP)

    @property
    def host(self) -> str:
        """The name or number of its machine."""
        return urlsplit(self.url).hostname or ""

    @property
    def on_this_machine(self) -> bool:
        """Whether what is sent there stays here.

        A number is looked at, and ``localhost`` is looked up. Any other name means what a name server says, which may
        be something else in a minute.
        """
        try:
            return _is_loopback(ip_address(self.host))
        except ValueError:
            pass  # a name
        if self.host != "localhost":
            return False
        try:
            found = socket.getaddrinfo("localhost", None, type=socket.SOCK_STREAM)
        except OSError:
            return False
        return all(_is_loopback(ip_address(str(address[0]))) for *_, address in found)

    def warnings(self) -> tuple[str, ...]:
        """What a user has to know before sound is sent there, a line each."""
        if self.on_this_machine:
            return ()
        leaves = f"The sound of the call leaves this machine: it is sent to {self.host}, as the settings say."
        if self.url.startswith("https:"):
            return (leaves,)
        what = "neither the sound nor the key is" if self.api_key else "the sound is not"
        return (leaves, f"On its way to {self.host} {what} encrypted (http); anybody in between can listen. Use https.")


def _is_loopback(number: IPv4Address | IPv6Address) -> bool:
    mapped = number.ipv4_mapped if isinstance(number, IPv6Address) else None
    return (mapped or number).is_loopback
