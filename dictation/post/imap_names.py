"""Names of folders as IMAP writes them (RFC 9051, 5.1 and 7.3.1; RFC 3501, 5.1.3)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

_LISTED = re.compile(rb'\((?P<marks>[^)]*)\) (?:"(?:\\.|[^"\\])*"|NIL) (?P<name>.*)', re.DOTALL | re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^ -~]+")
_CODED = re.compile(r"&([^-]*)-")


@dataclass(frozen=True, kw_only=True, slots=True)
class Folder:
    """A folder of a mailbox."""

    coded: bytes
    """Its name as the server wrote it, without quotation marks."""
    marks: frozenset[bytes]
    r"""What the server says of it, in small letters, such as ``\sent`` (RFC 6154)."""

    @property
    def name(self) -> str:
        """Its name as people read it."""
        return _CODED.sub(_decoded, self.coded.decode(errors="replace"))


def folders(listed: Iterable[bytes | tuple[bytes, bytes] | None]) -> tuple[Folder, ...]:
    """The folders of a server's reply to LIST, as :mod:`imaplib` hands it on."""
    found: list[Folder] = []
    for line in listed:
        # A name with odd characters comes as a literal, behind the length that stands in its place.
        head, literal = line if isinstance(line, tuple) else (line or b"", None)
        if read := _LISTED.match(head):
            name = read["name"] if literal is None else literal
            if literal is None and name.startswith(b'"'):
                name = re.sub(rb"\\(.)", rb"\1", name[1:-1])
            found.append(Folder(coded=name, marks=frozenset(read["marks"].lower().split())))
    return tuple(found)


def coded(name: str) -> bytes:
    """A name in modified UTF-7, in which servers keep them."""
    return _NOT_PLAIN.sub(_encoded, name.replace("&", "&-")).encode()


def quoted(text: bytes) -> bytes:
    """A string as IMAP has it (RFC 9051, 4.3)."""
    return b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _encoded(found: re.Match[str]) -> str:
    return f"&{base64.b64encode(found[0].encode('utf-16-be'), b'+,').decode().rstrip('=')}-"


def _decoded(found: re.Match[str]) -> str:
    code = found[1]
    try:
        return base64.b64decode(f"{code}{'=' * (-len(code) % 4)}", b"+,").decode("utf-16-be") if code else "&"
    except ValueError:
        return found[0]
