"""Series: what is seen over time, in so many points as can be drawn."""

import math
from typing import Any

import numpy as np
import pytest
from tests.history.networks import COUNT, horizon_of, tables_of
from tests.twin.small_city import city

import voltwin
from voltwin.history.courses import MEASURES, limit_course, limit_of_all
from voltwin.history.history import History, Series
from voltwin.scenario.changes import Change, changed
from voltwin.simulation import Simulation

DAY_S = 86_400.0
LIMITS = ["stations[*].grid_limit_kw=[" + ",".join(["100"] * 18 + ["60"] * 6) + "]"]
STEPS = [name for name in MEASURES if name not in ("power_kw", "limit_kw")]


@pytest.fixture(scope="module")
def limited() -> voltwin.Scenario:
    return changed(city(), [Change.parse(text) for text in LIMITS])


@pytest.fixture(scope="module")
def history(limited: voltwin.Scenario) -> History:
    return History.of_run(limited, seed=3)


@pytest.fixture(scope="module")
def run(limited: voltwin.Scenario) -> Simulation:
    return Simulation(limited, seed=3, log=False)


def value_at(series: Series, time: float) -> float:
    return float(series.value[np.searchsorted(series.time, time, side="left") - 1])


def test_series_are_what_the_run_shows(history: History, run: Simulation) -> None:
    series = {
        (name, station): history.series(name, station, points=100_000)
        for name in STEPS
        for station in ("east", "west", None)
    }
    assert all(one.is_whole for one in series.values())
    for hour in range(1, 48, 5):
        run.advance(hour * 3600.0 + 0.5)
        seen = run.live().stations
        for name in set(STEPS) - {"limited"}:
            east, west = seen[name].tolist()
            expected = {"east": east, "west": west, None: east + west}
            for station, value in expected.items():
                assert value_at(series[name, station], run.now) == value, (name, station)


def test_power_is_what_the_run_shows(limited: voltwin.Scenario, history: History) -> None:
    run = Simulation(limited, seed=3, log=False)
    series = history.series("power_kw", begin_s=3600.0, end_s=40_000.0, points=14)
    assert len(series.time) == 14
    assert not series.is_whole
    for time, value in zip(series.time, series.value, strict=True):
        run.advance(float(time))
        assert value == pytest.approx(float(run.live().stations["power_kw"].sum()), abs=1e-6)
    assert series.value.max() > 0.0


@pytest.mark.parametrize("station", ["east", "west", None])
def test_power_at_the_end_is_what_the_run_shows_there(
    limited: voltwin.Scenario, history: History, station: str | None
) -> None:
    run = Simulation(limited, seed=3, log=False)
    run.advance(limited.horizon)
    shown = run.live().stations["power_kw"]
    numbers = [0, 1] if station is None else [history.stations.index(station)]
    expected = float(shown[numbers].sum())
    for points in (4, 500):
        power = history.series("power_kw", station, begin_s=3600.0, points=points).value
        assert power[-1] == pytest.approx(expected, abs=1e-6)
    assert expected > 0.0


def test_power_stays_below_the_limit(history: History) -> None:
    power = history.series("power_kw", "east", points=5000)
    limit = history.series("limit_kw", "east", points=5000)
    assert sorted(set(limit.value.tolist())) == [60.0, 100.0]
    allowed = limit.value[np.searchsorted(limit.time, power.time, side="right") - 1]
    assert (power.value <= allowed * (1 + 1e-12)).all()


def test_without_a_limit_there_is_none_to_draw() -> None:
    series = History.of_run(city(horizon="6h")).series("limit_kw")
    assert np.isnan(series.value).all()


def test_the_limit_of_all_is_the_sum(history: History) -> None:
    assert sorted(set(history.series("limit_kw").value.tolist())) == [120.0, 200.0]


@pytest.mark.parametrize("number", range(COUNT))
def test_the_limit_of_all_is_the_sum_of_those_of_the_stations(number: int) -> None:
    tables = tables_of(number)
    end_s = horizon_of(tables)
    whole = limit_of_all(tables, end_s)
    each = [limit_course(tables, station, end_s) for station in range(len(tables.stations))]
    at = np.unique(np.concatenate([whole.time, *(one.time for one in each)]))
    expected = sum(one.value[np.searchsorted(one.time, at, side="right") - 1] for one in each)
    found = whole.value[np.searchsorted(whole.time, at, side="right") - 1]
    assert found == pytest.approx(expected)


def test_a_series_goes_from_its_begin_to_its_end(history: History) -> None:
    for points in (4, 50, 10_000):
        series = history.series("ready", "west", begin_s=1000.0, end_s=90_000.0, points=points)
        assert (series.time[0], series.time[-1]) == (1000.0, 90_000.0)
        assert len(series.time) <= points
        whole = history.series("ready", "west", points=100_000)
        assert series.value[0] == value_at(whole, math.nextafter(1000.0, math.inf))


def test_few_points_keep_the_least_and_the_most(history: History) -> None:
    whole = history.series("ready", "west", points=100_000)
    few = history.series("ready", "west", points=16)
    assert len(few.time) <= 16 < len(whole.time)
    assert not few.is_whole
    assert few.value.min() == whole.value.min()
    assert few.value.max() == whole.value.max()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measure": "redy"}, 'did you mean "ready"'),
        ({"measure": "ready", "station": "eastt"}, 'did you mean "east"'),
        ({"measure": "ready", "begin_s": 5.0, "end_s": 5.0}, "must rise"),
        ({"measure": "ready", "end_s": 3 * DAY_S}, "must rise, from 0 to 172800 s"),
        ({"measure": "ready", "points": 3}, "4 or more"),
    ],
)
def test_what_there_is_not_is_refused(history: History, options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        history.series(**options)
