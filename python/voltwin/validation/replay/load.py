"""What all chargers of a station draw together, at every instant of a log."""

from array import array
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from voltwin.validation.replay.told import Station


class Load:
    """The draws of all instants by station, as the rows of the log leave them."""

    def __init__(self) -> None:
        self._times: defaultdict[int, array[float]] = defaultdict(lambda: array("d"))
        self._drawn: defaultdict[int, array[float]] = defaultdict(lambda: array("d"))

    def note(self, s: Station) -> None:
        """Note the draw of a station as the rows up to now have left it."""
        drawn = sum(charge.power_kw for charge in s.charges.values() if not charge.suspended)
        self._times[s.number].append(s.now)
        self._drawn[s.number].append(drawn)

    def of_station(self, station: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the times of a station's instants [s], and what is drawn from each on [kW]."""
        return np.array(self._times[station]), np.array(self._drawn[station])
