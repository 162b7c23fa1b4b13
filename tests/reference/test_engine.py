"""The engine as a whole: slices, the horizon, and what holds in every run."""

import math
from collections import Counter
from random import Random
from typing import Any

import numpy as np
import pytest
from tests.reference.small import HOUR_S, KEY, Story, from_then_on, network, run, site, story_of

from voltwin.reference import ReferenceEngine
from voltwin.reference.battery import BAY, IN_VEHICLE
from voltwin.validation.laws import exponential, triangular, uniform
from voltwin.validation.network import Arrivals, Site, Type
from voltwin_bindings.engine import Engine
from voltwin_core.station.parameters import LOWEST_SOC, Parameters

HOURS = 30.0
MILLIWATT_KW = 1e-6  # reservations are rounded to it
LIMIT = from_then_on(150.0, (5.25 * HOUR_S, 90.0), (7.5 * HOUR_S, 40.0), (12 * HOUR_S, 150.0))


def busy() -> Parameters:
    """Return two stations on which almost everything happens."""
    kind = Type(
        curve=((0.0, 30.0), (0.2, 60.0), (0.7, 60.0), (1.0, 5.0)),
        arrival_soc=uniform(0.0, 0.5),
        cool_minimum_s=120.0,
        cool_tau_s=1500.0,
        cool_start_c=32.0,
        return_c=45.0,
    )
    small = Type(capacity_kwh=25.0, arrival_soc=uniform(0.1, 0.5), cool_minimum_s=60.0)
    sites = [
        Site(
            inventory=((0.9, 0.85, 0.5, 0.3, *more), (0.9, 0.2)),
            ring=(30, 30),
            shares=(0.7, 0.3),
            arrivals=Arrivals(per_s=1.0 / 400.0),
            bays=bays,
            chargers=((60.0, 0.9), (50.0, 0.95), (40.0, 0.9), (60.0, 0.92)),
            places=places,
            charge_order=LOWEST_SOC,
            swap_s=triangular(60.0, 90.0, 400.0),
            patience_s=exponential(1200.0),
            limit_kw=LIMIT,
            hours=from_then_on(1.0, (10 * HOUR_S, 0.0), (11 * HOUR_S, 1.0)),
            ambient_c=((0.0, 15.0), (10 * HOUR_S, 30.0)),
        )
        for bays, places, more in ((2, 3, ()), (1, 10, (0.9,) * 12))
    ]
    return network(*sites, kinds=(kind, small), hours=HOURS)


@pytest.fixture(scope="module")
def finished() -> ReferenceEngine:
    engine = ReferenceEngine(busy(), KEY)
    engine.advance(math.inf)
    return engine


@pytest.fixture(scope="module")
def story(finished: ReferenceEngine) -> Story:
    return story_of(finished)


def test_it_is_an_engine(finished: ReferenceEngine) -> None:
    engine: Engine = finished
    assert engine.now == HOURS * HOUR_S


def test_almost_everything_happens(story: Story) -> None:
    assert set(story.kinds) == {
        *("arrival", "lost_closed", "lost_queue_full", "reneged"),
        *("wait_battery", "wait_bay", "claimed", "swap_begin", "swap_end"),
        *("placed", "cooled", "ready", "full", "unplugged", "suspended", "resumed"),
        *("limit", "opened", "closed"),
    }


def test_time_never_goes_back(story: Story) -> None:
    times = [time for time, _ in story]
    assert times == sorted(times)
    assert times[-1] < HOURS * HOUR_S


@pytest.mark.parametrize("cuts", [1, 5, 200])
def test_a_run_in_slices_gives_the_same_log(cuts: int, story: Story) -> None:
    source, engine, rows = Random(cuts), ReferenceEngine(busy(), KEY), list[Any]()
    for until in [*sorted(source.uniform(0.0, HOURS * HOUR_S) for _ in range(cuts)), math.inf]:
        engine.advance(until)
        rows += story_of(engine).rows
    assert rows == story.rows


def test_cut_at_the_time_of_an_event_it_comes_with_the_next_slice() -> None:
    engine = ReferenceEngine(network(site(100.0, 200.0)), KEY)
    engine.advance(100.0)
    assert engine.now == 100.0
    assert story_of(engine).rows == []
    engine.advance(math.nextafter(100.0, math.inf))
    assert story_of(engine).kinds == ["arrival", "swap_begin"]


def test_it_does_not_go_beyond_the_horizon_and_not_back() -> None:
    engine = ReferenceEngine(network(site(HOUR_S), hours=1.0), KEY)
    engine.advance(10 * HOUR_S)
    engine.advance(5.0)
    assert engine.now == HOUR_S
    assert story_of(engine).rows == []


def test_a_step_is_an_hour_at_most() -> None:
    engine = ReferenceEngine(network(site(), hours=2.0), KEY)
    times = []
    for until in (math.inf, HOUR_S + 10.0, math.inf):
        engine.step(until)
        times.append(engine.now)
    assert times == [HOUR_S, HOUR_S + 10.0, 2 * HOUR_S]


def test_without_a_log_the_same_happens(finished: ReferenceEngine) -> None:
    silent = ReferenceEngine(busy(), KEY, log=False)
    silent.advance(math.inf)
    assert silent.drain() == []
    for name, column in finished.batteries().items():
        np.testing.assert_array_equal(silent.batteries()[name], column)


def test_another_key_gives_another_run(story: Story) -> None:
    other = ReferenceEngine(busy(), KEY + 1)
    other.advance(math.inf)
    assert story_of(other).rows != story.rows


def test_vehicles_are_served_lost_or_inside(finished: ReferenceEngine, story: Story) -> None:
    out = {"swap_end", "reneged", "lost_closed", "lost_queue_full", "lost_stockout"}
    for station, inside in enumerate(finished.inside().tolist()):
        kinds = Counter(row["kind"] for row in story.about(station=station))
        assert inside == kinds["arrival"] - sum(kinds[kind] for kind in out)


def test_inside_counts_who_waits_and_who_swaps() -> None:
    engine = ReferenceEngine(network(site(0.0, 10.0), site()), KEY)
    counts = []
    for until in (0.0, 1.0, 11.0, 61.0, HOUR_S):
        engine.advance(until)
        counts.append(engine.inside().tolist())
    assert counts == [[0, 0], [1, 0], [2, 0], [1, 0], [0, 0]]


def test_the_limit_holds_at_every_instant(story: Story) -> None:
    for station in range(2):
        limit, drawn, most = 150.0, [0.0] * 8, 0.0
        rows = story.about(station=station)
        for i, row in enumerate(rows):
            if row["kind"] == "limit":
                limit = row["power_kw"]
            elif row["charger"] >= 0:
                drawn[row["charger"]] = row["power_kw"]
            if i + 1 == len(rows) or rows[i + 1]["time"] > row["time"]:
                assert sum(drawn) <= limit + MILLIWATT_KW * len(drawn)
                most = max(most, sum(drawn))
        assert most > 100.0


def test_energy_is_neither_made_nor_lost() -> None:
    """With a flat curve, grid energy is power times time: counted here from the rows alone."""
    shop = site(
        arrivals=Arrivals(per_s=1.0 / 300.0),
        stock=(0.9, 0.5, 0.2, 0.2),
        ring=30,
        bays=2,
        places=8,
        chargers=((60.0, 0.9), (50.0, 0.8), (40.0, 1.0)),
        patience_s=exponential(900.0),
        limit_kw=LIMIT,
    )
    engine = ReferenceEngine(network(shop, kinds=(Type(cool_minimum_s=60.0),), hours=HOURS), KEY)
    engine.advance(math.inf)
    story, batteries = story_of(engine), engine.batteries()
    charged_kwh = sum(
        power_kw * efficiency * (end - begin) / HOUR_S
        for charger, (_, efficiency) in enumerate(shop.chargers)
        for power_kw, begin, end in stretches(story.about(charger=charger), engine.now)
    )
    # A battery counts as returned at the end of its swap, and is stored from then on.
    stored = ~np.isin(batteries["state"], (IN_VEHICLE, BAY))
    gained_kwh = 50.0 * (float(batteries["soc"][stored].sum()) - (0.9 + 0.5 + 0.2 + 0.2))
    handed_kwh = 50.0 * sum(story.column("swap_begin", "soc"))
    returned_kwh = 50.0 * sum(story.column("swap_end", "soc"))
    assert "suspended" in story.kinds
    assert charged_kwh > 1000.0
    assert charged_kwh == pytest.approx(gained_kwh + handed_kwh - returned_kwh, rel=1e-9)


def stretches(rows: list[dict[str, Any]], end: float) -> list[tuple[float, float, float]]:
    """Return (power, begin, end) between the rows of one charger, which tell its power."""
    ends = [*(row["time"] for row in rows[1:]), end]
    return [(row["power_kw"], row["time"], t) for row, t in zip(rows, ends, strict=True)]


def test_stations_do_not_affect_each_other() -> None:
    shop = site(arrivals=Arrivals(per_s=0.002), ring=20, places=5)
    alone = run(shop, hours=HOURS).rows
    assert [r for r in run(shop, shop, hours=HOURS).rows if r["station"] == 0] == alone
