"""`voltwin.optimise`, on a town small enough to try everything; and however it is interrupted."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.experiment.sizing.towns import sizing, small_town, town

import voltwin
from voltwin.experiment.chunk_files import chunk_files
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.folder import CHUNKS
from voltwin.experiment.saved import load_experiment
from voltwin.experiment.sizing.costs import unit_costs
from voltwin.experiment.sizing.levers import levers_of, variant_of
from voltwin.experiment.sizing.optimising import optimise
from voltwin.experiment.sizing.words import in_words
from voltwin.statistics.bounds import upper_bound

pytest.importorskip("optuna", reason="the search needs Optuna")

BOTH = {name: {"each": "region", "most": 1} for name in ("chargers", "batteries")}


@pytest.fixture(scope="module")
def everything_tried() -> list[tuple[float, float]]:
    """Cost and upper bound of each of the sixteen designs of the usual sizing."""
    plan = sizing()
    levers = levers_of(plan)
    costs = unit_costs(plan, levers)
    found = []
    for design in itertools.product(range(4), repeat=2):
        scenario = variant_of(levers, design).scenario(plan.scenario)
        runs = voltwin.replicate(scenario, replications=plan.replications, threads=1)
        bound = float(upper_bound(runs.values("lost_share")))
        found.append((float(np.dot(design, costs)), bound))
    return found


@pytest.mark.parametrize("at_most", [0.07, 0.05, 0.045, 0.04])
def test_the_cheapest_that_looks_feasible_is_that_of_trying_everything(
    everything_tried: list[tuple[float, float]], at_most: float
) -> None:
    trials = optimise(sizing(at_most), threads=1).table("trials").to_pylist()
    feasible = [row["cost"] for row in trials if row["feasible"]]
    cheapest = min((cost for cost, bound in everything_tried if bound <= at_most), default=None)
    assert min(feasible, default=None) == cheapest


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    folder = tmp_path_factory.mktemp("sizing") / "undisturbed"
    return optimise(sizing("3.5%", levers=BOTH), folder=folder, threads=1)


class _StopError(Exception):
    pass


def stop_after(runs: int) -> Any:
    """Return a listener that gives up when so many more runs are finished."""
    finished = 0

    def tell(done: int, wanted: int) -> None:
        nonlocal finished
        finished += 1
        if finished > runs:
            raise _StopError

    return tell


def assert_same(one: Path, other: Path) -> None:
    for name in ("runs.parquet", "runs_by_station.parquet"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    files = sorted((other / "tables").iterdir())
    assert [file.name for file in files] == sorted(f.name for f in (one / "tables").iterdir())
    for file in files:
        assert (one / "tables" / file.name).read_bytes() == file.read_bytes(), file.name


def test_threads_do_not_matter(undisturbed: Experiment, tmp_path: Path) -> None:
    optimise(sizing("3.5%", levers=BOTH), folder=tmp_path / "other", threads=3)
    assert undisturbed.folder
    assert_same(tmp_path / "other", undisturbed.folder)


@pytest.mark.parametrize("chunks", [1, 9, 18, 27])
def test_interrupted_anywhere_it_goes_on_as_if_nothing_had(
    undisturbed: Experiment, tmp_path: Path, chunks: int
) -> None:
    plan, folder = sizing("3.5%", levers=BOTH), tmp_path / "again"
    with pytest.raises(_StopError):
        optimise(plan, folder=folder, threads=2, progress=stop_after(chunks))
    kept = sum(file.rows for file in chunk_files(folder / CHUNKS))
    resumed = optimise(plan, folder=folder, threads=1, resume=True)
    assert 0 < kept < resumed.record["runs"]
    assert resumed.record["new_runs"] == resumed.record["runs"] - kept
    assert undisturbed.folder
    assert_same(folder, undisturbed.folder)


def test_all_is_there_when_it_is_read_back(undisturbed: Experiment) -> None:
    assert undisturbed.folder
    saved = load_experiment(undisturbed.folder)
    for name in ("screening", "trials", "front", "confirmed", "where", "summary"):
        assert saved.table(name).equals(undisturbed.table(name)), name
    assert in_words(saved) == in_words(undisturbed)


def test_the_answer_keeps_the_target_and_says_where(undisturbed: Experiment) -> None:
    answer = undisturbed.table("confirmed").to_pylist()[-1]
    assert answer["confirmed"]
    assert answer["mean"] < answer["bound"] <= 0.035
    where = [row for row in undisturbed.table("where").to_pylist() if row["rank"] == answer["rank"]]
    assert sum(row["cost"] for row in where) == pytest.approx(answer["cost"])
    for row in where:
        assert row["units"] == row["each"] * row["stations"]
        assert answer[f"{row['resource']}[{row['place']}]"] == row["each"]
    said = in_words(undisturbed)
    assert "EUR a year" in said
    assert "Lost share is at most" in said
    assert "with 95 % confidence" in said


def test_what_is_confirmed_rests_on_other_runs_than_the_search(undisturbed: Experiment) -> None:
    answer = undisturbed.table("confirmed").to_pylist()[-1]
    runs = undisturbed.runs.to_pylist()
    own = [row for row in runs if row["variant"] == answer["variant"]]
    fresh = [row["lost_share"] for row in own if row["replication"] >= 8]
    assert len(fresh) == answer["replications"]
    assert answer["mean"] == pytest.approx(np.mean(fresh))


def test_units_have_units(undisturbed: Experiment) -> None:
    schema = undisturbed.table("where").schema
    assert (schema.field("cost").metadata or {})[b"unit"] == b"EUR/year"
    for name in ("screening", "trials", "front", "confirmed", "where"):
        for field in undisturbed.table(name).schema:
            about = field.metadata or {}
            assert b"unit" in about
            assert about[b"meaning"], (name, field.name)


def test_a_target_out_of_reach_is_said_to_be(tmp_path: Path) -> None:
    found = optimise(sizing(0.0, levers=BOTH), threads=1)
    rows = found.table("confirmed").to_pylist()
    assert not any(row["confirmed"] for row in rows)
    assert in_words(found).startswith("No design is confirmed to keep lost share at most 0 %")
    assert "Nearest is to add" in in_words(found)


def test_where_nothing_is_needed_nothing_is_added() -> None:
    found = optimise(sizing("90%"), threads=1)
    assert found.table("confirmed").to_pylist()[-1]["cost"] == 0.0
    assert found.table("where").num_rows == 0
    assert in_words(found).startswith("Nothing need be added.")


def test_without_a_target_it_is_a_front() -> None:
    found = optimise(sizing(None), threads=1)
    rows = found.table("front").to_pylist()
    for one, other in itertools.pairwise(rows):
        assert one["cost"] < other["cost"]
        assert one["mean"] > other["mean"]
    assert all(row["low"] <= row["mean"] <= row["high"] for row in rows)
    assert {row["rank"] for row in found.table("where").to_pylist()} <= {
        row["rank"] for row in rows
    }
    assert "designs are worth their cost" in in_words(found)


def test_stations_that_divert_are_sized_together() -> None:
    city = town()
    for number, station in enumerate(city.stations):
        station.policy = "divert"
        station.lon, station.lat = 13.4 + 0.01 * number, 52.5
    found = optimise(sizing("6%", scenario=city, trials=8), threads=1)
    assert found.plan.kept == ()
    feasible = [row for row in found.table("trials").to_pylist() if row["feasible"]]
    assert feasible
    assert found.table("confirmed").num_rows >= 1


def test_a_sizing_cannot_be_shared_out() -> None:
    with pytest.raises(ValueError, match="cannot be shared out"):
        optimise(sizing(), shard=(1, 2))


def test_without_optuna_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"voltwin\[optimise\]"):
        optimise(sizing())


def test_it_says_what_it_may_take_at_most() -> None:
    said: list[str] = []
    found = optimise(sizing("90%"), threads=1, announce=said.append)
    assert said[0].startswith("at most ")
    assert found.record["runs"] <= int(said[0].split()[2].replace(",", "")) + 8


def test_the_scenario_stays_as_it_was() -> None:
    before = small_town().model_dump()
    optimise(sizing("90%"), threads=1)
    assert small_town().model_dump() == before
