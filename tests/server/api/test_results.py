"""Results over HTTP are those that the same run gives in Python, to the last digit."""

import io
import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from fastapi.testclient import TestClient
from pyarrow import parquet

from voltwin.experiment.measures import measures_of
from voltwin.experiment.prepared import Prepared
from voltwin.running import run
from voltwin.scenario.without_files import scenario_without_files
from voltwin.statistics.intervals import mean_interval
from voltwin_server.models.example_scenario import SCENARIO

REPLICATIONS = 3
TABLES = {"regions": "by_region", "stations": "by_station", "hours": "by_hour"}
CITY = scenario_without_files(SCENARIO)


@pytest.fixture(scope="module")
def run_id(whole: TestClient) -> str:
    answer = whole.post("/api/runs", json={"scenario": SCENARIO, "replications": REPLICATIONS})
    path = answer.headers["location"]
    assert whole.get(path, params={"wait": 60}).json()["status"] == "COMPLETED"
    return str(answer.json()["id"])


@pytest.fixture(scope="module")
def own() -> dict[str, pa.Table]:
    """The same replications, simulated here."""
    prepared = Prepared(CITY, 1, CITY.horizon, ("total", *TABLES.values()))
    return prepared.run(range(REPLICATIONS))


def numbers(table: pa.Table, name: str) -> Any:
    return table.column(name).cast(pa.float64()).to_numpy()


def null(value: float | None) -> float | None:
    """Return a number as JSON has it."""
    return None if value is None or math.isnan(value) else value


def test_kpis_are_those_of_the_run(
    whole: TestClient, run_id: str, own: dict[str, pa.Table]
) -> None:
    answer = whole.get(f"/api/runs/{run_id}/kpis").json()
    assert answer["replications"] == [0, 1, 2]
    assert answer["tables"] == ["regions", "hours", "stations"]
    known = measures_of(CITY)
    assert [one["name"] for one in answer["measures"]] == list(known)
    for one in answer["measures"]:
        values = own["total"].column(one["name"]).cast(pa.float64()).to_pylist()
        assert one["values"] == [null(value) for value in values]
        found = mean_interval(np.array(values, float)[:, None])
        assert one["mean"] == null(float(found.mean[0]))
        assert one["half_width"] == null(float(found.half_width[0]))
        assert (one["name"], one["unit"], one["meaning"]) == known[one["name"]]


@pytest.mark.parametrize("what", TABLES)
def test_tables_are_those_of_the_run(
    whole: TestClient, run_id: str, own: dict[str, pa.Table], what: str
) -> None:
    table = own[TABLES[what]]
    one = table.filter(pa.compute.field("replication") == 1)
    answer = whole.get(f"/api/runs/{run_id}/{what}", params={"replication": 1}).json()
    assert answer["rows"] == one.num_rows
    told = {column["name"] for column in answer["columns"][1:]}
    defined = {name for name in one.column_names if name in measures_of(CITY)}
    assert told == {name for name in defined if not np.isnan(numbers(one, name)).all()}
    for column in answer["columns"][1:]:
        values = one.column(column["name"]).cast(pa.float64()).to_pylist()
        assert column["values"] == [null(value) for value in values]
        assert "half_widths" not in column
    means = whole.get(f"/api/runs/{run_id}/{what}", params={"measures": "lost_share"}).json()
    place, lost = means["columns"]
    shares = np.array(table.column("lost_share").to_pylist(), float).reshape(REPLICATIONS, -1)
    found = mean_interval(shares)
    assert lost["values"] == [null(value) for value in found.mean.tolist()]
    assert lost["half_widths"] == [null(value) for value in found.half_width.tolist()]
    assert len(place["values"]) == one.num_rows


def test_a_measure_that_is_none_is_refused(whole: TestClient, run_id: str) -> None:
    answer = whole.get(f"/api/runs/{run_id}/hours", params={"measures": "lost_shar"})
    assert answer.status_code == 422
    assert 'did you mean "lost_share"' in answer.json()["errors"][0]["message"]


def test_the_explanation_is_that_of_the_run(whole: TestClient, run_id: str) -> None:
    answer = whole.get(f"/api/runs/{run_id}/explain", params={"replication": 2}).json()
    own = run(CITY, seed=1, replication=2).explain()
    assert answer["summary"] == own.summary
    sentences = next(one for one in answer["table"]["columns"] if one["name"] == "sentence")
    assert sentences["values"] == own.table.column("sentence").to_pylist()
    some = whole.get(f"/api/runs/{run_id}/explain", params={"stations": "south"}).json()
    assert some["table"]["rows"] == 1
    wrong = whole.get(f"/api/runs/{run_id}/explain", params={"stations": "sout"})
    assert (wrong.status_code, "south" in wrong.text) == (422, True)


@pytest.mark.parametrize("replication", [0, 2])
def test_events_are_those_of_the_run_bit_for_bit(
    whole: TestClient, run_id: str, replication: int
) -> None:
    own = run(CITY, seed=1, replication=replication, events=True).events
    path = f"/api/runs/{run_id}/events"
    stream = whole.get(path, params={"replication": replication})
    assert stream.headers["content-type"] == "application/vnd.apache.arrow.stream"
    assert f"{run_id}-{replication}.arrow" in stream.headers["content-disposition"]
    arrow = pa.ipc.open_stream(stream.content).read_all()
    assert same(arrow, own)
    file = whole.get(path, params={"replication": replication, "format": "parquet"})
    assert same(parquet.read_table(io.BytesIO(file.content)), own)


def same(one: pa.Table, other: pa.Table) -> bool:
    """Return whether two logs have the same bits."""
    return one.num_rows == other.num_rows and all(
        bits(one.column(name)) == bits(other.column(name)) for name in other.column_names
    )


def bits(column: Any) -> Any:
    if pa.types.is_dictionary(column.type):
        return column.to_pylist()
    return column.to_numpy().tobytes()


def test_a_replication_that_is_none_is_refused(whole: TestClient, run_id: str) -> None:
    for path in ("events", "explain", "hours"):
        answer = whole.get(f"/api/runs/{run_id}/{path}", params={"replication": REPLICATIONS})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["where"] == "query.replication"


def test_nothing_is_left_of_files_on_their_way(whole: TestClient, run_id: str) -> None:
    settings = whole.app.state.settings  # type: ignore[attr-defined]  # it is FastAPI
    whole.get(f"/api/runs/{run_id}/events")
    assert list((settings.data / "spool").iterdir()) == []
