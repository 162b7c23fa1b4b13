"""The life of a vehicle between its visits: trips, drives to stations, retries, being towed.

Each function makes one change complete: log row, state, and the event that comes next.
docs/model.md §3 is the text.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.draws import DESTINATION, TRIP_GAP, uniform_pair
from voltwin_core.event_list import event_key
from voltwin_core.fleet.accumulators import count_fleet, sum_drive, sum_energy
from voltwin_core.fleet.cells import (
    BEGUN_KWH,
    CANCELLED,
    REFUSED,
    SENT_ON,
    SERVED,
    STATION_KM,
    STRANDINGS,
    TO_STATIONS,
    TOWED,
    TOWED_KWH,
    TRIP_KM,
    TRIPS,
)
from voltwin_core.fleet.choosing import choose_station, class_of, soc_after
from voltwin_core.fleet.state import INSIDE, ON_TRIP, PARKED, RETRIES, STRANDED, TO_STATION
from voltwin_core.fleet.trips import destination, energy_factor, initial_soc, next_departure
from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.station.events import (
    ROW_DIVERTED,
    ROW_PARKED,
    ROW_STRANDED,
    ROW_TO_STATION,
    ROW_TOWED,
    ROW_TRIP,
    ROW_TRIP_CANCELLED,
    TRIP_END,
    WAKE,
)
from voltwin_core.station.log_rows import log_driver
from voltwin_core.travel import travel_km, travel_s
from voltwin_core.wheel import turn_in

if TYPE_CHECKING:
    from voltwin_core.station.world import World

ROAD = 0  # all vehicles that drive are in one component, which has the only wheel


@kernel
def is_fleet(w: "World") -> bool:
    """Return whether vehicles live in the city; if not, they come from rings."""
    return len(w.parameters.fleet.vehicles) > 0


@kernel
def on_start(w: "World", v: int, t: float) -> None:
    """The vehicle stands at home (row `parked`); its first departure becomes pending."""
    driver = w.drivers[v]
    driver.place = w.parameters.fleet.vehicles[v].home
    driver.goal = NONE
    b = int(w.vehicles[v].battery)
    soc = initial_soc(w.parameters.fleet, w.control[0].key, v)
    w.batteries[b].soc = soc
    w.wear[b].low_soc = soc
    w.wear[b].top_soc = soc
    sum_energy(w, v, t, BEGUN_KWH, soc * w.batteries[b].capacity_kwh)
    _log(w, v, t, ROW_PARKED, driver.place, NONE, math.nan)
    _park(w, v, t)


@kernel
def on_wake(w: "World", v: int, t: float) -> None:
    """What the vehicle waited for is due: a departure, another try, or the tow home."""
    doing = w.drivers[v].doing
    if doing == PARKED:
        _depart(w, v, t)
    elif doing == RETRIES:
        _seek_station(w, v, t)
    else:
        _tow(w, v, t)


@kernel
def on_trip_end(w: "World", v: int, t: float) -> int:
    """The drive ends: return the station that the vehicle is at. Where it was a trip, its SoC is
    below the threshold: it seeks a station, and NONE is returned."""
    driver = w.drivers[v]
    if driver.doing == TO_STATION:
        driver.doing = INSIDE
        return int(w.parameters.fleet.places[driver.place].station)
    driver.goal = NONE
    driver.diversions = 0
    _seek_station(w, v, t)
    return NONE


@kernel
def on_served(w: "World", v: int, t: float) -> None:
    """The vehicle leaves a station with a new battery: its trip goes on, or it parks there."""
    driver = w.drivers[v]
    count_fleet(w, v, t, SERVED)
    if driver.goal == NONE:
        _park(w, v, t)
        return
    goal, driver.goal = int(driver.goal), NONE
    soc = _soc_there(w, v, goal)
    if soc >= class_of(w, v).floor_soc:
        _trip(w, v, t, goal, soc)
    else:
        _cancel(w, v, t, goal)


@kernel
def on_lost(w: "World", v: int, t: float) -> None:
    """The vehicle leaves a station as it came: it parks there and tries again after a while."""
    count_fleet(w, v, t, REFUSED)
    on_unseen(w, v, t)


@kernel
def on_unseen(w: "World", v: int, t: float) -> None:
    """The vehicle does so without having been lost, as it was not seen in its line."""
    driver = w.drivers[v]
    driver.doing = RETRIES
    driver.diversions = 0
    _pend(w, v, t + class_of(w, v).retry_s, WAKE)


@kernel
def divert(w: "World", s: int, v: int, t: float) -> int:
    """The vehicle drives on from station `s` to the next best (row `diverted`), which is returned;
    NONE if none is in reach."""
    vehicle, driver = w.vehicles[v], w.drivers[v]
    place = w.parameters.fleet.extent[0].zones + s
    factor = _factor(w, v)
    other = choose_station(w, v, vehicle.soc, place, factor, t, s)
    if other == NONE:
        return NONE
    to = w.parameters.fleet.extent[0].zones + other
    vehicle.soc = soc_after(w, v, vehicle.soc, place, to, factor)
    driver.place = place
    driver.diversions += 1
    _drive(w, v, t, to, TO_STATION)
    _log_drive(w, v, t, ROW_DIVERTED, s, vehicle.soc)
    if is_fleet(w):
        count_fleet(w, v, t, SENT_ON)
        _book(w, v, t, STATION_KM, place, to, vehicle.soc)
    _pend(w, v, driver.arrives_at, TRIP_END)
    return other


@kernel
def _depart(w: "World", v: int, t: float) -> None:
    """A trip begins (row `trip`), or a swap must come first, or it is cancelled (row
    `trip_cancelled`): not even a full battery would do."""
    driver, of, fleet = w.drivers[v], class_of(w, v), w.parameters.fleet
    u = uniform_pair(w.control[0].key, DESTINATION >> 1, fleet.vehicles[v].key, driver.trip)[
        DESTINATION & 1
    ]
    to = destination(fleet, driver.place, t, u)
    driver.trip += 1
    soc = _soc_there(w, v, to)
    if soc >= of.floor_soc:
        _trip(w, v, t, to, soc)
        return
    full = w.parameters.battery_types[of.battery_type].full_soc
    if soc_after(w, v, full, driver.place, to, _factor(w, v)) < of.floor_soc:
        _cancel(w, v, t, to)
        return
    driver.goal = to
    driver.diversions = 0
    _seek_station(w, v, t)


@kernel
def _trip(w: "World", v: int, t: float, to: int, soc: float) -> None:
    """The vehicle drives to a zone. With enough SoC left, what comes next is its departure."""
    driver, origin = w.drivers[v], int(w.drivers[v].place)
    _drive(w, v, t, to, ON_TRIP)
    _log_drive(w, v, t, ROW_TRIP, NONE, soc)
    count_fleet(w, v, t, TRIPS)
    _book(w, v, t, TRIP_KM, origin, to, soc)
    if soc >= class_of(w, v).threshold_soc:
        _park(w, v, driver.arrives_at)
    else:
        _pend(w, v, driver.arrives_at, TRIP_END)


@kernel
def _seek_station(w: "World", v: int, t: float) -> None:
    """The vehicle drives to a station (row `to_station`), or is stranded (row `stranded`)."""
    driver, battery = w.drivers[v], w.batteries[w.vehicles[v].battery]
    origin, factor = int(driver.place), _factor(w, v)
    s = choose_station(w, v, battery.soc, origin, factor, t, NONE)
    if s == NONE:
        driver.doing = STRANDED
        until = t + class_of(w, v).tow_s
        _log(w, v, t, ROW_STRANDED, origin, NONE, until)
        count_fleet(w, v, t, STRANDINGS)
        _pend(w, v, until, WAKE)
        return
    to = w.parameters.fleet.extent[0].zones + s
    soc = soc_after(w, v, battery.soc, origin, to, factor)
    _drive(w, v, t, to, TO_STATION)
    _log_drive(w, v, t, ROW_TO_STATION, s, soc)
    count_fleet(w, v, t, TO_STATIONS)
    _book(w, v, t, STATION_KM, origin, to, soc)
    _pend(w, v, driver.arrives_at, TRIP_END)


@kernel
def _tow(w: "World", v: int, t: float) -> None:
    """The vehicle stands at home, fully charged (row `towed`), and is parked there."""
    driver, battery = w.drivers[v], w.batteries[w.vehicles[v].battery]
    full_soc = w.parameters.battery_types[class_of(w, v).battery_type].full_soc
    origin, driver.place = int(driver.place), w.parameters.fleet.vehicles[v].home
    kwh = (full_soc - battery.soc) * battery.capacity_kwh
    battery.soc = full_soc
    w.wear[w.vehicles[v].battery].top_soc = full_soc
    battery.throughput_kwh += kwh
    driver.goal = NONE
    _log(w, v, t, ROW_TOWED, origin, driver.place, math.nan)
    count_fleet(w, v, t, TOWED)
    sum_energy(w, v, t, TOWED_KWH, kwh)
    _park(w, v, t)


@kernel
def _cancel(w: "World", v: int, t: float, to: int) -> None:
    """The trip is cancelled; the vehicle parks where it is."""
    _log(w, v, t, ROW_TRIP_CANCELLED, w.drivers[v].place, to, math.nan)
    count_fleet(w, v, t, CANCELLED)
    _park(w, v, t)


@kernel
def _park(w: "World", v: int, t: float) -> None:
    """The vehicle is parked from `t` on; its next departure becomes pending."""
    driver, fleet = w.drivers[v], w.parameters.fleet
    driver.doing = PARKED
    u = uniform_pair(w.control[0].key, TRIP_GAP >> 1, fleet.vehicles[v].key, driver.trip)[
        TRIP_GAP & 1
    ]
    at = next_departure(fleet, fleet.vehicles[v].vehicle_class, t, -math.log(u))
    if at < math.inf:
        turn_in(w.road, ROAD, v, at, event_key(WAKE, v))


@kernel
def _drive(w: "World", v: int, t: float, to: int, doing: int) -> None:
    """The vehicle is on the road until it is there. Of a trip the end is pending only if it matters
    to others: see `_trip`."""
    driver = w.drivers[v]
    seconds = travel_s(w.parameters.fleet.travel, driver.place, to, class_of(w, v).speed_factor, t)
    driver.origin = driver.place
    driver.place = to
    driver.doing = doing
    driver.departed_at = t
    driver.arrives_at = t + seconds
    driver.drive += 1


@kernel
def _factor(w: "World", v: int) -> float:
    """Return the energy factor of the vehicle's next drive."""
    if not is_fleet(w):
        return 1.0
    return energy_factor(w.parameters.fleet, w.control[0].key, v, w.drivers[v].drive)


@kernel
def _soc_there(w: "World", v: int, to: int) -> float:
    """Return the SoC that the vehicle would have after a drive to a place."""
    soc = w.batteries[w.vehicles[v].battery].soc
    return soc_after(w, v, soc, w.drivers[v].place, to, _factor(w, v))


@kernel
def _book(w: "World", v: int, t: float, column: int, origin: int, to: int, soc: float) -> None:
    """Write the SoC that the battery has after a drive, and book its distance and energy."""
    battery = w.batteries[w.vehicles[v].battery]
    kwh = (battery.soc - soc) * battery.capacity_kwh
    battery.soc = soc
    battery.throughput_kwh += kwh
    sum_drive(w, v, t, column, travel_km(w.parameters.fleet.travel, origin, to), kwh)


@kernel
def _pend(w: "World", v: int, t: float, rank: int) -> None:
    if t < math.inf:
        turn_in(w.road, ROAD, v, t, event_key(rank, v))


@kernel
def _log(
    w: "World", v: int, t: float, kind: int, origin: int, destination: int, until: float
) -> None:
    """Write a row about a vehicle that stands at `origin`."""
    b = int(w.vehicles[v].battery)
    log_driver(w, t, kind, NONE, v, b, w.batteries[b].soc, origin, destination, until)


@kernel
def _log_drive(w: "World", v: int, t: float, kind: int, s: int, soc: float) -> None:
    """Write a row about the drive that begins, with the SoC at its end."""
    driver, b = w.drivers[v], int(w.vehicles[v].battery)
    log_driver(w, t, kind, s, v, b, soc, driver.origin, driver.place, driver.arrives_at)
