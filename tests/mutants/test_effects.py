"""What statements touch, by themselves and by what they call."""

import ast

import pytest
from tests.mutants.effects import effects_of


def matters(first: str, second: str) -> bool:
    one, other = (effects_of(ast.parse(text).body[0]) for text in (first, second))
    return one.matters_before(other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.x = 3", "b = c.x"),
        ("b = c.x", "a.x = 3"),
        ("b = a", "a = 3"),
        ("w.counts[3] = 1", "w.counts[i] = 2"),
        ("w.counts[3] = 1", "b = counts[3]"),
        ("counts[3] = 1", "b = counts[i]"),
        ("nobody_knows(w)", "a.x = 3"),
        ("nobody_knows(w)", "nobody_knows(v)"),
        ("append(w.vehicle_lists, 3, v)", "remove(w.vehicle_lists, 2, v)"),
        ("vehicle.soc = 0.5", "log_visit(w, s, 3, v, 0.0)"),
        ("log_visit(w, s, 3, v, 0.0)", "log_station(w, s, 4, 0.0)"),
    ],
)
def test_what_touches_the_same(first: str, second: str) -> None:
    assert matters(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.x = 3", "b.y = 3"),
        ("b = c.x", "d = c.x"),
        ("b = c", "d = b.x"),
        ("row['x'] = 3", "row['y'] = 4"),
        ("w.counts[3] = 1", "w.sums[3] = 2"),
        ("a = np.zeros(3)", "b = float(w.x)"),
        ("log_station(w, s, 3, 0.0)", "driver.diversions = 0"),
        ("count_loss(w, s, v, 3)", "log_station(w, s, 3, 0.0)"),
    ],
)
def test_what_does_not_and_first_values(first: str, second: str) -> None:
    assert not matters(first, second)
