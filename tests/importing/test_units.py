"""Units in names of columns."""

import pytest

from voltwin.importing.header import header
from voltwin.importing.units import demand_unit, power_unit


@pytest.mark.parametrize(
    ("name", "per_day"),
    [
        ("swaps per hour", 24.0),
        ("hourly swaps", 24.0),
        ("swaps/day", 1.0),
        ("weekly swaps", 1.0 / 7.0),
        ("swaps [per month]", 12.0 / 365.25),
        ("Tauschvorgänge im Monat", 12.0 / 365.25),
        ("annual swaps", 1.0 / 365.25),
        ("swaps p.a.", None),
    ],
)
def test_a_period_is_converted(name: str, per_day: float | None) -> None:
    unit = demand_unit(header(name))
    assert (unit.factor if unit else None) == per_day


def test_without_a_period_it_is_a_day_and_nobody_told() -> None:
    unit = demand_unit(header("swaps"))
    assert unit == ("swaps/day", 1.0, False)


@pytest.mark.parametrize(
    ("name", "kw"),
    [("limit [W]", 1e-3), ("limit kW", 1.0), ("limit_MW", 1e3), ("limit", 1.0)],
)
def test_powers_are_converted(name: str, kw: float) -> None:
    assert power_unit(header(name)).factor == kw
