"""Changes as text and as data: each form gives back the same change."""

import pickle
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.scenario import ScenarioError, Station
from voltwin.scenario.changes import Change
from voltwin.scenario.changes.change import OPERATIONS
from voltwin.scenario.changes.paths import Condition, Step, parse_path, path_text

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
# What a path has marks of its own for, as names.
WORDS = st.one_of(
    TEXT, st.sampled_from(["*", "3", "003", "a|b", "a=b", "a]b", 'a"b', "a'b", " a "])
)
FIELDS = st.sampled_from(["stations", "bays", "swap_time", "from", "my-profile", "größe", "x_1"])
CONDITIONS = st.one_of(
    st.builds(
        Condition,
        st.none(),
        st.lists(st.one_of(WORDS, st.integers(0, 10**9)), min_size=1, max_size=3).map(tuple),
    ).map(lambda one: (one,)),
    st.lists(
        st.builds(Condition, WORDS, st.lists(WORDS, min_size=1, max_size=3).map(tuple)),
        max_size=3,
    ).map(tuple),
)


@st.composite
def paths(draw: st.DrawFn) -> tuple[Step, ...]:
    steps: list[Step] = [draw(FIELDS)]
    for _ in range(draw(st.integers(0, 4))):
        steps.append(draw(FIELDS | CONDITIONS))
    return tuple(steps)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(
        st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=20
    )
    | st.sampled_from(["=", "*a", "&a", "- a", "a: b", "a #b", "12:30", "1e5", "~", "yes", "{a}"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc: #'\"1", max_size=6), inner, max_size=4)
    ),
    max_leaves=8,
)
CHANGES = st.builds(
    lambda path, operation, value: Change(path_text(path), operation, value),
    paths(),
    st.sampled_from(OPERATIONS),
    VALUES,
)


@given(paths())
def test_a_path_reads_back_to_the_same_steps(path: tuple[Step, ...]) -> None:
    assert parse_path(path_text(path)) == path


@given(CHANGES)
def test_a_change_reads_back_to_the_same(change: Change) -> None:
    assert Change.parse(str(change)) == change
    assert Change.from_dict(change.as_dict()) == change
    assert pickle.loads(pickle.dumps(change)) == change


@pytest.mark.parametrize(
    ("text", "path", "operation", "value"),
    [
        ("stations[region=North].chargers+=2", "stations[region=North].chargers", "+=", 2),
        (" stations[ region = North ].bays -= 1 ", "stations[region=North].bays", "-=", 1),
        ("stations[s1|s2, s3].bays=1", None, "", None),
        ("demand.multiplier*=1.5", "demand.multiplier", "*=", 1.5),
        ("horizon=1d", "horizon", "=", "1d"),
        ("name=a+=b", "name", "=", "a+=b"),
        ("stations[name='a+=b'].bays=1", 'stations[name="a+=b"].bays', "=", 1),
        ("stations[name=a].patience=null", "stations[name=a].patience", "=", None),
        ("stations[007].bays=1", "stations[007].bays", "=", 1),  # an id: numbers begin with no 0
        ('stations["7"].bays=1', 'stations["7"].bays', "=", 1),
        (
            "interventions+={kind: close, at: 2h}",
            "interventions",
            "+=",
            {"kind": "close", "at": "2h"},
        ),
    ],
)
def test_a_change_is_split_at_the_first_operation_outside_brackets(
    text: str, path: str | None, operation: str, value: Any
) -> None:
    if path is None:
        with pytest.raises(ScenarioError, match="numbers and ids stand alone"):
            Change.parse(text)
        return
    change = Change.parse(text)
    assert change.as_dict() == {"path": path, "operation": operation, "value": value}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "an empty path: a name of a field is expected, as in stations[region=North].chargers"),
        ("stations[3].bays", "after the path stands one of =, +=, -=, *=, as in"),
        ("stations[3].bays 2", 'not "2"'),
        ("stations[3].bays/=2", 'not "/=2"'),
        ("stations[3.bays=2", 'a "[" is not closed'),
        ("stations[].bays=2", "in brackets stands a number, an id, field=value, or *"),
        ("stations[region=].bays=2", "in brackets stands a number, an id, field=value, or *"),
        ("stations[a=b=c].bays=2", '"=" in brackets is not expected after a value'),
        ("stations..bays=2", "a name of a field is expected"),
        ("[3].bays=2", "a name of a field is expected"),
        ("stations[3].bays=", "a value is missing; nothing is written null"),
        (
            "stations[3].bays={a",
            "stations[3].bays: the value {a is no YAML: a { before it is not closed",
        ),
        ("stations[3].bays=.nan", "nan is no value that a scenario may hold"),
        (r'stations["\q"].bays=2', r'"\q" has a \ too many'),
    ],
)
def test_what_is_no_change_is_refused(text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Change.parse(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"path": "name", "value": 1}, "a change must have path, operation, value, not {"),
        ([], "a change must have path, operation, value, not []"),
        ({"path": 3, "operation": "=", "value": 1}, "the path of a change must be text, not 3"),
        ({"path": "name", "operation": "/=", "value": 1}, 'name: "/=" is none of =, +=, -=, *='),
        ({"path": "name x", "operation": "=", "value": 1}, '"x" is no part of a path'),
        ({"path": "name", "operation": "=", "value": {1.5: 2}}, "must be text"),
        ({"path": "name", "operation": "=", "value": object()}, "is no value that a scenario may"),
    ],
)
def test_data_that_is_no_change_is_refused(fields: Any, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Change.from_dict(fields)
    assert message in str(caught.value)


def test_values_from_python_are_those_of_a_file() -> None:
    station = Station(id="x", chargers={"power_kw": 80}, batteries=2, swaps_per_day=9)
    made = Change("stations[0].chargers", "=", station.chargers)
    assert made == Change.parse("stations[0].chargers=[{count: 1, power_kw: 80, efficiency: 0.95}]")
    assert Change("horizon", "=", np.float64(60.0)) == Change.parse("horizon=60.0")
    assert Change("stations[0].trace", "=", np.arange(3)) == Change.parse(
        "stations[0].trace=[0,1,2]"
    )
    start = datetime.fromisoformat("2026-01-05T00:00:00+08:00")
    assert Change("start", "=", start).value == "2026-01-05T00:00:00+08:00"


def test_equal_changes_are_one_in_a_set() -> None:
    one, other = Change.parse("stations[*].bays = 2"), Change("stations[ * ].bays", "=", 2)
    assert {one, other} == {one}
