"""Observations in the order in which they are made, and what each of them asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.script import NOT_SEEN, OBSERVE


@dataclass
class Seeing:
    """An observation that is under way: the rows of its own changes are not all read yet."""

    at_s: float
    battery_type: int
    ready: int | None
    not_ready: int | None
    waiting: int | None
    soc: float
    chargers: dict[int, float]  # SoC, SEEN_OUT or SEEN_IDLE
    racks: int  # of the station, as far as is known by then
    batteries: int = 0  # of the type, in no bay: as found, and after the chargers that were seen

    @property
    def wanted(self) -> tuple[int, int] | None:
        """How many are to be ready, and how many not; None where neither was counted. If one was,
        both together stay as many as they are."""
        ready, not_ready = self.ready, self.not_ready
        if ready is None and not_ready is None:
            return None
        if ready is None:
            ready = max(0, self.batteries - (not_ready or 0))
        if not_ready is None:
            on_chargers = sum(sight >= 0.0 for sight in self.chargers.values())
            not_ready = max(on_chargers, self.batteries - ready)
        return ready, not_ready


def seeings(parameters: Parameters, station: int) -> Iterator[Seeing]:
    """Yield the observations of a station in the order of the run."""
    lines = as_array(parameters.script)
    lines = lines[(lines["station"] == station) & (lines["does"] == OBSERVE)]
    sights = as_array(parameters.sights)[["charger", "soc"]].tolist()
    for line in lines:  # by time, and by number at one instant
        seen = as_array(parameters.observations)[line["unit"]]
        ready, not_ready, waiting = (
            None if seen[name] == NOT_SEEN else int(seen[name])
            for name in ("ready", "not_ready", "waiting")
        )
        chargers = dict(sights[seen["first_sight"] :][: seen["sights"]])
        kind, soc = int(seen["battery_type"]), float(seen["soc"])
        racks = int(seen["racks"])
        yield Seeing(float(line["time"]), kind, ready, not_ready, waiting, soc, chargers, racks)
