"""The swap station as a mixed queueing network: vehicles come and go, batteries stay.

Tan, Sun and Tsang (2014; "Queueing network models for electric vehicle charging station with
battery swapping", IEEE SmartGridComm; with Wu in "Asymptotic performance evaluation of battery
swapping and charging station for electric vehicles", arXiv 1707.07175): Poisson arrivals, S swap
bays and C chargers with exponential times, B batteries, room for N vehicles. The open chain of the
vehicles and the closed one of the batteries meet in the bay, where a full battery leaves and an
empty one comes. The exact chain has the state (vehicles inside, batteries that are full: on the
shelf, or in a bay until its swap ends).

Who is let in is where that paper and this model differ. There a vehicle in a bay takes one of the N
places; here it takes none, and one that finds a bay free and a battery unclaimed needs none. With
a bay always in use while vehicles wait the two would be one, with N - S queue places. But vehicles
may wait for a battery beside a free bay: then N - S queue places let in fewer. `by_room` is the
paper's rule, `by_queue_places` that of docs/model.md; all else is the same chain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from voltwin.validation.markov import stationary


class SwapStation(NamedTuple):
    """A station of the chain; rates per unit of time."""

    rate: float  # of arrivals
    nu: float  # of a bay
    mu: float  # of a charger
    room: int  # for vehicles, those in bays included
    bays: int
    chargers: int
    batteries: int


class Inside(NamedTuple):
    """A state of the chain."""

    vehicles: int
    full: int  # batteries on the shelf, or in a bay


LetIn = Callable[[SwapStation, Inside], bool]


@dataclass(frozen=True)
class LongRun:
    """What holds in the long run. Times in the unit of the rates."""

    blocked: float  # share of arrivals
    throughput: float  # swaps per unit of time
    vehicles: float  # mean number inside
    wait: float  # mean, before the swap
    charger_utilisation: float
    bay_utilisation: float
    full: float  # mean number on the shelf
    none_full: float  # share of time with none on the shelf


def _swaps(station: SwapStation, state: Inside) -> int:
    return min(state.vehicles, station.bays, state.full)


def by_room(station: SwapStation, state: Inside) -> bool:
    """Let a vehicle in while there is room for it, in a bay or not."""
    return state.vehicles < station.room


def by_queue_places(station: SwapStation, state: Inside) -> bool:
    """Let a vehicle in that can begin its swap, or has one of `room` - `bays` queue places."""
    swaps = _swaps(station, state)
    begins = swaps < station.bays and swaps < state.full
    return begins or state.vehicles - swaps < station.room - station.bays


def long_run(station: SwapStation, let_in: LetIn) -> LongRun:
    """Return what holds at a station in the long run, by its exact chain."""

    def moves(state: Inside) -> list[tuple[Inside, float]]:
        vehicles, full = state
        swaps, charging = _swaps(station, state), station.batteries - full
        return [
            (Inside(vehicles + 1, full), station.rate * let_in(station, state)),
            (Inside(vehicles - 1, full - 1), station.nu * swaps),
            (Inside(vehicles, full + 1), station.mu * min(charging, station.chargers)),
        ]

    shares = stationary(Inside(0, station.batteries), moves)

    def mean(of: Callable[[Inside], float]) -> float:
        return sum(share * of(state) for state, share in shares.items())

    in_bays = mean(lambda state: _swaps(station, state))
    vehicles, throughput = mean(lambda state: state.vehicles), station.nu * in_bays
    charging = mean(lambda state: min(station.batteries - state.full, station.chargers))
    return LongRun(
        blocked=mean(lambda state: not let_in(station, state)),
        throughput=throughput,
        vehicles=vehicles,
        wait=(vehicles - in_bays) / throughput,
        charger_utilisation=charging / station.chargers,
        bay_utilisation=in_bays / station.bays,
        full=mean(lambda state: state.full - _swaps(station, state)),
        none_full=mean(lambda state: state.full == _swaps(station, state)),
    )
