"""Templates run in a sandbox, where an undefined variable is an error and no value is taken at its word."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from dictation.errors import TemplateError
from dictation.letters.markup import escape, mark_lines
from dictation.model.document import SourceFile


class _NamedUndefined(jinja2.StrictUndefined):
    """Names a missing variable as the template does, not by a class of the program."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        if self._undefined_obj is missing:
            return f"there is no variable {name!r}"
        owner = type(self._undefined_obj).__name__.removesuffix("View").lower()
        return f"a {owner} has no {name!r}"


class _LineNumbers(Extension):
    """Leaves the line's number at each bracket of the template's own text."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", mark_lines(token.value, token.lineno))
            else:
                yield token


def render(source: SourceFile, context: Mapping[str, Any]) -> str:
    """The template's text with its variables filled in, in the markup that :mod:`~dictation.letters.markup` reads.

    Raises:
        TemplateError: the template is wrong, names a variable that there is not, or does what it may not.
    """
    try:
        return _compiled(source).render(context)
    except jinja2.TemplateSyntaxError as exc:
        raise _error(source, exc.message or "the template cannot be read", exc.lineno) from exc
    except jinja2.UndefinedError as exc:
        raise _error(source, exc.message or "a variable is not defined", _line_of(exc)) from exc
    except Exception as exc:  # a template runs whatever its author wrote, so anything may be raised
        raise _error(source, f"the template failed: {exc}", _line_of(exc)) from exc


@lru_cache(maxsize=64)
def _compiled(source: SourceFile) -> jinja2.Template:
    environment = ImmutableSandboxedEnvironment(
        undefined=_NamedUndefined,
        finalize=_finalize,
        extensions=[_LineNumbers],
        trim_blocks=True,
        lstrip_blocks=True,
        # The target is no HTML: the finalize hook escapes what has a meaning in our own markup.
        autoescape=False,
    )
    return environment.from_string(source.text)


def _finalize(value: object) -> str:
    if isinstance(value, Undefined):
        return str(value)
    return escape(str(value))


def _error(source: SourceFile, message: str, line: int | None) -> TemplateError:
    return TemplateError(
        message,
        place=f"{source.place}, line {line}" if line else source.place,
        remedy="put it right in the template, or delete the file to use the shipped one",
    )


def _line_of(exc: BaseException) -> int | None:
    """The template's line that was running; jinja2 writes it into the traceback."""
    lines = [frame.lineno for frame in traceback.extract_tb(exc.__traceback__) if frame.filename == "<template>"]
    return lines[-1] if lines else None
