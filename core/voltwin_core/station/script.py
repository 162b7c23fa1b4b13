"""The script of a run: interventions, one line a change, and the laws of random faults.

A line is what happens at one instant to one thing of one station. Lines are numbered through the
network in the order of the scenario, and stand by (station, time, rank, number). Where something
holds for a while, its end is a line of its own.
"""

from voltwin_core.jit import kernel
from voltwin_core.record import F64, I32, Record
from voltwin_core.station.events import BAY_OUT, TRUCK

# What a line does.
TAKE_OUT = 0  # a charger or a bay, by the rank
PUT_BACK = 1  # likewise
LIMIT_KW = 2  # the station draws at most `value` [kW]
LIMIT_FACTOR = 3  # the limit by the week times `value`
LIMIT_BY_WEEK = 4  # the limit by the week alone
CLOSE_NOW = 5
OPEN_NOW = 6
HOURS_BY_WEEK = 7  # as the opening hours have it
LOAD = 8  # truck `unit` leaves
UNLOAD = 9  # truck `unit` arrives
OBSERVE = 10  # observation `unit`

NO_LINE = -1

NOT_SEEN = -1  # of a count

# A charger that was seen without a battery.
SEEN_OUT = -2.0
SEEN_IDLE = -1.0


class Line(Record):
    """One line of the script."""

    time: F64  # [s] from the start of the run
    station: I32
    rank: I32  # among the events of its instant, see events.py
    does: I32  # one of the above
    unit: I32  # charger, bay, truck or observation, counted through the network; NO_LINE for none
    number: I32  # in the scenario's order
    ends: I32  # number of the line that this one ends, if it still is in force; or NO_LINE
    value: F64


class Truck(Record):
    """A truck and what it should bring from one station to another; lines say when."""

    battery_type: I32
    count: I32  # batteries


class Observation(Record):
    """What has been seen at a station, of one battery type; a line says where and when."""

    battery_type: I32
    ready: I32  # batteries, those that vehicles have claimed included; or NOT_SEEN
    not_ready: I32  # batteries in the charge queue and on chargers; or NOT_SEEN
    waiting: I32  # vehicles in the lines; or NOT_SEEN
    soc: F64  # of batteries that come in, not ready, and of those in vehicles that come
    first_sight: I32
    sights: I32
    racks: I32  # of the station, by this and what was seen before


class Sight(Record):
    """A charger as it was seen."""

    charger: I32
    soc: F64  # of the battery on it, below its type's `ready_soc`; or SEEN_OUT, SEEN_IDLE


class Disturbances(Record):
    """A station's part of the script, and how often its chargers and bays fail."""

    first_line: I32
    lines: I32
    charger_works: I32  # distribution of the time to a charger's next failure [s], or NEVER
    charger_fails: I32  # of the time to its repair [s]
    bay_works: I32  # of the time to a bay's next failure [s], or NEVER
    bay_fails: I32  # of the time to its repair [s]


@kernel
def line_entity(rank: int, number: int, chargers: int, bays: int) -> int:
    """Return the entity of a line's event: its number, behind those of what fails at random.

    Args:
        rank: of the line.
        number: of the line.
        chargers: of the network.
        bays: of the network.
    """
    if rank >= TRUCK:
        return number
    return number + (chargers if rank < BAY_OUT else bays)
