"""Measures: they are columns of what a run gives, and wrong names are told."""

from tests.scenario.small import TEXT

from voltwin import demo_city, run
from voltwin.experiment.measures import measures_of, problems_of_measures, usual_measures
from voltwin.scenario.files import scenario_of
from voltwin.scenario.yaml_text import read_yaml

SMALL = scenario_of(read_yaml(TEXT))
CITY = demo_city(stations=1)


def test_measures_are_the_columns_of_the_table_total() -> None:
    for scenario in (SMALL, CITY):
        columns = run(scenario, until="1h", events=False).kpis.total.column_names
        assert list(measures_of(scenario)) == [name for name in columns if name != "stations"]


def test_usual_measures_are_measures_and_include_money_where_there_is_any() -> None:
    for scenario in (SMALL, CITY):
        assert set(usual_measures(scenario)) <= set(measures_of(scenario))
    assert set(usual_measures(CITY)) - set(usual_measures(SMALL)) == {"cost", "margin"}


def test_units_are_told() -> None:
    assert [measures_of(CITY)[name][1] for name in ("lost_share", "grid_kwh", "margin")] == [
        *("1", "kWh", "EUR"),
    ]


def test_what_is_no_measure_is_told_with_the_nearest_name() -> None:
    wanted = ["lost_share", "lost_shar", "margin", "lost_share", "station"]
    assert list(problems_of_measures(wanted, SMALL)) == [
        (1, '"lost_shar" is no KPI of a network; did you mean "lost_share"?'),
        (2, '"margin" is about money, and the scenario has no economics'),
        (3, '"lost_share" stands twice'),
        (4, '"station" is no KPI of a network' + _allowed(wanted[-1])),
    ]
    assert list(problems_of_measures(["margin"], CITY)) == []


def _allowed(wrong: str) -> str:
    from voltwin.scenario.names import did_you_mean

    return did_you_mean(wrong, measures_of(SMALL))
