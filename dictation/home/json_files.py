"""JSON that a person may have written: what is wrong with it is told with its line."""

from __future__ import annotations

import json
import re
from typing import Any

from dictation.errors import InputError

_BLANKS = re.compile(r"[\s,]*")


def parse_json(text: str, *, place: str) -> Any:
    """The value of a JSON document.

    Raises:
        InputError: It is malformed, or names a key of an object twice, where every reader takes another one.
    """
    try:
        return json.loads(text, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as exc:
        raise InputError(
            f"the file is not JSON: {exc.msg}", place=f"{place}, line {exc.lineno}", remedy="correct it there"
        ) from exc
    except _RepeatedKeyError as exc:
        raise InputError(f"{exc} stands twice in the file", place=place, remedy="delete one of the two") from exc
    except RecursionError as exc:
        raise InputError(
            "the file is nested too deeply", place=place, remedy="check that it is the right file"
        ) from exc


def lines_of_items(text: str) -> list[int]:
    """The line, from 1, on which each item of a well-formed JSON array begins."""
    decoder = json.JSONDecoder()
    lines: list[int] = []
    at = _after_blanks(text, text.index("[") + 1)
    while text[at] != "]":
        lines.append(text.count("\n", 0, at) + 1)
        _, end = decoder.raw_decode(text, at)
        at = _after_blanks(text, end)
    return lines


class _RepeatedKeyError(Exception):
    """A key of an object that stands there twice."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise _RepeatedKeyError(repr(key))
        values[key] = value
    return values


def _after_blanks(text: str, at: int) -> int:
    """The place of the next character that is neither blank nor a comma."""
    found = _BLANKS.match(text, at)
    return found.end() if found else at
