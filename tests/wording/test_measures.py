import pytest

from voltwin.wording.measures import label_of


@pytest.mark.parametrize(
    ("measure", "label"),
    [
        ("lost_share", "lost share"),
        ("wait_p95_s", "95 % wait"),
        ("grid_kwh", "energy drawn"),
        ("arrivals", "arrivals"),
        ("wait_p90_s", "wait p90"),
        ("energy_cost", "energy cost"),
    ],
)
def test_measures_have_names_for_people(measure: str, label: str) -> None:
    assert label_of(measure) == label
