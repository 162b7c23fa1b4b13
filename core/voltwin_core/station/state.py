"""State of a network of stations, one record type per entity, declared together."""

from voltwin_core.record import F64, I8, I32, I64, U64, Record

# Where a vehicle is.
OUTSIDE = 0
IN_STOCK_LINE = 1
IN_BAY_LINE = 2
IN_BAY = 3

# What a charger does.
IDLE = 0
COOLS = 1  # holds a battery that is not cool yet
CHARGES = 2  # its battery is cool: it charges, unless suspended
OUT = 3  # of order

# Why a charger or bay is out: any of these bits.
BY_SCRIPT = 1
BY_FAULT = 2

OUT_OF_ORDER = -2  # in place of a bay's vehicle

# An intervention that overrides the opening hours.
BY_HOURS = 0
KEPT_CLOSED = 1
KEPT_OPEN = 2


class Control(Record):
    """One row: the run itself, or a thread's part of it."""

    key: U64  # of (seed, replication), for draws
    first: I32  # of the components that are advanced
    end: I32  # one past the last of them
    cursor: I32  # component at which an interrupted slab goes on
    stuck: I32  # station whose ring is empty
    logging: I32  # which rows are written, see `log_rows`
    booking: I32  # 1: energy and the time in each state are booked; visits always are
    rows: I64  # rows in the log buffer, ...
    late: I64  # ... and at its end those written late
    cause: I64  # key of the event being handled, for rows of vehicles at no station
    handled: I64  # events, and trips without one, since `advance` was called
    until: F64  # how far it goes [s]


class Component(Record):
    """Stations that affect each other, or one that is on its own."""

    first: I32  # of its stations in the list of members
    stations: I32
    tournament: I32  # between its stations; NONE for a station whose vehicles do not drive
    road: I32  # 1: its vehicles drive
    most_rows: I64  # that one event can write to the log
    first_row: I64  # its rows in the log buffer
    end_row: I64


class StationState(Record):
    """A station."""

    now: F64  # time of the event being handled [s]
    cause: I64  # its key
    cell: I32  # of (station, local hour of `now`) in the accumulators
    waiting: I32  # vehicles on queue places
    hour_end: F64  # before this time, less a margin, `cell` is right [s]
    limit_kw: F64  # grid limit in force [kW], ...
    limit_mw: I64  # ... the same ...
    reserved_mw: I64  # ... and what charges have reserved of it [mW]
    limit_change: I64  # number of the next change in the weekly schedule
    hours_change: I64
    open: I32
    inside: I32  # vehicles in lines and bays
    swaps: I32  # since the start
    lost: I32  # vehicles, for any reason, likewise
    stock: I32  # batteries in no vehicle
    idle_bays: I32
    lowest_bay: I32  # no bay below it is free
    bays_out: I32  # of order
    suspended: I32  # charges
    placements: I32  # charges begun so far, which orders them
    unshared: I32  # 1: something has happened in this event that shares the power anew
    cheap: I32  # 1 while the price is below the threshold
    price_change: I64  # number of the next crossing
    ambient_c: F64  # in force from ...
    ambient_since: F64  # ... here ...
    ambient_until: F64  # ... to here [s]
    ready_from: F64  # no battery becomes ready without an event before [s]
    charged_kwh: F64  # battery side, since the start [kWh]
    component: I32
    leaf: I32  # of the component's tournament
    level_kw: F64  # up to which demands were met when power was shared last, or infinite [kW]


class PoolState(Record):
    """Ready batteries of one type at one station, and the claims on them."""

    ready: I32
    claims: I32
    stock: I32  # batteries of the type at the station, those in its bays included
    charging: I32  # on its chargers and not ready yet
    cools_s: F64  # of a battery just returned, at the ambient in force, see `cooling` [s]


class ChargerState(Record):
    """A charger and the charge on it."""

    mode: I8  # IDLE, COOLS, CHARGES or OUT
    suspended: I8
    ready: I8  # 1 once its battery counts as ready
    battery: I32  # or linked.NONE
    placement: I32  # number of the charge at its station
    since: F64  # anchor: t0 [s]
    since_s: F64  # the same on its ladder: seconds from empty [s]
    soc: F64  # anchor: SoC at t0
    target: F64  # SoC of the pending target
    due: F64  # when its event is that is pending, or was last [s]
    ready_at: F64  # when its battery becomes ready without an event; infinite for with one [s]
    soc_reserved: F64  # SoC when placed or resumed: what its reservation is for
    reserved_mw: I64
    ladder: I32  # of its battery's type
    wears: I8  # 1: its battery ages, or is warmed by charging
    held: I8  # 1: the set-point may be below what it would draw
    early: I8  # 1: held, its event is pending for as early as it may be; when exactly is left open
    told_cooled: I8  # 1: its row `cooled` is written, though nothing is booked yet, see `late_rows`
    told_ready: I8  # likewise
    set_point_kw: F64  # most that it may draw, under the rule `share`
    derating: F64  # factor of its power
    pace: F64  # derating / SoH, see `set_point`
    stretch: F64  # SoH / derating
    kwh: F64  # grid energy per unit of SoC
    most_kw: F64  # its charger's power, derated
    kws: F64  # grid energy per unit of SoC of a new battery [kWs]
    held_kw: F64  # held: set-point over derating ...
    held_until: F64  # ... and SoC up to which it is surely drawn; below 0 if nowhere
    piece_start: F64  # held: of the derated curve, see `charging.piece_ahead` ...
    piece_end: F64
    piece_kw: F64
    piece_per_kw: F64
    soc_shared: F64  # when power was shared out last, ...
    demand_kw: F64  # ... and what the charge demanded of it


class BatteryState(Record):
    """A battery."""

    station: I32  # that holds it; NONE in a vehicle
    state: I8  # see cells.py
    first_in_queue: I8  # 1: its charger went out, so it stands before those whose did not
    soc: F64  # last written
    celsius: F64  # temperature at `celsius_at`
    celsius_at: F64
    throughput_kwh: F64  # charged plus discharged
    capacity_kwh: F64  # nominal x SoH
    soh: F64


class Wear(Record):
    """How a battery has aged, and what has happened to it since that was last worked out. Of types
    that do not age it is never written to, and so takes no memory."""

    calendar_loss: F64  # of the nominal capacity
    cycling_loss: F64
    since: F64  # when it was worked out [s]
    since_kwh: F64  # throughput then
    low_soc: F64  # SoC then
    top_soc: F64  # highest since


class VehicleState(Record):
    """A vehicle and its visit, if it is inside."""

    where: I8
    on_place: I8  # 1 while it takes a queue place
    pool: I32  # that it comes for: (station, battery type)
    battery: I32  # its own, until it leaves with another
    taken: I32  # the battery it leaves with
    bay: I32
    cell: I32  # of (station, local hour of its arrival) in the accumulators
    key: U64  # of the entity that its draws belong to, the home station or itself, ...
    arrival: I64  # ... and their ordinal: number of the arrival or visit
    arrived_at: F64  # [s]
    soc: F64  # on arrival
    wait_s: F64  # from arrival to begin of swap
    patience_ends: F64  # if it takes a queue place; or infinite [s]
    swap_s: F64  # in a bay [s]


class Bay(Record):
    """A bay."""

    vehicle: I32  # linked.NONE if it is free, OUT_OF_ORDER if it takes none


class Outage(Record):
    """Why a charger or bay does not work, and since when."""

    reasons: I32  # BY_SCRIPT, BY_FAULT, both or none; a bay that has one finishes its swap
    line: I32  # number of the line of the script that holds
    changes: I64  # failures and repairs so far
    since: F64  # out of order [s]


class Override(Record):
    """What interventions have changed at a station, and what they changed it from."""

    next_line: I32  # of its part of the script
    reserves: I8  # 1 once the station has had a grid limit: charges reserve power
    hours: I8  # BY_HOURS, KEPT_CLOSED or KEPT_OPEN
    hours_line: I32  # number of the line of the script that holds
    limit_line: I32
    open_by_week: I32  # what the opening hours say
    limit_by_week_kw: F64  # what the schedule of the limit says
    limit_factor: F64
    limit_most_kw: F64
    vehicles_seen: I64  # that have come from unobserved pools
