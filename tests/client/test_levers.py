"""What may be moved, what makes one thing another, and what lies under it: as it is told here."""

from collections.abc import Iterator

import pytest
from tests.client.cities import city, fleet

from voltwin.client.client import Client
from voltwin.client.errors import ApiError
from voltwin.client.twin import RemoteTwin
from voltwin.levers.offered import levers_of
from voltwin.scenario.changes import Change, changed

MORE = "stations[region=South].chargers+=2"


@pytest.fixture
def twin(client: Client) -> Iterator[RemoteTwin]:
    """A twin of a day at two stations, which stands at its begin."""
    made = client.twins.create(city(), seed=3)
    yield made
    made.delete()


def test_levers_are_those_of_the_scenario(client: Client, twin: RemoteTwin) -> None:
    stored = client.scenarios.add(city())
    assert stored.levers() == twin.levers() == levers_of(city())
    assert stored.levers(region="South") == levers_of(city(), region="South")
    assert twin.levers(station="north") == levers_of(city(), station="north")
    with pytest.raises(ApiError, match='did you mean "north"'):
        stored.levers(station="nort")


def test_a_lever_says_a_change_that_scenarios_take(client: Client) -> None:
    stored = client.scenarios.add(city())
    (chargers,) = [one for one in stored.levers(region="South") if one.id == "chargers"]
    child = stored.derive("moved", chargers.change(2))
    assert child.scenario() == changed(city(), [Change.parse(MORE)])


def test_what_makes_one_thing_another(client: Client, twin: RemoteTwin) -> None:
    parent = client.scenarios.add(city())
    child = parent.derive("two more in the south", MORE)
    assert parent.changes_to(child) == [MORE]
    assert parent.changes_to(parent) == []
    other = client.twins.create(child)
    assert changed(twin.scenario(), map(Change.parse, twin.changes_to(other))) == other.scenario()
    other.delete()


def test_maps_have_what_stands_still(client: Client) -> None:
    stored = client.scenarios.add(fleet())
    twin = client.twins.create(stored)
    found = stored.map()
    assert twin.map() == found
    places = {one["properties"]["id"] for one in found["features"]} - {None}
    assert {one.id for one in fleet().stations} <= places
    twin.delete()
