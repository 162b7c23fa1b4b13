"""What an expression may be instead, a little wrong."""

import ast
from collections.abc import Iterator, Set
from itertools import pairwise

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
_NOT_COMMUTING = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.LShift, ast.RShift)
_BOUNDS = {"min": "max", "max": "min"}


def others(node: ast.AST, tables: Set[str]) -> Iterator[tuple[str, ast.expr]]:
    """Yield what may stand in place of a node itself, each with the kind of the error.

    Args:
        node: of an expression.
        tables: names that stand for the state; as arguments in the wrong place they only crash.
    """
    yield from (("comparison", other) for other in _comparisons(node))
    yield from (("constant", other) for other in _constants(node))
    yield from (("condition", other) for other in _conditions(node))
    yield from (("order of values", other) for other in _orders(node, tables))


def _comparisons(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=compared):
            for other in _COMPARED.get(type(operator), ()):
                yield ast.Compare(left, [other()], compared)


def _constants(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float()) as operand):
            yield operand
        case ast.Constant(value=bool()):
            return
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(value=float(value)):
            for real in (value * 1.01, -value) if value != 0.0 else (0.01,):
                yield ast.Constant(real)


def _conditions(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.BoolOp(op=operator, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)


def _orders(node: ast.AST, tables: Set[str]) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=operator, right=right):
            if isinstance(operator, _NOT_COMMUTING):
                yield ast.BinOp(right, operator, left)
        case ast.Call(func=ast.Name(id=("min" | "max") as name), args=arguments):
            yield ast.Call(ast.Name(_BOUNDS[name]), arguments, [])
        case ast.Call(func=called, args=arguments, keywords=keywords):
            for i, (first, second) in enumerate(pairwise(arguments)):
                if not {ast.unparse(first), ast.unparse(second)} & tables:
                    swapped = [*arguments[:i], second, first, *arguments[i + 2 :]]
                    yield ast.Call(called, swapped, keywords)
