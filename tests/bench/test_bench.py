"""The benchmark's own workings; what it measures is measured by `voltwin bench`."""

import os
import platform
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from voltwin import bench
from voltwin.bench import networks, plain_stations, registry, rivals
from voltwin.bench.measurement import Case
from voltwin.bench.timing import interleaved, seconds
from voltwin.scenario import Scenario, parameters
from voltwin_core.station.cells import COUNTS
from voltwin_core.station.parameters import Parameters

DAY_S = 86400.0
DAYS = 28

MET = bench.Measurement("some-speedup", 312.4, "x", ">= 150", True, "this over that", ">= 300")
MISSED = bench.Measurement("some-seconds", 1.234, "s", "<= 0.6", False, "all of it")


def busy(**more: Any) -> Parameters:
    """Return two stations with too few chargers for their demand; one has more batteries."""
    station = {
        "lon": 10.0,
        "lat": 53.0,
        "swaps_per_day": 300,
        "chargers": {"count": 6, "power_kw": 80},
        "batteries": 9,
        "swap_time": {"kind": "lognormal", "median": 90, "sigma": 0.15},
        **more,
    }
    data = {
        "name": "busy",
        "start": "2026-01-05T00:00:00+01:00",
        "horizon": DAYS * DAY_S,
        "battery_types": [
            {
                "id": "standard",
                "capacity_kwh": 40,
                "charge_curve": {"power_kw": 80, "knee_soc": 0.8},
                "full_soc": 0.955,  # for the plain models do not unplug what is ready
            }
        ],
        "demand": {"profile": "commuter"},
        "stations": [{"id": "a", **station}, {"id": "b", **station, "batteries": 14}],
    }
    return parameters(Scenario.model_validate(data))


def by_kernel(network: Parameters) -> tuple[int, int]:
    """Return (arrivals, lost)."""
    engine = networks.kernel(network)
    engine.advance(DAYS * DAY_S)
    counts = engine.closed_world().counts.reshape(-1, len(COUNTS)).sum(axis=0)
    return int(counts[0]), int(counts[3:].sum())


@pytest.fixture
def two_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put two quick cases in place of the real ones."""
    cases = (
        Case("some-speedup", "this over that", "x", 150, True, lambda: (312.4, "seen")),
        Case("some-seconds", "all of it", "s", 0.6, False, lambda: (1.234, "seen")),
    )
    monkeypatch.setattr(registry, "CASES", cases)
    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0))


def test_names_are_distinct() -> None:
    assert len(set(bench.names())) == len(bench.names())


@pytest.mark.usefixtures("two_cases")
def test_all_cases_are_measured_in_order_and_held_against_their_bars() -> None:
    told: list[str] = []
    met, missed = bench.run(None, told.append)
    assert (met.name, met.value, met.unit, met.bar, met.ok) == (
        "some-speedup",
        312.4,
        "x",
        ">= 150",
        True,
    )
    assert (missed.bar, missed.ok) == ("<= 0.6", False)
    assert told == ["1/2 some-speedup: this over that", "2/2 some-seconds: all of it"]


@pytest.mark.usefixtures("two_cases")
def test_only_those_that_are_asked_for_are_measured_once() -> None:
    asked = ["some-seconds", "some-seconds"]
    assert [one.name for one in bench.run(asked, lambda _: None)] == ["some-seconds"]


@pytest.mark.usefixtures("two_cases")
def test_busy_machine_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (1e6, 0.0, 0.0))
    told: list[str] = []
    list(bench.run(["some-seconds"], told.append))
    assert told[0].startswith("This machine is busy (load 1000000.0 on")
    assert len(told) == 2


def test_unknown_name_is_refused_before_anything_is_measured() -> None:
    with pytest.raises(ValueError, match='no figure "arrival-speedup"; did you mean "arrivals-sp'):
        next(bench.run(["help-seconds", "arrival-speedup"], lambda _: None))


def test_report_holds_machine_table_and_command(tmp_path: Path) -> None:
    file = tmp_path / "docs" / "benchmarks.md"
    bench.write_report([MET, MISSED], file)
    text = file.read_text(encoding="utf-8")
    assert "| `some-speedup` |  312 x | >= 150 | >= 300 | yes    | this over that |" in text
    assert "| `some-seconds` | 1.23 s | <= 0.6 |        | **no** | all of it |" in text
    assert f"Python {platform.python_version()}" in text
    assert "cores" in text
    assert "voltwin bench --write docs/benchmarks.md" in text


def test_report_writes_large_figures_out(tmp_path: Path) -> None:
    file = tmp_path / "benchmarks.md"
    bench.write_report([replace(MET, value=1312.4)], file)
    assert "| 1,312 x |" in file.read_text(encoding="utf-8")


def test_report_names_no_host_and_no_path(tmp_path: Path) -> None:
    file = tmp_path / "benchmarks.md"
    bench.write_report([MET], file)
    text = file.read_text(encoding="utf-8")
    assert platform.node() not in text.split()
    assert str(Path.home()) not in text
    assert str(tmp_path) not in text


def test_rivals_that_are_not_installed_are_missed_in_words() -> None:
    with pytest.raises(ValueError, match="needs a checkout of the repository"):
        rivals.rival("no_such_model")


def test_interleaved_contenders_take_turns_and_the_least_time_counts() -> None:
    turns: list[str] = []
    times = {"a": iter([3.0, 1.0, 2.0]), "b": iter([5.0, 6.0, 4.0])}

    def contender(name: str) -> float:
        turns.append(name)
        return next(times[name])

    assert interleaved(lambda: contender("a"), lambda: contender("b"), rounds=3) == [1.0, 4.0]
    assert turns == ["a", "b"] * 3


def test_preparing_is_not_timed() -> None:
    def prepare() -> str:
        sleep(0.2)
        return "prepared"

    done: list[str] = []
    assert 0.0 <= seconds(done.append, prepare) < 0.2
    assert done == ["prepared"]


def test_plain_stations_tell_a_station_in_numbers() -> None:
    station = plain_stations.plain_stations(busy(patience="infinite"))[0]
    assert (station.bays, station.chargers, station.ready, station.to_charge) == (1, 6, 9, 0)
    assert station.per_s.sum() * 3600 / 7 == pytest.approx(300)
    assert station.swap_s.mean() == pytest.approx(90 * 1.0113, rel=1e-3)
    assert (station.patience_s == float("inf")).all()
    # 40 kWh / 0.95 at 80 kW: 1895 s a unit of SoC, longer above the knee; 60 s of cool-down.
    assert 60 + 0.75 * 1895 < station.to_ready_s.mean() < 60 + 1895
    assert 0.005 * 1895 < station.to_full_s < 0.005 * 1895 * 20


@pytest.mark.parametrize(
    "policy",
    [
        {"policy": "lose"},
        {"policy": "wait", "patience": {"kind": "gamma", "mean": 600, "shape": 4}},
        {"policy": "wait", "patience": "infinite", "bays": 2},
    ],
    ids=["lose", "patience", "two bays"],
)
def test_plain_models_and_kernel_agree(policy: dict[str, Any]) -> None:
    network = busy(**policy)
    arrivals, lost = by_kernel(network)
    plain = rivals.rival("plain_swap").run_plain(network, None, DAYS * DAY_S, seed=1)
    bare = rivals.rival("bare_loop").run_bare(network, DAYS * DAY_S, seed=1)
    assert plain[0] == pytest.approx(arrivals, rel=0.05)
    assert bare[0] == pytest.approx(arrivals, rel=0.05)
    assert lost > 0.05 * arrivals  # busy
    assert plain[1] == pytest.approx(lost, rel=0.15)
    assert bare[1] == pytest.approx(lost, rel=0.15)


def test_plain_model_simulates_some_stations_of_a_network() -> None:
    network = busy()
    run_plain = rivals.rival("plain_swap").run_plain
    both, _ = run_plain(network, None, DAY_S, seed=1)
    one, _ = run_plain(network, [1], DAY_S, seed=1)
    assert 0.3 * both < one < 0.7 * both
