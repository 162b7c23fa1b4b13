"""The errors of others are not made here; and each check finds a model that makes one.

Most models are spoiled by way of the reference, whose handlers are plain Python: what its rows say
is judged as the kernel's are.
"""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from voltwin.reference import ReferenceEngine, chargers
from voltwin.reference.battery import Battery, Pool
from voltwin.reference.charge import Charge
from voltwin.reference.chargers import Chargers
from voltwin.reference.course import Course
from voltwin.reference.visit import Visit
from voltwin.running import run as run_scenario
from voltwin.validation.difference import Columns
from voltwin.validation.known_errors import (
    CHECKS,
    conservation,
    cooling,
    energy,
    given_state,
    grid_limit,
    hour_boundaries,
    inside_at_the_end,
    more_chargers,
    no_slow_down,
    other_process,
    published_recipe,
    runs,
    swapped_batteries,
    waits,
)
from voltwin.validation.known_errors.faulty import faulty
from voltwin.validation.known_errors.held_memory import Held, held_by_quarter
from voltwin.validation.known_errors.hour_boundaries import Jump
from voltwin.validation.known_errors.runs import rows, run
from voltwin.validation.network import QUARTER_S, Arrivals, Curve, Network
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Status, Verdict
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.calendar import HOUR_S, HOURS_PER_WEEK
from voltwin_core.draws import run_key
from voltwin_core.station.parameters import ADMIT

Spoil = Callable[..., Any]

CHANGES = "changes of the limit that are missing, or not those of the week"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_error_is_not_made(check: Check) -> None:
    found = list(check.run(Effort.QUICK))
    assert [verdict for verdict in found if verdict.status is not Status.PASSED] == []
    assert len({(verdict.case, verdict.what) for verdict in found}) == len(found)
    assert all(verdict.sample.sizes for verdict in found)
    statistical = 5 if check.name == "hour-boundaries" else 0
    assert sum(verdict.chance > 0.0 for verdict in found) == statistical


@pytest.fixture
def spoiled(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """Give a function that spoils the reference, and has it run in place of the kernel."""
    monkeypatch.setattr(runs, "ENGINE", ReferenceEngine)

    def spoil(owner: object, name: str, other: Callable[..., Any]) -> None:
        right = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *given, **named: other(right, *given, **named))

    return spoil


@pytest.fixture(autouse=True)
def few_stations(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let spoiled models be small."""
    if "spoiled" in request.fixturenames:
        for module in (
            conservation,
            cooling,
            energy,
            given_state,
            grid_limit,
            inside_at_the_end,
            more_chargers,
            swapped_batteries,
            waits,
        ):
            monkeypatch.setattr(module, "_STATIONS", {Effort.QUICK: 2})


def failed(found: Iterable[Verdict]) -> list[str]:
    return [verdict.what for verdict in found if verdict.status is Status.FAILED]


def asked(check: Check) -> list[str]:
    return failed(check.run(Effort.QUICK))


@pytest.mark.parametrize(
    "check",
    [
        check
        for check in CHECKS
        if check.name
        in ("waits", "energy-integral", "cooling", "swapped-batteries", "no-battery-lost")
    ],
    ids=lambda check: check.name,
)
def test_the_reference_makes_none_either(check: Check, spoiled: Spoil) -> None:
    assert asked(check) == []


def test_batteries_charged_one_after_the_other_are_found(spoiled: Spoil) -> None:
    def one_at_a_time(right: Spoil, self: Chargers, i: int, battery: Battery) -> bool:
        return not self.charges and bool(right(self, i, battery))

    spoiled(Chargers, "_may_draw", one_at_a_time)
    assert asked(more_chargers.CHECK) == [
        "stations that lose as many with 4 chargers as with 1",
        "stations that lose as many with 10 chargers as with 4",
    ]


def test_waits_that_are_always_0_are_found(spoiled: Spoil) -> None:
    spoiled(Visit, "_waited_s", lambda _right, _visit: 0.0)
    assert len(asked(waits.CHECK)) == 2


def test_waits_that_are_a_little_off_are_found(spoiled: Spoil) -> None:
    spoiled(Visit, "_waited_s", lambda right, visit: right(visit) * (1.0 + 1e-12))
    assert asked(waits.CHECK) == ["difference of waits from the rows of arrival and swap"]


def test_a_limit_that_is_only_logged_is_found(spoiled: Spoil) -> None:
    spoiled(Chargers, "_fits", lambda _right, _chargers: True)
    of_admit = [verdict for verdict in grid_limit.found(Effort.QUICK) if verdict.case == "admit"]
    assert "largest draw, as a share of the limit" in failed(of_admit)


def test_shares_that_are_too_large_are_found(spoiled: Spoil) -> None:
    def level(right: Spoil, *given: Any) -> float:
        *demands, limit_kw = given
        return float(right(*demands, 1.01 * limit_kw))

    spoiled(chargers, "water_level", level)
    of_share = [verdict for verdict in grid_limit.found(Effort.QUICK) if verdict.case == "share"]
    assert "largest draw, as a share of the limit" in failed(of_share)


def test_a_limit_that_is_not_that_of_the_week_is_found() -> None:
    network = grid_limit.limited(ADMIT, 1)
    higher = tuple((at_s, 1.1 * kw) for at_s, kw in grid_limit.LIMITS)
    site = replace(network.sites[0], limit_kw=higher)
    log = run(replace(network, sites=(site,)), 1).log
    assert failed(grid_limit.verdicts_on(network, log, "admit")) == [
        CHANGES,
        "largest draw, as a share of the limit",
    ]


@pytest.mark.parametrize("changes", [0, 1, 10])
def test_a_limit_that_is_frozen_after_some_changes_is_found(spoiled: Spoil, changes: int) -> None:
    def frozen(right: Spoil, self: Chargers) -> None:
        if self._run.env.now <= changes * QUARTER_S:
            right(self)

    spoiled(Chargers, "_change_limit", frozen)
    found = list(grid_limit.found(Effort.QUICK))
    wanted = [CHANGES, "largest draw, as a share of the limit"]
    for rule in grid_limit.RULES:
        assert failed(verdict for verdict in found if verdict.case == rule) == wanted


def test_the_last_change_of_a_limit_may_not_be_missing_either(spoiled: Spoil) -> None:
    network = grid_limit.limited(ADMIT, 2)
    log = run(network, 1).log
    changes = np.flatnonzero(rows(log, "limit"))
    assert grid_limit.wrong_changes(network, log) == (2 * 95, 0)
    missing = {name: np.delete(column, changes[-1]) for name, column in log.items()}
    assert grid_limit.wrong_changes(network, missing) == (2 * 95, 1)
    late = with_column(log, "time", changes[-1], log["time"][changes[-1]] + 1e-9)
    assert grid_limit.wrong_changes(network, late) == (2 * 95, 2)


def test_a_limit_that_nobody_is_near_shows_nothing() -> None:
    network = grid_limit.limited(ADMIT, 1)
    unvisited = replace(network.sites[0], inventory=((0.9,) * 16,), arrivals=Arrivals(times=()))
    network = replace(network, sites=(unvisited,))
    found = failed(grid_limit.verdicts_on(network, run(network, 1).log, "admit"))
    assert found == ["largest draw, as a share of the limit"]


def test_charges_that_take_longer_than_their_power_are_found(spoiled: Spoil) -> None:
    spoiled(Course, "seconds", lambda right, *given: 1.000001 * right(*given))
    assert any("power x time" in what for what in asked(energy.CHECK))


def test_energy_that_is_not_that_of_the_batteries_is_found(
    spoiled: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(energy, "EFFICIENCY", 0.940001)
    right = energy.plant

    def other(curve: Curve, stations: int) -> Network:
        network = right(curve, stations)
        site = replace(network.sites[0], chargers=((60.0, 0.94),) * 6)
        return replace(network, sites=(site,) * stations)

    monkeypatch.setattr(energy, "plant", other)
    assert len([what for what in asked(energy.CHECK) if "charge gained" in what]) == 2


def naive_times(jump: Jump, horizon_s: float, source: Random) -> tuple[float, ...]:
    """Return arrivals with gaps of the rate at their begin; where that is 0, from the next hour."""
    time, times = 0.0, list[float]()
    while True:
        rate = (jump.low, jump.high)[int(time // HOUR_S) % 2] / HOUR_S
        if rate == 0.0:
            time = (time // HOUR_S + 1.0) * HOUR_S
            continue
        time += source.expovariate(rate)
        if time >= horizon_s:
            return tuple(times)
        times.append(time)


@pytest.mark.parametrize(
    ("jump", "wrong"),
    [
        (Jump(0.0, 20.0), ["arrivals in hours without demand"]),
        (
            Jump(2.0, 30.0),
            [
                "first arrival after the rate has risen",
                "arrivals in an hour of the high rate",
            ],
        ),
    ],
    ids=str,
)
def test_gaps_of_the_hour_before_are_found(jump: Jump, wrong: list[str]) -> None:
    network, source = hour_boundaries.alternating(jump), Random("naive")
    sites = tuple(
        replace(site, arrivals=Arrivals(times=naive_times(jump, network.horizon_s, source)))
        for site in network.sites
    )
    seen = hour_boundaries.seen(run(replace(network, sites=sites), 1).log)
    jumps = hour_boundaries.WEEKS * HOURS_PER_WEEK // 2
    found = failed(hour_boundaries.verdicts_on(jump, seen, jumps, Effort.QUICK))
    assert set(wrong) <= set(found)


def test_a_mean_gap_is_that_of_a_law_cut_off_at_the_hour() -> None:
    gaps = np.random.default_rng(1).exponential(HOUR_S / 3.0, 400_000)
    assert hour_boundaries.mean_gap_s(3.0) == pytest.approx(
        float(np.mean(gaps[gaps < HOUR_S])), rel=0.01
    )


def test_other_bytes_in_another_process_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_process, "_SCENARIOS", {Effort.QUICK: 1})
    monkeypatch.setattr(other_process, "_KEY", run_key(other_process.SEED + 1, 0))
    assert asked(other_process.CHECK) == [  # a snapshot brings its own key along
        "logs with other bytes there",
        "sums with other bytes there, on 3 threads",
    ]


def test_a_recipe_that_is_not_that_of_the_run_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = run_scenario

    def misprinted(*given: Any, folder: Path, **options: Any) -> Any:
        done = right(*given, folder=folder, **options)
        record = json.loads((folder / "run.json").read_text())
        (folder / "run.json").write_text(json.dumps({**record, "replication": 4}))
        return done

    monkeypatch.setattr(published_recipe, "run", misprinted)
    assert len(asked(published_recipe.CHECK)) == 3


def with_column(log: Columns, name: str, at: Any, value: Any) -> Columns:
    """Return a log with other values in one column."""
    column = log[name].copy()
    column[at] = value
    return {**log, name: column}


def test_a_battery_that_is_handed_out_to_whom_brought_it_is_found() -> None:
    log = run(faulty(2), swapped_batteries.SEED).log
    begin = int(np.flatnonzero(rows(log, "swap_begin"))[-1])
    vehicle = log["vehicle"][begin]
    came = np.flatnonzero(rows(log, "arrival") & (log["vehicle"] == vehicle))
    brought = log["battery"][came[came < begin][-1]]
    assert swapped_batteries.swaps_of(log).same == 0
    assert swapped_batteries.swaps_of(with_column(log, "battery", begin, brought)).same == 1


def test_a_vehicle_that_comes_back_with_another_battery_is_found() -> None:
    log = run(faulty(2), swapped_batteries.SEED).log
    served = log["vehicle"][np.flatnonzero(rows(log, "swap_end"))[0]]
    back = np.flatnonzero(rows(log, "arrival") & (log["vehicle"] == served))[-1]
    right = swapped_batteries.swaps_of(log)
    assert (right.other_kept, right.other_returned, right.fuller) == (0, 0, 0)
    other = swapped_batteries.swaps_of(with_column(log, "battery", back, 0))
    assert other.other_kept == 1
    fuller = swapped_batteries.swaps_of(with_column(log, "soc", back, 1.0))
    assert fuller.fuller == 1


def test_a_battery_that_is_forgotten_on_a_charger_that_fails_is_found(spoiled: Spoil) -> None:
    def forgetful(right: Spoil, self: Chargers, battery: Battery, whole: bool, key: float) -> None:
        if whole:
            right(self, battery, whole, key)

    spoiled(Chargers, "_queue_up", forgetful)
    assert asked(conservation.CHECK) != []


def test_a_ready_battery_that_is_not_put_in_the_rack_is_found(spoiled: Spoil) -> None:
    def elsewhere(right: Spoil, pool: Pool, battery: Battery) -> None:
        right(pool, battery)
        battery.state = -2

    spoiled(Pool, "put_in_rack", elsewhere)
    assert any("elsewhere" in what for what in asked(conservation.CHECK))


def test_charging_in_place_of_cooling_is_found(
    spoiled: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = cooling.warm
    monkeypatch.setattr(cooling, "warm", lambda stations: right(stations, 0.5 * cooling.COOL_S))
    found = asked(cooling.CHECK)
    assert "energy while all cool" in found
    assert "time of charging while all cool" in found
    assert "time of cooling then" in found


def test_power_drawn_while_cooling_is_found(spoiled: Spoil) -> None:
    def with_power(right: Spoil, self: Charge, kind: int, *given: Any) -> None:
        power_kw, *fraction = given or (math.nan,)
        right(self, kind, 1.0 if power_kw == 0.0 else power_kw, *fraction)

    spoiled(Charge, "_write", with_power)
    assert "rows of batteries that cool with power" in asked(cooling.CHECK)


def test_vehicles_that_are_inside_for_ever_are_found(spoiled: Spoil) -> None:
    spoiled(Visit, "leave", lambda _right, _visit: None)
    assert len(asked(inside_at_the_end.CHECK)) == 1  # sums are by rows


def test_another_state_at_the_start_is_found(
    spoiled: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = given_state.stocked

    def other(socs: list[list[float]]) -> Network:
        (first, *others), *more = socs
        return right([[first + 1e-9, *others], *more])

    monkeypatch.setattr(given_state, "stocked", other)
    assert asked(given_state.CHECK) == ["batteries that begin otherwise than given"]


@pytest.mark.parametrize(
    ("counts", "passes"),
    [
        ([(1000, 10), (1100, 11), (900, 9), (1090, 10)], True),
        ([(1000, 10), (1100, 10), (1200, 10), (1300, 10)], False),
        ([(0, 10), (0, 10), (0, 10), (0, 10)], False),
    ],
)
def test_work_that_grows_is_found(counts: no_slow_down.Counts, passes: bool) -> None:
    verdict = no_slow_down.verdict_on(counts, "made")
    assert (verdict.status is Status.PASSED) is passes


def memory_of(case: str) -> Verdict:
    tables = no_slow_down.tables_of(case, no_slow_down.LONGER[case])
    return no_slow_down.verdict_on_memory(held_by_quarter(tables, 1), case)


@pytest.mark.parametrize("case", no_slow_down.CASES)
def test_an_engine_that_keeps_something_of_each_row_is_found(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, kept = KernelEngine.drain, list[Any]()

    def keeping(self: KernelEngine) -> list[pa.RecordBatch]:
        batches = right(self)
        kept.extend(batch.column("station").to_numpy().astype(np.int16) for batch in batches)
        return batches

    monkeypatch.setattr(KernelEngine, "drain", keeping)
    verdict = memory_of(case)
    assert verdict.status is Status.FAILED
    assert verdict.got == pytest.approx(2.0, abs=0.9)  # bytes, and what a list takes


def test_rows_that_stay_though_they_were_handed_out_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = list[pa.RecordBatch]()
    right = KernelEngine.drain

    def keeping(self: KernelEngine) -> list[pa.RecordBatch]:
        kept.extend(right(self))
        return kept[-1:]

    monkeypatch.setattr(KernelEngine, "drain", keeping)
    verdict = memory_of("a station")
    assert verdict.status is Status.FAILED
    assert verdict.got is not None
    assert verdict.got > 30.0


def test_a_log_of_which_nothing_is_said_shows_nothing() -> None:
    verdict = no_slow_down.verdict_on_memory([Held(1000, 0)] * 4, "made")
    assert verdict.status is Status.FAILED
