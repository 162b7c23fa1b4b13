"""What a mutant changes: comparisons, constants, conditions, the order of things, statements.

Annotations, docstrings, imports, decorators and fields of records are left alone, and so is what
would only crash: a name that is used before it has a value, a table where a number is meant.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tests.mutants.effects import effects_of
from tests.mutants.expressions import others
from tests.mutants.mutant import Mutant, Source

KINDS = (
    *("comparison", "constant", "condition"),
    *("order of values", "order of statements", "dropped statement"),
)

_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign)


def mutants_of(file: str, content: bytes) -> list[Mutant]:
    """Return all mutants of a file, in the order of its text."""
    source = Source(content)
    found = _Finder(file, source)
    shared = (ast.FunctionDef, ast.Assign)  # else classes, and what is chosen when it is imported
    found.visit_all([of for of in source.tree.body if isinstance(of, shared)])
    return list(_numbered(sorted(found.mutants, key=lambda of: (of.start, of.end, of.text))))


def _numbered(mutants: list[Mutant]) -> Iterator[Mutant]:
    """Yield mutants, each with how many before it change the same in their function."""
    had: Counter[tuple[str, str, str]] = Counter()
    for mutant in mutants:
        same = (mutant.function, mutant.before, mutant.after)
        yield replace(mutant, nth=had[same])
        had[same] += 1


@dataclass
class _Finder:
    """Walks through a file; where it stands is what functions it is in."""

    file: str
    source: Source
    mutants: list[Mutant] = field(default_factory=list)
    functions: list[ast.FunctionDef] = field(default_factory=list)
    lines: tuple[int, int] = (0, 0)  # of the statement at hand, or of its head

    def visit_all(self, body: list[ast.stmt]) -> None:
        """Visit statements that follow each other."""
        for statement in body:
            self._visit(statement)
        if self.functions:
            for first, second in pairwise(body):
                self._swap(first, second)
            for statement in body:
                self._drop(statement)

    def _visit(self, statement: ast.stmt) -> None:
        self.lines = _lines(statement)
        match statement:
            case ast.FunctionDef():
                self.functions.append(statement)
                self.visit_all(_without_docstring(statement.body))
                self.functions.pop()
            case ast.If() | ast.While():
                self._expression(statement.test)
                if isinstance(statement, ast.If):
                    self._negate(statement.test)
                self.visit_all(statement.body)
                self.visit_all(statement.orelse)
            case ast.For(iter=iterated):
                self._expression(iterated)
                self.visit_all(statement.body)
            case ast.Assign(value=value) | ast.AugAssign(value=value):
                self._expression(value)
            case ast.Return(value=ast.expr() as value) | ast.Expr(value=value):
                self._expression(value)
            case ast.AnnAssign(value=ast.expr() as value):
                self._expression(value)
            case _:
                return

    def _expression(self, root: ast.expr) -> None:
        """Add the mutants of an expression and of all within it."""
        tables = {of.args.args[0].arg for of in self.functions if of.args.args}
        for node in ast.walk(root):
            for kind, other in others(node, tables):
                assert isinstance(node, ast.expr)
                self._replaced(node, kind, other)

    def _negate(self, test: ast.expr) -> None:
        if not isinstance(test, ast.Compare | ast.UnaryOp):  # of these others say the same
            self._replaced(test, "condition", ast.UnaryOp(ast.Not(), test))

    def _swap(self, first: ast.stmt, second: ast.stmt) -> None:
        """Swap two statements where it can matter and does not crash at once."""
        if not (isinstance(first, _SIMPLE) and isinstance(second, _SIMPLE)):
            return
        if isinstance(first, ast.AugAssign) and isinstance(second, ast.AugAssign):
            return  # sums of two things
        if not effects_of(first).matters_before(effects_of(second)):
            return
        start, middle = self.source.span(first)
        next_start, end = self.source.span(second)
        between = self.source.content[middle:next_start].decode()
        text = f"{self.source.text(second)}{between}{self.source.text(first)}"
        one, other = ast.unparse(first), ast.unparse(second)
        self.lines = (first.lineno, _lines(second)[1])
        self._add("order of statements", f"{one}; {other}", f"{other}; {one}", (start, end, text))

    def _drop(self, statement: ast.stmt) -> None:
        """Drop a statement, unless it gives a name its first value or ends the function."""
        match statement:
            case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Break():
                pass
            case ast.Assign(targets=targets) if all(self._is_set_elsewhere(of) for of in targets):
                pass
            case ast.Return() if _goes_on_without(statement, self.functions[-1]):
                pass
            case _:
                return
        self.lines = _lines(statement)
        span = self.source.span(statement)
        self._add("dropped statement", ast.unparse(statement), "", (*span, "pass"))

    def _is_set_elsewhere(self, target: ast.expr) -> bool:
        """Tell whether a target has a value already."""
        if not isinstance(target, ast.Name):
            return isinstance(target, ast.Attribute | ast.Subscript)
        function = self.functions[-1]
        if target.id in {argument.arg for argument in function.args.args}:
            return True
        stored = [
            node
            for node in ast.walk(function)
            if isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Store)
            and node.id == target.id
        ]
        return min(stored, key=lambda node: (node.lineno, node.col_offset)) is not target

    def _replaced(self, node: ast.expr, kind: str, by: ast.expr) -> None:
        before, after = ast.unparse(node), ast.unparse(by)
        if before != after:
            self._add(kind, before, after, (*self.source.span(node), f"({after})"))

    def _add(self, kind: str, before: str, after: str, edit: tuple[int, int, str]) -> None:
        function = ".".join(of.name for of in self.functions)
        first, last = self.lines
        start, end, text = edit
        new = Mutant(self.file, function, kind, first, last, before, after, start, end, text)
        self.mutants.append(new)


def _lines(statement: ast.stmt) -> tuple[int, int]:
    """Return the first and last line of a statement; of one that holds others, of its head."""
    match statement:
        case ast.If(test=head) | ast.While(test=head) | ast.For(iter=head):
            return statement.lineno, head.end_lineno or head.lineno
    return statement.lineno, statement.end_lineno or statement.lineno


def _goes_on_without(statement: ast.Return, function: ast.FunctionDef) -> bool:
    """Tell whether a function does something else where it does not return early."""
    last = function.body[-1]
    return statement.lineno < last.lineno or isinstance(last, ast.While | ast.For)


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return body
