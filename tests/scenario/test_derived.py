"""What follows from a station's fields."""

from voltwin.scenario.derived import least_ring, usual_ring
from voltwin.scenario.station import Station

STATION = {"id": "a", "bays": 2, "queue_places": 3, "chargers": 0, "batteries": 5}


def test_a_ring_that_is_not_given_can_never_run_empty() -> None:
    station = Station(**STATION, swaps_per_day=240)
    assert usual_ring(station) == least_ring(station) == 6


def test_the_ring_of_a_station_that_diverts_is_larger_by_hours_of_arrivals() -> None:
    # 10 and 4 hours of 10 or 5 an hour; of 400 a day where no rate is given.
    by_day = Station(**STATION, policy="divert", swaps_per_day=240)
    by_hour = Station(**STATION, policy="divert", rate_per_hour=5, multiplier=2)
    by_gap = Station(**STATION, policy="divert", gap=60)
    assert [usual_ring(station) for station in (by_day, by_hour, by_gap)] == [56, 56, 83]
