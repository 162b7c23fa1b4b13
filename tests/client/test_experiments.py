"""Comparisons, sweeps and what-ifs on a server give what they give here."""

from pathlib import Path
from typing import Any

import pytest
from tests.client.cities import city

from voltwin.client.answers import Effects
from voltwin.client.client import Client
from voltwin.client.errors import ApiError
from voltwin.experiment.comparison import compare
from voltwin.experiment.sweep import sweep
from voltwin.experiment.sweep_plan import Sweep
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.files import save
from voltwin.store.records import Status

MORE = "stations[region=South].chargers += 2"
BAYS = "stations[*].bays += 1"
MEASURES = ("lost_share", "wait_mean_s")
FACTORS = {"chargers": {"path": "stations[*].chargers", "add": [0, 1]}}


def test_a_comparison_is_that_of_python(client: Client, tmp_path: Path) -> None:
    bays = changed(city(), [Change.parse(BAYS)])
    save(bays, tmp_path / "bays.yaml")
    variants: dict[str, Any] = {
        "more": MORE,
        "bays": bays,
        "of a file": str(tmp_path / "bays.yaml"),
    }
    own = compare(city(), variants, replications=4, measures=MEASURES)
    there = client.compare(city(), variants, replications=4, measures=MEASURES).wait(120)
    assert there.info.variants == 4
    for name in ("differences", "summary"):
        assert there.table(name).equals(own.table(name))
    again = client.compare(
        client.scenarios.add(city()), variants, replications=4, measures=MEASURES
    )
    assert (again.id, again.status) == (there.id, Status.COMPLETED)
    assert client.comparisons.get(there.id).info == there.info
    assert there.id in {one.id for one in client.comparisons.list()}


def test_the_best_is_found_as_in_python(client: Client) -> None:
    how: dict[str, Any] = {"best": "lost_share", "indifference": "20%", "measures": MEASURES}
    own = compare(city(), {"more": MORE}, **how)
    there = client.compare(city(), {"more": MORE}, **how).wait(120)
    assert there.table("best").equals(own.table("best"))


def test_a_sweep_is_that_of_python(client: Client) -> None:
    plan = Sweep(scenario=city(), factors=FACTORS, replications=2, measures=MEASURES)
    own = sweep(plan)
    there = client.sweep(plan).wait(120)
    for name in own.tables:
        assert there.table(name).equals(own.table(name))
    by_fields = client.sweep(
        scenario=client.scenarios.add(city()), factors=FACTORS, replications=2, measures=MEASURES
    )
    assert by_fields.id == there.id


def test_an_experiment_is_cancelled_and_deleted(client: Client) -> None:
    long = client.compare(city(), {"more": MORE}, replications=2000, seed=3)
    long.cancel()
    assert long.status is Status.CANCELLED
    long.delete()
    with pytest.raises(ApiError, match="no such thing"):
        long.refresh()


def test_a_table_that_is_none_is_refused(client: Client) -> None:
    there = client.compare(city(), {"more": MORE}, replications=2).wait(120)
    with pytest.raises(KeyError, match="did you mean"):
        there.table("difference")


def test_a_sweep_is_of_a_plan_or_a_scenario(client: Client) -> None:
    with pytest.raises(TypeError, match="one of them"):
        client.sweep()
    with pytest.raises(TypeError, match="is an id"):
        client.compare(client.scenarios.add(city()).id, {"other": city("other")})


def test_what_if_tells_more_and_more(client: Client) -> None:
    found = list(client.what_if(city(), MORE, replications=8, measures=MEASURES))
    assert [one.pairs for one in found] == [1, 2, 4, 8]
    assert {one.of for one in found} == {8}
    first, *_, last = found
    assert first["lost_share"].low is None
    effect = last["lost_share"]
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low <= (effect.difference or 0.0) <= effect.high < 0.0
    assert last.table.column("name").to_pylist() == list(MEASURES)
    with pytest.raises(KeyError, match="was not asked for"):
        last["lost"]


def test_who_has_seen_enough_of_a_what_if_leaves(client: Client) -> None:
    for found in client.what_if(city(), MORE, replications=2000, measures=MEASURES):
        assert isinstance(found, Effects)
        break
    assert client.version


def test_a_what_if_that_cannot_be_is_refused(client: Client) -> None:
    with pytest.raises(ApiError, match=r"body\.changes"):
        next(client.what_if(city(), "stations[*].bay += 1"))
