"""A run that is simulated as far as is wanted tells what its whole log does."""

from typing import Any

import pytest
from tests.twin.far_away import NONE_LEFT, far_away
from tests.twin.small_city import city

import voltwin
from voltwin.history.courses import MEASURES
from voltwin.history.history import ForgottenError, History
from voltwin.history.marks import Marks, Rule
from voltwin.history.unfolding import Unfolding
from voltwin.scenario.files import scenario_of
from voltwin.scenario.templates import first_fleet
from voltwin.scenario.validated import with_interventions
from voltwin.scenario.yaml_text import read_yaml
from voltwin.simulation import Simulation
from voltwin_bindings.engine import EngineError

HOUR_S = 3600.0
SEED = 3


def fleet() -> voltwin.Scenario:
    return scenario_of(dict(read_yaml(first_fleet())))


def log_of(scenario: voltwin.Scenario) -> History:
    """The history that the whole log of a run has, with all its rows."""
    run = Simulation(scenario, seed=SEED)
    return History(list(run.stream()), scenario)


def listed(marks: Marks) -> dict[str, list[Any]]:
    return marks.table().to_pydict()


@pytest.fixture(scope="module", params=[city, fleet])
def scenario(request: pytest.FixtureRequest) -> voltwin.Scenario:
    made: voltwin.Scenario = request.param()
    return made


@pytest.fixture(scope="module")
def whole(scenario: voltwin.Scenario) -> History:
    return log_of(scenario)


@pytest.mark.parametrize("rule", [Rule(), Rule.of(1, 0.0, 0.0)])
def test_marks_are_those_of_the_log(scenario: voltwin.Scenario, whole: History, rule: Rule) -> None:
    run = Unfolding(scenario, seed=SEED)
    run.reach(run.end_s)
    assert run.is_over
    assert listed(run.marks_by(rule)) == listed(whole.marks_by(rule))


def test_the_networks_have_marks(whole: History) -> None:
    assert listed(whole.marks(1, 0.0))["begin_s"]


@pytest.mark.parametrize("measure", MEASURES)
def test_series_are_those_of_the_log(
    scenario: voltwin.Scenario, whole: History, measure: str
) -> None:
    run = Unfolding(scenario, seed=SEED)
    for begin_s, end_s in ((0.0, HOUR_S), (2 * HOUR_S, 9.5 * HOUR_S), (5.25 * HOUR_S, run.end_s)):
        assert run.reach(end_s)
        for station in (None, run.stations[0]):
            found, expected = (
                of.series(measure, station, begin_s=begin_s, end_s=end_s, points=50)
                for of in (run, whole)
            )
            assert found.time.tolist() == expected.time.tolist()
            assert found.value == pytest.approx(expected.value, rel=1e-12, nan_ok=True)
            assert found.is_whole == expected.is_whole


def test_no_more_is_simulated_than_is_wanted() -> None:
    run = Unfolding(city())
    assert not run.reach(HOUR_S, seconds=0.0)
    assert run.known_s == 0.0
    assert run.reach(HOUR_S)
    assert HOUR_S < run.known_s < run.end_s
    before = run.known_s
    assert run.reach(HOUR_S, seconds=0.0)
    assert run.known_s == before


def test_what_is_known_does_not_change_when_the_run_goes_on() -> None:
    run = Unfolding(city(), seed=SEED)
    run.reach(HOUR_S)
    options: dict[str, Any] = {"begin_s": 60.0, "end_s": HOUR_S, "points": 40}
    before = {name: run.series(name, **options).value.tolist() for name in MEASURES}
    run.reach(run.end_s)
    after = {name: run.series(name, **options).value.tolist() for name in MEASURES}
    assert repr(before) == repr(after)  # with NaN where there is no limit


def test_a_long_run_lets_go_of_what_is_oldest_and_knows_its_marks_all_the_same() -> None:
    whole, run = Unfolding(city(), seed=SEED), Unfolding(city(), seed=SEED, most_bytes=10_000)
    whole.reach(whole.end_s)
    run.reach(run.end_s)
    assert run.bytes < whole.bytes
    assert 0.0 < run.forgotten_s < run.end_s
    assert listed(run.marks()) == listed(whole.marks())
    late: dict[str, Any] = {"begin_s": run.forgotten_s, "points": 100}
    for measure in MEASURES:
        assert repr(run.series(measure, **late)) == repr(whole.series(measure, **late))
    with pytest.raises(ForgottenError, match="not known any more"):
        run.series("ready", begin_s=0.0)
    assert not run.knows_marks_by(Rule.of(least_queue=1))
    with pytest.raises(ForgottenError, match="not known any more"):
        run.marks(least_queue=1)


def test_a_run_that_cannot_go_on_is_known_up_to_there() -> None:
    none_left = {**NONE_LEFT, "at": "5h 20min"}
    run = Unfolding(with_interventions(far_away(), [none_left]), seed=SEED)
    for _ in range(2):
        with pytest.raises(EngineError, match='station "near": a vehicle is due'):
            run.reach(run.end_s)
    assert 0.0 < run.marks().known_s == run.known_s < run.end_s
