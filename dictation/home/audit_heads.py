"""The heads of the audit log in a file, to be kept where nobody can change it who can change the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from dictation.errors import InputError
from dictation.home.entries import read_text
from dictation.home.files import write_file
from dictation.home.json_files import parse_json
from dictation.model.audit import AuditHead


def write_heads(path: Path, heads: Sequence[AuditHead]) -> None:
    """Write heads to a file.

    Raises:
        RenderError: The file cannot be written.
    """
    write_file(path, msgspec.json.format(msgspec.json.encode(heads), indent=1) + b"\n")


def read_heads(path: Path) -> tuple[AuditHead, ...]:
    """The heads of a file.

    Raises:
        InputError: The file cannot be read, or holds no heads.
    """
    try:
        return msgspec.convert(parse_json(read_text(path), place=str(path)), tuple[AuditHead, ...])
    except msgspec.ValidationError as exc:
        raise InputError(
            f"the file holds no heads of an audit log: {exc}",
            place=str(path),
            remedy="give the file that was written by: dictation audit head -o FILE",
        ) from exc
