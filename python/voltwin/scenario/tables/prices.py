"""When the price of energy crosses a station's threshold, worked out before the run."""

from functools import cached_property

import numpy as np

from voltwin.scenario.prices import Floats, slot_prices
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.season import QUARTER_S
from voltwin.scenario.station import Station
from voltwin.scenario.tables.shelf import Shelf
from voltwin_core.station.parameters import NO_RESERVE


class Prices:
    """The last columns of the core's `Station`."""

    def __init__(self, scenario: Scenario, numbers: Shelf[float]) -> None:
        self._scenario = scenario
        self._numbers = numbers

    def row(self, station: Station) -> tuple[int, int, int, int]:
        """Return the reserve, whether it is cheap at the start, and first number and number of the
        times at which that changes."""
        rule = station.charge_when
        if rule is None:
            return NO_RESERVE, 1, 0, 0
        cheap = self._slot_prices < rule.price_below
        changes = np.flatnonzero(cheap[1:] != cheap[:-1]) + 1
        times = (changes * float(QUARTER_S) + self._first_s).tolist()
        return rule.reserve, int(cheap[0]), self._numbers.put(times), len(times)

    @cached_property
    def _slot_prices(self) -> Floats:
        """The price in each slot of the run, that of the start first [currency/kWh]."""
        scenario = self._scenario
        assert scenario.economics is not None, "checked"
        before = int(self._into_hour_s // QUARTER_S)
        slots = before + int(-(-(scenario.horizon - self._first_s) // QUARTER_S))
        return slot_prices(scenario.economics.tariff, scenario.start, slots)[before:]

    @property
    def _first_s(self) -> float:
        """When the slot of the start begins, at the start or before [s]."""
        return -(self._into_hour_s % QUARTER_S)

    @property
    def _into_hour_s(self) -> float:
        start = self._scenario.start
        return float(start.minute * 60 + start.second)
