"""Exact waits of a log that comes in batches, of vehicles that come into the run, too."""

from tests.kpis.logs import row, table
from tests.kpis.networks import Site, network

from voltwin.kpis.exact_waits import ExactWaits

WARMED_UP = network((Site(ring=2),), horizon_s=3 * 3600.0, warm_up_hours=1)


def waits(*batches: list[tuple[object, ...]]) -> list[float]:
    exact = ExactWaits(WARMED_UP)
    for batch in batches:
        for part in table(batch).to_batches():
            exact.add(part)
    return [float(wait_s) for wait_s in exact.waits().wait_s]


def ends(time: float, vehicle: int, wait_s: float) -> tuple[object, ...]:
    return row(time, "swap_end", vehicle=vehicle, battery=0, bay=0, soc=0.2, wait_s=wait_s)


def test_who_arrived_in_the_warm_up_does_not_count_whenever_it_is_served() -> None:
    first = [row(3500.0, "arrival", vehicle=0, soc=0.2), row(3700.0, "arrival", vehicle=1, soc=0.2)]
    assert waits([*first, ends(4000.0, 0, 440.0), ends(4100.0, 1, 340.0)]) == [340.0]
    assert waits(first, [ends(4000.0, 0, 440.0), ends(4100.0, 1, 340.0)]) == [340.0]


def test_vehicles_that_were_seen_count_from_when_they_were() -> None:
    """They come with an observation, so that the run has more vehicles than at its start."""
    seen = [row(time, "vehicle_seen", vehicle=v, soc=0.2) for time, v in ((3500.0, 5), (3700.0, 7))]
    assert waits(seen, [ends(4000.0, 5, 440.0), ends(4100.0, 7, 340.0)]) == [340.0]
