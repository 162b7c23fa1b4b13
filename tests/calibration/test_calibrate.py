"""A calibration as a whole: what comes out is a scenario that runs, tables, and plain data."""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from tests.calibration.made import hourly, log_of, times

import voltwin
from voltwin.calibration.calibration import Calibration
from voltwin.calibration.log import Log
from voltwin.scenario.distributions import Beta, Lognormal
from voltwin.scenario.errors import ScenarioError


@pytest.fixture(scope="module")
def found() -> Calibration:
    counts = hourly(84, 300.0, day=0.05, hour=0.05)
    rng = np.random.default_rng(1)
    soc = rng.beta(3.0, 9.0, counts.sum())
    soc[:100] = np.nan
    service = rng.lognormal(np.log(120.0), 0.3, counts.sum())
    return voltwin.calibrate(log_of(counts, soc=soc, service_s=service, name="town"))


def test_all_that_was_fitted_is_in_the_scenario(found: Calibration) -> None:
    scenario = found.scenario
    demand = scenario.demand
    assert demand.day_factor is not None
    assert demand.day_factor.variance == pytest.approx(0.05, rel=0.5)
    assert demand.hour_jitter is not None
    assert demand.hour_jitter.variance == pytest.approx(0.05, rel=0.5)
    (station,) = scenario.stations
    assert station.swaps_per_day == pytest.approx(300.0, rel=0.1)
    assert isinstance(station.swap_time, Lognormal)
    assert station.swap_time.median == pytest.approx(120.0, rel=0.02)
    soc = scenario.battery_types[0].arrival_soc
    assert isinstance(soc, Beta)
    assert soc.mean == pytest.approx(0.25, rel=0.02)
    assert scenario.start == datetime(2026, 3, 30, tzinfo=timezone(timedelta(0)))


def test_the_scenario_runs_and_serves_those_who_come(found: Calibration) -> None:
    total = voltwin.run(found.scenario, seed=1).kpis.total.to_pylist()[0]
    assert total["arrivals"] == pytest.approx(7 * 300, rel=0.3)
    assert total["lost_share"] < 0.05


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_the_file_that_is_saved_holds_the_same_scenario(
    found: Calibration, tmp_path: Path, name: str
) -> None:
    found.save(tmp_path / name)
    assert voltwin.load_scenario(tmp_path / name) == found.scenario


def test_the_fragment_fits_into_a_scenario_of_ones_own(found: Calibration, tmp_path: Path) -> None:
    own = {**json.loads(json.dumps(found.fragment))}
    for kind in own["battery_types"]:
        kind.update(capacity_kwh=50, charge_curve={"power_kw": 60})
    for station in own["stations"]:
        station.update(chargers={"count": 20, "power_kw": 60}, batteries=24)
    file = tmp_path / "own.json"
    file.write_text(json.dumps(own))
    scenario = voltwin.load_scenario(file)
    assert scenario.demand == found.scenario.demand
    assert scenario.battery_types[0].arrival_soc == found.scenario.battery_types[0].arrival_soc


def test_tables(found: Calibration) -> None:
    profile = found.profile
    assert profile.num_rows == 168
    assert profile["counted"].to_numpy().sum() == len(found.log)
    assert profile["factor"].to_numpy().mean() == pytest.approx(1.0)
    assert (profile["low"].to_numpy() <= profile["high"].to_numpy()).all()
    names = [f"{row['what']}: {row['parameter']}" for row in found.parameters.to_pylist()]
    assert names == [
        "arrivals a day: mean",
        "day factor: variance",
        "hour jitter: variance",
        "returned SoC, beta: mean",
        "returned SoC, beta: concentration",
        "service time, lognormal: median",
        "service time, lognormal: sigma",
    ]
    assert found.scores["measure"].to_pylist() == ["hour", "day"]
    assert found.scores["n"].to_pylist() == [42 * 24, 42]


def test_all_of_it_as_plain_data(found: Calibration) -> None:
    data = found.as_dict()
    assert data["rows"] == len(found.log)
    assert data["laws"]["arrival_soc"]["n"] == len(found.log) - 100
    assert "100 of" in next(line for line in data["untold"] if "no state of charge" in line)
    assert repr(found).startswith("<Calibration 'town': ")


def test_a_page_with_figures(found: Calibration, tmp_path: Path) -> None:
    found.write_html(tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    for name in ("profile", "days", "pit", "coverage"):
        assert f'<figure id="{name}"' in text
    assert "Calibration: town" in text
    assert "What the log cannot tell" in text


def test_a_page_of_one_day_does_without_held_out_days(tmp_path: Path) -> None:
    one = voltwin.calibrate(log_of(hourly(1)))
    assert one.held is None
    one.write_html(tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "No day was held out: 14" in text


def test_blocks_are_held_out_of_the_later_half() -> None:
    log = log_of(hourly(70))
    held = voltwin.calibrate(log, hold_out="7d").held
    assert held is not None
    assert (held.counts.days, held.draws.shape[1], len(held.rival)) == (35, 35, 35)
    assert held.counts.dates[-1] == np.datetime64("2026-03-15")
    last = [str(date) for date in held.counts.dates[-14:]]
    short = voltwin.calibrate(log, begin="2026-02-16", hold_out="14d", leave_out=last)
    assert short.not_held == "No day was held out: all that would be are left out."
    assert voltwin.calibrate(log, hold_out=0).not_held == "No day was to be held out."


def test_each_station_has_its_share() -> None:
    at = times(hourly(28))
    names = ["a" if number % 4 else "b" for number in range(len(at))]
    found = voltwin.calibrate(Log.of(at, stations=names))
    per_day = {s.id: s.swaps_per_day for s in found.scenario.stations}
    assert per_day["a"] == pytest.approx(3.0 * (per_day["b"] or 0.0), rel=0.02)
    rows = {row["station"]: row for row in found.by_station.to_pylist()}
    assert sum(row["counted"] for row in rows.values()) == len(at)
    for station in ("a", "b"):
        row, half = rows[station], 1.96 / np.sqrt(rows[station]["counted"])
        assert row["low"] == pytest.approx(row["per_day"] * np.exp(-half))
        assert row["per_day"] == pytest.approx(per_day[station], rel=1e-4)


def test_the_window_may_be_told() -> None:
    log = log_of(hourly(28))
    found = voltwin.calibrate(log, begin="2026-01-12", end=date(2026, 1, 26))
    assert (found.counts.days, str(found.counts.dates[0])) == (14, "2026-01-12")


def test_the_window_holds_for_states_of_charge_and_service_times_too() -> None:
    """Before the third week batteries came fuller, and swaps took longer."""
    at = times(hourly(28))
    late = at >= np.datetime64("2026-01-19")
    rng = np.random.default_rng(3)
    soc = np.where(late, rng.beta(2.0, 18.0, len(at)), rng.beta(8.0, 8.0, len(at)))
    service_s = np.where(late, 100.0, 300.0) + rng.uniform(-5.0, 5.0, len(at))
    log = Log.of(at, soc=soc, service_s=service_s)
    found = voltwin.calibrate(log, begin="2026-01-19")
    assert found.soc is not None
    assert found.service is not None
    assert (found.soc.mean, found.service.mean) == pytest.approx((0.1, 100.0), rel=0.05)
    assert len(found.log) == int(late.sum())
    first_weeks = [str(date(2026, 1, 5) + timedelta(days=day)) for day in range(14)]
    left = voltwin.calibrate(log, leave_out=first_weeks)
    assert left.soc is not None
    assert left.soc.mean == pytest.approx(found.soc.mean)


def test_a_cut_day_is_left_out_at_the_end_that_is_not_told() -> None:
    at = times(hourly(28))
    cut = Log.of(at[at < np.datetime64("2026-02-01T03:00")])
    for begin in (None, "2026-01-12"):
        found = voltwin.calibrate(cut, begin=begin)
        assert str(found.counts.dates[-1]) == "2026-01-31"
        assert "The log ends within 2026-02-01: left out." in found.notes
    told = voltwin.calibrate(cut, end="2026-02-01T03:00")
    assert str(told.counts.dates[-1]) == "2026-02-01"


def test_a_station_without_a_row_in_the_window_is_left_out_and_named() -> None:
    at = times(hourly(28))
    names = np.where(at < np.datetime64("2026-01-10"), "closed", "open")
    found = voltwin.calibrate(Log.of(at, stations=names), begin="2026-01-12")
    assert found.by_station["station"].to_pylist() == ["open"]
    assert "Without a row in that time, and left out: closed." in found.notes


@pytest.mark.parametrize(
    "odd",
    [
        ["1970-01-01"],
        ["9999-12-31"],
        ["1970-01-01", "1990-01-01", "2010-01-01"],
        ["1980-01-01", "2072-02-01"],
    ],
)
def test_rows_of_another_age_are_refused(odd: list[str]) -> None:
    at = np.append(times(hourly(28)), np.array(odd, "datetime64[s]"))
    with pytest.raises(
        ScenarioError, match=r"log: between .* there is none for .* days; .* before"
    ):
        voltwin.calibrate(Log.of(at))
    assert voltwin.calibrate(Log.of(at), begin="2026-01-05", end="2026-02-02").counts.days == 28


def test_a_pause_is_no_other_age() -> None:
    at = times(hourly(70))
    paused = at + np.where(at > at[len(at) // 3], np.timedelta64(60, "D"), np.timedelta64(0, "D"))
    assert voltwin.calibrate(Log.of(paused), hold_out=0).counts.days == 130


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"begin": "2026-01-06T00:00+08:00"}, "must be a local date or time such as 2026-01-05"),
        ({"kind": "swap"}, 'kind: given "swap"; did you mean "swaps"?'),
        ({"begin": "soon"}, 'begin: given "soon", must be a local date or time such as'),
        ({"begin": "2027-01-01", "end": "2027-01-02"}, "log: no row lies between 2027-01-01"),
        ({"hold_out": "soon"}, "hold_out: given soon, must be whole days, such as 14d"),
        ({"hold_out": "1d"}, "hold_out: given 1d; one day tells no interval, two may"),
        ({"hold_out": "36h"}, "hold_out: given 36h, must be whole days, such as 14d"),
        ({"leave_out": ["2025-12-24"]}, 'leave_out: "2025-12-24" is not from 2026-01-05 to'),
    ],
)
def test_wrong_options_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        voltwin.calibrate(log_of(hourly(14)), **options)  # type: ignore[arg-type]  # wrong ones


def test_batteries_that_come_ready_are_left_out_and_told() -> None:
    at = times(hourly(14))
    soc = np.where(np.arange(len(at)) % 10, 0.3 + 0.2 * np.sin(np.arange(len(at))), 0.97)
    found = voltwin.calibrate(Log.of(at, soc=soc))
    assert found.soc is not None
    assert found.soc.n == int((soc < 0.95).sum())
    assert any("batteries came with 0.95 or more" in line for line in found.untold)
    assert voltwin.calibrate(Log.of(at, soc=np.full(len(at), 0.97))).soc is None


def test_a_log_of_few_values_keeps_defaults() -> None:
    found = voltwin.calibrate(Log.of(times(hourly(1))[:5], soc=[0.1] * 5, service_s=[90.0] * 5))
    assert (found.soc, found.service) == (None, None)
    assert any("5 states of charge are too few" in line for line in found.untold)
