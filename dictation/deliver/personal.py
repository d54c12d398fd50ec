"""Personal fields in a mailing's text: ``{first_name}`` is written as each person's own.

A value is put in as it is: what looks like a field within it is none. Braces around anything but a field's name are
text, and ``{{name}}`` writes ``{name}`` itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from dictation.model.document import Block, Document

UNSUBSCRIBE = "unsubscribe"
"""The field that every mailing has to have: the link by which its reader gets no more."""

_NAME = r"[^\W\d_][\w -]*"
_FIELD = re.compile(rf"\{{\{{({_NAME})\}}\}}|\{{({_NAME})\}}")


def field_name(text: str) -> str:
    """The name of a field as a list's heading or a text has it: "First name" and "first-name" are "first_name"."""
    return "_".join(re.split(r"[\s_-]+", text.strip().casefold()))


def fields_of(text: str) -> frozenset[str]:
    """The names of the fields in a text."""
    return frozenset(field_name(found[2]) for found in _FIELD.finditer(text) if found[2])


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its fields filled in.

    Raises:
        KeyError: There is no value for one of them.
    """
    return _FIELD.sub(lambda found: f"{{{found[1]}}}" if found[1] else values[field_name(found[2])], text)


def fill_document(document: Document, values: Mapping[str, str]) -> Document:
    """A document with its fields filled in.

    It is laid out already, so that no value can begin a block or mean anything to a template.
    """
    return replace(
        document,
        title=fill(document.title, values),
        blocks=tuple(_filled(block, values) for block in document.blocks),
    )


def _filled(block: Block, values: Mapping[str, str]) -> Block:
    return replace(block, label=fill(block.label, values), lines=tuple(fill(line, values) for line in block.lines))
