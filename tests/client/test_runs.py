"""Runs on a server give what they give here, to the last digit."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from tests.client.cities import assert_same, city, fleet, null

from voltwin.client.answers import Progress
from voltwin.client.client import Client
from voltwin.client.errors import ApiError, JobError
from voltwin.client.runs import RemoteRun
from voltwin.experiment.measures import measures_of
from voltwin.experiment.prepared import Prepared
from voltwin.running import run
from voltwin.statistics.intervals import mean_interval
from voltwin.store.records import Status

REPLICATIONS = 3
LONG = 4000  # replications: so many take seconds
PLACES = ("by_region", "by_station", "by_hour")


@pytest.fixture(scope="module")
def done(client: Client) -> RemoteRun:
    return client.run(city(), replications=REPLICATIONS).wait()


@pytest.fixture(scope="module")
def own() -> dict[str, pa.Table]:
    """The same replications, simulated here."""
    return Prepared(city(), 1, city().horizon, ("total", *PLACES)).run(range(REPLICATIONS))


def numbers(table: pa.Table, name: str) -> Any:
    return table.column(name).cast(pa.float64()).to_numpy(zero_copy_only=False)


def test_a_run_is_followed_to_its_end(client: Client) -> None:
    seen: list[Progress] = []
    found = client.run(city(), replications=LONG // 4).wait(120, progress=seen.append)
    assert (found.status, found.info.error) == (Status.COMPLETED, None)
    assert all(0 <= one.done <= one.wanted == LONG // 4 for one in seen)
    assert client.runs.get(found.id).info == found.info


def test_kpis_are_those_of_the_same_run_here(done: RemoteRun, own: dict[str, pa.Table]) -> None:
    total, each = done.kpis(), done.kpis("by_replication")
    assert total.column("measure").to_pylist() == list(measures_of(city()))
    assert each.column("replication").to_pylist() == list(range(REPLICATIONS))
    for name in measures_of(city()):
        np.testing.assert_array_equal(numbers(each, name), numbers(own["total"], name))
    values = numbers(own["total"], "lost_share")[:, None]
    (row,) = done.kpis(measures=["lost_share"]).to_pylist()
    found = mean_interval(values)
    assert (row["mean"], row["half_width"]) == (found.mean[0], found.half_width[0])
    assert (row["unit"], row["replications"]) == ("1", REPLICATIONS)


@pytest.mark.parametrize("table", PLACES)
def test_tables_are_those_of_the_same_run_here(
    done: RemoteRun, own: dict[str, pa.Table], table: Any
) -> None:
    one = own[table].filter(pa.compute.field("replication") == 2)
    told = done.kpis(table, replication=2)
    assert told.num_rows == one.num_rows
    for name in told.column_names[1:]:
        np.testing.assert_array_equal(numbers(told, name), numbers(one, name))
    means = done.kpis(table, measures=["lost_share"])
    assert means.column_names[1:] == ["lost_share", "lost_share_half_width"]


def test_kpis_of_a_fleet_are_those_of_the_same_run_here(client: Client) -> None:
    done = client.run(fleet(), until="2h").wait(120)
    names: Any = ("fleet", "fleet_by_class", "fleet_by_hour")
    own = Prepared(fleet(), 1, 7200.0, names).run([0])
    means = done.kpis("fleet")
    assert means.num_rows > 10
    for row in means.to_pylist():
        assert row["mean"] == null(float(numbers(own["fleet"], row["measure"])[0]))
    for table in names[1:]:
        there = done.kpis(table, replication=0)
        assert there.num_rows == own[table].num_rows > 0
        trips = [sorted(numbers(one, "trips")) for one in (there, own[table])]
        assert trips[0] == trips[1]
    assert done.kpis("fleet", measures=["trips"]).column("measure").to_pylist() == ["trips"]


def test_events_are_those_of_the_same_run_here(done: RemoteRun, tmp_path: Path) -> None:
    own = run(city(), seed=1, replication=1, events=True).events
    assert_same(done.events(1), own)
    done.save_events(tmp_path / "log.parquet", 1)
    assert_same(parquet.read_table(tmp_path / "log.parquet"), own)
    assert [file.name for file in tmp_path.iterdir()] == ["log.parquet"]


def test_a_run_is_explained(done: RemoteRun) -> None:
    found = done.explain(["south"])
    assert found.table.num_rows == 1
    assert found.summary == run(city(), seed=1).explain(stations=["south"]).summary


def test_the_same_again_is_the_same_run(client: Client, done: RemoteRun) -> None:
    again = client.run(client.scenarios.add(city()), replications=REPLICATIONS)
    assert (again.id, again.status) == (done.id, Status.COMPLETED)
    by_id = client.run(again.info.scenario_id, replications=REPLICATIONS)
    by_text = client.run(str(again.info.scenario_id), replications=REPLICATIONS)
    assert {by_id.id, by_text.id} == {done.id}
    of_scenario = client.runs.list(scenario=done.info.scenario_id, status=Status.COMPLETED)
    assert done.id in {one.id for one in of_scenario}


def test_a_run_that_is_cancelled_has_no_result(client: Client) -> None:
    long = client.run(city(), replications=LONG, seed=2)
    with pytest.raises(TimeoutError, match="not ended in 0 s"):
        long.wait(0)
    long.cancel()
    assert long.status is Status.CANCELLED
    with pytest.raises(JobError, match="CANCELLED"):
        long.wait(120)
    with pytest.raises(ApiError) as error:
        long.cancel()
    assert error.value.status == 409
    with pytest.raises(ApiError, match="no results"):
        long.kpis()
    long.delete()
    with pytest.raises(ApiError, match="no such thing"):
        long.refresh()


def test_what_is_wrong_is_told(client: Client, done: RemoteRun, tmp_path: Path) -> None:
    with pytest.raises(ApiError, match=r"body\.until"):
        client.run(city(), until="9d")
    with pytest.raises(ValueError, match='did you mean "by_hour"'):
        done.kpis("by_hours")  # type: ignore[arg-type]  # that is what is wrong
    with pytest.raises(ValueError, match='did you mean "lost_share"'):
        done.kpis(measures=["lost_shar"])
    with pytest.raises(ApiError, match='did you mean "lost_share"'):
        done.kpis("by_hour", measures=["lost_shar"])
    with pytest.raises(ApiError, match="must be below 3"):
        done.save_events(tmp_path / "none.parquet", 7)
    assert list(tmp_path.iterdir()) == []
