"""Variants simulated together come out as a plain simulation of the changed scenario."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.explain.constructed import FEW_BAYS, FEW_CHARGERS, scenario, station
from tests.explain.random_cities import random_city

import voltwin
from voltwin.explain import resimulate as module
from voltwin.explain.next_unit import LEVERS, Kinds
from voltwin.explain.resimulate import Outcome, Recipe, resimulate
from voltwin.explain.site import Site, network_of
from voltwin_bindings.engine import EngineError


def outcomes(run: voltwin.Run) -> list[Outcome]:
    return [
        Outcome(
            row["arrivals"],
            row["swaps"],
            row["within_target"],
            row["lost"],
            overdue,
            (row["wait_mean_s"] or 0.0) * row["swaps"],
        )
        for row, overdue in zip(run.kpis.by_station.to_pylist(), overdue_of(run), strict=True)
    ]


def overdue_of(run: voltwin.Run) -> list[int]:
    """Return from the hourly tables who is overdue at each station."""
    city, until_s = run.scenario, run.until_s
    over = dict.fromkeys((station.id for station in city.stations), 0)
    start = city.start.replace(tzinfo=None)
    for row in run.kpis.by_station_hour.to_pylist():
        ended_s = (row["hour"].replace(tzinfo=None) - start).total_seconds() + 3600.0
        if ended_s + city.target_wait <= until_s:
            over[row["station"]] += row["arrivals"] - row["swaps"] - row["lost"] - row["unseen"]
    return [max(0, over[station.id] - station.bays) for station in city.stations]


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(0, 3), st.floats(0.2, 1.0))
def test_every_variant_is_what_a_plain_run_of_the_changed_scenario_gives(
    draw: int, replication: int, share: float
) -> None:
    """The run stops anywhere; every station of a random network is changed in every way."""
    city = random_city(f"explain/{draw}", 3)
    until_s, kinds = share * city.horizon, Kinds.of(city)
    recipe = Recipe(city, 5, replication, until_s)
    sites = [Site.of(city, number) for number in range(len(city.stations))]
    tried = [
        (number, variant.site)
        for number, of in enumerate(sites)
        for change in LEVERS.values()
        for variant in change(of, kinds)
    ]
    found = resimulate(recipe, [changed for _, changed in tried])
    for (number, changed), outcome in zip(tried, found, strict=True):
        plain = network_of(city, [*sites[:number], changed, *sites[number + 1 :]])
        try:
            run = voltwin.run(plain, seed=5, replication=replication, until=until_s)
        except EngineError:
            assert outcome is None
            continue
        assert outcome is not None
        expected = outcomes(run)[number]
        assert outcome[:-1] == expected[:-1]
        assert outcome.wait_s == pytest.approx(expected.wait_s, rel=1e-12)


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_any_run_is_explained(draw: int) -> None:
    """What is explained has a resource and a sentence; the rest has a sentence."""
    city = random_city(f"explained/{draw}", 6)
    try:
        run = voltwin.run(city)
    except EngineError:
        return
    explanation = run.explain()
    for row, station_row in zip(explanation.rows, run.kpis.by_station.to_pylist(), strict=True):
        assert row["lost"] == station_row["lost"]
        assert (row["trouble"] is None) == (row["binds"] is None)
        assert row["sentence"].startswith(row["name"])
        assert row["sentence"].endswith(".")
        assert "nan" not in row["sentence"]
        assert row["trouble"] is not None or row["lost"] == 0


@pytest.mark.parametrize("bound", ["_IN_ONE_NETWORK", "_MOST_CELLS"])
def test_outcomes_keep_the_order_of_the_stations_over_many_networks(
    monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(module, bound, 2)
    city = scenario(FEW_CHARGERS, {**FEW_BAYS, "id": "slow"}, station("fine"))
    told: list[int] = []
    sites = [Site.of(city, number) for number in range(3)]
    found = resimulate(Recipe(city, 1, 0, city.horizon), [*sites, *sites[:2]], told.append)
    assert [outcome.lost for outcome in found if outcome] == [33, 47, 0, 33, 47]
    assert sorted(told) == told
    assert told[-1] == 5


def test_an_empty_ring_spoils_no_other_station() -> None:
    endless = station("endless", batteries=0, policy="wait", queue_places="unlimited", ring=2)
    city = scenario(FEW_CHARGERS, endless, {**FEW_BAYS, "id": "slow"})
    sites = [Site.of(city, number) for number in range(3)]
    found = resimulate(Recipe(city, 1, 0, city.horizon), sites)
    assert [outcome and outcome.lost for outcome in found] == [33, None, 47]
