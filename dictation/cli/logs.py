"""The program's log: a record a line on stderr, for services and whoever collects what they print.

A record tells what happened to which number, how long it took and how it ended. Dictated text, names, addresses, files
and the words of errors are in none above the level ``debug``.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["debug", "info", "warning", "error"]
Form: TypeAlias = Literal["text", "json"]

_LOGGER = logging.getLogger("dictation")
_OFF = logging.CRITICAL + 1


def begin_log(level: Level | None, form: Form | None) -> None:
    """Log to stderr from now on; not at all where neither the least level nor a form is asked for."""
    for handler in _LOGGER.handlers[:]:
        _LOGGER.removeHandler(handler)
    _LOGGER.setLevel(_OFF)
    if level or form:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(_Json() if form == "json" else _Text())
        _LOGGER.addHandler(handler)
        _LOGGER.setLevel((level or "info").upper())
        _LOGGER.propagate = False


def logging_on() -> bool:
    """Whether stderr is for the log, and not for people."""
    return _LOGGER.isEnabledFor(logging.CRITICAL)


def log(level: int, event: str, **fields: object) -> None:
    """Write a record, if its level is wanted."""
    _LOGGER.log(level, event, extra={"fields": fields})


class _Text(logging.Formatter):
    """The moment, the level, the event, and its fields as ``name=value``."""

    def format(self, record: logging.LogRecord) -> str:
        fields = " ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in _fields(record).items())
        return f"{_moment(record)} {record.levelname:<7} {record.getMessage()} {fields}".rstrip()


class _Json(logging.Formatter):
    """An object with ``time``, ``level``, ``event``, and the event's fields."""

    def format(self, record: logging.LogRecord) -> str:
        head = {"time": _moment(record), "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps({**head, **_fields(record)}, default=str)


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    fields: Mapping[str, object] = getattr(record, "fields", {})
    return fields


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
