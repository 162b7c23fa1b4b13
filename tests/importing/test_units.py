"""Units in names of columns."""

import pytest

from voltwin.importing.columns import uses
from voltwin.importing.header import header
from voltwin.importing.units import demand_unit, unit_of


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
        ("Swaps [1/d]", 1.0),
        ("Swaps per 24h", 1.0),
        ("Swaps per 24 h", 1.0),
        ("日换电次数", 1.0),
        ("日均换电次数", 1.0),
        ("Swaps per day (annual average)", 1.0),
        ("Swaps/day (monthly avg)", 1.0),
    ],
)
def test_a_period_is_converted(name: str, per_day: float | None) -> None:
    unit = demand_unit(header(name))
    assert (unit.factor if unit else None) == per_day


def test_without_a_period_it_is_a_day_and_nobody_told() -> None:
    unit = demand_unit(header("swaps"))
    assert unit is not None
    assert (unit.text, unit.factor, unit.is_told) == ("swaps/day", 1.0, False)


def test_the_unit_wins_over_the_time_of_an_average_and_that_is_said() -> None:
    unit = unit_of("swaps_per_day", header("Swaps per day (annual average)"))
    assert unit.note == "taken as swaps per day, averaged over the year"


@pytest.mark.parametrize(
    "name", ["Average daily swaps per month", "Swaps per day of week", "daily swaps (per year)"]
)
def test_two_periods_that_may_both_be_meant_are_refused(name: str) -> None:
    problem = unit_of("swaps_per_day", header(name)).problem
    assert problem.startswith("names two periods, day and ")
    assert "rename it" in problem


@pytest.mark.parametrize(
    ("field", "name", "given", "wanted"),
    [
        ("grid_limit_kw", "limit [W]", 5000.0, 5.0),
        ("grid_limit_kw", "limit kW", 5.0, 5.0),
        ("grid_limit_kw", "limit_MW", 5.0, 5000.0),
        ("grid_limit_kw", "Grid connection in MW", 5.0, 5000.0),
        ("grid_limit_kw", "limit", 5.0, 5.0),
        ("grid_limit_kw", "limit (GW)", 0.005, 5000.0),
        ("grid_limit_kw", "Netzanschluss [MVA]", 5.0, 5000.0),
        ("grid_limit_kw", "Netzanschluss kVA", 500.0, 500.0),
        ("charger_kw", "charger power (kW per charger)", 80.0, 80.0),
        ("swap_time", "Swap time (min)", 5.0, 300.0),
        ("swap_time", "swap time (s)", 90.0, 90.0),
        ("patience", "patience [h]", 0.5, 1800.0),
        ("patience", "patience in minutes", 10.0, 600.0),
        ("ambient_c", "ambient temperature (°F)", 68.0, 20.0),
        ("ambient_c", "ambient [K]", 293.15, 20.0),
        ("ambient_c", "ambient_c", 20.0, 20.0),
    ],
)
def test_a_unit_in_the_name_is_found_and_converted(
    field: str, name: str, given: float, wanted: float
) -> None:
    unit = unit_of(field, header(name))
    assert not unit.problem
    assert given * unit.factor + unit.offset == pytest.approx(wanted)


def test_apparent_power_is_said_to_be_taken_as_active_power() -> None:
    assert unit_of("grid_limit_kw", header("limit (MVA)")).note.endswith("cos phi = 1")


@pytest.mark.parametrize(
    ("name", "field", "unit"),
    [
        ("Netzanschluss [A]", "grid_limit_kw", "a"),
        ("Grid connection (kWp)", "grid_limit_kw", "kwp"),
        ("Grid limit (kW per charger)", "grid_limit_kw", "per charger"),
        ("Grid limit (%)", "grid_limit_kw", "%"),
        ("Swap time (days)", "swap_time", "days"),
        ("ambient (rankine)", "ambient_c", "rankine"),
        ("Battery inventory (kWh)", "batteries", "kwh"),
        ("Longitude (m)", "lon", "m"),
    ],
)
def test_a_unit_that_is_not_known_is_refused_and_not_dropped(
    name: str, field: str, unit: str
) -> None:
    (use,) = uses([name], {})
    assert use.field == field
    assert use.unit.problem.startswith(f'"{unit}" is ')
