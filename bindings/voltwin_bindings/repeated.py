"""Several copies of a network side by side, as one network: what many runs of it are read as."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from voltwin_core.record import Record, Table, as_array
from voltwin_core.station.parameters import (
    Battery,
    Charger,
    Parameters,
    Settings,
    Station,
    Vehicle,
)

_R = TypeVar("_R", bound=Record)


def repeated(parameters: Parameters, times: int) -> Parameters:
    """Return the stations, chargers, batteries and vehicles of a network so many times, all of a
    copy together, numbered through. The other tables stay what they are: it can be read, not run.

    Args:
        parameters: of a network whose stations do not affect each other.
        times: how many copies.
    """
    if times == 1:
        return parameters
    stations, batteries = len(parameters.stations), len(parameters.batteries)
    settings = as_array(parameters.settings).copy()
    settings["batteries"] *= times
    settings["vehicles"] *= times
    station = {"first_battery": batteries}
    return parameters._replace(
        settings=Settings.adopt(settings),
        stations=_repeated(Station, parameters.stations, times, station),
        chargers=_repeated(Charger, parameters.chargers, times, {"station": stations}),
        batteries=_repeated(Battery, parameters.batteries, times, {"station": stations}),
        vehicles=_repeated(Vehicle, parameters.vehicles, times, {"battery": batteries}),
    )


def _repeated(record: type[_R], table: Table[_R], times: int, offsets: dict[str, int]) -> Table[_R]:
    """Return a table so many times; the numbers in some columns rise by an offset each time."""
    rows = np.tile(np.asarray(as_array(table)), times)
    copy: npt.NDArray[np.int64] = np.repeat(np.arange(times), len(table))
    for name, offset in offsets.items():
        rows[name] += (copy * offset).astype(rows.dtype[name])
    return record.adopt(rows)
