"""The script of a run: interventions, one line a change, and the laws of random faults.

A line is what happens at one instant to one thing of one station. Lines are numbered through the
network in the order of the scenario, and stand by (station, time, rank, number). Where something
holds for a while, its end is a line of its own.
"""

from voltwin_core.jit import kernel
from voltwin_core.record import F64, I32, Record
from voltwin_core.station.events import BAY_OUT, INTERVENTION

# What a line does.
TAKE_OUT = 0  # a charger or a bay, by the rank
PUT_BACK = 1  # likewise
LIMIT_KW = 2  # the station draws at most `value` [kW]
LIMIT_FACTOR = 3  # the limit by the week times `value`
LIMIT_BY_WEEK = 4  # the limit by the week alone
CLOSE_NOW = 5
OPEN_NOW = 6
HOURS_BY_WEEK = 7  # as the opening hours have it

NO_LINE = -1


class Line(Record):
    """One line of the script."""

    time: F64  # [s] from the start of the run
    station: I32
    rank: I32  # among the events of its instant, see events.py
    does: I32  # one of the above
    unit: I32  # the charger or bay, counted through the network; NO_LINE for none
    number: I32  # in the scenario's order
    ends: I32  # number of the line that this one ends, if it still is in force; or NO_LINE
    value: F64


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
    if rank == INTERVENTION:
        return number
    return number + (chargers if rank < BAY_OUT else bays)
