"""Scenarios go to a server and come back equal."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.client.cities import city

from voltwin.client.client import Client
from voltwin.client.errors import ApiError
from voltwin.client.scenarios import texts_of
from voltwin.scenario import ScenarioError
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.files import save
from voltwin.scenario.generate import demo_city

CHANGE = "stations[region=South].chargers += 2"


def test_a_scenario_comes_back_equal(client: Client) -> None:
    stored = client.scenarios.add(city())
    assert stored.scenario() == city()
    assert (stored.name, stored.info.stations, stored.info.parent_id) == ("two stations", 2, None)
    assert stored.stations().column("id").to_pylist() == ["north", "south"]
    assert client.scenarios.add(city()).id == stored.id
    assert client.scenarios.get(str(stored.id)).info == stored.info


def test_a_file_is_sent_with_all_that_it_names(client: Client, tmp_path: Path) -> None:
    save(demo_city(stations=3, seed=1), tmp_path / "city.yaml")
    stored = client.scenarios.add(tmp_path / "city.yaml")
    assert stored.scenario() == demo_city(stations=3, seed=1)


def test_a_scenario_is_derived(client: Client) -> None:
    parent = client.scenarios.add(city("a parent"))
    child = parent.derive("two more", CHANGE)
    assert (child.info.parent_id, child.name) == (parent.id, "two more")
    assert child.scenario() == changed(city("a parent"), [Change.parse(CHANGE)])
    assert [one.id for one in client.scenarios.list(parent=parent)] == [child.id]


def test_a_scenario_is_deleted_once_nothing_is_of_it(client: Client) -> None:
    parent = client.scenarios.add(city("to be deleted"))
    child = parent.derive("of it", CHANGE)
    with pytest.raises(ApiError, match=str(child.id)) as error:
        parent.delete()
    assert error.value.status == 409
    child.delete()
    parent.delete()
    with pytest.raises(ApiError, match="no such thing"):
        client.scenarios.get(parent.id)


def test_lists_go_on_past_a_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voltwin.client.scenarios._PAGE", 2)
    stored = [client.scenarios.add(city(f"city {number}")).id for number in range(5)]
    listed = [one.id for one in client.scenarios.list()]
    assert listed[:5] == stored[::-1]
    assert len(set(listed)) == len(listed)


def test_what_is_wrong_is_told_here_or_there(client: Client) -> None:
    broken = city()
    broken.stations[0].id = "south"
    with pytest.raises(ScenarioError, match="south"):
        client.scenarios.add(broken)
    with pytest.raises(ApiError) as error:
        client.scenarios.add(city()).derive("nothing", "stations[*].bay += 1")
    assert (error.value.status, error.value.errors[0].where[:12]) == (422, "body.changes")
    with pytest.raises(ApiError, match="no such thing") as missing:
        client.scenarios.get(uuid4())
    assert missing.value.status == 404
    with pytest.raises(ValueError, match="id: 'north' is none"):
        client.scenarios.get("north")


def test_changes_are_sent_as_texts() -> None:
    assert texts_of("a.b = 1; c.d += 2") == ["a.b = 1", "c.d += 2"]
    assert texts_of(Change.parse(CHANGE)) == [str(Change.parse(CHANGE))]
    assert texts_of([CHANGE, Change.parse(CHANGE)]) == [CHANGE, str(Change.parse(CHANGE))]


def test_ids_are_ids(client: Client) -> None:
    assert isinstance(client.scenarios.add(city()).id, UUID)
