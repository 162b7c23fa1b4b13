"""What the plain models in `benchmarks/` know of a station: numbers, hourly rates, durations.

Surges, day factors, grid limits, opening hours, charge orders and further battery types are left
out; the thermal model becomes a fixed cool-down at the mean ambient temperature. Random durations
are lists of equally likely values, so that a draw costs a plain model next to nothing.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin_core.calendar import HOURS_PER_WEEK, hour_of_week
from voltwin_core.distributions import NEVER, sample
from voltwin_core.ladder import build_ladders, seconds_at
from voltwin_core.record import as_array
from voltwin_core.station.parameters import LOSE, Parameters

VALUES = 1024  # equally likely values that stand for a distribution

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PlainStation:
    """A station of one battery type."""

    bays: int
    chargers: int
    queue_places: int
    loses: bool  # an arrival that finds no ready battery
    ready: int  # batteries at the start
    to_charge: int  # batteries at the start that are not ready
    per_s: Floats  # rate of arrivals by hour, from the start of the run, one week [1/s]
    swap_s: Floats  # equally likely durations [s]
    patience_s: Floats  # infinite for endless patience [s]
    to_ready_s: Floats  # from placement on a charger, cool-down included [s]
    to_full_s: float  # from ready [s]


def plain_stations(parameters: Parameters) -> list[PlainStation]:
    """Return the stations of a network as the plain models see them."""
    view = _View(parameters)
    return [view.station(number) for number in range(len(parameters.stations))]


class _View:
    """A network with its ladders; lists of values are made once and shared by stations."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self._kind = as_array(parameters.battery_types)[0]
        self._ladders = build_ladders(
            parameters.knots, as_array(parameters.battery_types), as_array(parameters.chargers)
        )
        self._lists: dict[int, Floats] = {NEVER: np.full(VALUES, math.inf)}
        self._charges: dict[int, Floats] = {}

    def station(self, number: int) -> PlainStation:
        parameters = self._parameters
        station = as_array(parameters.stations)[number]
        first = int(station["first_battery"])
        soc = as_array(parameters.batteries)["soc"][first : first + int(station["inventory"])]
        ready = int((soc >= self._kind["ready_soc"]).sum())
        row = int(self._ladders.of_charger[station["first_charger"]])
        ladder = as_array(self._ladders.ladders)[row]
        return PlainStation(
            bays=int(station["bays"]),
            chargers=int(station["chargers"]),
            queue_places=int(station["queue_places"]),
            loses=bool(station["policy"] == LOSE),
            ready=ready,
            to_charge=len(soc) - ready,
            per_s=_rates(parameters, number),
            swap_s=self._values(int(station["swap_time"])),
            patience_s=self._values(int(station["patience"])),
            to_ready_s=_cool_down_s(parameters, station) + self._to_ready(row),
            to_full_s=float(ladder["full_s"] - ladder["ready_s"]),
        )

    def _values(self, distribution: int) -> Floats:
        """Return equally likely values: the middles of quantiles."""
        if distribution not in self._lists:
            laws, numbers = self._parameters.distributions, self._parameters.numbers
            middles = (np.arange(VALUES) + 0.5) / VALUES
            values = [sample(laws, numbers, distribution, u) for u in middles.tolist()]
            self._lists[distribution] = np.array(values)
        return self._lists[distribution]

    def _to_ready(self, row: int) -> Floats:
        """Return equally likely durations of charging to ready, on a ladder [s]."""
        if row not in self._charges:
            ladder, rungs = as_array(self._ladders.ladders)[row], self._ladders.rungs
            done_s = [
                seconds_at(rungs, int(ladder["first"]), int(ladder["rungs"]), soc)
                for soc in self._values(int(self._kind["arrival_soc"])).tolist()
            ]
            self._charges[row] = float(ladder["ready_s"]) - np.array(done_s)
        return self._charges[row]


def _rates(parameters: Parameters, number: int) -> Floats:
    """Return base x profile by hour of the run, as far as a week [1/s]."""
    source = as_array(parameters.sources)[number]
    hours = [hour_of_week(parameters.clock, hour) for hour in range(HOURS_PER_WEEK)]
    return np.asarray(source["base_per_s"] * parameters.numbers[source["profile"] + hours])


def _cool_down_s(parameters: Parameters, station: np.void) -> float:
    """Return how long a battery that was just returned cools at the mean ambient [s]."""
    kind = as_array(parameters.battery_types)[0]
    least, tau_s = float(kind["cool_minimum_s"]), float(kind["cool_tau_s"])
    first, steps = int(station["first_ambient"]), int(station["ambients"])
    ambient_c = as_array(parameters.steps)["value"][first : first + steps].mean()
    if tau_s == 0.0 or kind["return_c"] <= kind["cool_start_c"]:
        return least
    if kind["cool_start_c"] <= ambient_c:
        return math.inf
    above = (kind["return_c"] - ambient_c) / (kind["cool_start_c"] - ambient_c)
    return max(least, tau_s * math.log(above))
