"""The event log: one tuple per row, turned into columns when it is drained."""

import math

import numpy as np
import pyarrow as pa

from voltwin.reference.environment import Environment
from voltwin_bindings.event_log import DTYPES, to_batch

Row = tuple[float, int, int, int, int, int, int, float, float, float, int, int, float]

NONE = -1
NO_VALUE = math.nan


class EventLog:
    """The rows written since the last drain. Written in processing order, so never sorted."""

    __slots__ = ("_env", "_on", "_rows")

    def __init__(self, env: Environment, on: bool) -> None:
        self._env = env
        self._on = on
        self._rows: list[Row] = []

    def write(  # noqa: PLR0913 - one argument per column
        self,
        kind: int,
        station: int = NONE,
        *,
        vehicle: int = NONE,
        battery: int = NONE,
        charger: int = NONE,
        bay: int = NONE,
        soc: float = NO_VALUE,
        wait_s: float = NO_VALUE,
        power_kw: float = NO_VALUE,
        origin: int = NONE,
        destination: int = NONE,
        until: float = NO_VALUE,
    ) -> None:
        """Append one row with the present time; columns not named say "none"."""
        if self._on:
            row = (self._env.now, kind, station, vehicle, battery, charger, bay, soc, wait_s)
            self._rows.append((*row, power_kw, origin, destination, until))

    def drain(self) -> list[pa.RecordBatch]:
        """Return the rows written since the last drain, as at most one batch, and forget them."""
        rows, self._rows = self._rows, []
        if not rows:
            return []
        columns = zip(DTYPES.items(), zip(*rows, strict=True), strict=True)
        return [to_batch({name: np.array(column, dtype) for (name, dtype), column in columns})]
