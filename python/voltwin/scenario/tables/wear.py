"""Heat, derating and ageing of a battery type into numbers of the core."""

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.tables.shelf import Shelf
from voltwin_core.ageing import LFP_250AH, NO_AGEING, SCHMALSTIEG

_FORMS = {"lfp_250ah": LFP_250AH, "schmalstieg2014": SCHMALSTIEG}


class Wear:
    """The last columns of the core's `BatteryType`."""

    def __init__(self, numbers: Shelf[float]) -> None:
        self._numbers = numbers

    def row(self, kind: BatteryType) -> tuple[float, int, int, int]:
        """Return heat [K/kW^2], first number and number of derating points, and the ageing law."""
        thermal = kind.cool_down.thermal
        heating, points = (thermal.heating, thermal.derating or ()) if thermal else (None, ())
        heat = heating.c_per_kw2(thermal.time_constant) if thermal and heating else 0.0
        first = self._numbers.put([value for point in points for value in point])
        return heat, first, len(points), self._law(kind)

    def _law(self, kind: BatteryType) -> int:
        if kind.ageing is None:
            return NO_AGEING
        return self._numbers.put((float(_FORMS[kind.ageing.kind]), *kind.ageing.numbers()))
