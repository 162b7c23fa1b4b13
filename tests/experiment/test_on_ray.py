"""Chunks on a cluster of several nodes give what they give here, whatever is lost on the way."""

import itertools
import os
import signal
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from tests.experiment.clusters import (
    Deadly,
    Gate,
    by_run,
    chunks,
    cluster,
    here,
    on_ray,
    pretending,
    work,
)

import voltwin
from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray import OnRay
from voltwin.experiment.spans import Chunk, Span
from voltwin.experiment.variant import Variant
from voltwin.scenario.changes import Change
from voltwin.scenario.errors import ScenarioError
from voltwin_bindings.engine import EngineError

SLOTS = 3


@pytest.fixture(scope="module")
def nodes_of_two() -> Iterator[Any]:
    """A head and a node, three CPUs in all."""
    with cluster(1, 2) as made:
        yield made


@pytest.fixture(scope="module")
def of(nodes_of_two: Any) -> Iterator[OnRay]:
    """A connection to it."""
    with on_ray(nodes_of_two.address) as executor:
        yield executor


# --- what it gives ---


def assert_as_here(of: OnRay, wanted: list[Chunk]) -> None:
    results = list(of.results(work(), iter(wanted)))
    assert sorted(map(str, wanted)) == sorted(str(chunk) for chunk, _ in results)
    assert by_run(rows for _, rows in results) == here(wanted)


def test_a_cluster_gives_what_threads_give(of: OnRay) -> None:
    assert (of.threads, of.threads_of_chunk) == (SLOTS, 1)
    assert_as_here(of, chunks(12))


def test_threads_of_a_chunk_need_a_node_with_as_many(nodes_of_two: Any) -> None:
    with on_ray(nodes_of_two.address, 2) as of:
        assert (of.threads, of.threads_of_chunk) == (2, 2)
        assert_as_here(of, chunks(3, runs=5))
    with pytest.raises(ClusterError, match=r"no node has 3 CPUs.*the largest has 2"):
        OnRay(nodes_of_two.address, 3)


def test_chunks_are_drawn_when_there_is_room_for_them(of: OnRay) -> None:
    drawn = done = 0

    def drawing() -> Iterator[Chunk]:
        nonlocal drawn
        for chunk in chunks(40, runs=1):
            drawn += 1
            yield chunk

    for _ in of.results(work(), drawing()):
        if not done:
            assert drawn == 2 * SLOTS
        done += 1
        assert drawn - done < 2 * SLOTS
    assert done == 40


def test_who_needs_no_more_closes_and_may_begin_anew(of: OnRay) -> None:
    wanted = chunks(20)
    results = of.results(work(), iter(wanted))
    next(results)
    results.close()  # type: ignore[attr-defined]
    again = list(of.results(work(), iter(wanted[:2])))
    assert by_run(rows for _, rows in again) == here(wanted[:2])


def test_a_cluster_that_grows_and_shrinks_is_given_as_much_as_it_can_do(
    of: OnRay, nodes_of_two: Any
) -> None:
    def until_it_was_larger() -> Iterator[Chunk]:
        yield from chunks(1)
        node = nodes_of_two.add_node(num_cpus=3)
        while of.threads < SLOTS + 3:
            yield from chunks(1)
        nodes_of_two.remove_node(node)
        while of.threads > SLOTS:
            yield from chunks(1)

    for _ in of.results(work(), until_it_was_larger()):
        pass
    assert of.threads == SLOTS


def test_without_its_token_nobody_gets_in(
    nodes_of_two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    with pytest.raises(ClusterError, match="does the cluster ask for a token"):
        OnRay(nodes_of_two.address)


# --- what is lost on the way ---


@contextmanager
def under_way(of: OnRay, wanted: list[Chunk], folder: Path) -> Iterator[tuple[Gate, Future[Any]]]:
    """Give the gate that chunks stand before, and their rows to come."""
    with closing(Gate(folder)) as gate, ThreadPoolExecutor(1) as pool:
        results = of.results(gate.work, iter(wanted))
        yield gate, pool.submit(lambda: by_run(rows for _, rows in results))


def test_a_killed_worker_is_no_loss(
    of: OnRay, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    wanted = chunks(8)
    with under_way(of, wanted, tmp_path) as (gate, rows):
        os.kill(next(gate.told()).process, signal.SIGKILL)
        gate.open()
        assert rows.result() == here(wanted)
    assert capfd.readouterr() == ("", "")


def test_a_chunk_that_always_kills_its_worker_is_given_up(of: OnRay) -> None:
    deadly: Any = Deadly()
    with pytest.raises(ClusterError, match="a chunk was lost 4 times"):
        list(of.results(deadly, iter(chunks(1))))


# --- what is wrong with the runs ---


def test_a_variant_that_is_no_scenario_is_told_as_anywhere(of: OnRay) -> None:
    wrong = Variant("without a place", (Change.parse("stations[*].bays=0"),))
    chunk = ((wrong, Span(0, 0, 1)),)
    with pytest.raises(ScenarioError) as local:
        work().run(chunk)
    with pytest.raises(ScenarioError) as remote:
        list(of.results(work(), iter([chunk])))
    assert str(remote.value) == str(local.value)
    assert remote.value.lines == local.value.lines
    assert "without a place" in str(local.value)


def test_a_run_that_cannot_go_on_is_told_as_anywhere(of: OnRay) -> None:
    station: dict[str, Any] = {"chargers": 0, "batteries": 0, "policy": "wait", "ring": 2}
    station |= {"queue_places": "unlimited", "id": "rush", "trace": [1.0, 2.0, 3.0]}
    battery = {"id": "b", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}
    base = voltwin.Scenario.model_validate(
        {"horizon": "1h", "battery_types": [battery], "stations": [station]}
    )
    stuck = replace(work(), base=base, until_s=3600.0)
    with pytest.raises(EngineError, match=r"replication 0: .*rush.*ring"):
        list(of.results(stuck, iter(chunks(1))))


# --- nodes that differ ---


def test_nodes_that_differ_are_refused_by_name(nodes_of_two: Any, tmp_path: Path) -> None:
    node = nodes_of_two.add_node(num_cpus=1, env_vars=pretending(tmp_path, "numpy", "1.0"))
    with pytest.raises(ClusterError) as refused:
        OnRay(nodes_of_two.address)
    said = str(refused.value)
    assert said.count(node.node_ip_address) == 1
    assert f"numpy 1.0, here {version('numpy')}" in said
    assert "--mixed" in said
    with on_ray(nodes_of_two.address, mixed=True) as of:
        assert of.threads == SLOTS + 1
        assert_as_here(of, chunks(4))
    nodes_of_two.remove_node(node)


def test_a_node_that_joins_later_has_to_be_like_the_others(
    of: OnRay, nodes_of_two: Any, tmp_path: Path
) -> None:
    environment = pretending(tmp_path, "numba", "0.1")

    def with_another_node() -> Generator[Chunk]:
        yield from chunks(1)
        node = nodes_of_two.add_node(num_cpus=2, env_vars=environment)
        try:
            yield from itertools.cycle(chunks(1))
        finally:
            nodes_of_two.remove_node(node)

    with (
        closing(with_another_node()) as given,
        pytest.raises(ClusterError, match=r"node .* numba 0.1, here"),
    ):
        for _ in of.results(work(), given):
            pass


# --- and at last, as Ray's list shows a lost node for a while ---


def test_a_killed_node_is_no_loss(
    of: OnRay, nodes_of_two: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    wanted = chunks(16)
    node = nodes_of_two.add_node(num_cpus=2)
    capfd.readouterr()
    with under_way(of, wanted, tmp_path) as (gate, rows):
        next(one for one in gate.told() if one.node == node.node_id)
        nodes_of_two.remove_node(node, allow_graceful=False)
        gate.open()
        assert rows.result() == here(wanted)
    assert capfd.readouterr() == ("", "")
