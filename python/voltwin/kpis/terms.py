"""What a scenario says about money, as KPIs need it."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from voltwin.kpis.cells import Floats
from voltwin.scenario.economics import Economics
from voltwin.scenario.scenario import Scenario


@dataclass(frozen=True)
class Terms:
    """The economics of a network; one currency."""

    economics: Economics
    start: datetime  # of the run, local with its offset from UTC
    rent_per_month: Floats  # (stations,) [currency/month]

    @classmethod
    def of(cls, scenario: Scenario) -> "Terms | None":
        """Return the terms of a scenario, if it has economics."""
        economics = scenario.economics
        if economics is None:
            return None
        own = [station.rent_per_month for station in scenario.stations]
        rents = [economics.rent_per_month if rent is None else rent for rent in own]
        return cls(economics, scenario.start, np.array(rents))
