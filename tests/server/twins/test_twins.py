"""Twins in processes: commands in one order, everybody told; asleep, forked, kept, deleted."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from tests.server.jobs.workplace import until
from tests.server.twins.place import LIMITS, Place, Watcher, beginning, place_in

from voltwin.frames.decode import Decoder
from voltwin.store.uuid7 import uuid7
from voltwin_server.problems import ProblemError
from voltwin_server.settings import Limits
from voltwin_server.twins import copies
from voltwin_server.twins.recipes import recipe_fields
from voltwin_server.twins.twins import TwinLimits

CLOSE = {"kind": "close", "stations": ["south"], "for": "1h"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("twins")) as place:
        yield place


@pytest.fixture
def twin(place: Place) -> Iterator[UUID]:
    twin = place.create()
    yield twin
    if twin in {known.record.id for known in place.twins.list()}:
        place.run(place.twins.delete(twin))


def now(place: Place, twin: UUID) -> float:
    return float(place.ask(twin, "stations")["now"])


def stations(place: Place, twin: UUID) -> dict[str, Any]:
    return dict(place.ask(twin, "stations")["columns"])


def all_of(kind: str, watcher: Watcher, count: int) -> list[dict[str, Any]]:
    """Return the messages of a kind as soon as there are so many."""
    until(lambda: len(watcher.of(kind)) >= count)
    return watcher.of(kind)


def ready(watcher: Watcher) -> list[int]:
    """Return how many batteries are ready, as one who took all frames sees them."""
    decoder = Decoder()
    for frame in watcher.frames:
        last = decoder.take(frame)
    return [int(count.as_py()) for count in last.stations.column("ready")]


def test_commands_of_all_have_one_order_that_everybody_is_told(place: Place, twin: UUID) -> None:
    watchers = [place.watch(twin) for _ in range(2)]

    async def planner(name: str) -> list[int]:
        given = [{"do": "step", "seconds": 10 + number} for number in range(20)]
        done = [place.twins.command(twin, command, by=name) for command in given]
        return [entry["number"] for entry in await asyncio.gather(*done)]

    async def both() -> list[list[int]]:
        return list(await asyncio.gather(planner("ann"), planner("bob")))

    ann, bob = place.run(both())
    assert sorted([*ann, *bob]) == list(range(1, 41))
    assert ann == sorted(ann)
    assert bob == sorted(bob)
    for watcher in watchers:
        told = all_of("did", watcher, 40)
        assert [one["number"] for one in told] == list(range(1, 41))
        assert [one["number"] for one in told if one["by"] == "ann"] == ann
        assert [one["now"] for one in told] == sorted(one["now"] for one in told)


def test_whoever_watches_sees_what_is_there(place: Place, twin: UUID) -> None:
    watcher = place.watch(twin)
    until(lambda: bool(watcher.frames))
    assert watcher.of("state")[0]["playing"] is False
    place.do(twin, do="seek", at="8h")
    until(lambda: ready(watcher) == list(stations(place, twin)["ready"]))
    until(lambda: watcher.of("kpis")[-1]["now"] == 28_800.0)
    assert watcher.of("kpis")[-1]["total"]["swaps"] == int(stations(place, twin)["swaps"].sum())


def test_whoever_comes_later_begins_with_all_that_is_there(place: Place, twin: UUID) -> None:
    first = place.watch(twin)
    place.do(twin, do="seek", at="9h")
    until(lambda: bool(first.frames))
    later = place.watch(twin)
    until(lambda: bool(later.frames) and ready(later) == list(stations(place, twin)["ready"]))
    assert ready(first) == ready(later)


def test_whoever_leaves_is_told_nothing_more(place: Place, twin: UUID) -> None:
    watcher, other = place.watch(twin), place.watch(twin)
    until(lambda: bool(watcher.frames) and bool(other.frames))
    place.leave(watcher)
    seen = len(watcher.messages)
    place.do(twin, do="step", seconds=60)
    until(lambda: bool(other.of("did")))
    assert len(watcher.messages) == seen
    assert watcher.reason is None


def test_a_twin_plays_and_stands(place: Place, twin: UUID) -> None:
    watcher = place.watch(twin)
    place.do(twin, do="speed", speed=3600)
    place.do(twin, do="play")
    until(lambda: place.twins.get(twin).report.now > 600.0)
    until(lambda: len(watcher.frames) > 3)
    place.do(twin, do="pause")
    stood = now(place, twin)
    assert place.twins.counts()["playing"] == 0
    assert now(place, twin) == stood
    assert watcher.of("did")[-1]["now"] == stood


def test_a_twin_stands_at_its_end(place: Place, twin: UUID) -> None:
    watcher = place.watch(twin)
    place.do(twin, do="speed", speed=100_000)
    place.do(twin, do="play")
    until(lambda: place.twins.get(twin).report.now == 86_400.0)
    until(lambda: watcher.of("state")[-1]["playing"] is False)
    with pytest.raises(ProblemError, match="come to its end"):
        place.do(twin, do="play")


def test_an_unknown_twin_is_not_found(place: Place) -> None:
    with pytest.raises(ProblemError) as refused:
        place.do(uuid7(), do="play")
    assert refused.value.kind.slug == "not-found"


def test_a_fork_has_the_past_and_a_recipe_of_its_own(place: Place, twin: UUID) -> None:
    place.do(twin, do="seek", at="2h")
    place.do(twin, do="intervene", what=CLOSE)
    place.do(twin, do="seek", at="6h")
    fork = place.run(copies.fork(place.twins, twin, name=None, at="3h", by="bob"))
    assert (fork.by, fork.origin.id, fork.origin.at_s) == ("bob", twin, 10_800.0)
    assert now(place, fork.id) == 10_800.0
    place.do(fork.id, do="intervene", what={**CLOSE, "stations": ["north"]})
    place.do(fork.id, do="seek", at="6h")
    place.do(twin, do="seek", at="3h")
    before = stations(place, twin)
    place.do(fork.id, do="seek", at="3h")
    np.testing.assert_equal(stations(place, fork.id)["ready"], before["ready"])
    recipes = [recipe_fields(place.twins.get(one).folder) for one in (twin, fork.id)]
    assert [len(recipe["made"]) for recipe in recipes] == [1, 2]
    assert recipes[1]["made"][0] == recipes[0]["made"][0]
    place.run(place.twins.delete(fork.id))


def test_a_twin_of_a_snapshot_is_what_the_other_one_was(place: Place, twin: UUID) -> None:
    place.do(twin, do="intervene", what={**CLOSE, "at": "1h"})
    place.do(twin, do="seek", at="3h")
    kept = place.run(copies.take_snapshot(place.twins, twin, by="ann", most=1))
    was = stations(place, twin)
    with pytest.raises(ProblemError, match="1 snapshots"):
        place.run(copies.take_snapshot(place.twins, twin, by="ann", most=1))
    place.do(twin, do="intervene", what={**CLOSE, "stations": ["north"]})
    place.do(twin, do="seek", at="5h")
    again = place.run(copies.create_from_snapshot(place.twins, kept.id, name="again", by="ann")).id
    assert now(place, again) == 10_800.0
    np.testing.assert_equal(stations(place, again), was)
    place.run(copies.delete_snapshot(place.twins, twin, kept.id, lambda _: None))
    assert place.run(copies.snapshots(place.twins, twin)) == []
    place.do(again, do="step", seconds=60)
    place.run(place.twins.delete(again))


def test_a_deleted_twin_is_gone(place: Place) -> None:
    twin = place.create()
    watcher = place.watch(twin)
    until(lambda: bool(watcher.frames))
    folder = place.twins.get(twin).folder.path
    place.run(place.twins.delete(twin))
    assert watcher.reason == "the twin has been deleted"
    assert not folder.exists()
    with pytest.raises(ProblemError):
        place.do(twin, do="play")


def test_a_twin_that_cannot_be_had_says_why(place: Place, twin: UUID) -> None:
    folder = place.twins.get(twin).folder
    folder.recipe.write_text(folder.recipe.read_text().replace('"voltwin_recipe": 1', '"x": 1'))
    watcher = place.watch(twin)
    until(lambda: watcher.reason is not None)
    assert "recipe" in (watcher.reason or "")
    with pytest.raises(ProblemError, match="cannot be brought into memory"):
        place.do(twin, do="play")
    folder.recipe.write_text(beginning().recipe)
    assert place.do(twin, do="step", seconds=60)["now"] == 60.0


def test_there_are_as_many_twins_as_are_allowed(place: Place, twin: UUID) -> None:
    limits = place.twins._limits
    place.twins._limits = TwinLimits(1, LIMITS.bytes, Limits(twins=2, twins_per_token=1))
    try:
        with pytest.raises(ProblemError, match="1 twins are yours"):
            place.create(by="ann")
        bobs = place.create(by="bob")
        with pytest.raises(ProblemError, match="There are 2 twins"):
            place.create(by="eve")
        place.run(place.twins.delete(bobs))
    finally:
        place.twins._limits = limits
