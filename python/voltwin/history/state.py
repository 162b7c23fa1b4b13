"""What is kept on the way along an event log, and what is left behind, one row type each."""

from voltwin_core.record import F64, I8, I32, Record

# Where a battery is. Only at a station does it matter.
AWAY, QUEUED, IN_RACK, ON_CHARGER = range(4)


class BatteryNow(Record):
    """A battery, as the rows so far have left it."""

    place: I8  # AWAY, QUEUED, IN_RACK, or ON_CHARGER
    ready: I8  # counts as one that may be handed out, on its charger
    cool: I8  # was cooled in this charge
    suspended: I8  # in this charge
    powered: I8  # a power above 0 was granted
    station: I32
    charger: I32
    soh: F64
    derating: F64  # factor of the charge's power
    set_point_kw: F64  # most that it may draw where power is shared [kW]
    since: F64  # from when on power flows along its curve [s]; NaN while none does
    soc: F64  # at that time


class VehicleNow(Record):
    """A vehicle at a station, as the rows so far have left it."""

    in_line: I8
    claims: I8  # a ready battery


class StationNow(Record):
    """A station, as the rows so far have left it."""

    open: I32  # 1 or 0
    ready: I32  # batteries that may be handed out
    charging: I32  # batteries on chargers that are not ready
    waiting: I32  # batteries queued for a charger
    queue: I32  # vehicles in its lines
    swaps: I32  # since the start
    lost: I32  # vehicles, since the start
    claims: I32
    on_chargers: I32  # batteries, ready or not
    held: I32  # of these: they would draw more, or at all, were it not for the limit
    chargers: I32
    chargers_out: I32
    reserve: I32  # see `voltwin_core.station.parameters`
    cheap: I32


class Seen(Record):
    """A line: what is seen of a station from a time on."""

    time: F64  # [s]
    station: I32
    open: I32
    ready: I32
    charging: I32
    waiting: I32
    queue: I32
    swaps: I32
    lost: I32
    limited: I32  # 1 while the grid limit holds charges back


class Charge(Record):
    """A stretch of a charge in which power flows along one curve."""

    begin: F64  # [s]
    end: F64  # [s]; infinite while it goes on
    soc: F64  # at its begin
    soh: F64
    derating: F64
    set_point_kw: F64
    station: I32
    charger: I32
    battery: I32
    ready: I8  # it goes on to full
