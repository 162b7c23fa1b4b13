"""Reports: every form of what a network tells, as observations; and what cannot have been seen."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.twin.small_city import city

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.extended import extended
from voltwin.scenario.scenario import Scenario
from voltwin.twin.report import observations_in, read_report

ONE, TWO = city(), city(types=2)
PLACE = {"at": "1h", "station": "east"}


def told(report: dict[str, Any], types: int = 1) -> list[dict[str, Any]]:
    """Return the fields of what a report tells, without when and where."""
    found = observations_in(read_report({**PLACE, **report}), (ONE, TWO)[types - 1])
    names = {"at", "station", "kind"}
    return [what.model_dump(exclude=names, exclude_none=True, by_alias=True) for what in found]


def refused(report: dict[str, Any], types: int = 1) -> str:
    with pytest.raises(ScenarioError) as error:
        told(report, types)
    return str(error.value)


@pytest.mark.parametrize(
    ("report", "fields"),
    [
        ({"stock": 5}, {"ready": 5}),
        ({"stock": {"ready": 5, "not_ready": 2}}, {"ready": 5, "not_ready": 2}),
        ({"stock": {"not_ready": 0}}, {"not_ready": 0}),
        ({"stock": [1.0, 0.95, 0.5, 0.1]}, {"ready": 2, "not_ready": 2, "soc": 0.3}),
        ({"stock": [0.99]}, {"ready": 1, "not_ready": 0}),
        ({"stock": []}, {"ready": 0, "not_ready": 0}),
        ({"stock": {"large": 4}}, {"ready": 4}),
        ({"queue": 3}, {"waiting": 3}),
        ({"queue": {"large": 3}}, {"waiting": 3}),
        (
            {"chargers": {"0": "out", 1: "idle", "3": 0.5}},
            {"chargers": {0: "out", 1: "idle", 3: 0.5}},
        ),
        ({"chargers": {"0": 0.97, "1": 0.5}}, {"chargers": {1: 0.5}}),
        ({"id": "m-1", "queue": 0}, {"waiting": 0, "report": "m-1"}),
        ({"id": 17, "queue": 0}, {"waiting": 0, "report": "17"}),
    ],
)
def test_forms_of_a_report(report: dict[str, Any], fields: dict[str, Any]) -> None:
    assert told(report) == [fields]


def test_several_types_are_several_observations() -> None:
    report = {
        "id": "m",
        "stock": {"large": 4, "small": [0.99, 0.5]},
        "queue": {"small": 2},
        "chargers": {"0": "out", "1": {"soc": 0.5, "battery_type": "small"}},
    }
    assert told(report, types=2) == [
        {"battery_type": "large", "ready": 4, "chargers": {0: "out"}, "report": "m"},
        {
            "battery_type": "small",
            **{"ready": 1, "not_ready": 1, "soc": 0.5, "waiting": 2},
            "chargers": {1: 0.5},
            "report": "m",
        },
    ]


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ({}, "tells nothing of stock, queue, or chargers that are not ready"),
        ({"chargers": {"0": 1.0}}, "tells nothing"),
        ({"stock": -1}, "stock: given -1, must be a number of ready batteries"),
        ({"stock": 1.5}, "must be a number of ready batteries"),
        ({"stock": True}, "must be a number of ready batteries"),
        ({"stock": [1.5]}, "the SoC of each battery"),
        ({"stock": {"ready": None}}, "must be a number of ready batteries"),
        ({"stock": {"lage": 3}}, 'stock: "lage" is no battery type; did you mean "large"?'),
        ({"queue": "many"}, 'queue: given "many", must be a number of waiting vehicles'),
        ({"queue": {}}, "must be a number of waiting vehicles"),
        ({"chargers": {"0": 1.2}}, "charger 0 must be out, idle, or the SoC"),
        ({"chargers": {"9": "out"}}, "there is no charger 9: numbers go from 0 to 3"),
        ({"chargers": {"x": "out"}}, "by the chargers' numbers"),
        ({"stock": {"ready": 1, "not_ready": 0}, "chargers": {"0": 0.5}}, "must be 1 at least"),
        ({"station": "eastt", "queue": 1}, '"eastt" is no station; did you mean "east"?'),
        ({"qeue": 1}, 'qeue: unknown field; did you mean "queue"?'),
        ({"at": "soon", "queue": 1}, 'at: given "soon", must be a duration from the start'),
        ({"at": "3d", "queue": 1}, "the run ends at 2d"),
    ],
)
def test_what_is_wrong_is_told(report: dict[str, Any], message: str) -> None:
    assert message in refused(report)


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ({"stock": 3}, "stock: must be by battery type, as there are several: large, small"),
        ({"stock": {"ready": 3}}, "stock: must be by battery type"),
        ({"queue": 3}, "queue: must be by battery type"),
        ({"chargers": {"0": 0.5}}, "charger 0 must be like {soc: 0.5, battery_type: large}"),
        ({"chargers": {"0": {"soc": 0.5}}}, "charger 0 must have soc and battery_type"),
        (
            {"chargers": {"0": {"soc": 0.5, "battery_type": "tiny"}}},
            'chargers: "tiny" is no battery type',
        ),
    ],
)
def test_with_several_types_it_is_told_which(report: dict[str, Any], message: str) -> None:
    assert message in refused(report, types=2)


@pytest.mark.parametrize("field", ["id", "at", "station", "stock", "queue", "chargers"])
@pytest.mark.parametrize(
    "giant",
    [
        *(10**400, -(10**400), 10**5000, "9" * 5000, [10**5000], {10**5000: 3}, {"9" * 5000: 3}),
        *({"ready": 10**5000}, {"0": 10**5000}, {"0": {"soc": 10**5000, "battery_type": "large"}}),
    ],
    ids=lambda giant: type(giant).__name__,
)
@pytest.mark.parametrize("types", [1, 2])
def test_numbers_beyond_all_bounds_are_refused_in_few_words(
    field: str, giant: Any, types: int
) -> None:
    """Python does not write whole numbers of more than 4,300 digits, and floats end at 1.8e308."""
    reason = refused({"queue": 1 if types == 1 else {"large": 1}, field: giant}, types)
    assert reason.startswith(f"{field}: has a")
    assert len(reason) < 100


def test_what_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert refused({"stock": endless}) == "stock: has more than 100,000 values"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *((field, wrong) for field in ("stock", "queue") for wrong in (True, "5", b"5", 10_001)),
        *((field, wrong) for field in ("stock", "queue") for wrong in (math.nan, math.inf, 1e300)),
        *(("stock", [wrong]) for wrong in (True, "0.5", math.nan, math.inf, -0.1, None)),
        *(("stock", {"ready": wrong}) for wrong in (True, "5", math.nan, math.inf, 1.5, 1e300)),
        *(("chargers", {"0": wrong}) for wrong in (True, "0.5", math.nan, math.inf, None, [1])),
        *(("chargers", {wrong: "out"}) for wrong in (True, b"0", 1.5, math.nan, -1, None, "x")),
        *(("at", wrong) for wrong in (True, math.nan, math.inf, -math.inf, b"1h", [1], None)),
        *(("station", wrong) for wrong in (True, math.nan, None, "", 1.5)),
        *(("id", wrong) for wrong in (True, math.nan, "", 1.5, ["m"])),
    ],
)
def test_what_is_no_number_or_text_of_its_field_is_refused_there(field: str, wrong: Any) -> None:
    assert refused({"queue": 1, field: wrong}).startswith(f"{field}")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.sampled_from([10**400, -(10**400), 1e308, "9" * 5000, b"5"])
    | st.floats()
    | st.sampled_from(["large", "out", "idle", "ready", "soc", "1h", "2026-01-05", "east", "0"])
    | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["large", "small", "ready", "not_ready", "soc", "battery_type", "0", ""]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
ANYTHING = st.fixed_dictionaries(
    {"at": st.just("1h") | JSON, "station": st.just("east") | JSON},
    optional=dict.fromkeys(("id", "stock", "queue", "chargers"), JSON),
)


@settings(max_examples=200)
@given(ANYTHING | JSON, st.sampled_from([ONE, TWO]))
def test_whatever_is_sent_is_an_observation_or_refused(raw: Any, scenario: Scenario) -> None:
    reasons: tuple[str, ...] = ()
    try:
        found = observations_in(read_report(raw), scenario)
    except ScenarioError as error:
        found, reasons = [], error.lines
    assert bool(found) != bool(reasons)
    assert extended(scenario, found).interventions == tuple(found)


@pytest.mark.parametrize("report", [None, 5, "text", ["at", "station"]])
def test_what_is_no_mapping_is_no_report(report: Any) -> None:
    with pytest.raises(ScenarioError, match="must be a mapping of fields"):
        read_report(report)
