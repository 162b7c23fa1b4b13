"""What is read of a world whose books are closed."""

import numpy as np
import numpy.typing as npt

from voltwin_bindings.engine import BatteryColumns
from voltwin_core.record import as_array
from voltwin_core.station.world import World


def battery_columns(closed: World) -> BatteryColumns:
    """Return where every battery is, and what it has done: views of the world, not copies."""
    batteries = as_array(closed.batteries)
    names = "state", "station", "soc", "soh", "throughput_kwh"
    return BatteryColumns({name: batteries[name] for name in names})


def vehicles_inside(world: World) -> npt.NDArray[np.int64]:
    """Return the number of vehicles inside each station."""
    return as_array(world.stations)["inside"].astype(np.int64)
