"""Forecasts: many runs that go on from where one stands, each by its own draws."""

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.twin.random_twins import random_city
from tests.twin.small_city import HOUR_S, city

import voltwin
from voltwin.kpis.balances import BalanceError
from voltwin.kpis.cells import compare
from voltwin.scenario.extended import extended
from voltwin.scenario.scenario import Scenario
from voltwin.simulation import Simulation
from voltwin.twin import Twin
from voltwin.twin.bands import LEVELS, MEASURES, Forecast
from voltwin.twin.forecasting import GivenUpError, Prospect, _by_region
from voltwin.twin.observing import observe
from voltwin.twin.scores import Scores
from voltwin.under_way import UnderWay
from voltwin_bindings.drawn_again import drawn_again
from voltwin_bindings.engine import EngineError
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.slot_by_slot import Course, Floats, advance_by_slots, slot_edges
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_core.draws import other_key
from voltwin_core.station.cells import COUNTS


def standing(at: float | str = "8h", scenario: Scenario | None = None, **kind: Any) -> Simulation:
    simulation = Simulation(scenario or city(), log=kind.pop("log", False), **kind)
    simulation.advance(at)
    return simulation


def forecast(run: Simulation, **options: Any) -> Forecast:
    return Prospect(run).forecast(**options)


def same(one: Forecast, other: Forecast) -> bool:
    tables = zip(
        (one.table(), one.total_table()), (other.table(), other.total_table()), strict=True
    )
    return all(bool(ours.equals(theirs)) for ours, theirs in tables)


# --- slots ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "end", "edges"),
    [
        (0.0, 1800.0, [0.0, 900.0, 1800.0]),
        (100.0, 1000.0, [100.0, 900.0, 1800.0]),
        (900.0, 901.0, [900.0, 1800.0]),
        (899.9999, 1800.0, [899.9999, 1800.0]),
        (2 * 86400.0 - 1000.0, 3 * 86400.0, [172_800.0 - 1000.0, 172_800.0 - 900.0, 172_800.0]),
        (2 * 86400.0 - 10.0, 2 * 86400.0, [172_800.0 - 10.0, 172_800.0]),
    ],
)
def test_slots_are_quarters_of_local_hours(begin: float, end: float, edges: list[float]) -> None:
    assert slot_edges(standing(0.0).parameters, begin, end).tolist() == edges


def test_slots_follow_the_clock_where_the_run_does_not_start_with_an_hour() -> None:
    late = city().model_copy(update={"start": city().start.replace(minute=10)})
    parameters = Simulation(late).parameters
    assert slot_edges(parameters, 0.0, 2000.0).tolist() == [0.0, 300.0, 1200.0, 2100.0]


@pytest.mark.parametrize("at", [0.0, 8 * HOUR_S, 8 * HOUR_S + 333.0])
def test_slots_tell_what_the_tables_of_a_run_tell(at: float) -> None:
    """A run cut into slots: swaps, losses and energy are those of its cells."""
    plain, sliced = standing(at), standing(at).fork()
    edges = slot_edges(plain.parameters, at, at + 3 * HOUR_S)
    before = plain.cells()
    plain.advance(float(edges[-1]))
    course = advance_by_slots(sliced._engine, edges)  # type: ignore[arg-type]  # of the kernel
    counts = (plain.cells().counts - before.counts).sum(axis=1)
    assert course.swaps.sum(axis=0).tolist() == counts[:, COUNTS.index("swaps")].tolist()
    lost = [COUNTS.index(name) for name in COUNTS if name.startswith("lost_") or name == "reneged"]
    assert course.lost.sum(axis=0).tolist() == counts[:, lost].sum(axis=1).tolist()
    kwh = (course.power_kw * np.diff(edges)[:, None] / HOUR_S).sum(axis=0)
    expected = (plain.cells().grid_kwh - before.grid_kwh).sum(axis=1)
    assert kwh == pytest.approx(expected, rel=1e-9)
    assert course.ready[-1].tolist() == plain.live().stations["ready"].tolist()
    assert course.queue[-1].tolist() == plain.live().stations["queue"].tolist()


# --- forecasts ------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bands_on_any_number_of_threads() -> None:
    run = standing()
    one = forecast(run, replications=6, hours=2, threads=1)
    assert same(one, forecast(run, replications=6, hours=2, threads=3))
    assert not same(one, forecast(run, replications=6, hours=2, seed=2))


def test_forecasts_of_forks_are_the_same_on_any_number_of_threads() -> None:
    """Several at a time, each on several threads, while the forks themselves go on: what each gives
    alone."""
    twin = Twin.of(city({"kind": "close", "at": "9h", "stations": ["west"]}))
    twin.advance("6h")
    forks = [twin.fork(at) for at in ("2h", "6h", "7h 30min")]
    forks[1].make({"kind": "surge", "at": "7h", "factor": 2.0}, by="ann")
    prospects = [Prospect(one.simulation()) for one in forks]
    alone = [one.forecast(replications=5, hours=3, threads=1) for one in prospects]
    with ThreadPoolExecutor(2 * len(forks)) as pool:
        going_on = [pool.submit(one.advance, "12h") for one in forks]
        together = [
            [pool.submit(one.forecast, replications=5, hours=3, threads=n) for n in (1, 2, 4)]
            for one in prospects
        ]
        for one, several in zip(alone, together, strict=True):
            assert all(same(one, other.result()) for other in several)
        assert [one.result() for one in going_on] == [None] * 3
    assert not same(alone[0], alone[1])


def test_a_forecast_that_nobody_wants_is_given_up_between_replications(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    simulated = []

    def advance(engine: KernelEngine, edges: Floats) -> Course:
        simulated.append(engine)
        return advance_by_slots(engine, edges)

    monkeypatch.setattr("voltwin.twin.forecasting.advance_by_slots", advance)
    prospect = Prospect(standing())
    with pytest.raises(GivenUpError):
        prospect.forecast(replications=50, hours=1, threads=1, is_wanted=lambda: len(simulated) < 3)
    assert len(simulated) == 3
    assert prospect.forecast(replications=2, hours=1).replications == 2


def test_sums_by_region_are_sums_over_their_stations() -> None:
    values = np.arange(2 * 3 * 5, dtype=float).reshape(2, 3, 5)
    found = _by_region(values, ["b", "a", "b", "c", "a"])
    plain = [values[..., [0, 2]].sum(2), values[..., [1, 4]].sum(2), values[..., 3]]
    assert found.tolist() == np.stack(plain, axis=2).tolist()


def test_a_run_is_not_changed_by_a_forecast() -> None:
    looked_at, left_alone = standing(), standing()
    forecast(looked_at, replications=3, hours=4)
    for run in (looked_at, left_alone):
        run.advance("1d")
    assert compare(looked_at.cells(), left_alone.cells()) == []


def test_a_prospect_stands_where_it_was_taken() -> None:
    run = standing()
    prospect = Prospect(run)
    before = prospect.forecast(replications=3, hours=1)
    run.advance("1d")
    run.intervene({"kind": "close"})
    assert same(prospect.forecast(replications=3, hours=1), before)


def test_with_its_log_a_run_has_the_same_forecast() -> None:
    silent, logging = (
        forecast(standing(log=log), replications=3, hours=2) for log in (False, True)
    )
    assert same(silent, logging)


def test_a_twin_that_was_sought_has_the_forecast_of_one_that_went_there() -> None:
    twin = Twin.of(city())
    twin.advance("1d")
    twin.seek("8h")
    sought = forecast(twin.simulation(), replications=3, hours=2)
    assert same(sought, forecast(standing(), replications=3, hours=2))


def test_bands_rise_and_are_those_of_the_measures() -> None:
    found = forecast(standing("8h 20min"), replications=19, hours=6)
    assert (found.issued_s, found.end_s[0], found.end_s[-1]) == (30_000.0, 30_600.0, 52_200.0)
    assert found.begin_s.tolist() == [30_000.0, *found.end_s[:-1]]
    for name in MEASURES:
        bands = found.by_station[name]
        assert bands.shape == (len(found.end_s), 2, 5)
        assert (np.diff(bands, axis=-1) >= 0.0).all()
        assert (bands >= 0.0).all()
        assert (bands[4:, :, 4] > bands[4:, :, 0]).any(), name  # nothing is certain
    assert (found.by_station["ready"] <= 8).all()


def test_what_stands_there_now_is_told() -> None:
    run = standing()
    found, live = forecast(run, replications=3, hours=1), run.live()
    for level in LEVELS:
        assert found.begun[level].tolist() == live.stations[level].tolist()
        assert np.isnan(found.latest[level]).all()


def test_the_first_hours_are_known_better_than_the_last() -> None:
    ready = forecast(standing(), replications=40, hours=6).by_station["ready"]
    width = (ready[:, :, 4] - ready[:, :, 0]).mean(axis=1)
    assert width[0] < width[4:].mean()


def test_a_forecast_ends_with_the_run() -> None:
    found = forecast(standing("1d 23h"), replications=2, hours=6)
    assert found.end_s[-1] == 2 * 86400.0


# --- what happens in it ---------------------------------------------------------------------------


def test_what_is_planned_happens() -> None:
    closed = city({"kind": "close", "at": "9h"})
    lost = forecast(standing(scenario=closed), replications=4, hours=3).by_station["lost"]
    plain = forecast(standing(), replications=4, hours=3).by_station["lost"]
    assert (lost[:4] == plain[:4]).all()
    assert lost[4:].sum() > plain[4:].sum()


def seen(at: str, ready: int) -> dict[str, Any]:
    return {"kind": "observation", "station": "east", "at": at, "ready": ready, "waiting": 0}


def test_what_is_seen_now_has_happened_and_what_is_seen_later_is_not_foreseen() -> None:
    now = forecast(standing(scenario=city(seen("8h", 1))), replications=4, hours=2)
    both = city(seen("8h", 1), seen("9h", 8))
    assert now.begun["ready"][0] == 1
    assert now.latest["ready"][0] == 1.0
    assert same(forecast(standing(scenario=both), replications=4, hours=2), now)


def test_hindcast_is_the_forecast_of_then() -> None:
    """Of a twin that went back behind an observation: as if it had not come yet."""
    twin = Twin.of(city())
    twin.advance("8h")
    then = forecast(twin.simulation(), replications=4, hours=3)
    twin.advance("10h")
    twin.make(seen("9h", 1), by="network")
    twin.seek("8h")
    again = forecast(twin.simulation(), replications=4, hours=3)
    assert again.begun["ready"].tolist() == then.begun["ready"].tolist()
    assert same(again, then)


# --- any city -------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.integers(0, 2**24 - 1), st.floats(0.0, 0.9))
def test_a_run_drawn_anew_in_any_city_keeps_its_balances(number: int, share: float) -> None:
    """With fleets, faults, trucks, observations; and whether or not it has its log on."""
    scenario, script = random_city(number)
    scenario = extended(scenario, script)
    ended = []
    for log in (False, True):
        before = Simulation(scenario, log=log)
        try:
            before.advance(share * scenario.horizon)
            state = drawn_again(before.state(), other_key(1, number, 0))
            after = UnderWay(scenario, KernelEngine.resumed(state), seed=1, replication=0)
            after.run()  # which checks the balances
        except EngineError as error:
            if isinstance(error, BalanceError):
                raise
            ended.append(str(error))
            continue
        ended.append(str(after.cells().counts.tolist()))
    assert ended[0] == ended[1]


# --- what they are worth --------------------------------------------------------------------------


def test_bands_hold_what_they_promise_and_beat_persistence() -> None:
    """The truth is a run with other random numbers, which is reported and forecast every hour."""
    scenario = voltwin.demo_city(stations=20, seed=3)
    truth, twin = Simulation(scenario, seed=2, log=False), Twin.of(scenario, seed=1)
    ids = [station.id for station in scenario.stations]
    scores = Scores(ids)
    for hour in range(30, 42):
        for one in (truth, twin):
            one.advance(hour * HOUR_S)
        live = truth.live().stations
        reports = [
            {
                "at": hour * HOUR_S,
                "station": name,
                "stock": {"ready": ready, "not_ready": not_ready},
                "queue": queue,
            }
            for name, ready, not_ready, queue in zip(
                ids, live["ready"], live["charging"] + live["waiting"], live["queue"], strict=True
            )
        ]
        observe(twin, reports, by="truth", scores=scores)
        scores.keep(Prospect(twin.simulation()).forecast(hours=3))
    ready, queue = scores.total().to_pylist()
    assert ready["n"] == queue["n"] == len(ids) * (11 + 10 + 9)
    assert ready["skill"] > 0.4
    assert queue["skill"] > 0.2
    assert 0.86 < ready["coverage_90"] < 0.95
    assert 0.5 < ready["coverage_50"] < 0.65  # counts that lie on a border are in the band
    assert queue["coverage_90"] > 0.86


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"replications": 1}, "replications: 1 is not from 2 to 1,000"),
        ({"replications": 1001}, "replications: 1,001 is not from 2 to 1,000"),
        ({"replications": 2.5}, "replications: 2.5 is not a whole number"),
        ({"hours": 0}, "hours: 0 is not above 0 and at most 48"),
        ({"hours": 49}, "hours: 49 is not above 0 and at most 48"),
        ({"hours": math.nan}, "hours: nan is not above 0"),
        ({"hours": "6"}, "hours: '6' is no number"),
        ({"seed": -1}, "seed: -1 is not a whole number of 0 or more"),
        ({"threads": 0}, "threads: at least one is needed"),
    ],
)
def test_an_option_that_cannot_be_is_refused(option: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("'", ".")):
        forecast(standing(), **option)


def test_what_memory_may_not_suffice_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voltwin.twin.forecasting.MOST_VALUES", 20 * 4 * 2)
    assert forecast(standing(), replications=20, hours=1).replications == 20
    message = "20 replications of 5 slots at 2 stations are 200 values, and at most 160"
    with pytest.raises(ValueError, match=message):
        forecast(standing(), replications=20, hours=1.1)


def test_nothing_lies_ahead_of_a_run_that_has_ended() -> None:
    with pytest.raises(ValueError, match="forecast: the run has ended"):
        forecast(standing("2d"))


def test_the_reference_cannot_be_forecast() -> None:
    with pytest.raises(SnapshotError, match="reference"):
        forecast(standing("1h", engine="reference", log=True))


def test_a_ring_that_runs_empty_is_an_error_with_its_station() -> None:
    short = city()
    for station in short.stations:
        station.queue_places = math.inf
        station.ring = 3
        station.patience = None
    with pytest.raises(EngineError, match=r'"(east|west)"'):
        forecast(standing(60.0, short), replications=2, hours=12)
