"""Each KPI of each table is in the vocabulary, with the words that its column has."""

import pytest

import voltwin
from voltwin.experiment import measures
from voltwin.experiment.measures import better_of, is_good_when_large, measures_of
from voltwin.kpis.fleet_columns import fleet_dictionary
from voltwin.store.schema import FLEETS, TOTALS
from voltwin.wording.measures import label_of
from voltwin.wording.vocabulary import CURRENCY, vocabulary

NETWORK = {word.name: word for word in vocabulary() if word.of == "network"}
FLEET = {word.name: word for word in vocabulary() if word.of == "fleet"}


def test_it_has_every_kpi_once() -> None:
    assert len(NETWORK) + len(FLEET) == len(vocabulary())
    for table, words in ((TOTALS, NETWORK), (FLEETS, FLEET)):
        assert list(words) == [one.name for one in table.columns if not one.is_key]


def test_units_and_meanings_are_those_of_the_columns() -> None:
    city = voltwin.demo_city(stations=3)
    for name, unit, meaning in measures_of(city).values():
        assert NETWORK[name].unit == unit.replace("EUR", CURRENCY)
        assert NETWORK[name].meaning == meaning
    for name, unit, meaning in fleet_dictionary():
        if name in FLEET:
            assert (FLEET[name].unit, FLEET[name].meaning) == (unit, meaning)


def test_labels_are_those_of_reports() -> None:
    assert all(word.label == label_of(word.name) for word in vocabulary())


def test_each_direction_is_of_a_kpi_and_goes_one_way() -> None:
    more, less = measures._GOOD_WHEN_LARGE, measures._GOOD_WHEN_SMALL
    assert not more & less
    assert more | less <= {*NETWORK, *FLEET}


@pytest.mark.parametrize(
    ("measure", "better"),
    [
        ("lost_share", "less"),
        ("wait_p95_s", "less"),
        ("energy_cost", "less"),
        ("stranded", "less"),
        ("margin", "more"),
        ("within_target_share", "more"),
        ("grid_kwh", None),
        ("charger_utilisation", None),
        ("arrivals", None),
    ],
)
def test_a_measure_is_better_one_way_or_it_depends(measure: str, better: str | None) -> None:
    assert better_of(measure) == better
    assert is_good_when_large(measure) == (better == "more")


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        ("lost_share", "visits"),
        ("wait_mean_s", "waits"),
        ("charger_cooling_share", "use"),
        ("mean_rack", "batteries"),
        ("fade_kwh", "batteries"),
        ("peak_kw", "energy"),
        ("demand_charge_month", "money"),
    ],
)
def test_a_measure_is_found_among_its_kind(measure: str, kind: str) -> None:
    assert NETWORK[measure].kind == kind
