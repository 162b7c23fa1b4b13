"""A replication has the same numbers however it is run: shared by threads, or in a series."""

from pathlib import Path

import pytest
from tests.experiment.small_city import MEASURES, small_city

import voltwin
from voltwin.experiment.executor import Threads
from voltwin.experiment.prepared import Prepared
from voltwin.experiment.spans import Span
from voltwin.experiment.variant import BASE, Variant
from voltwin.experiment.work import Work
from voltwin.scenario import Scenario

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TABLES = ("total", "by_region", "by_hour", "by_station")
SCENARIOS = {
    "city": (small_city(), 86_400.0),
    "week": (voltwin.demo_city(stations=7, seed=3), 604_800.0),
    "fleet": (voltwin.load(EXAMPLES / "first_fleet.yaml"), 43_200.0),
}


@pytest.mark.parametrize("threads", [2, 3])
@pytest.mark.parametrize(("scenario", "until_s"), SCENARIOS.values(), ids=SCENARIOS)
def test_threads_that_share_a_replication_change_no_number(
    scenario: Scenario, until_s: float, threads: int
) -> None:
    until_s = min(until_s, scenario.horizon)
    alone = Prepared(scenario, 5, until_s, TABLES).run_alone(2, threads)
    series = Prepared(scenario, 5, until_s, TABLES).run([2])
    assert alone.keys() == series.keys()
    for name in TABLES:
        assert alone[name].equals(series[name], check_metadata=True)


def test_a_single_run_is_shared_by_all_threads_with_the_rows_of_one() -> None:
    city = small_city()
    work = Work(city, 4, city.horizon, MEASURES, ("by_hour",))
    chunk = ((Variant(BASE), Span(0, 3, 1)),)
    ((_, rows),) = Threads(3).results(work, iter([chunk]))
    assert rows.equals(work.run(chunk))
    assert list(Threads(3).results(work, iter([]))) == []
