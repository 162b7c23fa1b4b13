"""What is measured is the work that the figures say it is."""

from pathlib import Path

import pytest
from pyarrow import parquet

from voltwin.bench import frames, log_cost, networks, one_size, shared_power, year
from voltwin.frames.packing import unpacked
from voltwin.scenario import parameters


def test_limit_that_is_shared_always_binds() -> None:
    assert shared_power.used_share("share") > 0.97


def test_both_rules_have_the_same_stations_and_arrivals() -> None:
    admit, share = (shared_power.stations(rule) for rule in ("admit", "share"))
    same = {"name": "", "stations": []}
    assert admit.model_copy(update=same) == share.model_copy(update=same)
    for one, other in zip(admit.stations, share.stations, strict=True):
        assert one.model_copy(update={"grid_rule": "share"}) == other
    assert len({networks.arrivals(parameters(rule)) for rule in (admit, share)}) == 1


def test_limit_that_does_not_bind_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_power, "used_share", lambda rule: 0.5)
    with pytest.raises(RuntimeError, match="only 50% of the limit is used: it does not bind"):
        shared_power.ratio()


def test_log_that_is_timed_is_the_whole_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_cost, "WEEK_S", 10_800.0)
    network, file = parameters(one_size.city(3)), tmp_path / "events.parquet"
    rows = log_cost.write(networks.kernel(network, log=True), file)
    engine = networks.kernel(network, log=True)
    engine.advance(10_800.0)
    assert rows == sum(batch.num_rows for batch in engine.drain()) > 0
    assert parquet.ParquetFile(file).metadata.num_rows == rows


def test_mondays_of_a_year_are_compared_but_not_the_very_first() -> None:
    first, last = year.mondays(year.DAYS)
    assert first == [7, 14, 21, 28, 35, 42, 49, 56]
    assert last == [315, 322, 329, 336, 343, 350, 357, 364]  # 2027-01-04 is a Monday


def test_arrivals_of_a_year_are_those_of_its_days() -> None:
    by_day = year._arrivals_by_day(2, 3)
    network = parameters(year.city(2, 3 * networks.DAY_S))
    assert len(by_day) == 3
    assert by_day.min() > 0
    assert by_day.sum() == networks.arrivals(network)


@pytest.mark.parametrize("vehicles", [200, 20_000])
def test_moving_city_has_as_many_vehicles_as_are_asked_for(vehicles: int) -> None:
    scenario = one_size.moving_city(vehicles)
    assert scenario.fleet
    assert sum(of.count for of in scenario.fleet.classes) == vehicles
    assert len(scenario.stations) == 500


def test_frames_that_are_measured_tell_of_the_moving_city_under_way() -> None:
    sent = list(frames.sent_frames(60.0, 12))
    assert [one.live.now - frames.FROM_S for one in sent] == pytest.approx(
        [6.0 * (n + 1) for n in range(12)]
    )
    rows = sum(len(unpacked(one.data).vehicle_rows["row"]) for one in sent)
    assert rows > 120  # drives that began: some 15 in 6 s
