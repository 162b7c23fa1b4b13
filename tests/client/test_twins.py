"""Twins on a server do what twins do here, whoever commands them."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.client.cities import assert_same, city, null

from voltwin.client.client import Client
from voltwin.client.errors import ApiError
from voltwin.client.twin import RemoteTwin
from voltwin.running import run
from voltwin.scenario.interventions import ChargerOut
from voltwin.twin.twin import Twin

HOUR = 3600.0
OUT = {"kind": "charger_out", "station": "north", "charger": 0, "for": "2h"}


@pytest.fixture
def twin(client: Client) -> RemoteTwin:
    """A twin of a day at two stations, which stands at its begin."""
    return client.twins.create(city(), seed=3)


@pytest.fixture(autouse=True)
def _no_twin_stays(client: Client) -> Iterator[None]:
    yield
    for twin in client.twins.list():
        twin.delete()


def test_a_twin_is_made_found_renamed_and_deleted(client: Client, twin: RemoteTwin) -> None:
    assert (twin.name, twin.info.state, twin.now, twin.info.seed) == (
        "two stations",
        "asleep",
        0,
        3,
    )
    assert (twin.info.stations, twin.info.horizon_s) == (2, 24 * HOUR)
    assert client.twins.get(twin.id).id == twin.id
    twin.rename("the city today")
    assert {one.id: one.name for one in client.twins.list()}[twin.id] == "the city today"
    twin.delete()
    with pytest.raises(ApiError, match="no such thing"):
        twin.refresh()


def test_kpis_and_stations_are_those_of_a_twin_here(twin: RemoteTwin) -> None:
    twin.seek("6h")
    own = Twin.of(city(), seed=3)
    own.advance(6 * HOUR)
    for table in ("total", "by_region", "by_station", "by_hour"):
        there, here = twin.kpis(table), own.kpis().table(table)
        assert there.column_names == here.column_names
        for name in here.column_names:
            left, right = there.column(name).to_pylist(), here.column(name).to_pylist()
            assert left == [null(value) for value in right], name
    there = twin.stations()
    assert there.column("station").to_pylist() == ["north", "south"]
    for name, values in own.live().stations.items():
        assert there.column(name).to_pylist() == [null(value) for value in values.tolist()], name
    assert (there.schema.metadata or {})[b"now_s"] == b"21600.0"


def test_commands_are_done_in_order_and_booked(twin: RemoteTwin) -> None:
    first = twin.intervene(OUT, at="1h")
    twin.step(2 * HOUR)
    second = twin.intervene(ChargerOut(station="south", charger=1, at=1.5 * HOUR))
    twin.speed(600)
    assert [first.number, second.number] == [1, 3]
    assert second.now == 2 * HOUR
    done = list(twin.commands())
    assert [one.do for one in done] == ["intervene", "step", "intervene", "speed"]
    assert [one.number for one in twin.commands(after=2)] == [3, 4]
    assert (done[1].seconds, done[3].speed) == (2 * HOUR, 600.0)
    assert done[0].made is not None
    assert done[0].made[0]["what"]["at"] == "1h"


def test_the_journal_goes_on_past_a_page(twin: RemoteTwin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voltwin.client.journal._PAGE", 2)
    for speed in (1, 2, 3, 4, 5):
        twin.speed(speed)
    assert [one.speed for one in twin.commands()] == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_what_was_made_is_told_with_its_times(
    twin: RemoteTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voltwin.client.scenarios._PAGE", 2)
    for hour in (2, 1, 3):
        twin.intervene(OUT, at=f"{hour}h")
    twin.observe([{"at": 0, "station": "north", "stock": 2}])
    assert [one.at_s for one in twin.made("interventions")] == [3 * HOUR, HOUR, 2 * HOUR]
    assert [one.number for one in twin.made()] == [4, 3, 2, 1]
    [seen] = twin.made("observations", station="north")
    assert (seen.at_s, seen.what["ready"]) == (0.0, 2)


def test_a_twin_plays_and_pauses(twin: RemoteTwin) -> None:
    twin.play(100_000)
    while twin.now < HOUR:
        assert twin.info.state == "playing"
    did = twin.pause()
    assert twin.refresh().state == "paused"
    assert twin.now == did.now >= HOUR


def test_a_recipe_gives_the_same_log_and_the_same_twin(client: Client, twin: RemoteTwin) -> None:
    twin.step(3 * HOUR)
    twin.intervene(OUT)
    own = Twin.of(city(), seed=3)
    own.advance(3 * HOUR)
    own.make(OUT, by="somebody")
    assert_same(
        run(twin.scenario(), seed=3, events=True).events,
        run(own.recipe.scenario_in_full(), seed=3, events=True).events,
    )
    again = client.twins.create(recipe=twin.recipe(), name="again")
    again.seek("5h")
    twin.seek("5h")
    assert again.kpis().equals(twin.kpis())
    plain: Any = {**client._http.get(f"/api/twins/{twin.id}/recipe")}
    assert client.twins.create(recipe=plain).recipe() == twin.recipe()


def test_a_fork_shares_the_past(twin: RemoteTwin) -> None:
    twin.step(4 * HOUR)
    fork = twin.fork("what if", at="2h")
    assert (fork.name, fork.now, fork.info.origin.id) == ("what if", 2 * HOUR, twin.id)
    fork.seek(4 * HOUR)
    assert fork.kpis().equals(twin.kpis())
    assert twin.fork().now == 4 * HOUR


def test_a_twin_is_made_of_a_run_and_of_a_snapshot(client: Client, twin: RemoteTwin) -> None:
    done = client.run(city(), seed=3, replications=2, until="2h").wait(120)
    of_run = client.twins.create(run=done, replication=1)
    assert of_run.recipe().replication == 1
    twin.step(HOUR)
    kept = twin.take_snapshot()
    twin.step(HOUR)
    assert ([one.id for one in twin.snapshots()], kept.now_s) == ([kept.id], HOUR)
    of_snapshot = client.twins.create(snapshot=kept)
    assert of_snapshot.now == HOUR
    twin.delete_snapshot(kept)
    assert twin.snapshots() == []
    of_snapshot.step(HOUR)
    assert of_snapshot.kpis().equals(twin.kpis())


def test_what_is_wrong_is_told_and_nothing_has_changed(client: Client, twin: RemoteTwin) -> None:
    with pytest.raises(ApiError, match='did you mean "north"'):
        twin.intervene({**OUT, "station": "nort"})
    with pytest.raises(ApiError, match="must be in the run"):
        twin.seek("2d")
    with pytest.raises(ApiError) as error:
        twin.speed(0.5)
    assert error.value.status == 422
    assert list(twin.commands()) == []
    with pytest.raises(TypeError, match="one of scenario, run, snapshot, recipe"):
        client.twins.create()
    with pytest.raises(TypeError, match="one of scenario"):
        client.twins.create(city(), recipe=twin.recipe())
