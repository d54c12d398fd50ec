"""Templates run in a sandbox, where an undefined variable is an error and no value is taken at its word."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.utils import missing

from dictation.errors import TemplateError
from dictation.letters.limits import LONGEST_TEMPLATE, LimitedContext, LimitExceeded, called
from dictation.letters.markup import escape, mark_lines
from dictation.letters.sandbox import Sandbox
from dictation.model.document import SourceFile

_CORRECT = "put it right in the template, or delete the file to use the shipped one"
_SHORTEN = (
    "look there for a loop, a macro or a text that grows without need; README.md of the templates tells the limits"
)


class _NamedUndefined(jinja2.StrictUndefined):
    """Names a missing variable as the template does, not by a class of the program."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        if self._undefined_obj is missing:
            return f"there is no variable {name!r}"
        return f"{called(self._undefined_obj)} has no {name!r}"


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
        TemplateError: the template is wrong, names a variable that there is not, or does what or more than it may.
    """
    if len(source.text) > LONGEST_TEMPLATE:
        raise _error(source, f"the template has more than {LONGEST_TEMPLATE:,} characters", None, _SHORTEN)
    try:
        return _compiled(source).render(context)
    except jinja2.TemplateSyntaxError as exc:
        raise _error(source, exc.message or "the template cannot be read", exc.lineno) from exc
    except jinja2.TemplateRuntimeError as exc:  # an undefined variable, or what a template may not do
        raise _error(source, exc.message or "the template failed", _line_of(exc)) from exc
    except LimitExceeded as exc:
        raise _error(source, str(exc), _line_of(exc), _SHORTEN) from exc
    except (RecursionError, SyntaxError) as exc:  # of a macro, or of Python reading what the template was compiled to
        raise _error(source, "something stands in itself, or too deep in something else", _line_of(exc)) from exc
    except Exception as exc:  # a template runs whatever its author wrote, so anything may be raised
        raise _error(source, f"the template failed: {exc}", _line_of(exc)) from exc


@lru_cache(maxsize=64)
def _compiled(source: SourceFile) -> jinja2.Template:
    environment = Sandbox(
        undefined=_NamedUndefined,
        finalize=_finalize,
        extensions=[_LineNumbers],
        trim_blocks=True,
        lstrip_blocks=True,
        # The target is no HTML: the finalize hook escapes what has a meaning in our own markup.
        autoescape=False,
        # What would be worked out before the rendering would be outside of its budget.
        optimized=False,
    )
    return environment.from_string(source.text)


@jinja2.pass_context
def _finalize(context: LimitedContext, value: object) -> str:
    return escape(context.paid_text(value))


def _error(source: SourceFile, message: str, line: int | None, remedy: str = _CORRECT) -> TemplateError:
    return TemplateError(message, place=source.place, line=line, remedy=remedy)


def _line_of(exc: BaseException) -> int | None:
    """The template's line that was running; jinja2 writes it into the traceback."""
    lines = [frame.lineno for frame in traceback.extract_tb(exc.__traceback__) if frame.filename == "<template>"]
    return lines[-1] if lines else None
