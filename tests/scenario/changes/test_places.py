"""Paths that lead nowhere: what is said, and what to write instead."""

import pytest
from tests.scenario.changes.cities import city, station

from voltwin.scenario import ScenarioError
from voltwin.scenario.changes import Change, changed, levels_of

WAYS = "stations[*].bays, stations[0].bays, stations[s0].bays, stations[region=North].bays"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("stations.bays", f"stations.bays: stations is a list; say which of it: {WAYS}"),
        ("station[0].bays", 'station: unknown field; did you mean "stations"?'),
        ("stations[0].bay", 'stations[0].bay: unknown field; did you mean "bays"?'),
        ("stations[*].capacity_kwh", "unknown field; it belongs to a battery type"),
        (
            "station_defaults.bays",
            "station_defaults: unknown field; it is filled into the stations",
        ),
        ("bays", "bays: unknown field; it belongs to a station"),
        ("stations[s9].bays", 'stations: none is called "s9"; allowed: s0, s1, s2'),
        ("stations[s0|s9].bays", 'stations: none is called "s9"'),
        ("stations[3].bays", "stations[3]: there is none: numbers go from 0 to 2"),
        ("stations[region=Nort].bays", 'none has the region "Nort"; did you mean "North"?'),
        ("stations[region=X].bays", 'stations: none has the region "X"; allowed: North, South'),
        ("stations[bays=2].bays", 'stations: none has the bays "2"; allowed: 1'),
        ("stations[regions=X].bays", '"regions" is no field of its items; did you mean "region"?'),
        (
            "stations[region=South,policy=wait].bays",
            "stations[region=South]: none of these has policy=wait",
        ),
        ("stations[0].bays.x", "stations[0].bays.x: stations[s0].bays has no fields: it is 1"),
        ("stations[0].name[0]", 'stations[s0].name: is no list: it is ""'),
        ("demand[0]", "demand: is no list: it is a mapping with profile, profiles, multiplier"),
        (
            "economics.price_per_swap",
            'economics is not given; set it as a whole, as in "economics={price_per_swap: ...}"',
        ),
        ("stations[*].swap_time.mean", "unknown field of the kind that stands there, fixed; "),
        ("travel.circuity", "travel is not given; set it as a whole"),
        ("interventions[*].at", "interventions[*].at: there is none; the list is empty"),
        ("interventions[0].at", "interventions[0]: there is none: the list is empty"),
        ("interventions[kind=close].at", '"kind" is no field of its items; the list is empty'),
        (
            "stations[0].chargers[x].count",
            'stations[s0].chargers: none is called "x"; they have no ids: say which by number',
        ),
        ("demand.profiles.a[3]", 'demand.profiles: there is no "a"'),
        ("demand.profiles[x=3]", "demand.profiles: is a mapping: in brackets stand its names"),
        ("demand.profiles.a", "demand.profiles[a]: there is none yet"),
    ],
)
def test_a_path_that_leads_nowhere_names_what_there_is(path: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        levels_of(city(), path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("stations[0].policy+=1", "stations[s0].policy: is no number, so += does not apply"),
        ("start+=1d", 'start: given "1d" after +=, must be a number'),
        ("stations[0].bays+=x", 'stations[s0].bays: given "x" after +=, must be a number'),
        ("horizon+=soon", 'horizon: given "soon", must be a duration such as 90s'),
        ("horizon*=2d", 'horizon: given "2d" after *=, must be a number'),
        ("stations[0].racks+=1", "stations[s0].racks: has no value yet to which += could apply"),
        ("demand.profiles.a*=2", "demand.profiles[a]: has no value yet to which *= could apply"),
        ("stations[*].queue_places+=x", "must be a number"),
        ("stations[0].grid_limit_kw*=2", "is unlimited, which *= does not change; set it with ="),
        ("stations-=s0", "stations: is a list: += adds an item, = sets it; -= is for numbers"),
        ("stations*=2", "stations: is a list"),
        ("stations[0]+=1", "stations[s0]: is no number"),
        ("demand.profile*=2", "demand.profile: is no number, so *= does not apply: set it with ="),
    ],
)
def test_an_operation_that_is_not_for_what_stands_there_is_refused(
    change: str, message: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        changed(city(), [Change.parse(change)])
    assert message in str(caught.value)


def test_names_with_marks_of_a_path_stand_in_quotes() -> None:
    one = city(more=[station("a=b", region="St. [X]"), station("c", region="*")])
    for path, name in (
        ('stations["a=b"].bays', '["a=b"]'),
        ('stations[region="St. [X]"].bays', '["a=b"]'),
        ('stations[region="*"].bays', "[c]"),
    ):
        assert levels_of(one, path) == [(f"stations{name}.bays", 1)]


def test_a_field_has_the_name_that_it_has_in_a_file() -> None:
    surge = {"from": "1h", "to": "2h", "factor": 2}
    one = changed(city(), [Change("demand.surges", "+=", surge)])
    assert levels_of(one, "demand.surges[*].from") == [("demand.surges[0].from", 3600.0)]
    assert levels_of(one, "demand.surges[0].start") == [("demand.surges[0].from", 3600.0)]
