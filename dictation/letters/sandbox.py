"""What a template may do: show its data, choose and repeat, with filters and tests that are known to be harmless.

Templates see data and no methods, and of jinja2's language they have what letters need. Everything else is refused when
the template is read, with its line. What is left pays for its work from the budget of :mod:`~dictation.letters.limits`:
:class:`_Paying` puts the payments into the template's syntax tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.filters import make_attrgetter
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from dictation.letters.limits import LimitedContext, number, written

FILTERS = frozenset(
    "capitalize count d default first join last length list lower map reject rejectattr replace reverse select "
    "selectattr sort title trim truncate unique upper".split()
)
TESTS = frozenset(
    "defined divisibleby eq equalto even false ge gt in le lt ne none number odd sequence string true undefined".split()
)
_METHODS = frozenset(["startswith", "endswith"])
"""Of texts: their work is bounded by what they are given, and there is no filter for it."""
_GRAMMAR = frozenset(
    "Add And Assign AssignBlock Call Compare Concat CondExpr Const Div Filter FilterBlock FloorDiv For Getattr Getitem "
    "If Keyword List Macro Mod Mul NSRef Name Neg Not Operand Or Output Pos Scope Slice Sub Template TemplateData Test "
    "Tuple With".split()
)
"""The classes of :mod:`jinja2.nodes` that a template may be made of."""
_SPELLED = {
    "CallBlock": "call",
    "Dict": "{ }",
    "FromImport": "from",
    "Pow": "**",
    "ScopedEvalContextModifier": "autoescape",
}
"""How a template writes what it may not, where that is not as the class is called."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Reads and runs templates within their limits."""

    context_class = LimitedContext
    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%"])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals = {"range": range, "namespace": Namespace}
        self.filters = {name: self.filters[name] for name in FILTERS} | _REPLACED | _PAYMENTS
        self.tests = {name: self.tests[name] for name in TESTS}

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        # The hook that jinja2 has for changing a template between reading and compiling.
        return super()._generate(_Paying().visit(source), *args, **kwargs)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a template may see it: data, what a loop can do, and the few harmless methods of texts."""
        harmless = not callable(value) or isinstance(obj, LoopContext) or (isinstance(obj, str) and attr in _METHODS)
        return harmless and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> None:
        """Never anything: a text's method ``format`` is no more to be seen than the others."""

    def call(self, context: LimitedContext, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """Run a macro or one of the few functions that there are."""
        # What jinja2 itself hands on is no argument of the template's.
        context.pay_call(*args, *(value for name, value in kwargs.items() if name != "_loop_vars"))
        return context.weighed(super().call(context, called, *args, **kwargs))

    def call_binop(self, context: LimitedContext, operator: str, left: Any, right: Any) -> Any:  # type: ignore[override]
        """Calculate with numbers, or put two texts or two lists together."""
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return super().call_binop(context, operator, left, right)
        if operator == "+" and isinstance(left, str | list | tuple):
            context.pay_call(left, right)
            return left + right
        return number(super().call_binop(context, operator, number(left), number(right)))

    def call_filter(
        self,
        name: str,
        value: Any,
        args: Sequence[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        context: Context | None = None,
        eval_ctx: EvalContext | None = None,
    ) -> Any:
        """Run a filter; ``map`` comes here with the names of others."""
        if name not in FILTERS or not isinstance(context, LimitedContext):
            raise jinja2.TemplateRuntimeError(_unknown("filter", name, FILTERS))
        context.pay_call(value, *(args or ()), *(kwargs or {}).values())
        result = super().call_filter(name, value, args, kwargs, context, eval_ctx)
        # A filter may return what still has to be worked out: as a list it is worked out, and paid for, once.
        return context.weighed(list(result) if isinstance(result, Iterator) else result)

    def call_test(
        self,
        name: str,
        value: Any,
        args: Sequence[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        context: Context | None = None,
        eval_ctx: EvalContext | None = None,
    ) -> Any:
        """Run a test; ``select`` and its like come here, too."""
        if name not in TESTS or not isinstance(context, LimitedContext):
            raise jinja2.TemplateRuntimeError(_unknown("test", name, TESTS))
        context.pay_call(value, *(args or ()))
        return super().call_test(name, value, args, kwargs, context, eval_ctx)


class _Paying(NodeTransformer):
    """Refuses what a template may not contain, and puts a payment wherever something is repeated or made."""

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        name = type(node).__name__
        if name not in _GRAMMAR:
            raise jinja2.TemplateSyntaxError(
                f"{_SPELLED.get(name, name.lower())!r} is no part of letter templates", node.lineno
            )
        return super().visit(node, *args, **kwargs)

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - jinja2 finds its visitors by their names
        if node.recursive:
            raise jinja2.TemplateSyntaxError("a 'recursive' loop is no part of letter templates", node.lineno)
        cost = _cost(node)
        self.generic_visit(node)
        node.iter = _paid(node.iter, _rounds, nodes.Const(cost))
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:  # noqa: N802
        cost = _cost(node)
        self.generic_visit(node)
        payment = _paid(nodes.Const(cost, lineno=node.lineno), _spend)
        node.body.insert(0, nodes.ExprStmt(payment, lineno=node.lineno))
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Filter:  # noqa: N802
        return self._called(node, _filter, "filter", FILTERS)

    def visit_Test(self, node: nodes.Test) -> nodes.Filter:  # noqa: N802
        return self._called(node, _test, "test", TESTS)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _paid(node.nodes[0], _concat, *node.nodes[1:])

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802
        self.generic_visit(node)
        sides: tuple[Any, ...] = (node, *node.ops)
        for side in sides:
            if not isinstance(side.expr, nodes.Const):
                side.expr = _paid(side.expr, _weighed)
        return node

    def visit_List(self, node: nodes.List) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _paid(node, _weighed)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _paid(node, _weighed) if node.ctx == "load" else node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            return _paid(node, _weighed)
        node.arg = _paid(node.arg, _weighed)
        return node

    def _called(
        self, node: nodes.Filter | nodes.Test, gate: Callable[..., Any], what: str, known: frozenset[str]
    ) -> nodes.Filter:
        if node.name not in known:
            raise jinja2.TemplateSyntaxError(_unknown(what, node.name, known), node.lineno)
        self.generic_visit(node)
        name = nodes.Const(node.name, lineno=node.lineno)
        return nodes.Filter(
            *(node.node, gate.__name__, [name, *node.args], node.kwargs, node.dyn_args, node.dyn_kwargs),
            lineno=node.lineno,
        )


def _cost(node: nodes.Node) -> int:
    """How many units a round costs: one for each thing in the node, and one for each character of its own text."""
    texts = node.find_all(nodes.TemplateData)
    return sum(1 for _ in node.find_all(nodes.Node)) + sum(len(text.data) for text in texts)


def _paid(node: nodes.Node, payment: Callable[..., Any], *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, payment.__name__, list(args), [], None, None, lineno=node.lineno)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f"there is no {what} {name!r}, but: {', '.join(sorted(known))}"


@jinja2.pass_context
def _filter(context: LimitedContext, value: object, name: str, *args: object, **kwargs: object) -> object:
    return context.environment.call_filter(name, value, args, kwargs, context)


@jinja2.pass_context
def _test(context: LimitedContext, value: object, name: str, *args: object, **kwargs: object) -> object:
    return context.environment.call_test(name, value, args, kwargs, context)


@jinja2.pass_context
def _rounds(context: LimitedContext, values: Iterable[object], cost: int) -> list[object]:
    entries = list(context.weighed(values))
    context.spend(cost * len(entries))
    return entries


@jinja2.pass_context
def _spend(context: LimitedContext, cost: int) -> None:
    context.spend(cost)


@jinja2.pass_context
def _weighed(context: LimitedContext, value: object) -> object:
    return context.weighed(value)


@jinja2.pass_context
def _concat(context: LimitedContext, *values: object) -> str:
    return "".join([context.paid_text(value) for value in values])


@jinja2.pass_context
def _join(context: LimitedContext, values: Iterable[object], d: object = "", attribute: str | None = None) -> str:
    entries = values if attribute is None else map(make_attrgetter(context.environment, attribute), values)
    texts, between = [context.paid_text(entry) for entry in entries], written(d)
    context.spend(len(between) * len(texts))
    return between.join(texts)


@jinja2.pass_context
def _replace(context: LimitedContext, value: object, old: object, new: object) -> str:
    text, wanted, other = written(value), written(old), written(new)
    context.spend(len(text) + text.count(wanted) * len(other))
    return text.replace(wanted, other)


_REPLACED: dict[str, Callable[..., Any]] = {"join": _join, "replace": _replace}
"""Filters whose result can be much longer than what they are given, so that it is paid for beforehand."""
_PAYMENTS: dict[str, Callable[..., Any]] = {
    each.__name__: each for each in (_filter, _test, _rounds, _spend, _weighed, _concat)
}
"""What stands in templates as if it were a filter; neither a template nor ``map`` can name it."""
