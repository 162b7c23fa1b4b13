"""Which station a driver chooses, worked out by hand: told to both engines.

The driver stands at home, kilometre 0, a second after the start. A kilometre takes a minute.
"""

from typing import Any, NamedTuple

from tests.reference.towns import drivers, stop, town

from voltwin.validation.network import Site
from voltwin_core.fleet.parameters import LEAST_TIME, NEAREST, NEAREST_READY
from voltwin_core.station.parameters import Parameters

CHARGER = (60.0, 1.0)


class Choice(NamedTuple):
    """A driver's question and its answer."""

    why: str
    stations: tuple[tuple[float, Site], ...]
    choice: int
    chosen: int  # or -1 for none
    soc: float = 0.9
    considers: int = 3
    but: int = -1
    factor: float = 1.0

    @property
    def tables(self) -> Parameters:
        of = drivers(choice=self.choice, considers=self.considers)
        return town(*self.stations, classes=(of,), zones=(60.0, 0.0))


def charging(batteries: int, **more: Any) -> Site:
    """Return a station that charges so many batteries at once, and has none ready."""
    return stop(*(0.2,) * batteries, chargers=(CHARGER,) * batteries, **more)


READY, CLOSED = stop(0.9), stop(0.9, hours=((0.0, 0.0),))
CHOICES = (
    Choice("the nearest", ((9.0, READY), (-8.0, READY)), NEAREST, 1),
    Choice("of equally far ones that with the lowest number", ((8.0, READY), (-8.0, READY)), 0, 0),
    Choice("the nearest, closed and sold out as it may be", ((5.0, CLOSED), (9.0, READY)), 0, 0),
    Choice("but the one that it is at", ((0.0, READY), (9.0, READY)), NEAREST, 1, but=0),
    Choice("none that has no batteries at all", ((5.0, stop()), (9.0, READY)), NEAREST, 1),
    Choice("none out of reach", ((40.0, READY),), NEAREST, -1, soc=0.1999),  # 0.2 of a battery
    Choice("one that is just in reach", ((40.0, READY),), NEAREST, 0, soc=0.2),
    Choice("none in reach of a drive in the cold", ((40.0, READY),), NEAREST, -1, 0.2, factor=1.01),
    Choice("the nearest with a battery", ((5.0, charging(1)), (9.0, READY)), NEAREST_READY, 1),
    Choice("open ones only", ((5.0, CLOSED), (9.0, READY)), NEAREST_READY, 1),
    Choice(
        "of as many as it considers",
        ((5.0, charging(1)), (6.0, charging(1)), (9.0, READY)),
        NEAREST_READY,
        0,  # the nearest, as neither of two has any
        considers=2,
    ),
    Choice(
        "closed ones are considered, and passed over",
        ((5.0, CLOSED), (6.0, charging(1)), (9.0, READY)),
        NEAREST_READY,
        0,
        considers=2,
    ),
    Choice(
        "those out of reach are not considered",
        ((4.0, charging(1)), (-41.0, READY), (10.0, READY)),
        NEAREST_READY,
        2,
        soc=0.2,
        considers=2,
    ),
    # 5 min + 30 min / 1 charger = 35 min against 30 min + 0.
    Choice("the quickest", ((5.0, charging(1)), (30.0, READY)), LEAST_TIME, 1),
    # 5 min + 30 min / 2 chargers = 20 min against 30 min.
    Choice("more chargers wait less", ((5.0, charging(2)), (30.0, READY)), LEAST_TIME, 0),
    # 5 min + 30 min = 35 min both: the nearer one.
    Choice("of equally quick ones the nearer", ((35.0, READY), (5.0, charging(1))), LEAST_TIME, 1),
    Choice("not one whose wait has no end", ((5.0, stop(0.2, chargers=())), (30.0, READY)), 2, 1),
    Choice("the nearest, if no wait has an end", ((5.0, CLOSED), (30.0, CLOSED)), LEAST_TIME, 0),
    # Other than charging on the charger: neither 0.8 (ready) nor in the queue.
    Choice(
        "what counts is on a charger and not ready",
        ((5.0, stop(0.2, 0.2, chargers=(CHARGER,))), (34.0, READY)),  # 35 min against 34 min
        LEAST_TIME,
        1,
    ),
)
