"""What a statement may read and write, with all that it calls: by names, so rather too much.

Swapping two statements that touch nothing in common would be no error.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce

from tests.mutants.mutant import CORE

_ANYTHING = "?"  # what a function that is not of the core may read and write
# Elements of an array that has a name only where it is used; by the second name it may be a field.
_ELEMENTS, _MAY_BE_FIELD = "[]", "[?]"
_PURE = frozenset(
    {
        *("abs", "as_array", "enumerate", "float", "int", "len"),
        *("max", "min", "next", "range", "zip"),
    }
)


@dataclass(frozen=True)
class Effects:
    """Fields as `.name`, elements of arrays, and local names."""

    loads: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()

    def __or__(self, other: "Effects") -> "Effects":
        return Effects(
            self.loads | other.loads, self.stores | other.stores, self.calls | other.calls
        )

    def matters_before(self, second: "Effects") -> bool:
        """Tell whether it makes a difference that another statement comes second, other than that
        a name would not have its value yet."""
        if any(name.isidentifier() for name in self.stores & second.loads):
            return False
        both_stored = (self.stores & second.stores) - {_MAY_BE_FIELD}
        read = _meet(self.stores, second.loads) or _meet(second.stores, self.loads)
        return bool(both_stored) or read


def _meet(stored: frozenset[str], touched: frozenset[str]) -> bool:
    if _ANYTHING in stored or (stored and _ANYTHING in touched):
        return True
    return bool(stored & touched)


def _shared(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if not name.isidentifier())


def effects_of(statement: ast.stmt) -> Effects:
    """Return the effects of a statement and of the functions of the core that it calls."""
    own = _direct(statement)
    called = _of_functions()
    return reduce(Effects.__or__, (called.get(name, _UNKNOWN) for name in own.calls), own)


_UNKNOWN = Effects(frozenset({_ANYTHING}), frozenset({_ANYTHING}))


@cache
def _of_functions() -> dict[str, Effects]:
    """Return the effects of every function of the core on what is not its own, by its name."""
    found = dict.fromkeys(_PURE, Effects())
    for file in sorted(CORE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.FunctionDef):
                direct = reduce(Effects.__or__, map(_direct, node.body))
                found[node.name] = found.get(node.name, Effects()) | _without_names(direct)
    return _closed(found)


def _closed(found: dict[str, Effects]) -> dict[str, Effects]:
    """Return the same with the effects of all that is called, however far down."""
    while True:
        more = {
            name: reduce(
                Effects.__or__, (found.get(of, Effects()) for of in effects.calls), effects
            )
            for name, effects in found.items()
        }
        if more == found:
            return found
        found = more


def _without_names(effects: Effects) -> Effects:
    return Effects(_shared(effects.loads), _shared(effects.stores), effects.calls)


def _direct(root: ast.AST) -> Effects:
    loads: set[str] = set()
    stores: set[str] = set()
    calls: set[str] = set()

    def put(context: ast.expr_context, *names: str) -> None:
        (loads if isinstance(context, ast.Load) else stores).update(names)

    for node in ast.walk(root):
        match node:
            case ast.Name(id=name, ctx=context):
                put(context, name)
            case ast.Attribute(attr=name, ctx=context):
                put(context, f".{name}")
            case ast.Subscript(value=ast.Attribute(attr=name), ctx=ast.Store()):
                stores.update((f".{name}", _MAY_BE_FIELD))
            case ast.Subscript(value=ast.Name(), ctx=context, slice=ast.Constant(value=str(name))):
                put(context, f"[{name}]")  # a column
            case ast.Subscript(value=ast.Name(), ctx=ast.Load()):
                loads.update((_ELEMENTS, _MAY_BE_FIELD))
            case ast.Subscript(value=ast.Name()):
                stores.add(_ELEMENTS)
            case ast.Call(func=ast.Name(id=name)):  # methods are NumPy's, which change nothing
                calls.add(name)
            case ast.AugAssign(target=target):
                loads.update(_direct(target).stores)
    return Effects(frozenset(loads), frozenset(stores), frozenset(calls))
