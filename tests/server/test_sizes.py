"""How much simulation one request may ask for: stations times days times replications."""

from dataclasses import replace

import pytest

import voltwin
from voltwin_server.limits.sizes import check_size, check_stations
from voltwin_server.problems import ProblemError
from voltwin_server.settings import Limits

LIMITS = Limits()
CITY = voltwin.demo_city()  # 500 stations, a week


def test_a_week_of_a_city_a_hundred_times_is_allowed_by_default() -> None:
    check_size(CITY, LIMITS, replications=100)


@pytest.mark.parametrize(
    ("replications", "variants", "until", "days"),
    [(1, 1, None, 7), (3, 1, None, 21), (2, 4, 86_400.0, 8), (1, 1, 1e9, 7)],
)
def test_station_days_are_counted(
    replications: int, variants: int, until: float | None, days: float
) -> None:
    def check(most: float) -> None:
        limits = replace(LIMITS, station_days=most)
        check_size(CITY, limits, until=until, replications=replications, variants=variants)

    check(500 * days)
    with pytest.raises(ProblemError) as refused:
        check(500 * days - 1)
    assert refused.value.status_code == 422
    assert f"{500 * days:,.0f} station days" in refused.value.detail


def test_each_part_has_a_limit_of_its_own() -> None:
    with pytest.raises(ProblemError, match="500 stations are asked for; 499 are allowed"):
        check_stations(CITY, replace(LIMITS, stations=499))
    with pytest.raises(ProblemError, match="replications are asked for"):
        check_size(CITY, LIMITS, replications=LIMITS.replications + 1, until=1.0)
    with pytest.raises(ProblemError, match="variants are asked for"):
        check_size(CITY, LIMITS, variants=LIMITS.variants + 1, until=1.0)
