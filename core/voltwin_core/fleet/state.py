"""State of the vehicles that drive: those of a fleet, and those of rings where stations divert."""

from voltwin_core.record import F64, I8, I32, Record

# What a driver does.
PARKED = 0
ON_TRIP = 1  # to a zone
TO_STATION = 2
INSIDE = 3  # a station
RETRIES = 4  # parked at a station that it was lost at, until it tries again
STRANDED = 5  # no station is in reach, until it is towed home
SEEKS = 6  # a station: parked until its departure, before which it has to swap


class DriverState(Record):
    """A vehicle that drives."""

    doing: I8
    diversions: I8  # since it set out for this swap
    place: I32  # where it is, or drives to
    origin: I32  # of its drive
    goal: I32  # where its trip goes on to after the swap, or NONE
    trip: I32  # number of its trip, the next one while it is parked
    drive: I32  # number of its next drive
    visit: I32  # number of its next visit to a station
    departed_at: F64  # of its drive [s]
    arrives_at: F64  # likewise
