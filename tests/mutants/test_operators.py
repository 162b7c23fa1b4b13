"""What mutants there are of a source text, and that each is one small change of it."""

import ast

import pytest
from tests.mutants.choosing import all_mutants, chosen
from tests.mutants.mutant import CORE, Mutant
from tests.mutants.operators import KINDS, mutants_of


def changes(body: str, kind: str, head: str = "def f(w, a, b):") -> set[tuple[str, str]]:
    """Return what mutants of a kind make of the body of a function."""
    text = f"{head}\n" + "".join(f"    {line}\n" for line in body.splitlines())
    found = mutants_of("f.py", text.encode())
    return {(of.before, of.after) for of in found if of.kind == kind}


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("a < b", {"a <= b", "a >= b"}),
        ("a <= b", {"a < b", "a > b"}),
        ("a > b", {"a >= b", "a <= b"}),
        ("a >= b", {"a > b", "a < b"}),
        ("a == b", {"a != b"}),
        ("a != b", {"a == b"}),
    ],
)
def test_comparisons_include_their_border_or_not_and_are_turned(
    text: str, others: set[str]
) -> None:
    assert changes(f"return {text}", "comparison") == {(text, other) for other in others}


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("3", {("3", "4"), ("3", "2")}),
        ("2.0", {("2.0", "2.02"), ("2.0", "-2.0")}),
        ("0.0", {("0.0", "0.01")}),
        ("-1", {("-1", "1"), ("1", "2"), ("1", "0")}),
        ("True", set()),
    ],
)
def test_constants_are_a_little_off_or_have_another_sign(
    text: str, others: set[tuple[str, str]]
) -> None:
    assert changes(f"return {text}", "constant") == others


def test_conditions_are_negated_and_joined_otherwise() -> None:
    assert changes("if a and b:\n    g(w)", "condition") == {
        ("a and b", "a or b"),
        ("a and b", "not (a and b)"),
    }
    assert changes("while not a:\n    g(w)", "condition") == {("not a", "a")}
    assert changes("a = b if a else w", "condition") == {("b if a else w", "w if a else b")}


def test_order_of_arguments_operands_and_bounds() -> None:
    assert changes("return g(w, a, b)", "order of values") == {("g(w, a, b)", "g(w, b, a)")}
    assert changes("return a - b", "order of values") == {("a - b", "b - a")}
    assert changes("return min(a, b)", "order of values") == {("min(a, b)", "max(a, b)")}
    assert changes("return g(a, a)", "order of values") == set()


@pytest.mark.parametrize(
    "body",
    ["g(w)\nh(w)", "g(w)\nw.x = a", "a = b\nb = w.x", "w.x = a\nw.x += b"],
)
def test_statements_that_touch_the_same_are_swapped(body: str) -> None:
    first, second = body.splitlines()
    assert (f"{first}; {second}", f"{second}; {first}") in changes(body, "order of statements")


@pytest.mark.parametrize("body", ["w.x = a\nw.y = b", "c = g(w)\nh(c)", "c = a\nd = b"])
def test_statements_of_which_the_order_is_none_or_plain_are_left(body: str) -> None:
    assert changes(body, "order of statements") == set()


def test_dropped_statements() -> None:
    body = "w.x = a\na = b\nc = b\ng(w)\na += c\nif a:\n    return 1\nreturn a"
    assert changes(body, "dropped statement") == {
        (text, "") for text in ("w.x = a", "a = b", "g(w)", "a += c", "return 1")
    }


def test_what_is_no_code_of_the_model_is_left() -> None:
    text = '''
        """Of 3 < 4."""
        import math
        if not math.nan:
            X = 3
        class R(Record):
            """A row."""
            x: F64 = 3
        @kernel(3)
        def f(a: "int < 3" = 3) -> "3":
            """Return 3."""
            return a
    '''
    lines = (line.removeprefix("        ") for line in text.splitlines())
    assert mutants_of("f.py", "\n".join(lines).encode()) == []


def test_a_mutant_says_where_it_is() -> None:
    text = b"X = 3\n\n\ndef f(w):\n    if (\n        w.a\n        < w.b\n    ):\n        g(w)\n"
    of_x, *_, comparison = (of for of in mutants_of("f.py", text) if of.kind != "condition")
    assert (of_x.function, of_x.line) == ("", 1)
    less = next(of for of in mutants_of("f.py", text) if of.after == "w.a <= w.b")
    assert (less.function, less.line, less.last_line) == ("f", 5, 7)
    assert comparison.name != of_x.name


def test_letters_of_several_bytes_move_nothing() -> None:
    text = 'def f(w):\n    """Return °C."""  # °\n    return w < 3  # °C\n'.encode()
    assert {of.applied(text).decode().splitlines()[2] for of in mutants_of("f.py", text)} == {
        *("    return (w <= 3)  # °C", "    return (w >= 3)  # °C"),
        *("    return w < (4)  # °C", "    return w < (2)  # °C"),
    }


MUTANTS = all_mutants()


@pytest.mark.parametrize("mutant", chosen(MUTANTS, 60, 1), ids=lambda mutant: mutant.name)
def test_a_mutant_of_the_model_is_another_program(mutant: Mutant) -> None:
    source = (CORE / mutant.file).read_bytes()
    assert ast.dump(ast.parse(mutant.applied(source))) != ast.dump(ast.parse(source))


def test_there_are_many_of_each_kind() -> None:
    assert all(sum(of.kind == kind for of in MUTANTS) > 150 for kind in KINDS)
