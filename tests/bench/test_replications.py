"""What is measured of replications is what it is said to be."""

import math

from voltwin.bench.replications import small_station
from voltwin.experiment.replicate import replicate


def test_the_small_station_has_its_arrivals_and_serves_nearly_all_of_them() -> None:
    """Arrivals are Poisson, 120 a day: their mean over 400 days is within four standard errors."""
    found = replicate(small_station(), replications=400, threads=1)
    arrivals = found.values("arrivals").mean()
    assert abs(arrivals - 120.0) < 4.0 * math.sqrt(120.0 / 400)
    assert found.values("lost").sum() < 0.02 * 120.0 * 400
