"""What held stations back by the hour: their grid limit, and the price of energy."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voltwin.explain.in_force import Floats, Window, all_kwh, allowed_kwh, dear_share
from voltwin.explain.site import Site
from voltwin.scenario.scenario import Scenario


class Restraints(NamedTuple):
    """By station and hour, shape (stations, hours)."""

    limited: Floats  # 1 where the grid limit is below the power of all chargers, at some time
    use: Floats  # energy drawn over what the limit allows, where it is limited; else 0
    dear: Floats  # share of time in which the price lets no charge start beyond the reserve

    @classmethod
    def of(
        cls, scenario: Scenario, sites: Sequence[Site], window: Window, grid_kwh: Floats
    ) -> "Restraints":
        """Return what held stations back.

        Args:
            scenario: of the run.
            sites: all of its stations.
            window: of the run's tables.
            grid_kwh: what each station drew in each hour [kWh].
        """
        limited, use, dear = (np.zeros(grid_kwh.shape) for _ in range(3))
        hours = grid_kwh.shape[1]
        for number, site in enumerate(sites):
            allowed = allowed_kwh(scenario, site, window, hours)
            if allowed is not None:
                below = allowed < all_kwh(site, window, hours) * _JUST_ALL
                limited[number] = below
                drawn = np.where(below, grid_kwh[number], 0.0)
                use[number] = np.divide(drawn, allowed, out=drawn, where=allowed > 0.0)
            share = dear_share(scenario, site, window, hours)
            if share is not None:
                dear[number] = share
        return cls(limited, use, dear)


_JUST_ALL = 1.0 - 1e-9  # rounding
