"""Fields about charging: prices, shared power, heat and age, from the file to the tables."""

from pathlib import Path

import pytest
from tests.scenario.small import TEXT, changed, loaded, unnumbered

from voltwin.scenario import ScenarioError
from voltwin.scenario.tables import parameters
from voltwin.scenario.thermal import Heating
from voltwin_core.ageing import LFP_250AH, NO_AGEING, SCHMALSTIEG
from voltwin_core.record import as_array
from voltwin_core.station.parameters import ADMIT, NO_RESERVE, SHARE, Parameters

STATION = "swaps_per_day: 99"
TYPE = "charge_curve: {power_kw: 80}"
RULE = f"{STATION}, charge_when: {{reserve: 2, price_below: 0.2}}"


def tables(folder: Path, text: str) -> Parameters:
    return parameters(loaded(folder, text))


def with_prices(start: str, prices: str) -> str:
    return changed(
        "",
        f"start: {start}+00:00\nhorizon: 1h\neconomics: {{currency: EUR, tariff: "
        f"{{begins: '2026-01-05T00:00', step: 15min, prices_per_kwh: [{prices}]}}}}",
        changed(STATION, RULE),
    )


def crossings(of: Parameters) -> tuple[int, int, list[float]]:
    """Return reserve, whether it is cheap at the start, and when that changes [s]."""
    row = as_array(of.stations)[0]
    first, count = row["first_price_change"], row["price_changes"]
    return int(row["reserve"]), int(row["cheap_at_start"]), of.numbers[first:][:count].tolist()


# --- prices ---------------------------------------------------------------------------------------


def test_without_a_rule_charges_start_at_any_price(tmp_path: Path) -> None:
    assert crossings(tables(tmp_path, TEXT)) == (NO_RESERVE, 1, [])


@pytest.mark.parametrize(
    ("start", "cheap", "times"),
    [
        ("2026-01-05T00:00:00", 1, [900.0, 1800.0]),  # equal to the threshold is not below
        ("2026-01-05T00:10:00", 1, [300.0, 1200.0]),
        ("2026-01-05T00:15:00", 0, [900.0]),  # that at the very start has happened
        ("2026-01-05T00:40:00", 1, []),
    ],
)
def test_crossings_are_counted_from_the_start_by_local_quarters(
    tmp_path: Path, start: str, cheap: int, times: list[float]
) -> None:
    text = with_prices(start, "0.1, 0.2, -0.1, 0.1, 0.1, 0.1, 0.1")
    assert crossings(tables(tmp_path, text)) == (2, cheap, times)


def test_a_rule_needs_prices(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, changed(STATION, RULE))
    (line,) = str(caught.value).splitlines()
    assert unnumbered(line).endswith(
        'stations[0].charge_when ("north"): is given, but the scenario has no economics, which '
        "tell the price of energy"
    )


# --- power, heat and age --------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "number"), [("share", SHARE), ("admit", ADMIT)])
def test_grid_rule(tmp_path: Path, rule: str, number: int) -> None:
    of = tables(tmp_path, changed(STATION, f"{STATION}, grid_rule: {rule}"))
    assert as_array(of.stations)["grid_rule"].tolist() == [number]


def test_a_type_does_not_age_unless_told(tmp_path: Path) -> None:
    of = tables(tmp_path, TEXT)
    (kind,) = as_array(of.battery_types)
    assert (kind["ageing"], kind["deratings"], kind["heat_c_per_kw2"]) == (NO_AGEING, 0, 0.0)
    assert set(as_array(of.batteries)["soh"].tolist()) == {1.0}


@pytest.mark.parametrize(
    ("law", "numbers"),
    [
        ("lfp_250ah", [LFP_250AH, 298.15, 8.37e4]),
        ("{kind: lfp_250ah, temperature_c: 40, calendar_factor: 1}", [LFP_250AH, 313.15, 1.0]),
        ("schmalstieg2014", [SCHMALSTIEG, 298.15, 3.7, 2.15, 7.543]),
    ],
)
def test_a_law_is_its_name_or_has_fields(tmp_path: Path, law: str, numbers: list[float]) -> None:
    of = tables(tmp_path, changed(TYPE, f"{TYPE}, soh: 0.9, ageing: {law}"))
    first = as_array(of.battery_types)["ageing"][0]
    assert of.numbers[first:][: len(numbers)].tolist() == numbers
    assert set(as_array(of.batteries)["soh"].tolist()) == {0.9}


def test_heat_and_derating_belong_to_the_thermal_model(tmp_path: Path) -> None:
    heating = "{resistance_ohm: 0.1, nominal_voltage_v: 400, heat_capacity_kj_per_k: 300}"
    thermal = (
        "cool_down: {thermal: {time_constant: 2h, start_c: 30, return_c: 35, "
        f"heating: {heating}, derating: [[0, 0.5], [20, 1]]}}}}"
    )
    of = tables(tmp_path, changed(TYPE, f"{TYPE}, {thermal}"))
    (kind,) = as_array(of.battery_types)
    first, points = kind["first_derating"], kind["deratings"]
    assert of.numbers[first:][: 2 * points].tolist() == [0.0, 0.5, 20.0, 1.0]
    # 100 kW are 250 A: 6.25 kW of heat, with tau = 7200 s and 300 kJ/K 150 K in the end.
    assert kind["heat_c_per_kw2"] * 100.0**2 == pytest.approx(150.0)
    assert Heating.model_validate(
        {"resistance_ohm": 0.1, "nominal_voltage_v": 400, "heat_capacity_kj_per_k": 300}
    ).c_per_kw2(7200.0) == pytest.approx(0.015)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (TYPE, f"{TYPE}, soh: 0.4", "soh"),
        (TYPE, f"{TYPE}, ageing: lead", "ageing"),
        (STATION, f"{STATION}, grid_rule: fair", "grid_rule"),
        (STATION, f"{STATION}, charge_when: {{reserve: -1, price_below: 0.2}}", "reserve"),
        (STATION, f"{STATION}, charge_when: {{reserve: 1}}", "price_below"),
        (
            TYPE,
            f"{TYPE}, cool_down: {{thermal: {{time_constant: 1h, start_c: 30, return_c: 40, "
            "derating: [[30, 1], [20, 0.5]]}}",
            "temperatures must rise from point to point",
        ),
        (
            TYPE,
            f"{TYPE}, cool_down: {{thermal: {{time_constant: 1h, start_c: 30, return_c: 40, "
            "derating: [[30, 1.5]]}}",
            "derating",
        ),
    ],
)
def test_wrong_values_are_told_in_one_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, changed(old, new))
    (line,) = str(caught.value).splitlines()
    assert problem in line
