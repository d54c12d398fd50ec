"""How much a template may do: a budget of work, which needs no clock and is the same on every machine.

A character or an entry of a list that is made or handled costs a unit, and so does each thing that stands in a loop, at
every round, or in a macro, at every call. Whatever a template makes is paid for before more is made of it, so that the
budget bounds time and memory, whatever the template says.
"""

from __future__ import annotations

from typing import Any, TypeVar

import jinja2
from jinja2.runtime import Context, Undefined

Value = TypeVar("Value")

BUDGET = 1_000_000
"""Units a rendering."""
LONGEST_TEMPLATE = 30_000
"""Characters of a template's file: what stands outside of loops is paid for by this."""
_LARGEST_NUMBER = 10**15
_CALL = 10
"""What a filter, a test or a macro costs even where it is given nothing."""


class LimitExceeded(Exception):
    """The budget is spent, or a number is too large."""


class LimitedContext(Context):
    """The variables of a rendering, and what is left of its budget.

    jinja2 hands it to the program's own functions; a template has no name for it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._left = BUDGET

    def spend(self, units: int) -> None:
        """Pay for something.

        Raises:
            LimitExceeded: there is not enough left.
        """
        self._left -= units
        if self._left < 0:
            raise LimitExceeded("the template does more than a letter needs: it repeats or makes too much")

    def weighed(self, value: Value) -> Value:
        """``value``, with all paid for that it holds, as often as it holds it."""
        if isinstance(value, str | range):
            self.spend(len(value))
        elif isinstance(value, list | tuple | dict):
            self.spend(len(value))
            for each in value.values() if isinstance(value, dict) else value:
                self.weighed(each)
        return value

    def pay_call(self, *values: object) -> None:
        """Pay for a call that is given these values."""
        self.spend(_CALL)
        self.weighed(values)

    def paid_text(self, value: object) -> str:
        """``value`` as it is written, paid for."""
        text = written(value)
        self.spend(len(text))
        return text


def written(value: object) -> str:
    """``value`` as a template writes it.

    Raises:
        TemplateRuntimeError: it is neither text nor a number, and so nothing for a reader.
    """
    if isinstance(value, str | int | float | Undefined) and not isinstance(value, bool):
        return str(value)
    raise jinja2.TemplateRuntimeError(f"{called(value)} cannot be written as text")


def number(value: object) -> int | float:
    """``value``, which is to be calculated with.

    Raises:
        TemplateRuntimeError: it is no number.
        LimitExceeded: it is larger than anything that a letter counts.
    """
    if not isinstance(value, int | float):
        raise jinja2.TemplateRuntimeError(f"{called(value)} is nothing to calculate with")
    if abs(value) > _LARGEST_NUMBER:
        raise LimitExceeded("a number is larger than anything that a letter counts")
    return value


_CALLED = {
    "bool": "a truth value",
    "float": "a number",
    "int": "a number",
    "LoopContext": "a loop",
    "NoneType": "what is not there",
    "str": "a text",
    "tuple": "a list",
}


def called(value: object) -> str:
    """What a message calls a value, in the words of the templates: "a recipient", "a list"."""
    name = type(value).__name__.removesuffix("View")
    return _CALLED.get(name, f"a {name.lower()}")
