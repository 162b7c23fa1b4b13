"""Plans of sweeps: what variants they make of a scenario, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenario.small import TEXT, loaded

from voltwin import ScenarioError
from voltwin.experiment.factors import Factor
from voltwin.experiment.sweep_plan import Sweep, variants_of
from voltwin.scenario import Scenario
from voltwin.scenario.files import scenario_of
from voltwin.scenario.yaml_text import read_yaml

SMALL = scenario_of(read_yaml(TEXT))
CHARGERS = {"path": "stations[*].chargers", "add": [0, 1, 2]}
DEMAND = {"path": "demand.multiplier", "multiply": {"from": 0.5, "to": 2}}
POLICY = {"path": "stations[*].policy", "set": ["lose", "wait"]}
FACTORS = {"chargers": CHARGERS, "demand": DEMAND, "policy": POLICY}
GRID = {"kind": "grid", "points": 4}


def sweep(**fields: Any) -> Sweep:
    return Sweep(**{"scenario": SMALL, "factors": FACTORS, "design": GRID, **fields})


def refused(**fields: Any) -> tuple[str, ...]:
    with pytest.raises(ScenarioError) as error:
        sweep(**fields)
    return error.value.lines


# --- variants -----------------------------------------------------------------------------------


def test_variants_are_named_by_their_levels_in_the_order_of_the_design() -> None:
    variants = variants_of(sweep())
    assert len(variants) == sweep().most_variants == 3 * 4 * 2
    assert [variant.name for variant in variants[:3]] == [
        "chargers+=0, demand*=0.5, policy=lose",
        "chargers+=0, demand*=0.5, policy=wait",
        "chargers+=0, demand*=1, policy=lose",
    ]
    assert variants[-1].levels == {"chargers": 2, "demand": 2, "policy": "wait"}


def test_a_variant_is_the_scenario_with_its_levels() -> None:
    for variant in variants_of(sweep()):
        scenario, levels = variant.scenario(SMALL), variant.levels
        assert scenario.demand.multiplier == levels["demand"]
        assert scenario.stations[0].policy == levels["policy"]
        assert sum(group.count for group in scenario.stations[0].chargers) == 4 + levels["chargers"]


@settings(max_examples=30)
@given(st.sampled_from(["latin_hypercube", "sobol"]), st.integers(0, 9), st.integers(0, 7))
def test_variants_are_the_same_each_time_and_their_names_are_their_own(
    kind: str, seed: int, power: int
) -> None:
    design = {"kind": kind, "variants": 2**power, "seed": seed}
    variants = variants_of(sweep(design=design))
    assert variants == variants_of(sweep(design=design))
    assert len({variant.name for variant in variants}) == len(variants) == 2**power


def test_names_are_in_full_where_few_digits_do_not_tell_them_apart() -> None:
    near = {"demand": {"path": "demand.multiplier", "multiply": [1.00001, 1.00002, 2]}}
    assert [variant.name for variant in variants_of(sweep(factors=near))] == [
        *("demand*=1.00001", "demand*=1.00002", "demand*=2"),
    ]


def test_a_named_level_makes_its_changes() -> None:
    cases = {"levels": {"as is": [], "big": ["stations[*].bays+=1", "demand.multiplier*=2"]}}
    as_is, big = variants_of(sweep(factors={"case": cases}))
    assert (as_is.name, as_is.changes, as_is.scenario(SMALL)) == ("case=as is", (), SMALL)
    scenario = big.scenario(SMALL)
    assert (scenario.stations[0].bays, scenario.demand.multiplier) == (2, 2)


# --- plans --------------------------------------------------------------------------------------


def test_what_is_not_given_has_its_default() -> None:
    plan = Sweep(scenario=SMALL, factors={"chargers": CHARGERS})
    assert (plan.seed, plan.replications, plan.kept) == (1, 5, ())
    assert plan.until_s == SMALL.horizon
    assert plan.asked_measures[0] == "lost_share"
    assert len(variants_of(plan)) == 3


def test_what_is_given_is_kept() -> None:
    kept = ["by_hour", "by_region", "by_hour"]
    plan = sweep(until="1d", measures=["peak_kw", "grid_kwh"], keep=kept, replications=9)
    assert (plan.until_s, plan.replications) == (86400.0, 9)
    assert plan.asked_measures == ("peak_kw", "grid_kwh")
    assert plan.kept == ("by_region", "by_hour")


def test_a_scenario_may_be_a_file_and_factors_objects(tmp_path: Path) -> None:
    loaded(tmp_path, TEXT)
    factors = {name: Factor.model_validate(fields) for name, fields in FACTORS.items()}
    plan = Sweep(scenario=tmp_path / "city.yaml", factors=factors, design=GRID)
    assert variants_of(plan) == variants_of(sweep())


def test_a_plan_keeps_a_scenario_of_its_own() -> None:
    scenario = SMALL.model_copy(deep=True)
    plan = sweep(scenario=scenario)
    scenario.stations[0].bays = 7
    assert plan.scenario == SMALL


@pytest.mark.parametrize(
    "design",
    [
        GRID,
        {"kind": "sobol", "variants": 8},
        {"kind": "list", "points": [{"demand": 1, "policy": "wait"}]},
    ],
)
def test_a_plan_is_the_same_from_its_plain_fields(design: dict[str, Any]) -> None:
    cases = {"levels": {"as is": [], "more": ["stations[*].bays+=1"]}}
    plan = sweep(factors={**FACTORS, "case": cases}, until="1d 6h", design=design)
    again = Sweep(scenario=SMALL, **plan.as_dict())
    assert again == plan
    assert variants_of(again) == variants_of(plan)


# --- what is refused ----------------------------------------------------------------------------

ONE = [
    ({"factors": {}}, "factors: given {}, must hold at least 1"),
    ({"fators": 1}, 'fators: unknown field; did you mean "factors"?'),
    ({"replications": 0}, "replications: given 0, must be at least 1"),
    ({"replications": 2.5}, "replications: given 2.5, must be a whole number"),
    ({"seed": -1}, "seed: given -1, must be at least 0"),
    ({"until": "1 day"}, "until: given "),
    ({"until": "2w"}, "until: 2w must be at least 1s and at most the scenario's horizon, 1w"),
    ({"measures": []}, "measures: given [], must hold at least 1"),
    (
        {"measures": ["grid_kwh", "lost_shar"]},
        'measures[1]: "lost_shar" is no KPI of a network; did you mean "lost_share"?',
    ),
    (
        {"keep": ["by_slot"]},
        "keep[0]: given \"by_slot\", must be 'by_region', 'by_hour', 'by_station', ",
    ),
    (
        {"factors": {"lost": {"path": "demand.multiplier", "multiply": [1, 2]}}},
        "factors.lost: is the name of a column that tables of results have; call it otherwise",
    ),
    (
        {"factors": {"a": {"path": "horizon", "set": ["1d", "2d"]}}},
        "factors.a: changes horizon, which must be the same for all variants; see `until`",
    ),
    (
        {"factors": {"a": {"path": "stations[0", "set": [1]}}},
        'factors.a.path: given "stations[0", ',
    ),
    ({"design": "grid"}, 'design: given "grid", must be a mapping with a kind, one of grid, '),
    (
        {"design": {"kind": "sobl", "variants": 8}},
        'design: given {kind: sobl, variants: 8}, unknown kind; did you mean "sobol"?',
    ),
    (
        {"design": {"kind": "sobol", "variants": 100}},
        "design: given {kind: sobol, variants: 100}, variants must be a power of two, such as 64 ",
    ),
    (
        {"design": {"kind": "grid"}},
        "factors.demand.multiply: a grid needs levels: give points, here or in the design",
    ),
    (
        {"design": {"kind": "list", "points": [{"policy": "wait", "deman": 2}]}},
        'design.points[0].deman: is no factor; did you mean "demand"?',
    ),
    (
        {"factors": {"a": {"path": "demand.multiplier", "multiply": {"to": 3}}}},
        "factors.a.multiply.from: is missing",
    ),
    (
        {"factors": {"a": {"path": "demand.multiplier", "multiply": {"from": "x", "to": 3}}}},
        'factors.a.multiply.from: given "x", must be a finite number',
    ),
    (
        {"factors": {"a": {"path": "demand.multiplier", "add": [1, "x"]}}},
        'factors.a.add[1]: given "x", must be a finite number',
    ),
    (
        {"factors": {"a": {"path": "demand.multiplier", "multply": [1]}}},
        'factors.a.multply: unknown field; did you mean "multiply"?',
    ),
]


@pytest.mark.parametrize(("fields", "line"), ONE)
def test_one_wrong_thing_is_one_line(fields: dict[str, Any], line: str) -> None:
    (said,) = refused(**fields)
    assert said.startswith(line)


def test_all_that_is_wrong_is_told_at_once() -> None:
    lines = refused(until="2w", measures=["losd"], design={"kind": "grid"})
    assert [line.partition(":")[0] for line in lines] == [
        *("until", "measures[0]", "factors.demand.multiply"),
    ]


def test_a_billion_runs_are_refused_before_any_variant_is_made() -> None:
    many = {"path": "demand.multiplier", "multiply": {"from": 1, "to": 2, "points": 10_000}}
    other = {"path": "stations[*].multiplier", "multiply": {"from": 1, "to": 2, "points": 10_000}}
    (line,) = refused(factors={"one": many, "other": other}, replications=10)
    assert line == (
        "design: there would be 100,000,000 variants, 1,000,000,000 runs; at most 1,000,000 "
        "variants: give fewer levels, or take a latin_hypercube"
    )


def test_a_path_that_leads_nowhere_is_refused_with_the_factor_and_the_nearest_name() -> None:
    (line,) = refused(factors={"demand": {"path": "demand.multiplyer", "multiply": [1, 2]}})
    assert line.startswith("factors.demand: demand*=2: ")
    assert 'did you mean "multiplier"?' in line


def test_a_level_that_the_scenario_does_not_allow_is_refused() -> None:
    (line,) = refused(factors={"policy": {"path": "stations[*].policy", "set": ["lose", "flee"]}})
    assert line.startswith("factors.policy: policy=flee: ")
    assert "'lose', 'wait' or 'divert'" in line


def test_a_factor_that_would_undo_another_is_refused() -> None:
    path = "demand.multiplier"
    factors = {"one": {"path": path, "multiply": [1, 2]}, "other": {"path": path, "set": [1, 3]}}
    assert refused(factors=factors) == (
        "factors.other: sets demand.multiplier, which the factor one changes before",
    )
    named = {"one": factors["one"], "case": {"levels": {"a": [], "b": [f"{path}=2"]}}}
    assert refused(factors=named)[0].startswith("factors.case: sets demand.multiplier")
    turned = dict(reversed(factors.items()))
    assert len(variants_of(sweep(factors=turned))) == 4


def test_a_scenario_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="scenario: 3 is neither a scenario nor the path of one"):
        sweep(scenario=3)
    with pytest.raises(ScenarioError, match="there is no such file"):
        sweep(scenario="nowhere.yaml")
    with pytest.raises(ScenarioError, match="scenario: is missing"):
        Sweep(**{"factors": FACTORS})


def test_a_scenario_that_became_wrong_is_refused() -> None:
    wrong = Scenario.model_construct(**{**dict(SMALL), "stations": []})
    with pytest.raises(ScenarioError, match="stations"):
        sweep(scenario=wrong)
