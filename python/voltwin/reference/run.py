"""What all processes of one run share: the environment, the log, the parameters and the draws."""

from types import SimpleNamespace
from typing import TypeVar, cast

import numpy as np

from voltwin.reference.environment import Environment
from voltwin.reference.log import EventLog
from voltwin_core.demand import Demand, SourceState
from voltwin_core.distributions import sample
from voltwin_core.draws import uniform
from voltwin_core.record import Table, as_array
from voltwin_core.station.parameters import Parameters

R = TypeVar("R")


class Run:
    """The common ground of a run."""

    __slots__ = ("demand", "env", "horizon_s", "key", "log", "parameters")

    def __init__(self, parameters: Parameters, key: int, log: bool) -> None:
        self.env = Environment()
        self.log = EventLog(self.env, on=log)
        self.parameters = parameters
        self.key = as_key(key)
        self.horizon_s = rows(parameters.clock)[0].horizon_s  # [s]
        self.demand = Demand(
            clock=parameters.clock,
            sources=parameters.sources,
            states=SourceState.table(len(parameters.sources)),
            surges=parameters.surges,
            distributions=parameters.distributions,
            numbers=parameters.numbers,
        )

    def draw(self, distribution: int, stream: int, entity: int, ordinal: int) -> float:
        """Return the value of a distribution at the uniform of (stream, entity key, ordinal)."""
        u = uniform(self.key, stream, entity, ordinal)
        return sample(self.parameters.distributions, self.parameters.numbers, distribution, u)


def as_key(key: int) -> int:
    """Return a key as the 64-bit number that the draws are compiled for, whatever its size."""
    return cast(int, np.uint64(key))


def rows(table: Table[R]) -> list[R]:
    """Return the rows of a parameter table as plain objects, whose fields are Python numbers."""
    array = as_array(table)
    names = array.dtype.names or ()
    plain = [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in array.tolist()]
    return cast("list[R]", plain)
