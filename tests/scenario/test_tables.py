"""A scenario becomes the tables that both engines run on."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

import voltwin
from voltwin.scenario import model
from voltwin.scenario.distributions import Beta, Empirical, Exponential, Fixed
from voltwin.scenario.files import scenario_of
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.shelf import Shelf
from voltwin_core import power
from voltwin_core.distributions import Distribution, sample
from voltwin_core.record import as_array

UNIFORMS = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 997), [2.0**-53, 1e-12, 1 - 1e-12]])


def drawn(law: object, low: float = -np.inf, high: float = np.inf) -> np.ndarray[Any, Any]:
    numbers: Shelf[float] = Shelf()
    laws = Laws(numbers)
    index = laws.put(law, low, high)  # type: ignore[arg-type]
    table, values = Distribution.adopt(laws.fill()), numbers.fill(np.float64)
    return np.array([sample(table, values, index, u) for u in UNIFORMS])


# Laws as a whole: `voltwin validate --only distributions`; tables: test_quantile_tables.py.


def test_a_cut_off_law_is_the_law_given_that_it_lies_there() -> None:
    x = drawn(Beta(a=2.0, b=8.0), 0.1, 0.3)
    law = stats.beta(2.0, 8.0)
    share = (law.cdf(x) - law.cdf(0.1)) / (law.cdf(0.3) - law.cdf(0.1))
    assert np.abs(share - UNIFORMS).max() < 1e-5
    mirrored = drawn(Exponential(mean=0.1, shift=0.95, scale=-1.0), 0.0, 0.95)
    assert mirrored.min() >= 0.0
    assert mirrored.max() <= 0.95


def test_fixed_and_empirical_values() -> None:
    assert set(drawn(Fixed(value=90.0, shift=1.0, scale=2.0))) == {181.0}
    x = drawn(Empirical(values=(3.0, 1.0, 2.0)))
    assert [(x == value).mean() for value in (1, 2, 3)] == pytest.approx([1 / 3] * 3, abs=0.01)


def test_numbering_is_that_of_the_model() -> None:
    station = {
        "id": "a", "bays": 2, "queue_places": 1, "swaps_per_day": 10,
        "chargers": [{"count": 2, "power_kw": 50}, {"count": 1, "power_kw": 20}],
        "batteries": {"small": 2, "large": {"count": 1, "soc": 0.3}},
    }  # fmt: skip
    curve = {"power_kw": 60}
    types = [
        {"id": "small", "capacity_kwh": 20, "charge_curve": curve},
        {"id": "large", "capacity_kwh": 60, "charge_curve": curve},
    ]
    scenario = scenario_of({"battery_types": types, "stations": [station, {**station, "id": "b"}]})
    p = voltwin.Simulation(scenario).parameters
    assert as_array(p.chargers)["power_kw"].tolist() == [50, 50, 20] * 2
    assert as_array(p.batteries)["battery_type"].tolist() == ([0, 0, 1] + [0] * 4 + [1] * 4) * 2
    assert as_array(p.batteries)["soc"][:3].tolist() == [0.99, 0.99, 0.3]
    assert as_array(p.pools)["share_until"] == pytest.approx([2 / 3, 1.0] * 2)
    assert as_array(p.vehicles)["battery"].tolist() == [*range(3, 11), *range(14, 22)]


def test_swaps_per_day_are_met_whatever_the_profile() -> None:
    scenario = voltwin.demo_city(stations=30, seed=2)
    for station in scenario.stations:
        station.swaps_per_day, station.opening_hours = 400.0, "24h"
    scenario.demand.day_factor, scenario.demand.surges = None, ()
    kpis = voltwin.Simulation(scenario, log=False).run()
    expected = 30 * 400 * 7
    assert abs(kpis.total["arrivals"][0].as_py() - expected) < 5 * expected**0.5


def test_no_power_is_beyond_what_the_kernel_can_reserve() -> None:
    """The bound stands twice, since a scenario is read without a compiler."""
    assert model.MOST_KW == power.MOST_KW
