"""What all processes of one run share: the environment, the log, the parameters and the draws."""

from types import SimpleNamespace
from typing import TypeVar, cast

import numpy as np

from voltwin.reference.environment import Environment
from voltwin.reference.log import EventLog
from voltwin_core.demand import Demand, SourceState, room_for_gaps
from voltwin_core.distributions import sample
from voltwin_core.draws import uniform
from voltwin_core.ladder import Ladder as LadderRow
from voltwin_core.ladder import Rung, build_ladders
from voltwin_core.record import Table, as_array
from voltwin_core.station.parameters import Parameters

R = TypeVar("R")


class Run:
    """The common ground of a run."""

    __slots__ = (
        "_kinds",
        "_ladders",
        "_ladders_of",
        "bays",
        "demand",
        "env",
        "horizon_s",
        "key",
        "log",
        "parameters",
        "types",
    )

    def __init__(self, parameters: Parameters, key: int, log: bool) -> None:
        self.env = Environment()
        self.log = EventLog(self.env, on=log)
        self.parameters = parameters
        self.types = rows(parameters.battery_types)
        self.key = as_key(key)
        self.horizon_s = rows(parameters.clock)[0].horizon_s  # [s]
        self.bays = int(as_array(parameters.stations)["bays"].sum())
        self.demand = Demand(
            clock=parameters.clock,
            sources=parameters.sources,
            states=SourceState.table(len(parameters.sources)),
            surges=parameters.surges,
            distributions=parameters.distributions,
            numbers=parameters.numbers,
            gaps=room_for_gaps(len(parameters.sources)),
        )

        ladders = build_ladders(
            parameters.knots, as_array(parameters.battery_types), as_array(parameters.chargers)
        )
        self._ladders = [Ladder(ladders.rungs, row) for row in rows(ladders.ladders)]
        self._ladders_of: list[int] = ladders.of_charger.tolist()
        self._kinds: list[int] = as_array(parameters.batteries)["battery_type"].tolist()

    def ladder(self, charger: int, battery: int) -> "Ladder":
        """Return the ladder on which a charger charges a battery."""
        return self._ladders[self._ladders_of[charger] + self._kinds[battery]]

    def go_on_with(self, parameters: Parameters) -> None:
        """Take over parameters whose interventions have changed, and what goes with them."""
        self.parameters = parameters
        self.demand = self.demand._replace(sources=parameters.sources, surges=parameters.surges)
        self._kinds = as_array(parameters.batteries)["battery_type"].tolist()

    def draw(self, distribution: int, stream: int, entity: int, ordinal: int) -> float:
        """Return the value of a distribution at the uniform of (stream, entity key, ordinal)."""
        u = uniform(self.key, stream, entity, ordinal)
        return sample(self.parameters.distributions, self.parameters.numbers, distribution, u)


class Ladder:
    """A charge from empty to full; `steps` is what the ladder primitives are given."""

    __slots__ = ("full_s", "kwh", "ready_s", "steps")

    def __init__(self, rungs: Table[Rung], row: LadderRow) -> None:
        self.steps = rungs, row.first, row.rungs
        self.kwh = row.kwh  # grid energy per unit of SoC of a new battery [kWh]
        self.ready_s = row.ready_s  # from empty to ready [s]
        self.full_s = row.full_s  # from empty to full [s]


def as_key(key: int) -> int:
    """Return a key as the 64-bit number that the draws are compiled for, whatever its size."""
    return cast(int, np.uint64(key))


def rows(table: Table[R]) -> list[R]:
    """Return the rows of a parameter table as plain objects, whose fields are Python numbers."""
    array = as_array(table)
    names = array.dtype.names or ()
    plain = [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in array.tolist()]
    return cast("list[R]", plain)
