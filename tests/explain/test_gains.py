"""Gains of a station with two battery types: each type is tried, the better one is told."""

import pytest
from tests.explain.constructed import TYPE, chargers, scenario, station
from tests.explain.test_evidence import of

import voltwin
from voltwin.explain.gains import Case, Gain, pair_gains, single_gains
from voltwin.explain.resimulate import Outcome, Recipe
from voltwin.explain.site import Site
from voltwin.explain.trouble import LOSES
from voltwin.scenario import Scenario

SHARES = {"long": 2, "short": 1}


def city(long: int, short: int, chargers_: int) -> Scenario:
    types = [{**TYPE, "id": "long"}, {**TYPE, "id": "short"}]
    batteries = {"long": long, "short": short}
    mixed = station(batteries=batteries, battery_mix=SHARES, chargers=chargers(chargers_))
    return scenario(mixed, battery_types=types)


def lost(of_city: Scenario) -> int:
    return int(voltwin.run(of_city).kpis.total["lost"][0].as_py())


@pytest.mark.parametrize(
    ("few", "levers", "many"), [(4, ("battery",), 4), (1, ("charger", "battery"), 2)]
)
def test_the_better_type_is_told(few: int, levers: tuple[str, ...], many: int) -> None:
    base = city(1, 1, few)
    row = voltwin.run(base).kpis.by_station.to_pylist()[0]
    outcome = Outcome(row["arrivals"], row["swaps"], row["within_target"], row["lost"], 0, 0.0)
    gains = pair_gains if len(levers) > 1 else single_gains
    recipe = Recipe(base, 1, 0, base.horizon)
    (found,) = gains(recipe, [Case(Site.of(base, 0), of(), outcome)], lambda done: None)
    saved = {
        "long": row["lost"] - lost(city(2, 1, many)),
        "short": row["lost"] - lost(city(1, 2, many)),
    }
    assert saved["long"] != saved["short"]
    better = max(saved, key=saved.__getitem__)
    assert found[levers].battery_type == better
    assert found[levers].saved == saved[better]


def test_the_score_is_what_the_trouble_is_about() -> None:
    gain = Gain(None, saved=3, in_time=8, wait_s=-1.0)
    assert (gain.score(LOSES), gain.score("delays")) == (3, 8)
