"""Address books: ``.json``, ``.csv`` and ``.vcf`` files."""

from __future__ import annotations

from pathlib import Path

from dictation.model.people import Contact


def read_contacts(path: Path) -> tuple[Contact, ...]:
    """The contacts of an address book, in the file's order.

    Raises:
        InputError: The file cannot be read, or an entry in it is wrong; names file and line.
    """
    raise NotImplementedError
