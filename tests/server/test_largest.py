"""Sweeps and comparisons are counted by their largest variant, found without making all."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import voltwin
from voltwin.experiment.sweep_plan import Sweep, variants_of
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.without_files import scenario_without_files
from voltwin_server.limits import largest as searching
from voltwin_server.limits.largest import largest
from voltwin_server.limits.sizes import expected_visits
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.models.experiments import NewComparison, NewSweep
from voltwin_server.planning import plan_of_comparison, plan_of_sweep
from voltwin_server.problems import ProblemError
from voltwin_server.settings import Limits

CITY = scenario_without_files(SCENARIO)
DAY_S = 86_400.0
VISITS = expected_visits(CITY, DAY_S)
MORE = {"path": "demand.multiplier", "multiply": [0.5, 10]}
CHARGERS = {"path": "stations[*].chargers", "add": [0, 1, 2]}


def sweep(factors: dict[str, Any], visits: float, **how: Any) -> None:
    body = NewSweep(scenario=SCENARIO, factors=factors, replications=2, until="1d", **how)
    plan_of_sweep(body, CITY, replace(Limits(), visits=visits))


@pytest.mark.parametrize(
    ("factors", "times"),
    [
        ({"chargers": CHARGERS}, 3),
        ({"demand": MORE}, 2 * 10),
        ({"chargers": CHARGERS, "demand": MORE}, 6 * 10),
        ({"one": MORE, "other": {"path": "stations[*].multiplier", "set": [2.0, 3.0]}}, 4 * 30),
        ({"demand": {"path": "demand.multiplier", "set": {"from": 0.1, "to": 5, "points": 3}}}, 15),
        ({"demand": {"levels": {"as is": [], "twice": ["demand.multiplier *= 2"]}}}, 2 * 2),
    ],
)
def test_a_sweep_is_counted_by_its_largest_variant(factors: dict[str, Any], times: int) -> None:
    visits = 2 * times * VISITS  # two replications
    sweep(factors, 1.001 * visits)
    with pytest.raises(ProblemError, match="if to all variants as to the largest") as refused:
        sweep(factors, 0.999 * visits)
    assert refused.value.status_code == 422


def test_a_comparison_is_counted_by_its_largest_variant() -> None:
    variants = {"chargers": ["stations[*].chargers += 1"], "more": ["demand.multiplier *= 10"]}
    body = NewComparison(scenario=SCENARIO, variants=variants, replications=2, until="1d")
    visits = 2 * 3 * 10 * VISITS
    plan_of_comparison(body, CITY, replace(Limits(), visits=1.001 * visits))
    with pytest.raises(ProblemError, match="if to all variants as to the largest"):
        plan_of_comparison(body, CITY, replace(Limits(), visits=0.999 * visits))


def test_stations_that_variants_add_are_counted() -> None:
    one = CITY.stations[0].model_dump(mode="json", by_alias=True, exclude_unset=True)
    many = [{**one, "id": f"s{number}"} for number in range(20)]
    factors = {"network": {"path": "stations", "set": [[one], many]}}
    body = NewSweep(scenario=SCENARIO, factors=factors, replications=1, until="1d")
    plan_of_sweep(body, CITY, replace(Limits(), station_days=2 * 20.0))
    with pytest.raises(ProblemError, match="20 stations, 1 days, 1 replications and 2 variants"):
        plan_of_sweep(body, CITY, replace(Limits(), station_days=2 * 20.0 - 1))


def test_vehicles_of_a_fleet_are_counted() -> None:
    city = voltwin.load_scenario("examples/first_fleet.yaml")
    changes = [Change.parse(f"fleet.classes[*].count *= {times}") for times in (1, 3)]
    found = largest(city, [[[one] for one in changes]], DAY_S)
    assert expected_visits(found, DAY_S) == 3 * expected_visits(city, DAY_S)


def test_what_has_nothing_to_do_with_vehicles_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "changed", pytest.fail)
    calm = ("stations[*].chargers += 1", "stations[id=north].batteries = 3", "horizon = 2d")
    assert largest(CITY, [[[Change.parse(text)], []] for text in calm], DAY_S) is CITY


def test_choices_that_do_not_go_together_are_counted_each_by_itself() -> None:
    two = [Change.parse("demand.multiplier *= 2")]
    only = [Change.parse("stations = [{id: north, chargers: 1, bays: 1, batteries: 2, "
                         "swaps_per_day: 9}]")]  # fmt: skip
    south = [Change.parse("stations[south].multiplier *= 3")]
    found = largest(CITY, [[two], [only], [south]], DAY_S)
    assert expected_visits(found, DAY_S) >= 2 * VISITS


FACTORS = st.fixed_dictionaries(
    {
        "demand": st.lists(st.floats(0.1, 9.0), min_size=1, max_size=3, unique=True),
        "north": st.lists(st.floats(0.1, 9.0), min_size=1, max_size=3, unique=True),
        "chargers": st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True),
    }
)


@settings(max_examples=10, deadline=None)
@given(FACTORS)
def test_no_variant_of_a_grid_is_larger(levels: dict[str, Any]) -> None:
    plan = Sweep(
        scenario=CITY,
        factors={
            "demand": {"path": "demand.multiplier", "multiply": levels["demand"]},
            "north": {"path": "stations[north].multiplier", "set": levels["north"]},
            "chargers": {"path": "stations[*].chargers", "add": levels["chargers"]},
        },
        until="1d",
    )
    choices = ([one.changes(level) for level in one.tried()] for one in plan.factors.values())
    found = expected_visits(largest(CITY, choices, DAY_S), DAY_S)
    every = [visits_of(CITY, variant.changes) for variant in variants_of(plan)]
    assert found == pytest.approx(max(every))


def visits_of(base: Scenario, changes: Any) -> float:
    return expected_visits(changed(base, changes), DAY_S)
